"""`temper evidence` of several models: ranked as is known, refused where they can't be compared.

Differences of log Z are compared with their standard errors: a correct program fails |z| < 4 for 1
comparison in 16,000; seeds are fixed.
"""

import json
import math
import os
import shutil
import signal
import subprocess
import time

import numpy as np
import pytest

from conftest import HMC_TO_THE_PRIOR, prose

SAMPLING = (
    HMC_TO_THE_PRIOR
    + """\
[run]
warmup = 200
sweeps = 400
steps = 2
copies = 2
"""
)
GAUSSIAN = '[potential]\ntype = "gaussian"\ndim = 1\n' + SAMPLING.format(rungs=7)

NOISE_SD = 0.7
REGRESSION = """\
[data]
source = "table.csv"
target = "y"
task = "regression"
split = [1, 0, 0]
standardise = false
[model]
loss = "gaussian"
noise_sd = 0.7
[prior]
type = "normal"
sd = 1.0
"""


@pytest.fixture
def compared(temper, tmp_path):
    """compared(config, *arguments) -> what `temper evidence --json` says of its models."""

    def compare(config: str, *arguments: object, ranks: int = 0) -> dict:
        (tmp_path / "model.toml").write_text(config)
        said = temper(
            *("evidence", "model.toml", *arguments, "--out", "out", "--quiet", "--json"),
            cwd=tmp_path,
            ranks=ranks,
        )
        assert json.loads((tmp_path / "out" / "evidence.json").read_text()) == json.loads(
            said.stdout
        )
        return json.loads(said.stdout)

    return compare


@pytest.fixture
def table(tmp_path):
    """A line with noise in a CSV file: inputs and targets."""
    rng = np.random.default_rng(5)
    x = rng.normal(size=(30, 3))
    y = x @ [0.5, -0.3, 0.1] + NOISE_SD * rng.normal(size=30)
    rows = np.column_stack([x, y])
    np.savetxt(tmp_path / "table.csv", rows, "%.9g", ",", header="a,b,c,y", comments="")
    return x, y


def are_ranked(models: list[dict], truth: list[float]) -> None:
    """Every log Z and Bayes factor is the known one within its error, the best one the best."""
    log_z = np.array([m["log_Z"] for m in models])
    error = np.array([m["standard_error"] for m in models])
    assert np.all(np.abs(log_z - truth) < 4 * error), (log_z, error, truth)
    assert np.all(error < 0.25)
    factor = np.array([m["log_bayes_factor"] for m in models])
    best = int(np.argmax(truth))
    assert factor[best] == 0
    allowed = 4 * np.array([m["log_bayes_factor_error"] for m in models]) + 1e-12
    assert np.all(np.abs(factor - (np.array(truth) - truth[best])) <= allowed)
    assert sum(m["probability"] for m in models) == pytest.approx(1)


def test_dimensions_of_a_gaussian_are_ranked(compared):
    """With a prior three times as wide as the target Z is 3^-P."""
    found = compared(GAUSSIAN, "--over", "potential.dim=4,1,2")
    assert [m["name"] for m in found["models"]] == ["dim=4", "dim=1", "dim=2"]
    assert [m["value"] for m in found["models"]] == [4, 1, 2]
    assert [m["n_parameters"] for m in found["models"]] == [4, 1, 2]
    assert found["key"] == "potential.dim"
    are_ranked(found["models"], [-n * math.log(3) for n in (4, 1, 2)])
    assert "prefer dim=1" in found["answer"]
    assert all(m["scores"] is None for m in found["models"])


def test_priors_of_a_regression_are_ranked_without_a_word_about_ladders(compared, table):
    x, y = table
    design = np.column_stack([x, np.ones(len(y))])
    truth, sds = [], (0.02, 0.4, 8.0)
    for sd in sds:
        covariance = NOISE_SD**2 * np.eye(len(y)) + sd**2 * design @ design.T
        _, log_determinant = np.linalg.slogdet(2 * np.pi * covariance)
        truth.append(-0.5 * (log_determinant + y @ np.linalg.solve(covariance, y)))
    found = compared(REGRESSION, "--over", "prior.sd=0.02,0.4,8.0", "--budget", "2e7")
    are_ranked(found["models"], truth)
    assert "prefer sd=0.4" in found["answer"]


def test_finished_runs_are_not_trained_again_and_others_go_on(
    compared, temper, temper_program, tmp_path
):
    over = ["--over", "potential.dim=1,2"]
    whole = compared(GAUSSIAN, *over)
    sessions = [tmp_path / "out" / name / "sessions.jsonl" for name in ("dim-1", "dim-2")]
    before = [file.read_text().count('"sweeps') for file in sessions]
    assert compared(GAUSSIAN, *over) == whole
    assert [file.read_text().count('"sweeps') for file in sessions] == before

    longer = ["--set", "run.sweeps=3000", "--set", "output.checkpoint_seconds=0"]
    arguments = ["evidence", "model.toml", *over, "--quiet", *longer]
    with subprocess.Popen(
        [temper_program, *arguments, "--out", "stopped"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as job:
        while job.poll() is None and not (tmp_path / "stopped" / "dim-2" / "run.h5").exists():
            time.sleep(0.01)
        job.send_signal(signal.SIGTERM)
        assert job.wait() == 75
    assert not (tmp_path / "stopped" / "evidence.json").exists()
    there = temper(*arguments, "--out", "stopped", cwd=tmp_path, ranks=2).stdout
    assert temper(*arguments, "--out", "at-once", cwd=tmp_path).stdout == there


def test_another_config_under_the_same_name_is_refused(compared, temper, tmp_path):
    compared(GAUSSIAN, "--over", "potential.dim=1")
    again = ["--over", "potential.dim=1", "--set", "kernel.step=0.1", "--out", "out"]
    said = temper("evidence", "model.toml", *again, cwd=tmp_path, check=64).stderr
    assert "out/dim-1 is for another config, out/dim-1.toml" in said


DIFFERENT = {
    "split": (["data.split=[0.8,0,0.2]"], "data.split"),
    "seed": (["run.seed=7", "data.split=[0.5,0,0.5]"], "run.seed = 7"),
    "scaling": (["data.standardise=true"], "data.standardise"),
    "inputs": (['data.columns=["a","b"]'], "c is gone"),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_different_data_are_refused_with_what_differs(name, temper, table, tmp_path):
    settings, words = DIFFERENT[name]
    (tmp_path / "model.toml").write_text(REGRESSION + SAMPLING.format(rungs=4))
    few = ["--set", "run.sweeps=60", "--set", "run.warmup=20", "--quiet"]
    base = settings[1:] if name == "seed" else []
    for out, given in (("one", base), ("other", settings)):
        sets = [word for setting in given for word in ("--set", setting)]
        temper("train", "model.toml", "--out", out, *few, *sets, cwd=tmp_path)
    for ranks in (0, 2):
        result = temper("evidence", "one", "other", cwd=tmp_path, ranks=ranks, check=64)
        assert "one and other learn from different data" in result.stderr
        assert words in result.stderr, result.stderr
        assert result.stdout == ""
    values = (tmp_path / "table.csv").read_text().replace("\n", "\n0,0,0,9\n", 1)
    (tmp_path / "table.csv").write_text(values)
    temper("train", "model.toml", "--out", "another", *few, cwd=tmp_path)
    said = temper("evidence", "one", "another", cwd=tmp_path, check=64).stderr
    assert "one and another learn from different data" in said
    assert "rows" in said


def test_a_model_whose_ladder_is_too_coarse_is_said_not_to_be_ranked(compared, temper, tmp_path):
    wide = GAUSSIAN.replace("dim = 1", "dim = 40\nprior_scale = 10").replace(
        "rungs = 7", "rungs = 4"
    )
    models = compared(wide, "--over", "potential.dim=1,40")["models"]
    assert [m["doubt"] is None for m in models] == [True, False]
    assert models[0]["probability"] == 1
    assert models[1]["probability"] is None
    page = temper("evidence", "out/dim-1", "out/dim-40", cwd=tmp_path).stdout
    assert "not ranked" in page
    assert "dim-40 isn't ranked: " in prose(page)
    assert "The data prefer dim-1" in page


def test_the_score_of_what_was_kept_back_stands_beside(temper, tmp_path):
    """Wine's classes need weights: with a prior that allows none all 3 are as likely."""
    config = (
        '[data]\nsource = "wine"\nsplit = [0.7, 0, 0.3]\n[model]\nloss = "softmax"\n[prior]\n'
        'type = "normal"\nsd = 1.0\n'
    )
    (tmp_path / "model.toml").write_text(config)
    said = temper(
        *("evidence", "model.toml", "--over", "prior.sd=0.001,1.0", "--budget", "4e6"),
        *("--out", "out", "--quiet"),
        cwd=tmp_path,
    ).stdout
    assert "log_score, test" in said
    models = json.loads((tmp_path / "out" / "evidence.json").read_text())["models"]
    scores = [m["scores"]["log_score"] for m in models]
    assert scores[0]["value"] == pytest.approx(-math.log(3), abs=0.05)
    assert -0.5 < scores[1]["value"] < 0
    evaluated = json.loads(temper("evaluate", "out/sd-1.0", "--json", cwd=tmp_path).stdout)
    assert evaluated["predictors"][-1]["scores"]["log_score"] == scores[1]


WRONG = {
    "no value": (["model.toml", "--over", "potential.dim"], "expected a key and its values"),
    "empty value": (["model.toml", "--over", "potential.dim=1,,2"], "expected a key and its"),
    "two keys": (["model.toml", "--over", "a=1", "--over", "b=2"], "--over is given twice"),
    "no such key": (["model.toml", "--over", "potential.dims=1"], "did you mean dim?"),
    "the same twice": (
        ["model.toml", "--over", "potential.dim=1,1"],
        "two models are called dim=1",
    ),
    "neither": (["model.toml", "nowhere"], "nowhere"),
    "one of two": (["model.toml", "--over", "potential.type=gaussian,gausian"], "gausian"),
    "posterior": (["model.toml", "--set", "ladder.tempering=posterior"], '"likelihood"'),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_before_anything_is_trained(name, temper, tmp_path):
    arguments, words = WRONG[name]
    (tmp_path / "model.toml").write_text(GAUSSIAN)
    result = temper("evidence", *arguments, "--out", "out", cwd=tmp_path, check=64)
    assert words in result.stderr
    assert not list(tmp_path.rglob("run.h5"))


def test_two_ranks_say_the_same(compared, tmp_path):
    found = compared(GAUSSIAN, "--over", "potential.dim=1,2")
    shutil.rmtree(tmp_path / "out")
    assert compared(GAUSSIAN, "--over", "potential.dim=1,2", ranks=2) == found
    assert os.listdir(tmp_path / "out")
