"""Effective against nominal temperature, as the program has judged it."""

from __future__ import annotations

from typing import Any

import numpy as np

from temper.report.colours import QUIET, cold_to_hot
from temper.report.facts import Facts
from temper.report.picture import Picture, axis, log_axis
from temper.report.plot import dotted
from temper.report.table import Table
from temper.report.thin import spread

SYMBOLS = {"kinetic": "circle", "configurational": "diamond-open"}
MOST = 128  # rungs that are drawn
Reading = tuple[int, float, float, float]  # rung, nominal, mean, standard error


def effective_temperature(facts: Facts) -> Picture | None:
    """Draw both temperatures of each rung, over the one that it should have."""
    listed = (facts.diagnosis or {}).get("temperatures") or []
    listed = [one for one in listed if one["rung"] < facts.run.n_rungs]
    found = {name: readings(listed, name) for name in SYMBOLS}
    found = {name: those for name, those in found.items() if those}
    if not found:
        return None
    nominal = np.array([one[1] for those in found.values() for one in those])
    ends = [float(nominal.min()), float(nominal.max())]
    return Picture(
        slug="effective-temperature",
        title="Effective temperature",
        caption="The temperature that each rung has, over its nominal one (dotted: the same; "
        "shaded: within 2 %), with twice the standard error. Circles: kinetic, of the momentum. "
        "Diamonds: configurational, of theta · gradient. Above the line minibatch noise or long "
        "steps make a rung hotter than it says.",
        alt="; ".join(in_words(name, those) for name, those in found.items()) + ".",
        data=[
            dotted(ends, [1.0, 1.0]),
            *(points(name, those, facts.run.n_rungs) for name, those in found.items()),
        ],
        layout={
            "xaxis": log_axis("nominal temperature", nominal),
            "yaxis": axis("effective / nominal"),
            "shapes": [band(0.98, 1.02)],
            "showlegend": False,
        },
        numbers=Table(
            ["thermometer", "rung", "nominal", "effective", "standard_error"],
            [[name, *one] for name, those in found.items() for one in those],
        ),
        by_rung=True,
    )


def readings(listed: list[dict[str, Any]], name: str) -> list[Reading]:
    """Return what one thermometer shows, rung by rung, as far as it is known."""
    found = []
    for one in listed:
        read = one.get(name) or {}
        if read.get("mean") is not None and one.get("nominal"):
            error = read.get("standard_error")
            error = float("nan") if error is None else float(error)
            found.append((int(one["rung"]), float(one["nominal"]), float(read["mean"]), error))
    return found


def in_words(name: str, those: list[Reading]) -> str:
    """Say what one thermometer shows, for those who don't see the picture."""
    parts = [f"rung {those[i][0]} {those[i][2]:.3g} for {those[i][1]:.3g}"
             for i in spread(len(those))]  # fmt: skip
    return f"{name} temperature: " + ", ".join(parts)


def points(name: str, those: list[Reading], n_rungs: int) -> dict[str, Any]:
    """One marker a rung, with twice its standard error."""
    shown = [those[i] for i in spread(len(those), MOST)]
    rung, nominal, mean, error = (np.array(column) for column in zip(*shown, strict=True))
    colours = cold_to_hot(n_rungs)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": nominal,
        "y": mean / nominal,
        "error_y": {"type": "data", "array": 2 * error / nominal, "color": QUIET},
        "text": [f"rung {k}" for k in rung],
        "marker": {"color": [colours[k] for k in rung], "size": 9, "symbol": SYMBOLS[name]},
    }


def band(low: float, high: float) -> dict[str, Any]:
    """Shade what is as good as equal."""
    edges = {"xref": "paper", "x0": 0, "x1": 1, "y0": low, "y1": high}
    look = {"layer": "below", "line": {"width": 0}, "fillcolor": QUIET, "opacity": 0.2}
    return {"type": "rect", **edges, **look}
