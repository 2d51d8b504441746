"""The report as text: words, numbers, escaping, odd runs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import h5py
import numpy as np
import plotly.graph_objects as go
import pytest
import temper
from make_run import MadeRun, simulate, write_run
from temper.report import command, render
from temper.report.facts import Facts
from temper.report.findings import advice, findings
from temper.report.pictures import all_pictures
from temper.report.table import Table, number, show
from temper.report.words import what_was_found, what_was_run, whether_to_trust

LADDER = [1.0, 1.6, 2.5, 4.0]
HOSTILE = "</script><img src=x onerror=alert(1)>\"'&"


def odd(change: Callable[[MadeRun], None]) -> MadeRun:
    """Return a small run, changed."""
    made = simulate(LADDER, n_sweeps=100, n_warmup=20, thin=5)
    change(made)
    return made


def set_nan(made: MadeRun) -> None:
    """Let replica 2 diverge half-way."""
    made.energy[60:, 2] = np.nan
    made.metrics["test_accuracy"][8:, 2] = np.nan


def set_all_nan(made: MadeRun) -> None:
    """Let everything diverge."""
    made.energy[:] = np.nan
    made.accept_prob[:] = np.nan


ODD_RUNS: dict[str, Callable[[], MadeRun]] = {
    "nothing committed": lambda: odd(lambda made: setattr(made, "committed", 0)),
    "still in warm-up": lambda: odd(lambda made: setattr(made, "committed", 10)),
    "one kept sweep": lambda: odd(lambda made: setattr(made, "committed", 21)),
    "killed half-way": lambda: odd(lambda made: setattr(made, "committed", 67)),
    "no metrics": lambda: odd(lambda made: made.metrics.clear()),
    "a replica of NaN": lambda: odd(set_nan),
    "all NaN": lambda: odd(set_all_nan),
    "one replica": lambda: simulate([1.0], n_sweeps=100, thin=5),
    "copies up to beta = 0": lambda: simulate([1.0, 4.0, np.inf], n_sweeps=100, copies=3),
    "no draws": lambda: simulate(LADDER, n_sweeps=10, thin=50),
    "1,000 rungs": lambda: simulate(list(np.geomspace(1, 9, 1000)), n_sweeps=240, thin=30),
}


@pytest.mark.parametrize("made", ODD_RUNS.values(), ids=ODD_RUNS.keys())
def test_every_run_has_a_report_of_valid_pictures(
    made: Callable[[], MadeRun], tmp_path: Path
) -> None:
    run = temper.open_run(write_run(tmp_path / "run", made()))
    page = render(run)
    assert len(page.encode()) < 6e6
    for picture in all_pictures(Facts(run)):
        go.Figure(picture.drawing)  # raises on anything that plotly doesn't know
        json.dumps(picture.drawing, allow_nan=False)
        assert picture.alt
        assert picture.caption
        assert picture.numbers.rows


def test_the_report_of_a_run_shows_every_picture(gaussian: temper.Run) -> None:
    slugs = [picture.slug for picture in all_pictures(Facts(gaussian))]
    assert slugs == [
        "energy-by-rung",
        "test-accuracy",
        "ladder",
        "energy-histograms",
        "flow",
        "rungs-over-time",
        "energy-by-replica",
        "effective-temperature",
    ]


def test_the_words_say_what_was_run(gaussian: temper.Run) -> None:
    assert what_was_run(Facts(gaussian)) == (
        "8 replicas in 2 independent copies of a model (6 parameters) trained on gaussian "
        "(100 examples) at 4 temperatures from 1 to 8, for 2,100 sweeps (100 of them warm-up) on "
        "2 ranks."
    )


def test_a_run_that_mixes_is_trusted(gaussian: temper.Run) -> None:
    facts = Facts(gaussian)
    assert findings(facts) == []
    assert whether_to_trust(facts, []).startswith("Replicas mix well: ")


def test_a_ladder_with_a_gap_is_not_trusted_and_told_what_to_do(tmp_path: Path) -> None:
    made = simulate([1.0, 1000.0], n_sweeps=200, thin=10, dimensions=600)
    facts = Facts(temper.open_run(write_run(tmp_path / "run", made)))
    found = findings(facts)
    verdict = whether_to_trust(facts, found)
    assert verdict.startswith("Don't rely on it yet: rungs 0 and 1 accept only")
    assert "no replica has been to the hottest rung and back" in verdict
    assert any("ladder.adapt" in finding.advice for finding in found)


def test_a_falling_cold_energy_is_not_trusted(tmp_path: Path) -> None:
    made = simulate(LADDER, n_sweeps=400, thin=10)
    made.energy += np.linspace(20, 0, 400)[:, np.newaxis]
    facts = Facts(temper.open_run(write_run(tmp_path / "run", made)))
    assert "has not settled but is falling" in findings(facts)[0].what


def test_a_run_that_goes_on_is_told_to_go_on(tmp_path: Path) -> None:
    made = odd(lambda made: setattr(made, "committed", 25))
    facts = Facts(temper.open_run(write_run(tmp_path / "run", made)))
    lines = advice(facts, findings(facts))
    assert "Let it run on." in lines
    assert "Raise run.sweeps." not in lines


def test_the_words_say_what_was_found(tiny_run: temper.Run) -> None:
    # Best: replica 0 in sweep 1, U + V = 10.5 of 100 examples, test accuracy 50 %. At rung 0 the
    # two draws have 50 % and 100 %.
    assert what_was_found(Facts(tiny_run)) == (
        "The lowest training objective U + V is 10.5 nats (0.105 per example), reached by replica "
        "0 in sweep 1; test accuracy is 50.0% at the best stored draw and 75.0% on average at the "
        "coldest rung."
    )


class Page(HTMLParser):
    """Collects what a browser would make of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember a tag and where it points to."""
        self.tags.append(tag)
        names = ("src", "href", "action", "onerror", "onload")
        self.links += [f"{name}={value}" for name, value in attrs if name in names]


def hostile_run() -> MadeRun:
    """Return a run with markup in every text that comes from data."""
    made = simulate(LADDER, n_sweeps=60, thin=5)
    made.metrics[f"evil_{HOSTILE}".replace("/", "")] = made.metrics["test_accuracy"]
    made.attributes = {
        "data_name": HOSTILE,
        "compiler": HOSTILE,
        "class_names": np.array([HOSTILE, "=1+1"], dtype=h5py.string_dtype()),
    }
    made.config = f"# {HOSTILE}\n[[model.layer]]\nunits = 4\nactivation = '''{HOSTILE}'''\n"
    made.sessions = [{"event": "start", "host": HOSTILE, HOSTILE: "=1+1", "ranks": 1}]
    return made


def test_markup_in_data_stays_text(tmp_path: Path) -> None:
    page = render(temper.open_run(write_run(tmp_path / "run", hostile_run())))
    parsed = Page(page)
    assert "img" not in parsed.tags
    assert page.count("<script") == page.count("</script>")
    assert not any(link.startswith("on") for link in parsed.links)
    assert "&lt;img src=x onerror=alert(1)&gt;" in page  # it is there, as text


def test_the_page_points_to_nothing_outside_itself(gaussian: temper.Run) -> None:
    links = Page(render(gaussian)).links
    assert len(links) > 5
    assert all(re.match(r"(href|src)=data:", link) for link in links)


def test_the_numbers_behind_a_picture_are_those_of_the_run(gaussian: temper.Run) -> None:
    pictures = {picture.slug: picture for picture in all_pictures(Facts(gaussian))}
    rows = list(csv.DictReader(io.StringIO(pictures["ladder"].numbers.csv())))
    expected = gaussian.kept(gaussian.swaps.accept_prob).mean(("sweep", "copy")).values
    np.testing.assert_allclose([float(row["acceptance"]) for row in rows], expected)
    assert [row["hotter_temperature"] for row in rows] == ["2", "4", "8"]


def test_csv_has_ten_figures_and_no_formulas() -> None:
    table = Table(["x", "=y"], [[1 / 3, "=1+1"], [float("nan"), None], [-2.5, "a, b"]])
    assert table.csv().split("\r\n") == [
        "x,'=y",
        "0.3333333333,'=1+1",
        ",",
        '-2.5,"a, b"',
        "",
    ]


def test_numbers_are_written_for_people() -> None:
    assert [number(x) for x in (12345.6, 0.12345, 1.5e-7, 0.0)] == [
        "12,346",
        "0.1235",
        "1.5e-07",
        "0",
    ]
    assert [show(x) for x in (None, float("nan"), 1200, "x")] == ["-", "-", "1,200", "x"]


def test_the_command_writes_the_page_and_prints_its_path(
    tiny_run: temper.Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([str(tiny_run.path)]) == 0
    page = tiny_run.path / "report.html"
    assert capsys.readouterr().out == f"{page}\n"
    assert page.read_text().startswith("<!DOCTYPE html>")


def test_the_command_refuses_what_is_no_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([str(tmp_path)]) == 64
    assert "no run.h5" in capsys.readouterr().err
