"""The landscape around the states of a run: minima, saddles, planes and paths."""

from __future__ import annotations

import html

import numpy as np
import xarray as xr

from temper.files.landscape import cluster_table
from temper.report.colours import CATEGORIES, QUIET
from temper.report.facts import Facts
from temper.report.labels import listed, metric_label
from temper.report.picture import Picture, axis
from temper.report.pictures.surface import path_label, plane, plane_order
from temper.report.plot import points
from temper.report.table import Table

SOURCES = {"best": "best state of a replica", "draw": "draw", "start": "starting point"}
LEADING = ("test_accuracy", "test_rmse", "validation_accuracy", "validation_rmse")


def landscape_pictures(facts: Facts) -> list[Picture]:
    """Draw what landscape.h5 has; nothing if the run has none."""
    landscape = facts.landscape
    if landscape is None:
        return []
    return [
        minima(landscape),
        *([saddles(landscape)] if landscape.sizes["point"] else []),
        *[plane(landscape, k) for k in plane_order(landscape)],
        *([paths(landscape)] if landscape.sizes["path"] else []),
    ]


def leading_metric(landscape: xr.Dataset) -> str | None:
    """Return the metric that is shown; None if there is none, or if it is the same everywhere."""
    names = landscape.attrs["metric_names"]
    name = next((name for name in LEADING if name in names), None)
    return name if name and np.ptp(landscape[f"minimum_{name}"].values) > 0 else None


def excess(landscape: xr.Dataset, kind: str) -> np.ndarray:
    """Return U + V above the lowest minimum, nats an example: [kind]."""
    lowest = float(landscape["minimum_objective"].min())
    return (landscape[f"{kind}_objective"].values - lowest) / landscape.attrs["n_points"]


def minima(landscape: xr.Dataset) -> Picture:
    """Draw each polished state: how high it ended and how well it predicts, or how sharp it is."""
    metric = leading_metric(landscape)
    sharpness = landscape["minimum_highest"].values[:, 0]
    y = sharpness if metric is None else landscape[f"minimum_{metric}"].values
    x, source = excess(landscape, "minimum"), landscape["minimum_source"].values
    title = "sharpness: highest Hessian eigenvalue" if metric is None else metric_label(metric)
    data = []
    for colour, (name, label) in zip(CATEGORIES, SOURCES.items(), strict=False):
        chosen = source == name
        marker = {"color": colour, "size": 9, "opacity": 0.75, "line": {"width": 0}}
        data.append(points(x[chosen], y[chosen], label, marker))
    return Picture(
        slug="landscape-minima",
        title="Minima found",
        caption=without_heading(landscape.attrs["answers"][0]),
        alt=f"{len(x)} polished states in {len(cluster_table(landscape))} minima. "
        f"U + V an example above the lowest: {x.min():.3g} to {x.max():.3g} nats.",
        data=data,
        layout={
            "xaxis": axis("U + V above the best minimum, nats an example", rangemode="tozero"),
            "yaxis": axis(title),
        },
        numbers=Table(
            [
                "source",
                "replica",
                "sweep",
                "temperature",
                "cluster",
                "U_plus_V",
                "above_the_best",
                "gradient_norm",
                "index",
                "lowest_eigenvalue",
                "highest_eigenvalue",
                "trace",
                *([metric] if metric else []),
            ],
            [
                list(row)
                for row in zip(
                    source.tolist(),
                    *(
                        landscape[f"minimum_{name}"].values.tolist()
                        for name in ("replica", "sweep", "temperature", "cluster", "objective")
                    ),
                    x.tolist(),
                    landscape["minimum_gradient_norm"].values.tolist(),
                    landscape["minimum_index"].values.tolist(),
                    landscape["minimum_lowest"].values[:, 0].tolist(),
                    sharpness.tolist(),
                    landscape["minimum_trace"].values.tolist(),
                    *([y.tolist()] if metric else []),
                    strict=True,
                )
            ],
        ),
    )


def without_heading(text: str) -> str:
    """Leave out the heading of an answer: the picture has one."""
    body = text.partition(": ")[2]
    return body[:1].upper() + body[1:]


def saddles(landscape: xr.Dataset) -> Picture:
    """Draw the share of negative eigenvalues against the height of points and critical points."""
    n_parameters = landscape.sizes["parameter"]
    found = landscape["critical_found"].values == 1
    kinds = [
        ("on the way down", "point", slice(None), {"color": QUIET, "size": 6, "opacity": 0.6}),
        ("critical point", "critical", found, {"color": CATEGORIES[1], "size": 9}),
        ("minimum", "minimum", slice(None), {"color": CATEGORIES[0], "size": 9}),
    ]
    data, rows = [], []
    for label, kind, chosen, marker in kinds:
        x = excess(landscape, kind)[chosen]
        y = landscape[f"{kind}_index"].values[chosen] / n_parameters
        lowest = landscape[f"{kind}_lowest"].values[chosen][:, 0]
        highest = landscape[f"{kind}_highest"].values[chosen][:, 0]
        data.append(points(x, y, label, marker))
        rows += [
            [label, *numbers]
            for numbers in zip(
                x.tolist(), y.tolist(), lowest.tolist(), highest.tolist(), strict=True
            )
        ]
    return Picture(
        slug="landscape-saddles",
        title="Minimum or saddle",
        caption=without_heading(landscape.attrs["answers"][1])
        + " The higher a critical point, the more "
        "directions lead down from it, if the landscape is like that of random functions.",
        alt="Share of negative Hessian eigenvalues against U + V. " + landscape.attrs["answers"][1],
        data=data,
        layout={
            "xaxis": axis("U + V above the best minimum, nats an example", rangemode="tozero"),
            "yaxis": axis("negative eigenvalues", tickformat=".0%", rangemode="tozero"),
        },
        numbers=Table(
            ["kind", "above_the_best", "share_negative", "lowest_eigenvalue", "highest_eigenvalue"],
            rows,
        ),
    )


def paths(landscape: xr.Dataset) -> Picture:
    """Draw U + V along the ways between the lowest minima, straight and curved."""
    t = np.linspace(0, 1, landscape.sizes["place"])
    data, columns = [], {"t": t}
    for k in range(landscape.sizes["path"]):
        label = path_label(landscape, k)
        for way, dash in (("straight", "dot"), ("curved", "solid")):
            columns[f"{way} {label}"] = landscape[f"path_{way}"].values[k]
            data.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": t,
                    "y": above_ends(landscape, way)[k],
                    "name": html.escape(label),
                    "legendgroup": str(k),
                    "showlegend": way == "straight",
                    "line": {"color": CATEGORIES[k % len(CATEGORIES)], "dash": dash, "width": 2},
                }
            )
    barriers = {way: above_ends(landscape, way).max(axis=1) for way in ("straight", "curved")}
    return Picture(
        slug="landscape-paths",
        title="Ways between minima",
        caption="U + V along the straight line (dotted) and along a curve bent to stay low (solid) "
        "between the lowest minima, above the higher of the two ends. A curve without a hill says "
        f"that the two lie in one valley.{barriers_by_run(landscape, barriers)}",
        alt="Highest place on the way, nats above the higher end: straight "
        + ", ".join(f"{b:.3g}" for b in barriers["straight"])
        + "; curved "
        + ", ".join(f"{b:.3g}" for b in barriers["curved"])
        + ".",
        data=data,
        layout={"xaxis": axis("share of the way"), "yaxis": axis("nats above the higher end")},
        numbers=Table(list(columns), np.column_stack(list(columns.values())).tolist()),
        wide=True,
    )


def above_ends(landscape: xr.Dataset, way: str) -> np.ndarray:
    """Return U + V along each path, above the higher of its ends, nats: [path, place]."""
    values = landscape[f"path_{way}"].values
    return values - np.maximum(values[:, :1], values[:, -1:])


def barriers_by_run(landscape: xr.Dataset, barriers: dict[str, np.ndarray]) -> str:
    """Say how high the ways of each run climb, where two runs are held against each other."""
    names = landscape.attrs["run_names"]
    if len(names) < 2:
        return ""
    run = landscape["path_run"].values
    said = [
        f"in {name.rstrip('/').split('/')[-1]} "
        f"{np.median(barriers['straight'][run == i]):.3g} nats straight and "
        f"{np.median(barriers['curved'][run == i]):.3g} curved"
        for i, name in enumerate(names)
        if np.any(run == i)
    ]
    return f" The ways climb, in the median, {listed(said)}."
