"""The page of a comparison: for each problem two pictures and a table."""

from __future__ import annotations

from dataclasses import replace

import jinja2
import numpy as np
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from temper.comparison import Comparison, read_answers
from temper.comparison.scores import scores
from temper.report.page import MOST_ROWS, script_hash, text_of
from temper.report.picture import Picture
from temper.report.pictures.comparison import (
    by_median,
    cost_picture,
    final_picture,
    progress_picture,
)
from temper.report.plural import plural
from temper.report.table import Table, show
from temper.report.valley import valleys


def render(comparison: Comparison) -> str:
    """Return the page as text. Everything that comes from data is escaped by the template."""
    scripts = [get_plotlyjs(), text_of("page.js")]
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    environment.filters["show"] = show
    known = [p for p in range(len(comparison.problems)) if by_median(comparison, p)]
    n_done = len(comparison.columns["objective"])
    is_whole = n_done == comparison.n_items
    return environment.from_string(text_of("page.html.j2")).render(
        name=comparison.path.resolve().name,
        what=f"{plural(len(comparison.methods), 'method')} on "
        f"{plural(len(comparison.problems), 'problem')}, each with the same number of gradient "
        f"evaluations{settings(comparison)}.",
        trust="All searches are done."
        if is_whole
        else f"{n_done} of {comparison.n_items} are done.",
        verdict="good" if is_whole else "care",
        found=found(comparison, known),
        advice=[],
        notes=[],
        tiles=[],
        opening=valleys(comparison),
        pictures=pictures(comparison, known),
        tables=[
            (f"problem-{problem}", comparison.problems[problem], method_table(comparison, problem))
            for problem in known
        ],
        most_rows=MOST_ROWS,
        config=comparison.attributes.get("config", ""),
        provenance=[("folder", str(comparison.path.resolve()))],
        style=Markup(text_of("page.css") + text_of("valley.css")),
        scripts=[Markup(script) for script in scripts],
        script_hashes=[script_hash(script) for script in scripts],
    )


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


def pictures(comparison: Comparison, known: list[int]) -> list[Picture]:
    """Draw three pictures of each problem; the first one says which method to use there."""
    answers = read_answers(comparison)
    drawn = []
    for problem in known:
        progress = progress_picture(comparison, problem)
        if len(answers) > 1:
            progress = replace(progress, caption=f"{answers[problem]} {progress.caption}")
        drawn += [progress, final_picture(comparison, problem), cost_picture(comparison, problem)]
    return drawn


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
    columns = ["method", "median", "lower quartile", "upper quartile", "best", "within 1 % of best"]
    return Table([*columns, metric_name, "evaluations to level", "seconds", "seeds"], rows)
