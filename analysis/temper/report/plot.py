"""Strokes that several pictures share, as plotly describes them."""

from __future__ import annotations

from typing import Any

import numpy as np

from temper.report.colours import QUIET
from temper.report.facts import Facts, spans_decades
from temper.report.labels import temperature_label
from temper.report.picture import axis, log_axis
from temper.report.thin import along_x, spread


def line(x: np.ndarray, y: np.ndarray, name: str, colour: str) -> dict[str, Any]:
    """Describe one line over sweeps."""
    return {
        "type": "scatter",
        "mode": "lines" if len(x) > 1 else "markers",
        **along_x(x),
        "y": y,
        "name": name,
        "line": {"color": colour, "width": 1.4},
        "marker": {"color": colour},
    }


def points(x: np.ndarray, y: np.ndarray, name: str, marker: dict[str, Any]) -> dict[str, Any]:
    """Describe points without a line."""
    return {"type": "scatter", "mode": "markers", "x": x, "y": y, "name": name, "marker": marker}


def dotted(x: list[float], y: list[float]) -> dict[str, Any]:
    """Describe a dotted line to hold others against."""
    style = {"dash": "dot", "width": 1.5, "color": QUIET}
    ends = {"x": x, "y": y, "hoverinfo": "skip", "showlegend": False}
    return {"type": "scatter", "mode": "lines", "line": style, **ends}


def warmup_band(facts: Facts) -> list[dict[str, Any]]:
    """Shade the sweeps of warm-up."""
    end = min(facts.run.warmup, facts.run.committed)
    if end == 0:
        return []
    band = {"type": "rect", "xref": "x", "yref": "paper", "x0": 0, "x1": end, "y0": 0, "y1": 1}
    return [{**band, "line": {"width": 0}, "fillcolor": "rgba(138,147,160,0.13)", "layer": "below"}]


def trace_layout(facts: Facts, values: np.ndarray) -> dict[str, Any]:
    """Return axes for lines of U over sweeps: logarithmic if the values span decades."""
    title = energy_title(facts, "U")
    return {
        "xaxis": axis("sweep"),
        "yaxis": log_axis(title, values) if spans_decades(values) else axis(title),
        "shapes": warmup_band(facts),
        "showlegend": False,
    }


def energy_title(facts: Facts, name: str) -> str:
    """Name an axis of energies: by example where there are data."""
    return f"{name} per example, nats" if facts.n_points > 1 else f"{name}, nats"


def rung_name(facts: Facts, rung: int) -> str:
    """Name a rung by its number and temperature."""
    return f"rung {rung} · T {temperature_label(facts.temperatures[rung])}"


def rung_ticks(temperatures: np.ndarray) -> dict[str, Any]:
    """Label up to nine rungs, which lie at 0 ... R - 1, by their temperatures."""
    shown = spread(len(temperatures), 9)
    return {"tickvals": shown, "ticktext": [temperature_label(temperatures[k]) for k in shown]}


def by_pair(what: str, values: np.ndarray) -> str:
    """Say in words a share for each pair of neighbours, or for at most a dozen of them."""
    shares = [f"rungs {k} and {k + 1} {values[k]:.0%}" for k in spread(len(values))]
    return f"{what}: {', '.join(shares)}." if shares else ""


def last_values(values: np.ndarray, labels: list[str]) -> str:
    """Say in words where lines end."""
    ends = [f"{label} {value:.4g}" for label, value in zip(labels, values[-1], strict=True)]
    return "They end at: " + ", ".join(ends) + "."
