"""Energies by rung: neighbours exchange where they overlap."""

from __future__ import annotations

import numpy as np

from temper.report.colours import cold_to_hot, faded
from temper.report.facts import Facts, spans_decades, temperature_label
from temper.report.picture import Picture, axis, log_axis
from temper.report.pictures.ladder import by_pair
from temper.report.table import Table
from temper.report.thin import spread

FEWEST_BINS, MOST_BINS = 12, 70


def energy_histograms(facts: Facts) -> Picture | None:
    """Draw the density of U / N at up to a dozen rungs, all copies together."""
    energy = facts.kept_energy.reshape(-1, facts.run.n_rungs) / facts.n_points
    finite = energy[np.isfinite(energy)]
    if finite.size == 0 or np.ptp(finite) == 0:
        return None
    is_log = spans_decades(finite)
    edges = bin_edges(finite, len(energy), is_log=is_log)
    shown = spread(facts.run.n_rungs)
    density = np.column_stack([heights(energy[:, k], edges, is_log=is_log) for k in shown])
    middle = np.sqrt(edges[1:] * edges[:-1]) if is_log else 0.5 * (edges[1:] + edges[:-1])
    colours = cold_to_hot(facts.run.n_rungs)
    title = "U per example, nats" if facts.n_points > 1 else "U, nats"
    return Picture(
        slug="energy-histograms",
        title="Energies and their overlap",
        caption="How energies are distributed at each rung after warm-up. Neighbours can exchange "
        "where they overlap; a gap is a wall.",
        alt=f"Histograms of energy per example for {len(shown)} rungs. "
        + by_pair("Shared area of neighbours", facts.overlaps),
        data=[
            {
                "type": "scatter",
                "mode": "lines",
                "x": middle,
                "y": density[:, i],
                "name": f"rung {k} · T {temperature_label(facts.temperatures[k])}",
                "fill": "tozeroy",
                "fillcolor": faded(colours[k], 0.18),
                "line": {"color": colours[k], "width": 1.5, "shape": "hvh"},
            }
            for i, k in enumerate(shown)
        ],
        layout={
            "xaxis": log_axis(title, finite) if is_log else axis(title),
            "yaxis": axis("density", rangemode="tozero", showticklabels=False),
        },
        numbers=Table(
            ["energy_per_example", *(f"density_rung_{k}" for k in shown)],
            np.column_stack([middle, density]).tolist(),
        ),
    )


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
