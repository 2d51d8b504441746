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
        return "-"
    if isinstance(cell, float):
        return number(cell)
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def number(value: float) -> str:
    """Write a number with four figures: 12,340 or 0.1234 or 1.2e-07."""
    if math.isnan(value):
        return "unknown"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if value == 0 or 1e-4 <= abs(value) < 1e3:
        return f"{value:.4g}"
    return f"{value:,.0f}" if 1e3 <= abs(value) < 1e9 else f"{value:.3g}"
