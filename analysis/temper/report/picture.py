"""A picture of the report: what plotly draws, in words too, with its numbers."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from temper.report.table import Table


@dataclass(frozen=True)
class Picture:
    """One figure of the page."""

    slug: str  # its id in the page and the name of its CSV file
    title: str
    caption: str  # how to read it
    alt: str  # what it shows, for those who can't see it
    data: list[dict[str, Any]]  # plotly traces
    layout: dict[str, Any]  # plotly layout; colours come from the page's theme
    numbers: Table
    height: int = 340  # px
    wide: bool = False
    controls: dict[str, Any] = field(default_factory=dict)
    by_rung: bool = False  # whether colours stand for rungs: the section then says for which
    body: str = ""  # HTML (escaped: a Markup) instead of a drawing by plotly

    @property
    def drawing(self) -> dict[str, Any]:
        """Data and layout as JSON can hold them."""
        return {"data": jsonable(self.data), "layout": jsonable(self.layout)}


def jsonable(value: Any) -> Any:  # noqa: ANN401  (nested plotly structure)
    """Turn arrays into lists, round to six figures, and write what isn't finite as null."""
    if isinstance(value, dict):
        return {key: jsonable(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return jsonable(value.tolist())
    if isinstance(value, (list, tuple)):
        return [jsonable(item) for item in value]
    if isinstance(value, np.generic):
        return jsonable(value.item())
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    return value


def axis(title: str, **settings: Any) -> dict[str, Any]:  # noqa: ANN401  (plotly's own)
    """Describe an axis of a plotly layout; markup in the title, which may be data, stays text."""
    return {"title": {"text": html.escape(title)}, **settings}


def log_axis(title: str, values: np.ndarray, **settings: Any) -> dict[str, Any]:  # noqa: ANN401
    """Describe a logarithmic axis over positive values, with 1, 2, 5, 10, ... written in full."""
    known = values[np.isfinite(values) & (values > 0)]
    if known.size == 0:
        return axis(title, type="log", **settings)
    decades = range(math.floor(math.log10(known.min())), math.ceil(math.log10(known.max())) + 1)
    steps = (1,) if len(decades) > 5 else (1, 2, 5) if len(decades) > 2 else (1, 2, 3, 4, 6, 8)
    ticks = [step * 10.0**decade for decade in decades for step in steps]
    labels = [f"{tick:,.10g}" if 1e-4 <= tick < 1e6 else f"{tick:.0e}" for tick in ticks]
    return axis(title, type="log", tickvals=ticks, ticktext=labels, **settings)
