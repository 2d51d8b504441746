"""The report as text: words, numbers, escaping, odd runs."""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
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
import xarray as xr
from make_diagnosis import HEALTHY, write_diagnosis
from make_run import MadeRun, simulate, write_run
from temper.report import command, render
from temper.report.facts import Facts
from temper.report.judgement import findings, mark, whether_to_trust
from temper.report.picture import Picture
from temper.report.plotly_script import plotly_source
from temper.report.scores import of_another_run
from temper.report.sections import all_sections
from temper.report.table import Table, number, show
from temper.report.tables import session_table
from temper.report.tiles import tiles
from temper.report.words import title, what_was_found, what_was_run

LADDER = [1.0, 1.6, 2.5, 4.0]
HOSTILE = "</script><img src=x onerror=alert(1)>\"'&"


def all_pictures(run: temper.Run) -> list[Picture]:
    """Return every picture of a run's page."""
    return [picture for section in all_sections(Facts(run)) for picture in section.pictures]


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


def set_unknown(made: MadeRun) -> None:
    """Let a swap test on minibatches have needed no energy in any sweep, and no draw be stored."""
    made.config = '[exchange]\ntest = "barker"\n'
    made.energy[:] = np.nan
    made.prior_energy[:] = np.nan
    made.draw_sweep, made.theta = made.draw_sweep[:0], made.theta[:0]
    made.metrics.clear()


ODD_RUNS: dict[str, Callable[[], MadeRun]] = {
    "nothing committed": lambda: odd(lambda made: setattr(made, "committed", 0)),
    "still in warm-up": lambda: odd(lambda made: setattr(made, "committed", 10)),
    "one kept sweep": lambda: odd(lambda made: setattr(made, "committed", 21)),
    "killed half-way": lambda: odd(lambda made: setattr(made, "committed", 67)),
    "no metrics": lambda: odd(lambda made: made.metrics.clear()),
    "a replica of NaN": lambda: odd(set_nan),
    "all NaN": lambda: odd(set_all_nan),
    "no energies": lambda: odd(set_unknown),
    "one replica": lambda: simulate([1.0], n_sweeps=100, thin=5),
    "copies up to beta = 0": lambda: simulate([1.0, 4.0, np.inf], n_sweeps=100, copies=3),
    "no draws": lambda: simulate(LADDER, n_sweeps=10, thin=50),
    "1,000 rungs": lambda: simulate(list(np.geomspace(1, 9, 1000)), n_sweeps=240, thin=30),
}


@pytest.mark.parametrize("made", ODD_RUNS.values(), ids=ODD_RUNS.keys())
def test_every_run_has_a_report_of_valid_pictures(
    made: Callable[[], MadeRun], tmp_path: Path
) -> None:
    run = temper.open_run(write_diagnosis(write_run(tmp_path / "run", made())))
    page = render(run)
    assert len(page.encode()) < 4e6
    for picture in all_pictures(run):
        go.Figure(picture.drawing)  # raises on anything that plotly doesn't know
        json.dumps(picture.drawing, allow_nan=False)
        assert picture.alt
        assert picture.caption
        assert picture.numbers.rows


def test_the_report_of_a_run_shows_every_picture(judged: temper.Run) -> None:
    assert [section.slug for section in all_sections(Facts(judged))] == [
        "predictions",
        "convergence",
        "ladder",
        "sessions",
    ]
    assert [picture.slug for picture in all_pictures(judged)] == [
        "test-accuracy",
        "parameters",
        "parameters-by-rung",
        "energy-by-rung",
        "energy-by-replica",
        "effective-temperature",
        "ladder",
        "energy-overlap",
        "flow",
        "rungs-over-time",
    ]


@pytest.fixture
def judged(gaussian: temper.Run, tmp_path: Path) -> temper.Run:
    """Return the Gaussian with a diagnosis: it is well."""
    path = tmp_path / "judged"
    path.mkdir()
    for name in ("run.h5", "draws", "sessions.jsonl"):
        (path / name).symlink_to(gaussian.path / name)
    return temper.open_run(write_diagnosis(path))


def test_the_words_say_what_was_run(gaussian: temper.Run) -> None:
    assert title(Facts(gaussian)) == "gaussian"
    assert what_was_run(Facts(gaussian)) == (
        "8 replicas in 2 independent copies of a model (6 parameters) trained on gaussian "
        "(100 examples) at 4 temperatures from 1 to 8. 2,100 sweeps (100 of them warm-up), on "
        "2 ranks."
    )


def test_a_network_its_kernel_and_its_steps_are_named(tmp_path: Path) -> None:
    made = simulate([1.0], n_sweeps=30, thin=5, dimensions=17)
    made.config = (
        "[[model.layer]]\nunits = 3\nactivation = 'relu'\n[kernel]\ntype = 'sgd'\nlr = 0.05\n"
        "momentum = 0.9\nbatch = 'full'\n[run]\nsteps = 20\n"
    )
    made.blocks = [("layer0.weight", 0, (3, 2)), ("layer0.bias", 6, (3,)),
                   ("layer1.weight", 9, (2, 3)), ("layer1.bias", 15, (2,))]  # fmt: skip
    facts = Facts(temper.open_run(write_run(tmp_path / "run", made)))
    assert title(facts) == "gaussian, 2-3-2"
    assert what_was_run(facts) == (
        "1 replica of a 2-3-2 network (relu; 17 parameters) trained on gaussian (100 examples) at "
        "temperature 1. 30 sweeps of 20 steps by sgd (lr 0.05, momentum 0.9, batch full)."
    )


def test_a_potential_is_shown_as_what_it_is(tmp_path: Path) -> None:
    made = simulate([1.0, 4.0], n_sweeps=100, thin=5)
    made.config = "[potential]\ntype = 'double-well'\n"
    made.attributes = {"task": "none", "n_points": 1, "data_name": ""}
    run = temper.open_run(write_run(tmp_path / "run", made))
    assert title(Facts(run)) == "double-well"
    assert "of the potential “double-well” (6 parameters)" in what_was_run(Facts(run))
    assert "an example" not in what_was_found(Facts(run))
    assert all_pictures(run)[0].slug == "parameters"


@pytest.mark.parametrize(
    ("config", "beta", "purpose"),
    [
        ("[run]\ngoal = 'optimise'\n", 1.0, "search"),
        ("", np.inf, "descents"),
        ("[run]\ngoal = 'predict'\n", 1.0, "ensemble"),
        ("", 1.0, "sample"),
    ],
)
def test_what_a_run_is_for_follows_from_its_goal_and_temperatures(
    tmp_path: Path, config: str, beta: float, purpose: str
) -> None:
    made = simulate([1.0], n_sweeps=30, thin=5, copies=3)
    made.config, made.beta = config, np.full((1, 1), beta)
    run = temper.open_run(write_run(tmp_path / "run", made))
    assert Facts(run).purpose == purpose
    copies = [picture for picture in all_pictures(run) if picture.slug == "energy-by-copy"]
    assert len(copies[0].data) == 3


def test_the_verdict_is_the_programs(judged: temper.Run) -> None:
    facts = Facts(judged)
    assert (mark(facts), whether_to_trust(facts)) == ("good", "Replicas mix well.")
    assert findings(facts) == []
    figures = {label: (figure, remark) for label, figure, remark in tiles(facts)}
    assert figures["R-hat"] == ("1.001", "worst of 1 quantities; 3,900 independent values at least")
    assert figures["round trips"] == ("1,300", "1,312 predicted")
    assert figures["swaps accepted"] == ("75%", "70% at the tightest pair")
    assert figures["barrier Λ"] == ("0.75", "4 rungs; about 3 wanted")
    page = render(judged)
    assert "energy U" in page  # the table of R-hat and effective sizes
    assert "3,900" in page


def test_findings_come_with_their_advice(judged: temper.Run) -> None:
    found = {"id": "ladder.too-coarse", "severity": "grave", "what": "Rungs are few.",
             "advice": "Set ladder.rungs = 17.", "numbers": {}}  # fmt: skip
    write_diagnosis(
        judged.path,
        verdict={"light": "red", "sentence": "Don't rely on it yet"},
        findings=[found],
        run={**HEALTHY["run"], "committed": 1000},
    )
    facts = Facts(judged.refresh())
    assert mark(facts) == "bad"
    assert whether_to_trust(facts) == ("Don't rely on it yet (of the first 1,000 of 2,100 sweeps).")
    assert findings(facts)[0] == ("Rungs are few.", "Set ladder.rungs = 17.")
    assert findings(facts)[-1][1] == f"temper diagnose {judged.path}"
    assert "Set ladder.rungs = 17." in render(judged)


def test_log_z_is_shown_where_it_is_known(judged: temper.Run) -> None:
    write_diagnosis(judged.path, evidence={"log_z": -32.497, "standard_error": 0.051})
    facts = Facts(judged)
    assert ("log Z", "-32.497 ± 0.051", "nats") in tiles(facts)
    assert "; log Z is -32.497 ± 0.051." in what_was_found(facts)


def test_a_run_that_was_not_judged_is_told_how(gaussian: temper.Run) -> None:
    facts = Facts(gaussian)
    assert (mark(facts), whether_to_trust(facts)) == ("open", "Not judged yet.")
    assert findings(facts)[0][1] == f"temper diagnose {gaussian.path}"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ("{}", "not a diagnosis"),
        ('{"format": "temper-diagnosis", "format_version": 2}', "format version 2"),
    ],
)
def test_a_diagnosis_of_another_kind_is_refused(
    judged: temper.Run, text: str, complaint: str
) -> None:
    (judged.path / "diagnosis.json").write_text(text)
    with pytest.raises(temper.RunError, match=complaint):
        _ = judged.diagnosis


def test_the_words_say_what_was_found(tiny_run: temper.Run) -> None:
    # Best: replica 0 in sweep 1, U + V = 10.5 of 100 examples. At rung 0 the two draws have test
    # accuracies of 50 % and 100 %.
    assert what_was_found(Facts(tiny_run)) == (
        "The lowest training objective is 10.5 nats (0.105 an example), found by replica 0 in "
        "sweep 1. Test accuracy is 75.0%, the mean over draws of the coldest rung."
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
    assert all(re.match(r"(href|src)=data:|href=#", link) for link in links)


def test_every_entry_of_the_contents_has_its_section(judged: temper.Run) -> None:
    page = render(judged)
    entries = re.findall(r'href="#([a-z-]+)"', page)
    assert entries == ["predictions", "convergence", "ladder", "sessions", "config"]
    assert all(f'id="{entry}"' in page for entry in entries)


def test_the_page_carries_plotly_packed_and_allows_no_other_script(gaussian: temper.Run) -> None:
    page = render(gaussian)
    packed = re.search(r'<script type="text/plain" id="plotly">([^<]+)</script>', page)[1]
    source = gzip.decompress(base64.b64decode(packed))
    assert source.decode() == plotly_source()
    digest = base64.b64encode(hashlib.sha256(source).digest()).decode()
    assert f"&#39;sha256-{digest}&#39;" in page or f"'sha256-{digest}'" in page


def test_the_numbers_behind_a_picture_are_those_of_the_run(gaussian: temper.Run) -> None:
    pictures = {picture.slug: picture for picture in all_pictures(gaussian)}
    rows = list(csv.DictReader(io.StringIO(pictures["ladder"].numbers.csv())))
    expected = gaussian.kept(gaussian.swaps.accept_prob).mean(("sweep", "copy")).values
    np.testing.assert_allclose([float(row["acceptance"]) for row in rows], expected)
    assert [row["hotter_temperature"] for row in rows] == ["2", "4", "8"]


def test_the_scores_of_another_run_stand_beside_its_own() -> None:
    names = [
        "sgd: best state",
        "sgd: one descent",
        "sgd: ensemble of descents",
        "posterior, rung 0",
    ]
    stored = xr.Dataset(
        {"score": (("predictor", "score_name"), [[73.26], [67.0], [57.31], [56.87]])},
        {"predictor": names, "score_name": ["rmse"]},
    )
    said = of_another_run(stored, "rmse")
    assert said == "; sgd: best state 73.26; sgd: ensemble of descents 57.31"
    assert of_another_run(stored.isel(predictor=[-1]), "rmse") == ""


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
    values = (12345.6, 0.12345, 1.5e-7, 3.8e12, 0.0, 380.0)
    written = ["12,346", "0.1235", "1.5·10⁻⁷", "3.8·10¹²", "0", "380"]
    assert [number(x) for x in values] == written
    assert [show(x) for x in (None, float("nan"), 1200, "x")] == ["–", "–", "1,200", "x"]


def test_a_session_is_a_row(judged: temper.Run) -> None:
    (judged.path / "sessions.jsonl").unlink()
    (judged.path / "sessions.jsonl").write_text(
        '{"event": "start", "time": "then", "sweep": 10, "ranks": 3, "hosts": ["a", "a", "b"]}\n'
        '{"event": "end", "time": "later", "sweep": 30, "state": "done", '
        '"seconds": {"explore": 35.0, "write": 5.0}}\n'
        '{"event": "start", "time": "again", "sweep": 30, "ranks": 1, "hosts": ["b"]}\n'
    )
    rows = session_table(Facts(judged)).rows
    assert rows[0][:8] == ["then", "a (x 2), b", 3, 10, 30, "done", 40.0, 2.0]
    assert rows[1][:6] == ["again", "b", 1, 30, None, "not ended"]


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
