"""Puts words, pictures and tables together into one HTML page."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from temper.files.replace import write_text
from temper.report import judgement, words
from temper.report.colours import cold_to_hot
from temper.report.facts import Facts
from temper.report.labels import temperature_label
from temper.report.plotly_script import packed_plotly, plotly_source
from temper.report.sections import all_sections
from temper.report.table import show
from temper.report.thin import spread
from temper.report.tiles import tiles
from temper.run import Run

NO_STYLE = Markup("")
MOST_ROWS = 60  # of a table on the page; its CSV has all


def write_report(run: Run, path: Path) -> Path:
    """Write the report of a run to `path` and return it."""
    return write_text(path, render(run))


def render(run: Run) -> str:
    """Return the page as text."""
    facts = Facts(run)
    return page_of(
        kicker=f"Temper report · {run.path.resolve().name}",
        title=words.title(facts),
        what=words.what_was_run(facts),
        trust=judgement.whether_to_trust(facts),
        verdict=judgement.mark(facts),
        found=words.what_was_found(facts),
        findings=judgement.findings(facts),
        notes=words.notes(facts),
        tiles=tiles(facts),
        rungs=rung_colours(facts),
        sections=all_sections(facts),
        config=run.attributes.get("config", ""),
        provenance=provenance(run.attributes, run.path),
    )


def page_of(extra_style: Markup = NO_STYLE, **parts: Any) -> str:  # noqa: ANN401
    """Fill the template in. Everything that comes from data is escaped by it."""
    script = text_of("page.js")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    environment.filters["show"] = show
    has_drawings = any(not p.body for s in parts["sections"] for p in s.pictures)
    return environment.from_string(text_of("page.html.j2")).render(
        most_rows=MOST_ROWS,
        style=Markup(text_of("page.css")) + extra_style,
        script=Markup(script),
        plotly=Markup(packed_plotly()) if has_drawings else "",
        script_hashes=[script_hash(script), script_hash(plotly_source())],
        **parts,
    )


def rung_colours(facts: Facts) -> list[tuple[int, str, str]]:
    """Return what colours of rungs mean, as (rung, temperature, colour); of at most a dozen."""
    if len(facts.temperatures) < 2:
        return []
    colours = cold_to_hot(len(facts.temperatures))
    shown = spread(len(facts.temperatures))
    return [(k, temperature_label(facts.temperatures[k]), colours[k]) for k in shown]


def provenance(attributes: dict[str, Any], folder: Path) -> list[tuple[str, str]]:
    """Return where the numbers come from, as (name, value)."""
    names = ("temper_version", "commit", "compiler", "simd", "seed", "data_name", "data_checksum")
    known = [(name, str(attributes[name])) for name in names if name in attributes]
    return [*known, ("folder", str(folder.resolve()))]


def text_of(name: str) -> str:
    """Read a file that comes with this package."""
    return resources.files("temper.report").joinpath(name).read_text("utf-8")


def script_hash(script: str) -> str:
    """Return what the page's content security policy calls a script: no other one may run."""
    digest = hashlib.sha256(script.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()
