"""The ball in the valley: a problem with one parameter, drawn as the landscape that it is.

Plain SVG in the page's own colours: it needs no JavaScript, fits any width, and prints.
"""

from __future__ import annotations

from dataclasses import dataclass

import jinja2
import numpy as np
from markupsafe import Markup

from temper.comparison import Comparison, Line
from temper.report.page import text_of
from temper.report.table import number

LARGE = (640.0, 240.0)  # width and height of the landscape's view box
SMALL = (200.0, 112.0)  # of a method's
RADIUS = 6.5  # of a ball
MOST_FRAMES = 128  # of an animation
ROLLING = 86  # per cent of an animation; then the ball rests at its lowest place
MOST_PIPS = 20  # seeds drawn one by one


@dataclass(frozen=True)
class View:
    """The part of a line that is drawn, and where it lies in a view box: y grows downwards."""

    line: Line
    size: tuple[float, float]

    @property
    def top(self) -> float:
        """Return the highest objective shown: a little above the barriers."""
        inner = self.line.objective[1:-1]
        is_barrier = (inner >= self.line.objective[:-2]) & (inner > self.line.objective[2:])
        lowest = self.line.objective.min()
        high = inner[is_barrier].max() if is_barrier.any() else np.median(inner)
        return float(high + 0.5 * (high - lowest))

    def x(self, place: np.ndarray) -> np.ndarray:
        """Return where a place of the parameter lies across."""
        shown = self.line.place[self.line.objective <= self.top]
        return (place - shown[0]) / (shown[-1] - shown[0]) * self.size[0]

    def y(self, objective: np.ndarray) -> np.ndarray:
        """Return where an objective lies, with some ground left below the lowest."""
        lowest = self.line.objective.min()
        return self.size[1] * (1 - 0.2 - 0.8 * (objective - lowest) / (self.top - lowest))

    def ground(self, place: np.ndarray) -> np.ndarray:
        """Return where the ground lies at these places."""
        return self.y(np.interp(place, self.line.place, self.line.objective))

    def path(self, objective: np.ndarray) -> str:
        """Describe a curve over all places as an SVG path."""
        points = zip(self.x(self.line.place), self.y(objective), strict=True)
        return "M" + "L".join(f"{x:.1f} {min(max(y, -999), 999):.1f}" for x, y in points)

    def ball(self, place: float) -> tuple[float, float]:
        """Return the centre of a ball that lies on the ground."""
        x = float(np.clip(self.x(np.array(place)), RADIUS, self.size[0] - RADIUS))
        return round(x, 1), round(float(self.ground(np.array(place))) - RADIUS, 1)


def bottom(line: Line, place: float) -> int:
    """Return the number of the place where a ball that lies at `place` comes to rest."""
    i = int(np.clip(np.searchsorted(line.place, place), 0, len(line.place) - 1))
    while True:
        around = [j for j in (i - 1, i + 1) if 0 <= j < len(line.place)]
        lower = min(around, key=line.objective.__getitem__)
        if line.objective[lower] >= line.objective[i]:
            return i
        i = lower


def minima(line: Line) -> list[int]:
    """Return the numbers of the places at the bottom of each valley, from left to right."""
    inner = line.objective[1:-1]
    is_lower = (inner < line.objective[:-2]) & (inner <= line.objective[2:])
    return [int(i) + 1 for i in np.flatnonzero(is_lower)]


def seeds_in_lowest(comparison: Comparison, problem: int, method: int) -> list[bool]:
    """Return of each seed whether its search ended where the lowest minimum is."""
    line = comparison.lines[problem]
    lowest = int(np.argmin(line.objective))
    return [bottom(line, p) == lowest for p in line.lowest[comparison.of(problem, method)]]


def landscape(view: View, start: float) -> dict:
    """Describe the large picture: the curve, those of minibatches, and what is what."""
    line, lowest = view.line, int(np.argmin(view.line.objective))
    names = {False: "local minimum", True: "global minimum"}
    return {
        "curve": view.path(line.objective),
        "minibatches": [view.path(m) for m in line.minibatches if np.isfinite(m).all()],
        "minima": [
            (*view.ball(line.place[i]), names[bool(i == lowest)]) for i in minima(line) or [lowest]
        ],
        "start": view.ball(start),
    }


def panel(comparison: Comparison, problem: int, method: int) -> dict:
    """Describe the small picture of a method: the way of its median search, and all outcomes."""
    line, view = comparison.lines[problem], View(comparison.lines[problem], SMALL)
    items = np.flatnonzero(comparison.of(problem, method))
    order = items[np.argsort(comparison.columns["objective"][items], kind="stable")]
    item = int(order[(len(order) - 1) // 2])
    outcomes = seeds_in_lowest(comparison, problem, method)
    end = float(line.lowest[item])
    return {
        "name": comparison.methods[method],
        "curve": view.path(line.objective),
        "start": view.ball(float(line.path[item, 0])),
        "trail": trail(view, line.path[item]),
        "frames": frames(view, line.path[item], end),
        "is_smooth": bool(np.abs(np.diff(view.x(line.path[item]))).max() < SMALL[0] / 4),
        "end": view.ball(end),
        "is_global": bottom(line, end) == int(np.argmin(line.objective)),
        "n_global": sum(outcomes),
        "n_seeds": len(outcomes),
        "pips": sorted(outcomes, reverse=True) if len(outcomes) <= MOST_PIPS else [],
    }


def trail(view: View, path: np.ndarray) -> list[tuple[float, float, float]]:
    """Return the spots where the ball was: x, y and how often, as an opacity."""
    step = 3.0  # of spots, in units of the view box
    spots, counts = np.unique(np.round(view.x(path) / step), return_counts=True)
    width = view.line.place[-1] - view.line.place[0]
    places = np.interp(spots * step, view.x(view.line.place), view.line.place)
    opacity = 0.25 + 0.6 * np.sqrt(counts / counts.max())
    inside = (places > view.line.place[0] - width) & (spots * step <= view.size[0])
    return [
        (float(x * step), round(float(y), 1), round(float(o), 2))
        for x, y, o in zip(spots[inside], view.ground(places)[inside], opacity[inside], strict=True)
    ]


def frames(view: View, path: np.ndarray, end: float) -> list[tuple[float, float, float]]:
    """Return the animation: per cent, x and y, the last of them at the lowest place."""
    moments = path[:: max(1, len(path) // MOST_FRAMES)]
    percents = np.linspace(0, ROLLING, len(moments))
    rolling = [(round(float(t), 2), *view.ball(p)) for t, p in zip(percents, moments, strict=True)]
    return [*rolling, (ROLLING + 4, *view.ball(end)), (100, *view.ball(end))]


def valley_of(comparison: Comparison, problem: int) -> Markup:
    """Draw one problem with one parameter: its landscape, and a panel for each method."""
    methods = [m for m in range(len(comparison.methods)) if comparison.of(problem, m).any()]
    panels = [panel(comparison, problem, m) for m in methods]
    panels.sort(key=lambda p: (-p["n_global"] / p["n_seeds"], p["name"]))
    line = comparison.lines[problem]
    start = float(np.median(line.path[comparison.columns["problem"] == problem, 0]))
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    page = environment.from_string(text_of("valley.html.j2")).render(
        problem=problem,
        name=comparison.problems[problem],
        landscape=landscape(View(line, LARGE), start),
        large=LARGE,
        small=SMALL,
        radius=RADIUS,
        panels=panels,
        lowest=number(float(line.place[np.argmin(line.objective)])),
    )
    return Markup(page)


def valleys(comparison: Comparison) -> Markup:
    """Draw every problem with one parameter; empty if there is none."""
    begun = [p for p in comparison.lines if (comparison.columns["problem"] == p).any()]
    drawn = [valley_of(comparison, p) for p in begun]
    return Markup("").join(drawn)
