"""The ladder and how easily neighbouring rungs exchange."""

from __future__ import annotations

from typing import Any

import numpy as np

from temper.report.colours import TOWARDS_COLD, cold_to_hot, faded
from temper.report.facts import Facts
from temper.report.labels import temperature_label
from temper.report.picture import Picture, axis
from temper.report.pictures.histograms import beside_ridges
from temper.report.plot import by_pair, dotted
from temper.report.table import Table
from temper.report.thin import spread

MOST_BARS = 64
CLOSEST = 0.08  # of the axis, between two ticks


def acceptance(facts: Facts) -> Picture | None:
    """Draw one bar for each pair, as wide as the gap between its temperatures."""
    if facts.run.n_rungs < 2 or not facts.swapping:
        return None
    accepted = 1.0 - facts.rejection
    place = places(facts.temperatures)
    barrier = facts.exchanges.get("barrier")
    even = None if barrier is None else max(0.0, 1.0 - barrier / len(accepted))
    return Picture(
        slug="ladder",
        title="Ladder and swap acceptance",
        caption="How often neighbouring rungs exchange; a bar spans the two temperatures. A low "
        f"bar is a bottleneck.{best_spacing(even)}",
        alt="Bars of swap acceptance along the ladder. " + by_pair("By pair", accepted),
        data=[
            *drawn_pairs(facts, place, accepted),
            *([] if even is None else [dotted([place[0], place[-1]], [even, even])]),
        ],
        layout={
            "xaxis": axis("temperature of the rung", **ticks(facts.temperatures, place)),
            "yaxis": axis("swaps accepted", range=[0, 1.02], tickformat=".0%"),
            "showlegend": False,
        },
        numbers=Table(
            [
                "pair",
                "colder_temperature",
                "hotter_temperature",
                "acceptance",
                "rejection",
                "barrier_up_to_here",
            ],
            list(
                zip(
                    range(len(accepted)),
                    facts.temperatures[:-1].tolist(),
                    facts.temperatures[1:].tolist(),
                    accepted.tolist(),
                    facts.rejection.tolist(),
                    np.cumsum(facts.rejection).tolist(),
                    strict=True,
                )
            ),
        ),
        height=beside_ridges(facts),
    )


def best_spacing(even: float | None) -> str:
    """Say how high every bar would be if all were the same, if that is known."""
    if not even:
        return ""
    return f" At the best spacing every bar has the same height, here {even:.0%} (dotted)."


def places(temperatures: np.ndarray) -> np.ndarray:
    """Return log10 T as places on the axis; an infinite one goes a step beyond the last."""
    place = np.log10(
        temperatures, where=np.isfinite(temperatures), out=np.full(len(temperatures), np.nan)
    )
    finite = place[np.isfinite(place)]
    step = (finite[-1] - finite[0]) / (len(finite) - 1) if len(finite) > 1 else 1.0
    return np.where(np.isfinite(place), place, (finite[-1] if len(finite) else 0.0) + step)


def drawn_pairs(facts: Facts, place: np.ndarray, accepted: np.ndarray) -> list[dict[str, Any]]:
    """Describe the pairs as bars, or as one stair where bars would be too many to draw."""
    if len(accepted) <= MOST_BARS:
        return bars(facts, place, accepted)
    stair = {"x": np.repeat(place, 2)[1:-1], "y": np.repeat(accepted, 2)}
    line = {"color": TOWARDS_COLD, "width": 1.5}
    return [{"type": "scatter", "mode": "lines", "fill": "tozeroy", "line": line, **stair}]


def bars(facts: Facts, place: np.ndarray, accepted: np.ndarray) -> list[dict[str, Any]]:
    """Describe each pair's bar as a filled outline."""
    colours = cold_to_hot(len(accepted))
    labels = [temperature_label(T) for T in facts.temperatures]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [low, low, high, high],
            "y": [0, a, a, 0],
            "fill": "toself",
            "fillcolor": faded(colour, 0.55),
            "line": {"color": colour, "width": 1.5},
            "hoveron": "fills",
            "name": f"rungs {k} and {k + 1}",
            "text": f"T {labels[k]} and {labels[k + 1]}: {a:.1%} accepted",
            "hoverinfo": "text",
        }
        for k, (low, high, a, colour) in enumerate(
            zip(place[:-1], place[1:], accepted, colours, strict=True)
        )
    ]


def ticks(temperatures: np.ndarray, place: np.ndarray) -> dict[str, Any]:
    """Return ticks at up to nine rungs, those left out that would stand too close to another."""
    shown: list[int] = []
    for k in spread(len(place), 9):
        if not shown or place[k] - place[shown[-1]] > CLOSEST * (place[-1] - place[0]):
            shown.append(k)
    labels = [temperature_label(temperatures[k]) for k in shown]
    return {"tickvals": place[shown], "ticktext": labels, "zeroline": False, "showgrid": False}
