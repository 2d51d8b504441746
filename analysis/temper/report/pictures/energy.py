"""Energy over sweeps: by rung, where a distribution is sampled, and by replica."""

from __future__ import annotations

import numpy as np
import xarray as xr

from temper.report.colours import CATEGORIES, cold_to_hot
from temper.report.facts import Facts
from temper.report.picture import Picture
from temper.report.plot import last_values, line, rung_name, trace_layout
from temper.report.table import Table
from temper.report.thin import spread, stride, thinned_note

EXPECTED = {
    "sample": "After warm-up (shaded) the lines should be level, each a little above the colder "
    "one.",
    "search": "A search is done when the coldest line has stopped falling.",
    "ensemble": "After warm-up (shaded) each line should be level; copies need not agree.",
    "descents": "A descent is done when its line has stopped falling.",
}


def energy_pictures(facts: Facts) -> list[Picture]:
    """Draw energies over sweeps, by what there is more than one of; none where none is known."""
    if len(facts.run.with_warmup.sweeps_with_energy) == 0:
        return []
    if facts.run.n_rungs == 1:
        return [energy_by_copy(facts)]
    return [energy_by_rung(facts), energy_by_replica(facts)]


def thinned_energy(facts: Facts) -> tuple[xr.DataArray, int]:
    """Return U [sweep, copy, rung] of at most as many sweeps as are drawn, and of how many."""
    run = facts.run.with_warmup
    known = run.with_energy(run.by_rung["energy"])
    return known.isel(sweep=stride(known.sizes["sweep"])), known.sizes["sweep"]


def energy_by_rung(facts: Facts) -> Picture:
    """Draw U / N of copy 0 at up to a dozen rungs, cold to hot."""
    run = facts.run
    table, n_sweeps = thinned_energy(facts)
    sweep, energy = table["sweep"].values, table.isel(copy=0).values
    shown, colours = spread(run.n_rungs), cold_to_hot(run.n_rungs)
    labels = [rung_name(facts, k) for k in range(run.n_rungs)]
    copy = f" Copy 0 of {run.n_copies} is drawn." if run.n_copies > 1 else ""
    return Picture(
        slug="energy-by-rung",
        title="Energy by rung",
        caption=f"{'Training loss' if facts.has_data else 'U'} at each place on the ladder, "
        "coldest in blue. " + EXPECTED[facts.purpose] + thinned_note(n_sweeps) + copy,
        alt=f"Lines of energy per example over {run.committed} sweeps for {len(shown)} rungs. "
        + last_values(energy[:, shown] / facts.n_points, [labels[k] for k in shown]),
        data=[
            line(sweep, energy[:, k] / facts.n_points, labels[k], colours[k])
            for k in reversed(shown)
        ],
        layout=trace_layout(facts, energy / facts.n_points),
        numbers=Table(
            ["sweep", *(f"energy_rung_{k}" for k in shown)],
            np.column_stack([sweep, energy[:, shown]]).tolist(),
        ),
        wide=True,
        by_rung=True,
    )


def energy_by_copy(facts: Facts) -> Picture:
    """Draw U / N of each copy of a single rung."""
    run = facts.run
    table, n_sweeps = thinned_energy(facts)
    shown = spread(run.n_copies)
    sweep, energy = table["sweep"].values, table.isel(rung=0, copy=shown).values
    labels = [f"copy {c}" for c in shown]
    return Picture(
        slug="energy-by-copy",
        title=("Training loss" if facts.has_data else "Energy")
        + (" of each copy" if run.n_copies > 1 else ""),
        caption=EXPECTED[facts.purpose] + thinned_note(n_sweeps),
        alt=f"Lines of energy per example over {run.committed} sweeps for {len(shown)} copies. "
        + last_values(energy / facts.n_points, labels),
        data=[
            line(sweep, energy[:, i] / facts.n_points, label, CATEGORIES[i % len(CATEGORIES)])
            for i, label in enumerate(labels)
        ],
        layout={**trace_layout(facts, energy / facts.n_points), "showlegend": len(labels) > 1},
        numbers=Table(
            ["sweep", *(f"energy_copy_{c}" for c in shown)],
            np.column_stack([sweep, energy]).tolist(),
        ),
        wide=True,
    )


def energy_by_replica(facts: Facts) -> Picture:
    """Draw U / N of up to a dozen replicas, which move along the ladder."""
    run = facts.run.with_warmup
    shown = spread(run.n_replicas)
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
