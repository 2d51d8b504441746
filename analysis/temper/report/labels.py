"""Names and numbers as the report writes them."""

from __future__ import annotations

import numpy as np


def temperature_label(temperature: float) -> str:
    """Write a temperature for an axis or a legend."""
    if np.isinf(temperature):
        return "∞"
    return f"{temperature:,.0f}" if 1e3 <= temperature < 1e6 else f"{temperature:.3g}"


def metric_label(name: str) -> str:
    """Write the name of a metric for people: test_rmse is test RMSE."""
    return name.replace("_", " ").replace("rmse", "RMSE")


def plural(n: int, noun: str) -> str:
    """Return "1 sweep" or "1,000 sweeps"."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def listed(names: list[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
