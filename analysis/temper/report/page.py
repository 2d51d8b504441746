"""Puts words, pictures and tables together into one HTML page."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from pathlib import Path

import jinja2
import numpy as np
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from temper.report import tables, words
from temper.report.facts import Facts, metric_label
from temper.report.findings import Finding, advice, findings
from temper.report.pictures import all_pictures
from temper.report.table import number, show
from temper.run import Run

MOST_ROWS = 100  # of a table on the page; its CSV has all


def write_report(run: Run, path: Path) -> Path:
    """Write the report of a run to `path` and return it."""
    path.write_text(render(run), "utf-8")
    return path


def render(run: Run) -> str:
    """Return the page as text. Everything that comes from data is escaped by the template."""
    facts = Facts(run)
    scripts = [get_plotlyjs(), text_of("page.js")]
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    environment.filters["show"] = show
    template = environment.from_string(text_of("page.html.j2"))
    found = findings(facts)
    return template.render(
        name=run.path.resolve().name,
        what=words.what_was_run(facts),
        trust=words.whether_to_trust(facts, found),
        verdict=verdict(found),
        found=words.what_was_found(facts),
        advice=advice(facts, found),
        notes=words.notes(facts),
        tiles=tiles(facts),
        pictures=all_pictures(facts),
        tables=all_tables(facts),
        most_rows=MOST_ROWS,
        config=run.attributes.get("config", ""),
        provenance=provenance(run),
        style=Markup(text_of("page.css")),
        scripts=[Markup(script) for script in scripts],
        script_hashes=[script_hash(script) for script in scripts],
    )


def verdict(found: list[Finding]) -> str:
    """Return the class of the verdict's mark: good, care or bad."""
    if any(finding.grave for finding in found):
        return "bad"
    return "care" if found else "good"


def tiles(facts: Facts) -> list[tuple[str, str, str]]:
    """Return the key figures as (label, figure, remark)."""
    chosen = []
    if facts.best is not None:
        value = facts.best.objective / facts.n_points
        chosen.append(("lowest objective", number(value), "nats per example"))
    name = facts.leading_metric
    if name is not None and facts.kept_metrics.sizes["draw"]:
        cold = float(np.nanmean(facts.kept_metrics[name].isel(rung=0).values))
        chosen.append((metric_label(name), words.show_metric(name, cold), "mean, coldest rung"))
    if facts.swapping:
        lowest = 1.0 - np.nanmax(facts.rejection)
        mean = 1.0 - np.nanmean(facts.rejection)
        chosen.append(("swaps accepted", f"{mean:.0%}", f"{lowest:.0%} at the tightest pair"))
        trips = int(facts.round_trips.sum())
        promised = facts.predicted_round_trips
        remark = f"{promised:,.0f} predicted" if np.isfinite(promised) else "after warm-up"
        chosen.append(("round trips", f"{trips:,}", remark))
    if facts.swapping and np.isfinite(facts.barrier):
        remark = f"{facts.run.n_rungs} rungs; about {facts.rungs_wanted} wanted"
        chosen.append(("barrier Λ", f"{facts.barrier:.2f}", remark))
    return chosen


def all_tables(facts: Facts) -> list[tuple[str, str, tables.Table]]:
    """Return the tables as (slug, title, table); none before the first sweep."""
    if facts.run.committed == 0:
        return []
    chosen = [
        ("predictions", "Predictions", tables.prediction_table(facts)),
        ("least-certain-examples", "Least certain examples", tables.least_certain_table(facts)),
        ("rungs", "Rungs", tables.rung_table(facts)),
        ("minima", "Minima that differ in what they predict", tables.minima_table(facts)),
        ("replicas", "Replicas", tables.replica_table(facts)),
        ("sessions", "Sessions", tables.session_table(facts)),
    ]
    return [entry for entry in chosen if entry[2].rows]


def provenance(run: Run) -> list[tuple[str, str]]:
    """Return where the numbers come from, as (name, value)."""
    names = ("temper_version", "commit", "compiler", "simd", "seed", "data_name", "data_checksum")
    known = [(name, str(run.attributes[name])) for name in names if name in run.attributes]
    return [*known, ("folder", str(run.path.resolve()))]


def text_of(name: str) -> str:
    """Read a file that comes with this package."""
    return resources.files("temper.report").joinpath(name).read_text("utf-8")


def script_hash(script: str) -> str:
    """Return what the page's content security policy calls a script: no other one may run."""
    digest = hashlib.sha256(script.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()
