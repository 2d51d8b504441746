"""Outputs that can't be written: no run dies or hangs of them, and lost answers are known."""

import json
import os
import signal
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


def test_predictions_of_somebody_elses_run_go_to_out(temper, run, tmp_path):
    kept = temper("evaluate", run, "--out", "/nowhere/p.h5", check=74)
    assert "accuracy" in kept.stdout
    assert "--out FILE" in kept.stderr
    temper("evaluate", run, "--out", tmp_path / "p.h5")
    assert (tmp_path / "p.h5").exists()
