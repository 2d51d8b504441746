"""Effective against nominal temperature."""

from __future__ import annotations

from typing import Any

import numpy as np

from temper.diagnostics.thermometer import Thermometer
from temper.report.colours import QUIET, cold_to_hot
from temper.report.facts import Facts
from temper.report.picture import Picture, axis
from temper.report.table import Table
from temper.report.thin import spread

MOST = 128  # rungs that are drawn
SYMBOLS = {"kinetic": "circle", "configurational": "diamond-open"}


def effective_temperature(facts: Facts) -> Picture | None:
    """Draw both temperatures of each rung, over the one that it should have."""
    nominal = facts.temperatures
    known = np.isfinite(nominal) & (nominal > 0)
    if not facts.thermometers or not np.any(known):
        return None
    rung = np.flatnonzero(known)
    return Picture(
        slug="effective-temperature",
        title="Effective temperature",
        caption="The temperature that each rung has, over its nominal one (dotted: the same; "
        "shaded: within 2 %), with twice the standard error. Circles: kinetic, of the momentum. "
        "Diamonds: configurational, of theta · gradient. Above the line minibatch noise or long "
        "steps make a rung hotter than it says.",
        alt="; ".join(in_words(t, rung, nominal) for t in facts.thermometers) + ".",
        data=[points(t, rung[spread(len(rung), MOST)], nominal) for t in facts.thermometers],
        layout={
            "xaxis": axis("nominal temperature", type="log", dtick="D2"),
            "yaxis": axis("effective / nominal"),
            "shapes": [band(0.98, 1.02), level(1.0)],
            "showlegend": len(facts.thermometers) > 1,
        },
        numbers=numbers(facts.thermometers, rung, nominal),
    )


def in_words(thermometer: Thermometer, rung: np.ndarray, nominal: np.ndarray) -> str:
    """Say what one thermometer shows, for those who don't see the picture."""
    parts = [
        f"rung {rung[i]} {thermometer.mean[rung[i]]:.3g} for {nominal[rung[i]]:.3g}"
        for i in spread(len(rung))
    ]
    return f"{thermometer.name} temperature: " + ", ".join(parts)


def points(thermometer: Thermometer, rung: np.ndarray, nominal: np.ndarray) -> dict[str, Any]:
    """One marker a rung, with twice its standard error."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": thermometer.name,
        "x": nominal[rung],
        "y": thermometer.mean[rung] / nominal[rung],
        "error_y": {
            "type": "data",
            "array": 2 * thermometer.error[rung] / nominal[rung],
            "color": QUIET,
        },
        "text": [f"rung {k}" for k in rung],
        "marker": {
            "color": cold_to_hot(len(rung)),
            "size": 9,
            "symbol": SYMBOLS[thermometer.name],
        },
    }


def band(low: float, high: float) -> dict[str, Any]:
    """Shade what is as good as equal."""
    edges = {"xref": "paper", "x0": 0, "x1": 1, "y0": low, "y1": high}
    look = {"layer": "below", "line": {"width": 0}, "fillcolor": QUIET, "opacity": 0.2}
    return {"type": "rect", **edges, **look}


def level(height: float) -> dict[str, Any]:
    """Draw a dotted line across."""
    edges = {"xref": "paper", "x0": 0, "x1": 1, "y0": height, "y1": height}
    return {"type": "line", **edges, "line": {"dash": "dot", "width": 1.5, "color": QUIET}}


def numbers(thermometers: list[Thermometer], rung: np.ndarray, nominal: np.ndarray) -> Table:
    """One row a rung."""
    names = ["rung", "nominal_temperature"]
    columns = [rung.tolist(), nominal[rung].tolist()]
    for thermometer in thermometers:
        names += [f"{thermometer.name}_temperature", f"{thermometer.name}_error"]
        columns += [thermometer.mean[rung].tolist(), thermometer.error[rung].tolist()]
    return Table(names, list(zip(*columns, strict=True)))
