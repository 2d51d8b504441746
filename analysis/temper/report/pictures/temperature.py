"""Effective against nominal temperature."""

from __future__ import annotations

import numpy as np

from temper.report.colours import QUIET, cold_to_hot
from temper.report.facts import Facts
from temper.report.picture import Picture, axis
from temper.report.table import Table
from temper.report.thin import spread


def effective_temperature(facts: Facts) -> Picture | None:
    """Draw the kinetic temperature of each rung against the one it should have."""
    nominal, kinetic = facts.temperatures, facts.kinetic_temperature
    known = np.isfinite(kinetic) & np.isfinite(nominal) & (kinetic > 0) & (nominal > 0)
    if not np.any(known):
        return None
    rung = np.flatnonzero(known)
    nominal, kinetic = nominal[known], kinetic[known]
    ends = [nominal.min(), nominal.max()]
    return Picture(
        slug="effective-temperature",
        title="Effective temperature",
        caption="The temperature of the momentum at each rung against the nominal one (dotted). "
        "Points above the line are heated by minibatch noise: their rung is hotter than it says.",
        alt="Points of kinetic against nominal temperature: "
        + ", ".join(
            f"rung {rung[i]} {kinetic[i]:.3g} for {nominal[i]:.3g}" for i in spread(len(rung))
        )
        + ".",
        data=[
            {
                "type": "scatter",
                "mode": "lines",
                "x": ends,
                "y": ends,
                "hoverinfo": "skip",
                "line": {"dash": "dot", "width": 1.5, "color": QUIET},
            },
            {
                "type": "scatter",
                "mode": "markers",
                "x": nominal,
                "y": kinetic,
                "text": [f"rung {k}" for k in rung],
                "marker": {"color": cold_to_hot(len(rung)), "size": 9},
            },
        ],
        layout={
            "xaxis": axis("nominal temperature", type="log", dtick="D2"),
            "yaxis": axis("kinetic temperature", type="log", dtick="D2"),
            "showlegend": False,
        },
        numbers=Table(
            ["rung", "nominal_temperature", "kinetic_temperature"],
            list(zip(rung.tolist(), nominal.tolist(), kinetic.tolist(), strict=True)),
        ),
    )
