"""The page of a comparison: for each problem two pictures and a table."""

from __future__ import annotations

import jinja2
import numpy as np
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from temper.comparison import Comparison
from temper.report.page import MOST_ROWS, script_hash, text_of
from temper.report.pictures.comparison import by_median, final_picture, progress_picture
from temper.report.plural import plural
from temper.report.table import Table, number, show
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
        "evaluations; default settings are drawn.",
        trust="All searches are done."
        if is_whole
        else f"{n_done} of {comparison.n_items} are done.",
        verdict="good" if is_whole else "care",
        found=" ".join(found(comparison, problem) for problem in known) or "Nothing yet.",
        advice=[],
        notes=[],
        tiles=[],
        opening=valleys(comparison),
        pictures=[
            draw(comparison, problem)
            for problem in known
            for draw in (progress_picture, final_picture)
        ],
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


def found(comparison: Comparison, problem: int) -> str:
    """Say which method ended lowest in the median."""
    best = by_median(comparison, problem)[0]
    median = float(np.median(comparison.columns["objective"][comparison.of(problem, best)]))
    return f"{comparison.problems[problem]}: {comparison.methods[best]} ({number(median)} nats)."


def method_table(comparison: Comparison, problem: int) -> Table:
    """Return quartiles, best and test metric of each method, lowest median first."""
    rows = []
    for method in by_median(comparison, problem):
        items = comparison.of(problem, method)
        objectives = comparison.columns["objective"][items]
        marks = [float(np.quantile(objectives, q)) for q in (0.5, 0.25, 0.75, 0)]
        metric = float(np.median(comparison.columns["test_metric"][items]))
        rows.append([comparison.methods[method], *marks, metric, len(objectives)])
    metric_name = comparison.attributes["metric_names"][problem] or "test metric"
    columns = ["method", "median", "lower quartile", "upper quartile", "best", metric_name, "seeds"]
    return Table(columns, rows)
