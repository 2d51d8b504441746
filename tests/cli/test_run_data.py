"""A run's data keep their identity, wherever they and the run lie."""

import json
import os

import pytest

HEADER, ROWS = "x,b,y\n", [f"{i / 9:.3f},{(i * 7) % 11},{2 * i / 9:.3f}\n" for i in range(60)]
SHORT = ["--set", "run.warmup=2", "--set", "run.sweeps=10", "--set", "run.steps=5"]


@pytest.fixture
def folder(temper, tmp_path):
    """Trained from a relative path."""
    (tmp_path / "d.csv").write_text(HEADER + "".join(ROWS))
    temper("train", "--data", "d.csv", "--layers", "auto", "--out", "run", *SHORT, cwd=tmp_path)
    return tmp_path


def test_they_are_found_from_any_folder(temper, folder):
    temper("evaluate", folder / "run", cwd="/")
    temper("resume", folder / "run", "--sweeps", "12", cwd="/")


def test_a_run_that_moved_needs_data(temper, folder):
    os.rename(folder / "d.csv", folder / "elsewhere.csv")
    assert "--data PATH" in temper("evaluate", folder / "run", check=65).stderr
    temper("evaluate", folder / "run", "--data", folder / "elsewhere.csv")


@pytest.mark.parametrize(
    ("header", "rows", "change"),
    [
        (HEADER, sorted(ROWS, reverse=True), "rows are in another order"),
        ("b,x,y\n", [",".join((r.split(",")[1], r.split(",")[0], r.split(",")[2])) for r in ROWS],
         "columns are in another order"),
        (HEADER, [",".join((*r.split(",")[:2], str(1000 * float(r.split(",")[2])) + "\n"))
                  for r in ROWS], "'y' is 1000 times what it was"),
        (HEADER, ROWS[:-1], "has 59 rows, and had 60"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["evaluate", "landscape", "resume"])
def test_what_has_changed_is_said(temper, folder, command, header, rows, change):
    (folder / "d.csv").write_text(header + "".join(rows))
    assert change in temper(command, folder / "run", check=65).stderr


def test_data_beside_the_config_are_found(temper, folder):
    (folder / "c.toml").write_text("[data]\nsource = 'd.csv'\n[run]\nsweeps = 2\nwarmup = 0\n")
    temper("train", folder / "c.toml", "--out", folder / "run2", cwd="/")


def test_what_was_read_is_said_and_kept(temper, folder):
    (folder / "e.csv").write_text(
        "\ufeffa;b;c\n1,5 kg;red;1\n2,5 kg;blue;0\n" * 1 + "3 kg;red;1\n" * 9
    )
    said = temper("train", "--data", "e.csv", "--out", "run3", *SHORT, cwd=folder).stderr
    for part in ("a (kg)", "b (2)", "classification, 2 classes: 0, 1", "decimal comma", "weight"):
        assert part in said
        assert part in temper("inspect", folder / "run3").stdout
    kept = json.loads(temper("inspect", folder / "run3", "--json").stdout)
    page = kept["attributes"]["what_was_read"]
    assert page in said
    assert max(map(len, page.splitlines())) <= 80
