"""The energies that swaps exchange, by rung: neighbours exchange where they overlap."""

from __future__ import annotations

from typing import Any

import numpy as np

from temper.report.colours import cold_to_hot, faded
from temper.report.facts import Facts, spans_decades
from temper.report.labels import temperature_label
from temper.report.picture import Picture, axis, log_axis
from temper.report.plot import by_pair, energy_title, rung_name
from temper.report.table import Table
from temper.report.thin import spread

FEWEST_BINS, MOST_BINS = 12, 70
MOST_RIDGES = 16
HIGHEST = 1.7  # ridges, of the distance between two of them


def energy_histograms(facts: Facts) -> Picture | None:
    """Draw a ridge for each rung, the coldest at the bottom, all copies together."""
    if facts.run.n_rungs < 2:
        return None
    energy = facts.exchanged_energy.reshape(-1, facts.run.n_rungs) / facts.n_points
    finite = energy[np.isfinite(energy)]
    if finite.size == 0 or np.ptp(finite) == 0:
        return None
    is_log = spans_decades(finite)
    edges = bin_edges(finite, len(energy), is_log=is_log)
    shown = spread(facts.run.n_rungs, MOST_RIDGES)
    density = np.column_stack([heights(energy[:, k], edges, is_log=is_log) for k in shown])
    middle = np.sqrt(edges[1:] * edges[:-1]) if is_log else 0.5 * (edges[1:] + edges[:-1])
    name = facts.exchanged_name
    title = energy_title(facts, name)
    return Picture(
        slug="energy-overlap",
        title="Energies and their overlap",
        caption=f"How {name}, which swaps exchange, is distributed at each rung after warm-up; on "
        "the right the area that a rung shares with the next hotter one. Neighbours can exchange "
        "where they overlap; a gap is a wall.",
        alt=f"Histograms of {name} per example for {len(shown)} rungs. "
        + by_pair("Shared area of neighbours", facts.overlaps),
        data=ridges(facts, shown, middle, density),
        layout={
            "xaxis": log_axis(title, finite) if is_log else axis(title),
            "yaxis": axis("temperature", **ridge_ticks(facts, shown)),
            "annotations": shared_areas(facts, shown),
            "showlegend": False,
        },
        numbers=Table(
            [f"{name} per example", *(f"density_rung_{k}" for k in shown)],
            np.column_stack([middle, density]).tolist(),
        ),
        height=beside_ridges(facts),
        by_rung=True,
    )


def beside_ridges(facts: Facts) -> int:
    """Return the height of the picture in px, and of the one that stands beside it."""
    return max(340, 150 + 24 * len(spread(facts.run.n_rungs, MOST_RIDGES)))


def ridges(
    facts: Facts, shown: list[int], x: np.ndarray, density: np.ndarray
) -> list[dict[str, Any]]:
    """Describe the ridges from the hottest, so that colder ones stand before it."""
    colours = cold_to_hot(facts.run.n_rungs)
    scale = HIGHEST / max(float(np.nanmax(density)), np.finfo(float).tiny)
    drawn = []
    for i, k in reversed(list(enumerate(shown))):
        base = {"type": "scatter", "mode": "lines", "x": x, "hoverinfo": "skip"}
        drawn.append({**base, "y": np.full(len(x), float(i)), "line": {"width": 0}})
        drawn.append(
            {
                **base,
                "y": i + scale * density[:, i],
                "name": rung_name(facts, k),
                "fill": "tonexty",
                "fillcolor": faded(colours[k], 0.45),
                "line": {"color": colours[k], "width": 1.5, "shape": "spline"},
            }
        )
    return drawn


def ridge_ticks(facts: Facts, shown: list[int]) -> dict[str, Any]:
    """Label each ridge by the temperature of its rung."""
    labels = [temperature_label(facts.temperatures[k]) for k in shown]
    ends = [-0.25, len(shown) - 1 + 1.1 * HIGHEST]
    return {"tickvals": list(range(len(shown))), "ticktext": labels, "range": ends,
            "zeroline": False}  # fmt: skip


def shared_areas(facts: Facts, shown: list[int]) -> list[dict[str, Any]]:
    """Write between two neighbours the area that they share, where both are drawn."""
    pairs = [i for i, k in enumerate(shown[:-1]) if shown[i + 1] == k + 1]
    return [
        {
            "text": f"{facts.overlaps[shown[i]]:.0%}",
            "x": 1,
            "xref": "paper",
            "xanchor": "right",
            "y": i + 0.5,
            "showarrow": False,
            "font": {"size": 11},
        }
        for i in pairs
        if np.isfinite(facts.overlaps[shown[i]])
    ]


def bin_edges(values: np.ndarray, n_sweeps: int, *, is_log: bool) -> np.ndarray:
    """Return edges over all but the outermost values, finer for more sweeps."""
    low, high = np.quantile(values, [0.0005, 0.9995])
    if low == high:
        low, high = values.min(), values.max()
    n_bins = int(np.clip(1.5 * np.sqrt(n_sweeps), FEWEST_BINS, MOST_BINS))
    return (np.geomspace if is_log else np.linspace)(low, high, n_bins + 1)


def heights(sample: np.ndarray, edges: np.ndarray, *, is_log: bool) -> np.ndarray:
    """Return the density of a sample in bins, as a share of the whole sample."""
    sample = sample[np.isfinite(sample)]
    counts = np.histogram(sample, edges)[0]
    return counts / max(1, sample.size) / np.diff(np.log(edges) if is_log else edges)
