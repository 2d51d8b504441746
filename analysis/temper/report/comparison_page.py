"""The page of a comparison: standings, and for each problem its pictures and a table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from markupsafe import Markup

from temper.comparison import Comparison, read_answers
from temper.comparison.scores import scores
from temper.report.labels import plural
from temper.report.page import page_of, provenance, text_of
from temper.report.pictures.comparison import (
    by_median,
    cost_picture,
    final_picture,
    progress_picture,
)
from temper.report.section import Section, TitledTable, section
from temper.report.table import Table
from temper.report.valley import valleys

ENOUGH_SEEDS = 6  # with fewer, even if all agree, a coin would do as well once in twenty


def render(comparison: Comparison) -> str:
    """Return the page as text."""
    known = [p for p in range(len(comparison.problems)) if by_median(comparison, p)]
    said, verdict = whether_to_trust(comparison)
    return page_of(
        kicker=f"Temper report · {comparison.path.resolve().name}",
        title=title(comparison),
        what=f"{plural(len(comparison.methods), 'method')} on "
        f"{plural(len(comparison.problems), 'problem')}, each with the same number of gradient "
        f"evaluations{settings(comparison)}.",
        trust=said,
        verdict=verdict,
        found=found(comparison, known),
        findings=[],
        notes=[],
        tiles=[],
        rungs=[],
        opening=valleys(comparison),
        sections=[*standings(comparison, known), *(one_of(comparison, p) for p in known)],
        config=comparison.attributes.get("config", ""),
        provenance=provenance(comparison.attributes, comparison.path),
        extra_style=Markup(text_of("valley.css")),
    )


def title(comparison: Comparison) -> str:
    """Say what is compared on what."""
    problems = comparison.problems
    where = problems[0] if len(problems) == 1 else f"{len(problems)} problems"
    return f"Which method on {where}?"


def whether_to_trust(comparison: Comparison) -> tuple[str, str]:
    """Say how much is done and over how many seeds, and the class of the verdict's mark."""
    n_done = len(comparison.columns["objective"])
    if n_done < comparison.n_items:
        return f"{n_done:,} of {comparison.n_items:,} searches are done.", "open"
    n_seeds = len(np.unique(comparison.columns["seed"]))
    if n_seeds < ENOUGH_SEEDS:
        return (
            f"All searches are done, but of {plural(n_seeds, 'seed')} each: so few say little. "
            f"Give {ENOUGH_SEEDS} or more.",
            "care",
        )
    return f"All searches are done, with {n_seeds} seeds of each method.", "good"


def settings(comparison: Comparison) -> str:
    """Say how many settings were tried, if more than the defaults."""
    if comparison.n_settings == 1:
        return " and its default settings"
    return f", of {comparison.n_settings} settings the one that is best on the other seeds"


def found(comparison: Comparison, known: list[int]) -> str:
    """Say which method to use; of several problems, on which of them each is lowest."""
    answers = read_answers(comparison)
    if len(answers) == 1:
        return answers[0]
    first: dict[str, list[str]] = {}
    for problem in known:
        best = comparison.methods[by_median(comparison, problem)[0]]
        first.setdefault(best, []).append(comparison.problems[problem])
    said = [f"{method} on {', '.join(problems)}" for method, problems in first.items()]
    return f"Lowest in the median: {'; '.join(said)}." if said else "Nothing yet."


def standings(comparison: Comparison, known: list[int]) -> list[Section]:
    """Return the table over all problems; none if there is one problem only."""
    if len(known) < 2:
        return []
    places: dict[str, dict[int, int]] = {name: {} for name in comparison.methods}
    for problem in known:
        for place, method in enumerate(by_median(comparison, problem)):
            places[comparison.methods[method]][problem] = place + 1
    rows = [
        [
            name,
            float(np.mean(list(taken.values()))),
            sum(p == 1 for p in taken.values()),
            *(taken.get(p) for p in known),
        ]
        for name, taken in places.items()
        if taken
    ]
    columns = ["method", "mean place", "lowest on", *(comparison.problems[p] for p in known)]
    table = Table(columns, sorted(rows, key=lambda row: row[1]))
    heading = TitledTable("standings", "Place of each method on each problem", table)
    return [section("standings", "Standings", [], [heading])]


def one_of(comparison: Comparison, problem: int) -> Section:
    """Return three pictures and the table of a problem; the first says which method to use."""
    answers = read_answers(comparison)
    progress = progress_picture(comparison, problem)
    if len(answers) > 1:
        progress = replace(progress, caption=f"{answers[problem]} {progress.caption}")
    drawn = [progress, final_picture(comparison, problem), cost_picture(comparison, problem)]
    name = comparison.problems[problem]
    table = TitledTable(
        f"problem-{problem}", "Every method, lowest median first", method_table(comparison, problem)
    )
    return section(f"on-{problem}", name, drawn, [table])


def method_table(comparison: Comparison, problem: int) -> Table:
    """Return what the program's table says of each method, lowest median first."""
    rows = []
    for one in scores(comparison, problem):
        marks = [float(np.quantile(one.objectives, q)) for q in (0.25, 0.75, 0)]
        rows.append(
            [
                *(comparison.methods[one.method], one.median, *marks, f"{one.near_best:.0%}"),
                *(one.test_metric, float(np.median(one.to_level)), one.seconds),
                len(one.objectives),
            ]
        )
    metric_name = comparison.attributes["metric_names"][problem] or "test metric"
    columns = ["method", "median objective, nats", "lower quartile", "upper quartile", "best",
               "within 1 % of best", metric_name.replace("_", " "), "evaluations to level",
               "seconds", "seeds"]  # fmt: skip
    return Table(columns, rows)
