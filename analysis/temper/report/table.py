"""Tables: what the page shows sorted and what lies behind each picture as CSV."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run these


@dataclass(frozen=True)
class Table:
    """Named columns and rows; a cell is a number, a text or None for unknown."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]

    def csv(self) -> str:
        """Return the table as RFC 4180 text with ten figures; NaN and None are empty."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow([inert(name) for name in self.columns])
        writer.writerows([[csv_cell(cell) for cell in row] for row in self.rows])
        return text.getvalue()

    def csv_uri(self) -> str:
        """Return the CSV as a data URI, for a link that needs no network."""
        return "data:text/csv;charset=utf-8," + quote(self.csv(), safe=",")


def csv_cell(cell: Any) -> str:  # noqa: ANN401  (a number or a text)
    """Write a cell so that a spreadsheet reads the number, and no text as a formula."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, float):
        return f"{cell:.10g}"
    return inert(cell) if isinstance(cell, str) else str(cell)


def inert(text: str) -> str:
    """Keep a text from data from being a formula."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def show(cell: Any) -> str:  # noqa: ANN401  (a number or a text)
    """Write a cell for people: four figures, a dash for unknown."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return "\N{EN DASH}"
    if isinstance(cell, float):
        return number(cell)
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def number(value: float) -> str:
    """Write a number with four figures: 12,346 or 0.1235 or 1.235·10⁻⁷."""
    if math.isnan(value):
        return "unknown"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if value == 0 or 1e-4 <= abs(value) < 1e3:
        return f"{value:.4g}"
    if 1e3 <= abs(value) < 1e9:
        return f"{value:,.0f}"
    mantissa, _, exponent = f"{value:.3e}".partition("e")
    return f"{float(mantissa):.4g}·10{str(int(exponent)).translate(SUPERSCRIPTS)}"


def with_error(value: float, error: float | None) -> str:
    """Write a value with its standard error, both to the error's second digit."""
    if error is None or not math.isfinite(error) or error <= 0:
        return number(value)
    decimals = max(0, 1 - math.floor(math.log10(error)))
    return f"{value:,.{decimals}f} ± {error:,.{decimals}f}"


SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
