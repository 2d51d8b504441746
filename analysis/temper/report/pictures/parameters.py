"""Where the draws of a potential without data lie: two of its parameters."""

from __future__ import annotations

import numpy as np

from temper.report.colours import cold_to_hot
from temper.report.facts import Facts
from temper.report.picture import Picture, axis
from temper.report.plot import points, rung_name
from temper.report.table import Table
from temper.report.thin import stride

MOST_DRAWS = 1500  # of a rung


def parameters(facts: Facts) -> Picture | None:
    """Draw the kept draws of the coldest rung over those of the hottest, in two parameters."""
    run = facts.run
    if facts.has_data or run.draw_sweeps.size == 0:
        return None
    rungs = [run.n_rungs - 1, 0] if run.n_rungs > 1 else [0]
    theta = {k: first_two(facts, k) for k in rungs}
    colours = cold_to_hot(max(2, run.n_rungs))
    mean, sd = theta[0].mean(axis=0), theta[0].std(axis=0)
    hot = f" over the hottest, {rung_name(facts, rungs[0])}, in red" if len(rungs) > 1 else ""
    return Picture(
        slug="parameters",
        title="Where the draws lie",
        caption=f"The first two of {run.n_parameters:,} parameters at the stored draws of the "
        f"coldest rung, in blue{hot}."
        if run.n_parameters > 2
        else f"The parameters at the stored draws of the coldest rung, in blue{hot}.",
        alt=f"Points of two parameters. At the coldest rung their means are {mean[0]:.3g} and "
        f"{mean[1]:.3g}, their standard deviations {sd[0]:.3g} and {sd[1]:.3g}.",
        data=[
            points(
                theta[k][:, 0],
                theta[k][:, 1],
                rung_name(facts, k),
                {"color": colours[k], "size": 5, "opacity": 0.55 if k == 0 else 0.25},
            )
            for k in rungs
        ],
        layout={"xaxis": axis("theta 0"), "yaxis": axis(second_name(facts)), "showlegend": False},
        numbers=Table(
            ["rung", "theta 0", second_name(facts)],
            [[k, float(a), float(b)] for k in reversed(rungs) for a, b in theta[k]],
        ),
        height=420,
        wide=True,
    )


def second_name(facts: Facts) -> str:
    """Name what is drawn upwards: the second parameter, or the draw where there is only one."""
    return "theta 1" if facts.run.n_parameters > 1 else "draw"


def first_two(facts: Facts, rung: int) -> np.ndarray:
    """Return two parameters of the rung's draws in all copies: [n, 2]; of one, beside its draw."""
    theta = facts.run.draws(rung=rung)
    most = max(1, MOST_DRAWS // theta.sizes["copy"])
    theta = theta.isel(draw=stride(theta.sizes["draw"], most), parameter=slice(0, 2))
    values = theta.values.astype(float)
    if values.shape[2] == 1:
        number = np.broadcast_to(theta["draw"].values[:, np.newaxis, np.newaxis], values.shape)
        values = np.concatenate([values, number], axis=2)
    return values.reshape(-1, 2)
