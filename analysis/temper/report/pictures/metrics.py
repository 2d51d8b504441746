"""What predictions are worth, draw by draw."""

from __future__ import annotations

from typing import Any

import numpy as np

from temper.report.colours import cold_to_hot
from temper.report.facts import Facts, metric_label, temperature_label
from temper.report.picture import Picture, axis
from temper.report.pictures.energy import line, warmup_band
from temper.report.table import Table
from temper.report.thin import spread, stride


def metrics_over_draws(facts: Facts) -> list[Picture]:
    """Draw the metrics of the leading one's part of the data over the draws."""
    leading = facts.leading_metric
    if leading is None:
        return []
    part = leading.split("_")[0]
    names = sorted(
        (str(name) for name in facts.metrics.data_vars if str(name).startswith(part)),
        key=lambda name: (name != leading, name),
    )
    return [
        metric_over_draws(facts, name)
        for name in names
        if np.any(np.isfinite(facts.metrics[name].values))
    ]


def metric_over_draws(facts: Facts, name: str) -> Picture:
    """Draw one metric of copy 0 at up to a dozen rungs."""
    table = facts.metrics[name].isel(draw=stride(facts.metrics.sizes["draw"]), copy=0)
    sweep, values = table["sweep"].values, table.values
    shown = spread(facts.run.n_rungs)
    colours = cold_to_hot(facts.run.n_rungs)
    lines = [
        line(
            sweep,
            values[:, k],
            f"rung {k} · T {temperature_label(facts.temperatures[k])}",
            colours[k],
        )
        for k in reversed(shown)
    ]
    label = metric_label(name)
    cold = values[:, 0][np.isfinite(values[:, 0])]
    ends = f"The coldest rung ends at {cold[-1]:.4g}." if cold.size else ""
    percent = accuracy_axis(values) if name.endswith("accuracy") else {}
    return Picture(
        slug=name.replace("_", "-"),
        title=label[0].upper() + label[1:],
        caption=f"The {label} of every stored draw, by the rung that the replica held, coldest in "
        "blue. These are single draws; an average over draws predicts better.",
        alt=f"Lines of {label} over sweeps for {len(shown)} rungs. {ends}",
        data=lines,
        layout={
            "xaxis": axis("sweep"),
            "yaxis": axis(label, **percent),
            "shapes": warmup_band(facts),
        },
        numbers=Table(
            ["sweep", *(f"{name}_rung_{k}" for k in shown)],
            np.column_stack([sweep, values[:, shown]]).tolist(),
        ),
    )


def accuracy_axis(values: np.ndarray) -> dict[str, Any]:
    """Write shares in per cent; where all are the same, keep the axis from going beyond 100 %."""
    known = values[np.isfinite(values)]
    if known.size == 0 or np.ptp(known) > 0:
        return {"tickformat": ".0%"}
    return {"tickformat": ".0%", "range": [known[0] - 0.1, min(1.02, known[0] + 0.1)]}
