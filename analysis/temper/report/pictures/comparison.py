"""Pictures of a comparison: how low each method gets, and at what cost."""

from __future__ import annotations

import html
from typing import Any

import numpy as np

from temper.comparison import Comparison
from temper.comparison.scores import level, own_level, scores
from temper.report.colours import CATEGORIES, QUIET
from temper.report.facts import spans_decades
from temper.report.picture import Picture, axis, log_axis
from temper.report.table import Table, number


def by_median(comparison: Comparison, problem: int) -> list[int]:
    """Return the methods with anything done, lowest median objective first."""
    return [one.method for one in scores(comparison, problem)]


def progress_picture(comparison: Comparison, problem: int) -> Picture:
    """Draw the lowest objective against evaluations: the leaders in colour, named at their ends."""
    name, order = comparison.problems[problem], by_median(comparison, problem)
    spent = comparison.share * comparison.attributes["budget"][problem]
    named = leaders(comparison, order)
    lines, columns, ends_at = [], [spent], {}
    for method in order:
        low, middle, high = quartiles(comparison.trace[comparison.of(problem, method)])
        columns += [low, middle, high]
        colour = named.get(method)
        if colour and method in order[:MOST_BANDS]:
            lines.append(band(spent, low, high, colour))
        lines.append(curve(spent, middle, comparison.methods[method], colour))
        ends_at[method] = float(middle[-1])
    known = np.array(columns[1:])
    known = known[np.isfinite(known)]
    return Picture(
        slug=f"progress-{problem}",
        title=f"{name}: how fast",
        caption="Lowest objective found so far, median over seeds; lower and further left is "
        f"better. In colour: the {MOST_NAMED} that end lowest"
        f"{', with their quartiles' if lines else ''}, and what every method is held against. All "
        "others are grey; point at a line for its name.",
        alt=f"Lines by method on {name}; lowest first: " + ends(comparison, problem, order),
        data=sorted(lines, key=lambda one: one["line"].get("color") != QUIET),
        layout={
            "xaxis": {**axis("gradient evaluations", type="log", **decades(spent)),
                      "domain": [0, 0.8]},
            "yaxis": objective_axis(known),
            "annotations": end_labels(comparison, named, ends_at, known),
            "showlegend": False,
            "meta": {"named": 0.54},
        },
        numbers=Table(
            ["evaluations", *(f"{comparison.methods[m]} {q}" for m in order for q in QUARTILES)],
            np.column_stack(columns).tolist(),
        ),
        height=440,
        wide=True,
    )  # fmt: skip


MOST_NAMED, MOST_BANDS = 5, 3
YARDSTICKS = ("restarts", "sgd", "tempering")  # named wherever they end


def leaders(comparison: Comparison, order: list[int]) -> dict[int, str]:
    """Return the methods that are drawn in colour, with it."""
    also = [m for m in order[MOST_NAMED:] if comparison.methods[m] in YARDSTICKS]
    return dict(zip([*order[:MOST_NAMED], *also], CATEGORIES, strict=False))


def end_labels(
    comparison: Comparison, named: dict[int, str], ends_at: dict[int, float], known: np.ndarray
) -> list[dict[str, Any]]:
    """Write the names beside the ends of their lines, far enough apart to be read."""
    if known.size == 0:
        return []
    is_log = spans_decades(known)
    scale = np.log10 if is_log else np.asarray
    low, high = float(scale(known.min())), float(scale(known.max()))
    apart = 0.058 * max(high - low, 1e-12)
    labels, below = [], -np.inf
    for method in sorted(named, key=ends_at.__getitem__):
        if not np.isfinite(ends_at[method]):
            continue
        below = max(float(scale(ends_at[method])), below + apart)
        text = html.escape(comparison.methods[method])
        place = {"x": 0.81, "xref": "paper", "xanchor": "left", "y": below, "yanchor": "middle"}
        labels.append({**place, "text": text, "showarrow": False,
                       "font": {"color": named[method], "size": 12}})  # fmt: skip
    return labels


def decades(values: np.ndarray, most: int = 6) -> dict[str, Any]:
    """Label a logarithmic axis at whole decades, of which at most `most` are named.

    Where no two of them lie among the values, 2 and 5 are named as well.
    """
    known = values[np.isfinite(values) & (values > 0)]
    if known.size == 0:
        return {}
    low, high = known.min(), known.max()
    first, last = int(np.floor(np.log10(low))), int(np.ceil(np.log10(high)))
    if sum(low <= 10.0**p <= high for p in range(first, last + 1)) < 2:
        marks = [m * 10.0**p for p in range(first, last + 1) for m in (1, 2, 5)]
        near = [mark for mark in marks if low / 2 <= mark <= 2 * high]
        return {"tickvals": near, "ticktext": [f"{mark:,g}" for mark in near]}
    step = -(-(last - first + 1) // most)
    powers = range(first, last + 1, step)
    labels = [f"{10.0**p:,g}" if -3 <= p <= 3 else f"10<sup>{p}</sup>" for p in powers]
    return {"tickvals": [10.0**p for p in powers], "ticktext": labels}


QUARTILES = ("lower quartile", "median", "upper quartile")


def final_picture(comparison: Comparison, problem: int) -> Picture:
    """Draw where every search ended, by method, best method on top."""
    name, order = comparison.problems[problem], by_median(comparison, problem)
    boxes, rows, colours = [], [], leaders(comparison, order)
    for method in reversed(order):
        objectives = comparison.columns["objective"][comparison.of(problem, method)]
        rows += [[comparison.methods[method], float(value)] for value in objectives]
        boxes.append(
            {
                "type": "box",
                "orientation": "h",
                "x": objectives,
                "name": comparison.methods[method],
                "boxpoints": "all",
                "pointpos": 0,
                "jitter": 0.4,
                "marker": {"color": colours.get(method, QUIET), "size": 4},
                "line": {"width": 1.2},
                "showlegend": False,
            }
        )
    values = np.array([value for _, value in rows])
    return Picture(
        slug=f"final-{problem}",
        title=f"{name}: where they end",
        caption="The lowest objective of every search, one point a seed; further left is better.",
        alt=f"Boxes by method on {name}; lowest first: " + ends(comparison, problem, order),
        data=boxes,
        layout={
            "xaxis": objective_axis(values),
            "yaxis": {"automargin": True},
        },
        numbers=Table(["method", "objective"], rows),
        height=120 + 26 * len(order),
        wide=True,
    )


def objective_axis(values: np.ndarray) -> dict[str, Any]:
    """Describe the axis of objectives, logarithmic if they span decades."""
    title = "lowest objective, nats"
    return log_axis(title, values) if spans_decades(values) else axis(title)


def cost_picture(comparison: Comparison, problem: int) -> Picture:
    """Draw what it costs to get as low as restarts do: in evaluations, and in seconds."""
    name, scored = comparison.problems[problem], scores(comparison, problem)[::-1]
    methods = [comparison.methods[one.method] for one in scored]
    evaluations = [reachable_quartiles(one.to_level) for one in scored]
    seconds = [reachable_quartiles(one.seconds_to_level) for one in scored]
    reached = level(comparison, problem)
    is_own = own_level(comparison, problem) is not None
    origin = "as asked for" if is_own else "0.1 % above what restarts reach with all of the budget"
    order = by_median(comparison, problem)
    colours = [leaders(comparison, order).get(one.method, QUIET) for one in scored]
    failing = [m for m, e in zip(methods, evaluations, strict=True) if not np.isfinite(e[1])]
    return Picture(
        slug=f"cost-{problem}",
        title=f"{name}: what it costs",
        caption=f"To get down to {number(reached)} nats, {origin}, in gradient evaluations and in "
        "seconds on this machine: median and quartiles over seeds, further left is cheaper. "
        + (f"Most searches of {', '.join(failing[::-1])} don't get there." if failing else ""),
        alt=f"Dots by method on {name}: evaluations and seconds to reach the level.",
        data=[
            cost_dots(methods, evaluations, "x", colours),
            cost_dots(methods, seconds, "x2", colours),
            not_reached(failing, comparison.attributes["budget"][problem]),
        ],
        layout={
            "xaxis": axis("evaluations", type="log", domain=[0, 0.46], **cost_ticks(evaluations)),
            "xaxis2": axis("seconds", type="log", domain=[0.54, 1], **cost_ticks(seconds)),
            "yaxis": {"automargin": True, "categoryorder": "array", "categoryarray": methods},
            "showlegend": False,
        },
        numbers=Table(
            ["method", *(f"{what} {q}" for what in ("evaluations", "seconds") for q in QUARTILES)],
            [
                [m, *map(float, e), *map(float, s)]
                for m, e, s in zip(methods, evaluations, seconds, strict=True)
            ],
        ),
        height=120 + 26 * len(methods),
        wide=True,
    )


def cost_ticks(costs: list[np.ndarray]) -> dict[str, Any]:
    """Label the axis of costs that are reached."""
    return {**decades(np.concatenate(costs), 3), "tickangle": 0} if costs else {}


def reachable_quartiles(costs: np.ndarray) -> np.ndarray:
    """Quartiles of costs that may be infinite: between two of them, the outer one."""
    low, high = np.quantile(costs, 0.25, method="lower"), np.quantile(costs, 0.75, method="higher")
    return np.array([low, np.median(costs), high])


def cost_dots(methods: list[str], costs: list[np.ndarray], x: str, colours: list[str]) -> dict:
    """Describe a dot for each method with a bar from quartile to quartile; none: not reached."""
    low, middle, high = np.array(costs).T
    with np.errstate(invalid="ignore"):
        up = np.where(np.isfinite(high), high - middle, 0)
        down = np.where(np.isfinite(low), middle - low, 0)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": middle,
        "y": methods,
        "xaxis": x,
        "marker": {"color": colours, "size": 9},
        "error_x": {
            **{"type": "data", "symmetric": False, "array": up, "arrayminus": down},
            **{"color": QUIET, "thickness": 1.5, "width": 0},
        },
    }


def not_reached(methods: list[str], budget: float) -> dict:
    """Describe words, at the budget, for the methods that mostly don't reach the level."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [budget] * len(methods),
        "y": methods,
        "text": ["not reached"] * len(methods),
        "textposition": "middle left",
        "textfont": {"color": QUIET, "size": 11},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def quartiles(traces: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Quartiles over seeds [mark] each; NaN where any seed has found nothing yet."""
    known = np.where(np.isfinite(traces), traces, np.nan)
    return tuple(np.quantile(known, q, axis=0) for q in (0.25, 0.5, 0.75))


def curve(x: np.ndarray, y: np.ndarray, name: str, colour: str | None) -> dict[str, Any]:
    """Describe the line of one method; without a colour it stands back."""
    style = {"color": colour or QUIET, "width": 2.2 if colour else 0.9}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "name": name, "line": style,
            "opacity": 1.0 if colour else 0.55}  # fmt: skip


def band(x: np.ndarray, low: np.ndarray, high: np.ndarray, colour: str) -> dict:
    """Describe the area between two lines, where both are known."""
    known = np.isfinite(low) & np.isfinite(high)
    x, low, high = x[known], low[known], high[known]
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return {
        "type": "scatter",
        "x": np.concatenate([x, x[::-1]]),
        "y": np.concatenate([low, high[::-1]]),
        "fill": "toself",
        "fillcolor": f"rgba({red},{green},{blue},0.15)",
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": False,
        "mode": "lines",
    }


def ends(comparison: Comparison, problem: int, order: list[int]) -> str:
    """Say in words where the methods end in the median."""
    objective = comparison.columns["objective"]
    said = [
        f"{comparison.methods[m]} {np.median(objective[comparison.of(problem, m)]):.4g}"
        for m in order
    ]
    return ", ".join(said) + "."
