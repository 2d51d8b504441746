"""Energy over sweeps: by rung, where a distribution is sampled, and by replica."""

from __future__ import annotations

from typing import Any

import numpy as np

from temper.report.colours import CATEGORIES, cold_to_hot
from temper.report.facts import Facts, spans_decades, temperature_label
from temper.report.picture import Picture, axis, log_axis
from temper.report.table import Table
from temper.report.thin import along_x, spread, stride, thinned_note


def energy_by_rung(facts: Facts) -> Picture:
    """Draw U / N of copy 0 at up to a dozen rungs, cold to hot."""
    run = facts.run
    run = run.with_warmup
    known = run.with_energy(run.by_rung["energy"])
    table = known.isel(sweep=stride(known.sizes["sweep"]), copy=0)
    sweep, energy = table["sweep"].values, table.values
    shown = spread(run.n_rungs)
    colours = cold_to_hot(run.n_rungs)
    labels = [f"rung {k} · T {temperature_label(T)}" for k, T in enumerate(facts.temperatures)]
    lines = [
        line(sweep, energy[:, k] / facts.n_points, labels[k], colours[k]) for k in reversed(shown)
    ]
    copy = " Copy 0 is drawn." if run.n_copies > 1 else ""
    return Picture(
        slug="energy-by-rung",
        title="Energy by rung",
        caption="Training loss at each place on the ladder, coldest in blue. After warm-up "
        "(shaded) the lines should be level, each a little above the colder one."
        + thinned_note(known.sizes["sweep"])
        + copy,
        alt=f"Lines of energy per example over {run.committed} sweeps for {len(shown)} rungs. "
        + last_values(energy[:, shown] / facts.n_points, [labels[k] for k in shown]),
        data=lines,
        layout=trace_layout(facts, energy / facts.n_points),
        numbers=Table(
            ["sweep", *(f"energy_rung_{k}" for k in shown)],
            np.column_stack([sweep, energy[:, shown]]).tolist(),
        ),
        wide=True,
    )


def energy_by_replica(facts: Facts) -> Picture:
    """Draw U / N of up to a dozen replicas, which move along the ladder."""
    run = facts.run
    shown = spread(run.n_replicas)
    run = run.with_warmup
    known = run.with_energy(run.energy)
    table = known.isel(sweep=stride(known.sizes["sweep"]), replica=shown)
    sweep, energy = table["sweep"].values, table.values
    labels = [f"replica {replica}" for replica in shown]
    lines = [
        line(sweep, energy[:, i] / facts.n_points, label, CATEGORIES[i % len(CATEGORIES)])
        for i, label in enumerate(labels)
    ]
    return Picture(
        slug="energy-by-replica",
        title="Energy by replica",
        caption="The same energies, following each replica as it moves between cold and hot rungs. "
        "A replica that never leaves its level is stuck." + thinned_note(known.sizes["sweep"]),
        alt=f"Lines of energy per example over sweeps for {len(shown)} replicas. "
        + last_values(energy / facts.n_points, labels),
        data=lines,
        layout=trace_layout(facts, energy / facts.n_points),
        numbers=Table(
            ["sweep", *(f"energy_replica_{replica}" for replica in shown)],
            np.column_stack([sweep, energy]).tolist(),
        ),
    )


def line(x: np.ndarray, y: np.ndarray, name: str, colour: str) -> dict[str, Any]:
    """Describe one line."""
    return {
        "type": "scatter",
        "mode": "lines" if len(x) > 1 else "markers",
        **along_x(x),
        "y": y,
        "name": name,
        "line": {"color": colour, "width": 1.4},
        "marker": {"color": colour},
    }


def trace_layout(facts: Facts, values: np.ndarray) -> dict[str, Any]:
    """Return axes for lines over sweeps: logarithmic if the values span decades."""
    title = "U per example, nats" if facts.n_points > 1 else "U, nats"
    return {
        "xaxis": axis("sweep"),
        "yaxis": log_axis(title, values) if spans_decades(values) else axis(title),
        "shapes": warmup_band(facts),
    }


def warmup_band(facts: Facts) -> list[dict[str, Any]]:
    """Shade the sweeps of warm-up."""
    end = min(facts.run.warmup, facts.run.committed)
    if end == 0:
        return []
    band = {"type": "rect", "xref": "x", "yref": "paper", "x0": 0, "x1": end, "y0": 0, "y1": 1}
    return [{**band, "line": {"width": 0}, "fillcolor": "rgba(138,147,160,0.13)", "layer": "below"}]


def last_values(values: np.ndarray, labels: list[str]) -> str:
    """Say in words where lines end."""
    ends = [f"{label} {value:.4g}" for label, value in zip(labels, values[-1], strict=True)]
    return "They end at: " + ", ".join(ends) + "."
