"""Where the draws lie, if parameters are few: in pairs, and each by itself at every rung."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import xarray as xr

from temper.report.colours import cold_to_hot
from temper.report.facts import Facts
from temper.report.picture import Picture, axis
from temper.report.pictures.histograms import (
    MOST_RIDGES,
    beside_ridges,
    bin_edges,
    heights,
    ridge_ticks,
    ridges,
)
from temper.report.plot import points, rung_name
from temper.report.table import Table
from temper.report.thin import spread, stride

MOST_DRAWS = 1500  # of a rung
MOST_SHOWN = 5  # parameters
MOST_OF_MODEL = 10  # parameters of a model with data: of many say nothing one by one
GAP = 0.03  # between panels, of the picture


def parameter_pictures(facts: Facts) -> list[Picture]:
    """Draw the first parameters: of any potential, and of a model of few without hidden layers."""
    run = facts.run
    is_net = bool(run.config.get("model", {}).get("layer"))
    if is_net or (facts.has_data and run.n_parameters > MOST_OF_MODEL):
        return []
    if run.draw_sweeps.size == 0:
        return []
    return [*([pairs(facts)] if run.n_parameters > 1 else []), marginals(facts)]


def drawn(facts: Facts, rung: int) -> tuple[list[str], np.ndarray]:
    """Return names of parameters and their values at the rung's draws: [n, parameter]."""
    theta: xr.DataArray = facts.run.draws(rung=rung)
    most = max(1, MOST_DRAWS // theta.sizes["copy"])
    shown = slice(0, min(MOST_SHOWN, facts.run.n_parameters))
    theta = theta.isel(draw=stride(theta.sizes["draw"], most), parameter=shown)
    values = theta.values.astype(float).reshape(-1, theta.sizes["parameter"])
    if "parameter" not in theta.coords:
        return [f"theta[{i}]" for i in range(values.shape[1])], values
    return [str(name) for name in theta["parameter"].values], values


def which(facts: Facts, names: list[str]) -> str:
    """Say which parameters are shown, where there are more."""
    n = facts.run.n_parameters
    return "" if n == len(names) else f"The first {len(names)} of {n:,} parameters. "


def pairs(facts: Facts) -> Picture:
    """Draw the kept draws of the coldest rung over those of the hottest: each pair a panel."""
    rungs = [facts.run.n_rungs - 1, 0] if facts.run.n_rungs > 1 else [0]
    names, _ = drawn(facts, 0)
    theta = {k: drawn(facts, k)[1] for k in rungs}
    colours = cold_to_hot(max(2, facts.run.n_rungs))
    hot = f" over the hottest, {rung_name(facts, rungs[0])}, in red" if len(rungs) > 1 else ""
    layout, data = {"showlegend": False}, []
    for number, (column, row) in enumerate(combinations(range(len(names)), 2), 1):
        axes = panel(number, column, row - 1, len(names) - 1)
        layout |= titled(axes, names[column], names[row], column, row == len(names) - 1)
        for k in rungs:
            marker = {"color": colours[k], "size": 5, "opacity": 0.55 if k == 0 else 0.25}
            cloud = points(theta[k][:, column], theta[k][:, row], rung_name(facts, k), marker)
            data.append({**cloud, "xaxis": f"x{number}", "yaxis": f"y{number}"})
    return Picture(
        slug="parameters",
        title="Where the draws lie",
        caption=f"{which(facts, names)}The stored draws of the coldest rung, in blue{hot}.",
        alt="Points of each pair of parameters. At the coldest rung: "
        + "; ".join(in_words(name, theta[0][:, i]) for i, name in enumerate(names))
        + ".",
        data=data,
        layout=layout,
        numbers=Table(
            ["rung", *names], [[k, *map(float, row)] for k in reversed(rungs) for row in theta[k]]
        ),
        height=420 if len(names) == 2 else 160 + 130 * (len(names) - 1),
        wide=True,
    )


def in_words(name: str, values: np.ndarray) -> str:
    """Return mean and standard deviation of a parameter as a sentence has them."""
    return f"{name} has mean {values.mean():.3g}, standard deviation {values.std():.3g}"


def panel(number: int, column: int, row: int, n: int) -> dict[str, dict[str, Any]]:
    """Place a panel of a square of n by n, row 0 on top: two axes with their domains."""
    size = (1 + GAP) / n
    left, top = column * size, 1 - row * size
    return {
        f"xaxis{number}": {"domain": [left, left + size - GAP], "anchor": f"y{number}"},
        f"yaxis{number}": {"domain": [top - size + GAP, top], "anchor": f"x{number}"},
    }


def titled(
    axes: dict[str, dict[str, Any]], across: str, up: str, column: int, is_lowest: bool
) -> dict[str, Any]:
    """Write names and numbers on the outer sides of the square only."""
    (x, x_axis), (y, y_axis) = axes.items()
    return {
        x: axis(across if is_lowest else "", showticklabels=is_lowest, nticks=5, **x_axis),
        y: axis(up if column == 0 else "", showticklabels=column == 0, nticks=5, **y_axis),
    }


def marginals(facts: Facts) -> Picture:
    """Draw how each parameter is distributed at every rung, the coldest at the bottom."""
    shown = spread(facts.run.n_rungs, MOST_RIDGES)
    by_rung = {k: drawn(facts, k) for k in shown}
    names = by_rung[0][0]
    layout: dict[str, Any] = {
        "yaxis": axis("temperature", **ridge_ticks(facts, shown)),
        "showlegend": False,
    }
    data, rows = [], []
    size = (1 + GAP) / len(names)
    for i, name in enumerate(names):
        samples = [by_rung[k][1][:, i] for k in shown]
        middle, density = densities(samples)
        domain = [i * size, (i + 1) * size - GAP]
        layout[f"xaxis{i + 1}"] = axis(name, domain=domain, anchor="y", nticks=5)
        data += [{**one, "xaxis": f"x{i + 1}"} for one in ridges(facts, shown, middle, density)]
        rows += [[name, *map(float, row)] for row in np.column_stack([middle, density])]
    return Picture(
        slug="parameters-by-rung",
        title="Each parameter by rung",
        caption=f"{which(facts, names)}How each is distributed at the stored draws of every rung, "
        "the coldest at the bottom; each curve is as high as the others.",
        alt=f"Histograms of {len(names)} parameters for {len(shown)} rungs.",
        data=data,
        layout=layout,
        numbers=Table(["parameter", "value", *(f"density_rung_{k}" for k in shown)], rows),
        height=beside_ridges(facts),
        wide=True,
        by_rung=True,
    )


def densities(samples: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return values and the density of each sample there, the highest 1: [bin], [bin, sample]."""
    everything = np.concatenate(samples)
    everything = everything[np.isfinite(everything)]
    if everything.size == 0 or np.ptp(everything) == 0:  # a rung that stands still
        everything = np.array([-1.0, 1.0]) + (everything[0] if everything.size else 0.0)
    edges = bin_edges(everything, len(samples[0]), is_log=False)
    density = np.column_stack([heights(sample, edges, is_log=False) for sample in samples])
    highest = np.maximum(density.max(axis=0), np.finfo(float).tiny)
    return 0.5 * (edges[1:] + edges[:-1]), density / highest
