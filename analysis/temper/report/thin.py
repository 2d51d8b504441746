"""Fewer points and lines, so that pictures of long runs stay light."""

from __future__ import annotations

from typing import Any

import numpy as np

MOST_POINTS = 400  # along a line
MOST_LINES = 12  # in a picture with a legend


def stride(n: int, most: int = MOST_POINTS) -> slice:
    """Return the slice that takes every k-th of n and at most `most` of them."""
    return slice(0, n, max(1, -(-n // most)))


def spread(n: int, most: int = MOST_LINES) -> list[int]:
    """Return at most `most` of 0 ... n - 1, evenly spread, with the first and the last."""
    return sorted({int(i) for i in np.linspace(0, n - 1, min(n, most)).round()}) if n else []


def thinned_note(n: int, most: int = MOST_POINTS) -> str:
    """Say what was left out, if anything was."""
    step = stride(n, most).step
    return "" if step == 1 else f" Every {ordinal(step)} sweep is drawn."


def ordinal(n: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, ..."""
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def along_x(x: np.ndarray) -> dict[str, Any]:
    """Describe a line's places for plotly: by the first and the step, if they are evenly spread."""
    steps = np.diff(x)
    if len(x) > 2 and np.all(steps == steps[0]):
        return {"x0": x[0], "dx": steps[0]}
    return {"x": x}
