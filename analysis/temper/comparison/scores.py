"""What a comparison says of each method on one problem, as `temper compare` prints it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from temper.comparison import Comparison

NEAR = 0.01  # of the best known
SAME = 1e-5  # objectives closer than this share of the lowest are equal
ABOVE = 0.001  # the level above the median of restarts


@dataclass(frozen=True)
class MethodScore:
    """One method on one problem, over the seeds that are done."""

    method: int
    objectives: np.ndarray  # [seed] nats
    near_best: float  # share of seeds within 1 % of the best known
    test_metric: float  # median
    to_level: np.ndarray  # [seed] evaluations to reach the level; infinite: not reached
    seconds_to_level: np.ndarray  # [seed] the same as time, at the search's mean speed
    seconds: float  # median of a search

    @property
    def median(self) -> float:
        """Return the median objective."""
        return float(np.median(self.objectives))


def scores(comparison: Comparison, problem: int) -> list[MethodScore]:
    """Score every method with anything done: lowest median first; then lowest mean, and fastest."""
    chosen = [(m, comparison.of(problem, m)) for m in range(len(comparison.methods))]
    chosen = [(m, items) for m, items in chosen if items.any()]
    objective = comparison.columns["objective"]
    lowest = min((objective[items].min() for _, items in chosen), default=0.0)
    reached = level(comparison, problem)
    scored = [score(comparison, problem, m, lowest, reached) for m, _ in chosen]
    unit = max(SAME * abs(min((s.median for s in scored), default=0.0)), np.finfo(float).tiny)

    def key(s: MethodScore) -> tuple[float, float, float]:
        to_level = float(np.median(s.to_level))
        return (np.round(s.median / unit), np.round(s.objectives.mean() / unit), to_level)

    return sorted(scored, key=key)


def own_level(comparison: Comparison, problem: int) -> float | None:
    """Return the level that was asked for as `compare.level`."""
    levels = comparison.attributes.get("level")
    return None if levels is None or np.isnan(levels[problem]) else float(levels[problem])


def level(comparison: Comparison, problem: int) -> float:
    """Return what was asked for, or 0.1 % above the median of restarts; infinite: none is done."""
    given = own_level(comparison, problem)
    if given is not None:
        return given
    if "restarts" not in comparison.methods:
        return np.inf
    items = comparison.of(problem, comparison.methods.index("restarts"))
    if not items.any():
        return np.inf
    median = float(np.median(comparison.columns["objective"][items]))
    return median + ABOVE * abs(median)


def score(
    comparison: Comparison, problem: int, method: int, lowest: float, reached: float
) -> MethodScore:
    """Score one method."""
    items = comparison.of(problem, method)
    columns = {name: column[items] for name, column in comparison.columns.items()}
    is_there = comparison.trace[items] <= reached
    first = np.where(is_there.any(axis=1), is_there.argmax(axis=1), -1)
    share = np.where(first >= 0, comparison.share[first], np.inf)
    budget = comparison.attributes["budget"][problem]
    return MethodScore(
        method=method,
        objectives=columns["objective"],
        near_best=float(np.mean(columns["objective"] <= lowest + NEAR * abs(lowest))),
        test_metric=float(np.median(columns["test_metric"])),
        to_level=share * budget,
        seconds_to_level=share * columns["seconds"],
        seconds=float(np.median(columns["seconds"])),
    )
