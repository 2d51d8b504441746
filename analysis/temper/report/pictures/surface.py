"""The surface on planes: maps of U + V, with minima and the ways between them."""

from __future__ import annotations

import html

import numpy as np
import xarray as xr

from temper.report.colours import colour_scale
from temper.report.picture import Picture, axis
from temper.report.plot import points
from temper.report.table import Table

PLANES = {  # title, what the caption adds, what lies across
    "random": (
        "Around the best minimum",
        "Directions are random and filter-normalised, so that two networks can be compared.",
        "of the weights' length",
    ),
    "three minima": (
        "Through three minima",
        "The rings are the three lowest minima.",
        "of the way between two minima",
    ),
    "parameters": (
        "The surface, and the ways over it",
        "Rings are the lowest minima, crosses saddles that were found, lines the curved ways.",
        "",
    ),
}


def plane_order(landscape: xr.Dataset) -> list[int]:
    """Planes of one kind stand together: a run's beside that of the run it is held against."""
    names, runs = landscape["plane_name"].values, landscape["plane_run"].values
    return sorted(range(len(names)), key=lambda k: (names[k] == "three minima", runs[k]))


def heights(landscape: xr.Dataset, k: int) -> np.ndarray:
    """Return log10(1 + U + V above the plane's lowest place, nats): [y, x]."""
    values = landscape["plane_objective"].values[k]
    return np.log10(1 + values - np.nanmin(values))


def plane(landscape: xr.Dataset, k: int) -> Picture:
    """Draw a plane as a map with contour lines and its minima."""
    name = str(landscape["plane_name"].values[k])
    same_kind = np.flatnonzero(landscape["plane_name"].values == name)
    top = max(float(np.nanmax(heights(landscape, i))) for i in same_kind)
    height = heights(landscape, k)
    x, y = landscape["plane_x"].values[k], landscape["plane_y"].values[k]
    ticks = [0, *(10**d for d in range(int(np.ceil(top))))]
    contour = {
        "type": "contour",
        "x": x,
        "y": y,
        "z": height,
        "zmin": 0,
        "zmax": top,
        "colorscale": colour_scale(),
        "contours": {"start": 0, "end": top, "size": top / 14 if top else 1},
        "line": {"width": 0.5, "color": "rgba(255,255,255,0.35)"},
        "colorbar": {
            "title": {"text": "nats", "side": "right"},
            "thickness": 10,
            "tickvals": np.log10(1 + np.array(ticks)),
            "ticktext": [f"{tick:,}" for tick in ticks],
            "outlinewidth": 0,
        },
        "hovertemplate": "%{x:.2f}, %{y:.2f}: 10^%{z:.2f} nats<extra></extra>",
    }
    marks = {"size": 10, "color": "rgba(255,255,255,0.9)", "line": {"width": 1.5, "color": "#222"}}
    minima_here = points(
        landscape["marker_x"].values[k], landscape["marker_y"].values[k], "minimum", marks
    )
    is_all = name == "parameters"
    title, caption, across = PLANES[name]
    names = [str(one) for one in landscape["parameter"].values] if is_all else [across, ""]
    return Picture(
        slug=f"landscape-plane-{k}",
        title=f"{title}{run_label(landscape, int(landscape['plane_run'].values[k]))}",
        caption="U + V above the lowest place of the plane; colours go by its logarithm. "
        + caption,
        alt=f"Map of U + V on a plane, from 0 to {10 ** height.max() - 1:.3g} nats above its "
        f"lowest place; half of it lies below {10 ** np.median(height) - 1:.3g} nats.",
        data=[contour, *(ways_over(landscape) if is_all else []), minima_here],
        layout={
            "xaxis": axis(names[0], showgrid=False, zeroline=False),
            "yaxis": axis(names[1], showgrid=False, zeroline=False),
            "showlegend": False,
        },
        numbers=Table(
            ["x", "y", "U_plus_V"],
            [
                [float(x[j]), float(y[i]), float(landscape["plane_objective"].values[k, i, j])]
                for i in range(len(y))
                for j in range(len(x))
            ],
        ),
        height=520 if is_all else 400,
        wide=is_all,
    )


def ways_over(landscape: xr.Dataset) -> list[dict[str, object]]:
    """Draw the curved ways between minima, and the saddles, over the surface of two parameters."""
    t = np.linspace(0, 1, landscape.sizes["place"])[:, np.newaxis]
    theta = landscape["minimum_theta"].values
    drawn: list[dict[str, object]] = []
    for k in np.flatnonzero(landscape["path_run"].values == 0):
        start, end = (theta[int(landscape[name][k])] for name in ("path_from", "path_to"))
        bend = landscape["path_bend"].values[k]
        way = (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end
        stroke = {"color": "rgba(255,255,255,0.9)", "width": 2.5}
        label = html.escape(path_label(landscape, k))
        drawn.append({"type": "scatter", "mode": "lines", "x": way[:, 0], "y": way[:, 1],
                      "name": label, "line": stroke})  # fmt: skip
    is_saddle = (landscape["critical_found"].values == 1) & (landscape["critical_index"].values > 0)
    saddle = landscape["critical_theta"].values[is_saddle]
    cross = {"size": 10, "symbol": "x", "color": "#222", "line": {"width": 1, "color": "#fff"}}
    return [*drawn, points(saddle[:, 0], saddle[:, 1], "saddle", cross)]


def run_label(landscape: xr.Dataset, run: int) -> str:
    """Name the run in a title, where there are two."""
    names = landscape.attrs["run_names"]
    return f": {names[run].rstrip('/').split('/')[-1]}" if len(names) > 1 else ""


def path_label(landscape: xr.Dataset, k: int) -> str:
    """Name the two states of a path, and their run where there are two."""
    start, end = int(landscape["path_from"][k]), int(landscape["path_to"][k])
    return f"states {start}, {end}{run_label(landscape, int(landscape['path_run'][k]))}"
