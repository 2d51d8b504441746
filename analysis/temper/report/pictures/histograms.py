"""Energies by rung: neighbours exchange where they overlap."""

from __future__ import annotations

import numpy as np

from temper.report.colours import cold_to_hot, faded
from temper.report.facts import Facts, temperature_label
from temper.report.picture import Picture, axis
from temper.report.pictures.ladder import by_pair
from temper.report.table import Table
from temper.report.thin import spread

N_BINS = 70


def energy_histograms(facts: Facts) -> Picture | None:
    """Draw the density of U / N at up to a dozen rungs, all copies together."""
    energy = facts.kept_energy.reshape(-1, facts.run.n_rungs) / facts.n_points
    finite = energy[np.isfinite(energy)]
    if finite.size == 0 or np.ptp(finite) == 0:
        return None
    low, high = np.quantile(finite, [0.0005, 0.9995])
    edges = np.linspace(low, high, N_BINS + 1)
    shown = spread(facts.run.n_rungs)
    density = np.column_stack([heights(energy[:, k], edges) for k in shown])
    middle = 0.5 * (edges[1:] + edges[:-1])
    colours = cold_to_hot(facts.run.n_rungs)
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
            "xaxis": axis(
                "energy U / N, nats per example" if facts.n_points > 1 else "energy U, nats"
            ),
            "yaxis": axis("density", rangemode="tozero", showticklabels=False),
        },
        numbers=Table(
            ["energy_per_example", *(f"density_rung_{k}" for k in shown)],
            np.column_stack([middle, density]).tolist(),
        ),
    )


def heights(sample: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Return the density of a sample in bins, as a share of the whole sample."""
    sample = sample[np.isfinite(sample)]
    counts = np.histogram(sample, edges)[0]
    return counts / max(1, sample.size) / np.diff(edges)
