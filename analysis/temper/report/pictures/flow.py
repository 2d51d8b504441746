"""How replicas flow along the ladder."""

from __future__ import annotations

from typing import Any

import numpy as np

from temper.diagnostics.round_trips import COLDEST, HOTTEST, NEITHER, last_end
from temper.files.rows import NUMBERS_AT_ONCE
from temper.report.colours import QUIET, TOWARDS_COLD, TOWARDS_HOT, colour_scale
from temper.report.facts import Facts
from temper.report.picture import Picture, axis
from temper.report.plot import rung_ticks
from temper.report.table import Table
from temper.report.thin import along_x, spread, stride, thinned_note

WINDOW = 240  # sweeps; a zigzag can't be thinned
MOST_STRIPS = 48
MOST_FLOWS = 24


def flow(facts: Facts) -> Picture | None:
    """Draw the rung of each replica over the last sweeps, coloured by where it is heading."""
    run = facts.run.with_warmup
    if run.n_rungs < 2:
        return None
    start = max(0, run.committed - WINDOW)
    since = max(0, start - NUMBERS_AT_ONCE // run.n_replicas)  # to know where replicas come from
    rung_of = run.by_replica["rung_of"].isel(sweep=slice(since, None)).values
    heading = last_end(rung_of, run.n_rungs)[start - since :]
    rung_of = rung_of[start - since :]
    sweep = np.arange(start, run.committed)
    shown = spread(run.n_replicas, MOST_FLOWS)
    first = liveliest(rung_of[:, shown], heading[:, shown], facts.round_trips[shown])
    return Picture(
        slug="flow",
        title="Replica flow",
        caption=f"The rung of each replica over the last {len(sweep)} sweeps. The chosen replica "
        "is drawn in red on its way from the coldest to the hottest rung and in blue on its way "
        "back; a round trip is one of each.",
        alt=f"Zigzag lines: the rung of {len(shown)} replicas over {len(sweep)} sweeps. "
        "Round trips: " + ", ".join(f"replica {r} {facts.round_trips[r]}" for r in shown) + ".",
        data=[
            *(strand(sweep, rung_of[:, r], r) for r in shown),
            *(
                half
                for r in shown
                for half in directions(
                    sweep, rung_of[:, r], heading[:, r], visible=r == shown[first]
                )
            ),
        ],
        layout={
            "xaxis": axis("sweep"),
            "yaxis": axis("temperature", **rung_ticks(facts.temperatures)),
            "showlegend": False,
        },
        numbers=Table(
            ["sweep", *(f"rung_of_replica_{r}" for r in shown)],
            np.column_stack([sweep, rung_of[:, shown]]).tolist(),
        ),
        wide=True,
        controls={"replicas": shown, "chosen": shown[first]},
    )


def liveliest(rung_of: np.ndarray, heading: np.ndarray, trips: np.ndarray) -> int:
    """Return the replica of most round trips; of equals, one on its way, and on most rungs."""
    n_rungs = [len(np.unique(rungs)) for rungs in rung_of.T]
    is_going = (heading != NEITHER).any(axis=0)
    return max(range(len(trips)), key=lambda i: (trips[i], is_going[i], n_rungs[i]))


def strand(sweep: np.ndarray, rungs: np.ndarray, replica: int) -> dict[str, Any]:
    """Describe the faint line of one replica."""
    return {
        "type": "scatter",
        "mode": "lines",
        **along_x(sweep),
        "y": rungs,
        "name": f"replica {replica}",
        "line": {"color": QUIET, "width": 0.8},
        "opacity": 0.28,
        "hoverinfo": "skip",
    }


def directions(
    sweep: np.ndarray, rungs: np.ndarray, heading: np.ndarray, *, visible: bool
) -> list[dict[str, Any]]:
    """Describe a replica's line in two colours: heading for the hot end, and for the cold."""
    parts = (
        (COLDEST, TOWARDS_HOT, "heading for the hottest"),
        (HOTTEST, TOWARDS_COLD, "heading for the coldest"),
    )
    return [
        {
            "type": "scatter",
            "mode": "lines",
            **along_x(sweep),
            "y": along(rungs, heading == end),
            "name": name,
            "line": {"color": colour, "width": 2.4},
            "visible": visible,
            "connectgaps": False,
        }
        for end, colour, name in parts
    ]


def along(rungs: np.ndarray, going: np.ndarray) -> np.ndarray:
    """Return the rungs where a replica is going that way, with the point where it turns."""
    arriving = np.append(False, going[:-1])
    return np.where(going | arriving, rungs, np.nan).astype(float)


def rungs_over_time(facts: Facts) -> Picture | None:
    """Draw one strip for each replica, coloured by its rung over the whole run."""
    run = facts.run.with_warmup
    if run.n_rungs < 2:
        return None
    shown = spread(run.n_replicas, MOST_STRIPS)
    rung_of = run.by_replica["rung_of"].isel(sweep=stride(run.committed), replica=shown)
    sweep, rungs = rung_of["sweep"].values, rung_of.values
    never = int(np.sum(facts.round_trips == 0))
    return Picture(
        slug="rungs-over-time",
        title="Where each replica has been",
        caption="One strip a replica, blue while it is cold and red while it is hot, over the "
        "whole run. Well-mixed strips show every colour." + thinned_note(run.committed),
        alt=f"Strips of rung over {run.committed} sweeps for {len(shown)} replicas. {never} of "
        f"{run.n_replicas} replicas made no round trip after warm-up.",
        data=[
            {
                "type": "heatmap",
                "x": sweep,
                "y": [f"replica {r}" for r in shown],
                "z": rungs.T,
                "zmin": 0,
                "zmax": run.n_rungs - 1,
                "colorscale": colour_scale(),
                "colorbar": {
                    "title": {"text": "T"},
                    "thickness": 10,
                    "outlinewidth": 0,
                    **rung_ticks(facts.temperatures),
                },
                "ygap": 2 if len(shown) <= 32 else 0,
                "hovertemplate": "%{y}, sweep %{x}: rung %{z}<extra></extra>",
            }
        ],
        layout={
            "xaxis": axis("sweep", showgrid=False),
            "yaxis": {"showgrid": False, "autorange": "reversed", "type": "category"},
        },
        numbers=Table(
            ["sweep", *(f"rung_of_replica_{r}" for r in shown)],
            np.column_stack([sweep, rungs]).tolist(),
        ),
        height=min(700, 130 + 22 * len(shown)),
        wide=True,
    )
