"""What predictions are worth, draw by draw."""

from __future__ import annotations

from typing import Any

import numpy as np

from temper.report.colours import CATEGORIES
from temper.report.facts import Facts
from temper.report.labels import metric_label
from temper.report.picture import Picture, axis
from temper.report.plot import line, warmup_band
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
    """Draw one metric of the coldest rung, copy by copy."""
    table = facts.metrics[name].isel(draw=stride(facts.metrics.sizes["draw"]), rung=0)
    sweep, values, label = table["sweep"].values, table.values, metric_label(name)
    shown = spread(values.shape[1])
    known = values[np.isfinite(values)]
    where = "at the coldest rung" if facts.run.n_rungs > 1 else "of every copy"
    return Picture(
        slug=name.replace("_", "-"),
        title=label[0].upper() + label[1:],
        caption=f"The {label} of every stored draw {where}"
        f"{', a line a copy' if len(shown) > 1 else ''}. These are single draws; an average over "
        "draws predicts better.",
        alt=f"Lines of {label} over sweeps for {len(shown)} copies. "
        + (f"Their mean is {known.mean():.4g}." if known.size else ""),
        data=[
            line(sweep, values[:, copy], f"copy {copy}", CATEGORIES[i % len(CATEGORIES)])
            for i, copy in enumerate(shown)
        ],
        layout={
            "xaxis": axis("sweep"),
            "yaxis": axis(label, **(share_axis(values) if name.endswith("accuracy") else {})),
            "shapes": warmup_band(facts),
            "showlegend": False,
        },
        numbers=Table(
            ["sweep", *(f"{name}_copy_{copy}" for copy in shown)],
            np.column_stack([sweep, values[:, shown]]).tolist(),
        ),
    )


def share_axis(values: np.ndarray) -> dict[str, Any]:
    """Write shares in per cent, as finely as they differ, and never beyond 100 %."""
    known = values[np.isfinite(values)]
    if known.size == 0:
        return {"tickformat": ".0%"}
    low, high = float(known.min()), float(known.max())
    around = max(0.06 * (high - low), 0.005)
    if low == high:
        around = 0.1
    span = high - low + 2 * around
    digits = 0 if span > 0.05 else 1 if span > 0.005 else 2
    ends = [max(low - around, -0.02), min(high + around, 1.02)]
    return {"tickformat": f".{digits}%", "range": ends}
