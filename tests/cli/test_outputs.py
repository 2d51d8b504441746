"""Outputs that can't be written: no run dies or hangs of them, and lost answers are known."""

import json
import os
import re
import signal
import statistics
import subprocess
import time

import pytest

SHORT = ["--layers", "4,3", "--replicas", "2", "--set", "run.warmup=2", "--set", "run.steps=5"]


@pytest.fixture(scope="module")
def run(temper, tmp_path_factory):
    """A small run on iris."""
    folder = tmp_path_factory.mktemp("outputs")
    temper("train", "--data", "iris", *SHORT, "--sweeps", "30", "--out", folder / "run")
    return folder / "run"


def start(program, *arguments, **streams):
    command = [program, *map(str, arguments)]
    return subprocess.run(command, check=False, timeout=120, **streams).returncode


def test_a_full_stderr_does_not_stop_a_run(temper_program, tmp_path):
    arguments = ["train", "--data", "iris", *SHORT, "--sweeps", "20", "--out", tmp_path / "run"]
    with open("/dev/full", "w") as full:
        assert start(temper_program, *arguments, stderr=full, stdout=subprocess.DEVNULL) == 0
        assert start(temper_program, "inspect", "/nonexistent", stderr=full) == 64


@pytest.mark.parametrize("command", ["inspect", "evaluate", "help", "list", "--version"])
def test_an_answer_that_is_lost_is_74(temper_program, run, command):
    arguments = [command, *([run] if command in ("inspect", "evaluate") else [])]
    with open("/dev/full", "w") as full:
        assert start(temper_program, *arguments, stdout=full, stderr=subprocess.DEVNULL) == 74


def test_closed_streams_are_not_taken_for_files(temper_program, run):
    shell = f"{temper_program} inspect {run} >&- 2>&- <&-"
    assert subprocess.run(["bash", "-c", shell], check=False).returncode == 74


@pytest.mark.parametrize("name", ["SIGHUP", "SIGUSR2", "SIGPIPE"])
def test_signals_end_at_the_next_commit(temper_program, tmp_path, name):
    command = [temper_program, "train", "--data", "iris", *SHORT, "--sweeps", "200000"]
    process = subprocess.Popen(
        [*map(str, command), "--out", str(tmp_path / "run"), "--set", "output.thin=1000"],
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (tmp_path / "run" / "run.h5").exists():
        time.sleep(0.05)
    time.sleep(0.3)
    os.kill(process.pid, getattr(signal, name))
    assert name in process.communicate(timeout=60)[1]
    assert process.returncode == 75


def test_json_is_json(temper, run):
    inspected = json.loads(temper("inspect", run, "--json").stdout)
    assert inspected["state"] == "finished"
    assert inspected["attributes"]["class_names"] == ["setosa", "versicolor", "virginica"]
    evaluated = json.loads(temper("evaluate", run, "--json").stdout)
    scores = evaluated["predictors"][0]["scores"]
    p, n = scores["accuracy"]["value"], evaluated["n"]
    expected = (p * (1 - p) / (n - 1)) ** 0.5
    assert abs(scores["accuracy"]["standard_error"] - expected) < 1e-9
    assert any(kernel["name"] == "sgd" for kernel in json.loads(
        temper("list", "kernels", "--json").stdout)["kernels"]["entries"])  # fmt: skip


def test_a_comparison_in_json_has_n_and_standard_errors(temper, tmp_path):
    words = ["--data", "parity-3", "--layers", "3,2,2", "--budget", "2000", "--seeds", "3"]
    words += ["--methods", "restarts,sgd", "--out", tmp_path / "c", "--json"]
    (problem,) = json.loads(temper("compare", *words).stdout)
    assert problem["problem"] == "parity-3"
    assert {method["name"] for method in problem["methods"]} == {"restarts", "sgd"}
    for method in problem["methods"]:
        objectives = method["objectives"]
        assert method["n"] == len(objectives) == 3
        assert method["mean"] == pytest.approx(statistics.mean(objectives))
        assert method["standard_error"] == pytest.approx(statistics.stdev(objectives) / 3**0.5)


def test_evidence_in_json_says_what_the_page_says(temper, tmp_path):
    (tmp_path / "c.toml").write_text(
        "[potential]\ntype = 'gaussian'\ndim = 2\n[kernel]\ntype = 'hmc'\nstep = 0.3\n"
        "[ladder]\nrungs = 4\nt_min = 1.0\nt_max = inf\ntempering = 'likelihood'\n"
        "[run]\nwarmup = 50\nsweeps = 200\ncopies = 2\n"
    )
    temper("train", tmp_path / "c.toml", "--out", tmp_path / "run")
    page = temper("evidence", tmp_path / "run").stdout
    found = json.loads(temper("evidence", tmp_path / "run", "--json").stdout)
    printed = re.search(r"log Z = +(\S+) ± (\S+)", page)
    assert float(printed[1]) == pytest.approx(found["log_Z"], abs=found["standard_error"])
    assert float(printed[2]) == pytest.approx(found["standard_error"], rel=0.06)
    assert found["unit"] == "nat"
    assert found["n_sweeps"] == 200
    assert page.count("warning: ") == len(found["warnings"])
    for way in ("forward", "reverse", "thermodynamic"):
        assert set(found[way]) == {"log_Z", "standard_error", "agrees"}


def test_predictions_of_somebody_elses_run_go_to_out(temper, run, tmp_path):
    kept = temper("evaluate", run, "--out", "/nowhere/p.h5", check=74)
    assert "accuracy" in kept.stdout
    assert "--out FILE" in kept.stderr
    temper("evaluate", run, "--out", tmp_path / "p.h5")
    assert (tmp_path / "p.h5").exists()
