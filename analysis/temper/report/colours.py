"""Colours that say something: cold to hot for rungs, and the way a replica is going."""

from __future__ import annotations

import numpy as np

COLD_TO_HOT = np.array(
    [[49, 104, 191], [42, 153, 165], [128, 168, 96], [222, 155, 53], [209, 73, 91]], dtype=float
)
TOWARDS_HOT = "#d1495b"
TOWARDS_COLD = "#3168bf"
QUIET = "#8a93a0"
CATEGORIES = (
    "#3168bf",
    "#d1495b",
    "#2a99a5",
    "#de9b35",
    "#7d5ba6",
    "#5f9e4a",
    "#c2649a",
    "#8c6d4f",
)


def cold_to_hot(n: int) -> list[str]:
    """Return one colour for each of n rungs, from blue at rung 0 to red."""
    places = np.linspace(0, len(COLD_TO_HOT) - 1, n)
    channels = [np.interp(places, range(len(COLD_TO_HOT)), column) for column in COLD_TO_HOT.T]
    return [f"rgb({r:.0f},{g:.0f},{b:.0f})" for r, g, b in zip(*channels, strict=True)]


def colour_scale() -> list[list[object]]:
    """Return the same colours as a plotly colour scale."""
    return [[i / 4, colour] for i, colour in enumerate(cold_to_hot(5))]


def faded(colour: str, opacity: float) -> str:
    """Return an rgb(...) colour, partly transparent."""
    return colour.replace("rgb(", "rgba(").replace(")", f",{opacity})")
