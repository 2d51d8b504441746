"""What train and inspect say of a run: the same numbers as its files, warm-up left out."""

import json
import re

import numpy as np
import pytest
import temper as analysis

SMALL = [
    *("--data", "iris", "--layers", "4,3,3", "--replicas", 4),
    *("--set", "run.warmup=30", "--set", "run.sweeps=40", "--set", "run.steps=10"),
    *(
        "--set",
        "ladder.t_min=0.01",
        "--set",
        "ladder.t_max=0.02",
        "--set",
        "ladder.adapt=false",
        "--set",
        "output.thin=5",
    ),
]


@pytest.fixture(scope="module")
def trained(temper, tmp_path_factory):
    """A run, and what was said at its end."""
    folder = tmp_path_factory.mktemp("summary") / "run"
    said = temper("train", *SMALL, "--quiet", "--out", folder).stdout
    return analysis.open_run(folder), said


def acceptance_in(said: str) -> list[float]:
    """The column of the table of rungs."""
    lines = said.splitlines()
    start = next(i for i, line in enumerate(lines) if line.split()[:1] == ["rung"])
    return [float(line.split()[4]) for line in lines[start + 1 : start + 4]]


def objective_in(said: str) -> float:
    return float(re.search(r"objective (-?[\d.]+) nats", said)[1])


@pytest.mark.parametrize("ranks", [0, 2])
def test_scores_have_the_examples_and_errors_of_evaluate(ranks, temper, tmp_path):
    said = temper("train", *SMALL, "--quiet", "--out", tmp_path / "run", ranks=ranks).stdout
    evaluated = json.loads(temper("evaluate", tmp_path / "run", "--json").stdout)
    best = evaluated["predictors"][0]["scores"]
    sentence = " ".join(said.split())
    for name in ("accuracy", "log_score"):
        value, error = re.search(rf"test_{name} (-?[\d.]+) ± ([\d.]+)", sentence).groups()
        assert float(value) == pytest.approx(best[name]["value"], abs=6e-5)
        assert float(error) == pytest.approx(best[name]["standard_error"], rel=0.06)
    assert f"test_log_score {value} ± {error} ({evaluated['n']} examples)" in sentence


def test_acceptance_is_that_of_kept_sweeps(trained, temper):
    run, said = trained
    kept = run.swaps.accept_prob.mean(("sweep", "copy")).values
    with_warmup = run.with_warmup.swaps.accept_prob.mean(("sweep", "copy")).values
    assert np.abs(kept - with_warmup).max() > 0.02  # or the test could not fail
    assert acceptance_in(said) == pytest.approx(kept, abs=0.006)
    assert acceptance_in(temper("inspect", run.path).stdout) == pytest.approx(kept, abs=0.006)


def test_the_objective_is_the_same_everywhere(trained, temper):
    run, said = trained
    assert run.prior_constant > 10  # nats: 27 parameters
    assert objective_in(said) == pytest.approx(run.best().objective, rel=1e-3)
    assert objective_in(temper("inspect", run.path).stdout) == objective_in(said)
    assert "U + V less the prior's constant" in " ".join(said.split())


def test_lines_of_the_summary_fit_a_terminal(trained):
    path = str(trained[0].path)
    lines = [line for line in trained[1].splitlines() if path not in line]
    assert [line for line in lines if len(line) > 80] == []


def test_a_run_without_an_energy_has_no_best_state(temper, tmp_path):
    folder = tmp_path / "run"
    said = temper(
        *(
            "train",
            *SMALL,
            "--kernel",
            "sgd",
            "--batch",
            "30",
            "--set",
            "exchange.test=barker",
            "--set",
            "run.sweeps=3",
        ),
        *("--set", "exchange.batch=16"),
        *("--set", "run.warmup=1", "--set", "output.thin=10", "--quiet", "--out", folder),
    ).stdout
    assert "No best state" in said
    assert "inf" not in said
    assert analysis.open_run(folder).best() is None
    assert "no draw has been committed" in temper("evaluate", folder, check=64).stderr
    assert "no best state yet" in temper("export", folder, check=64).stderr
    assert not (folder / "best.npz").exists()
