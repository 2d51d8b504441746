"""Losses for outliers and counts through train, evaluate and predict."""

import csv
import io
import json

import numpy as np
import pytest
import temper as analysis

CONFIG = """\
[data]
source = "{data}"
task = "regression"
[model]
loss = "{loss}"
layer = [{{type = "dense", units = 6, activation = "tanh"}}]
[run]
goal = "predict"
budget = "1 cpu-s"
"""


def write(path, names, columns):
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(zip(*columns, strict=True))
    return path


def scores_of(temper, run):
    answer = json.loads(temper("evaluate", run, "--json").stdout)
    return {name: one["value"] for name, one in answer["predictors"][-1]["scores"].items()}


def trained(temper, folder, data, loss):
    config = folder / f"{loss}.toml"
    config.write_text(CONFIG.format(data=data, loss=loss))
    run = folder / loss
    said = temper("train", config, "--out", run, "--quiet")
    return run, said.stdout + said.stderr


@pytest.fixture(scope="module")
def counts(tmp_path_factory):
    """500 counts of mean exp(1 + x) that scatter as a negative binomial's of size 3."""
    random = np.random.default_rng(1)
    x = random.uniform(-1, 1, size=500)
    k = random.poisson(np.exp(1 + x) * random.gamma(3, 1 / 3, size=500))
    return write(
        tmp_path_factory.mktemp("counts") / "counts.csv",
        ["x", "z", "k"],
        [x, np.tile([0, 1], 250), k],
    )


def test_a_loss_of_counts_scores_better_on_counts(temper, counts, tmp_path):
    runs = {loss: trained(temper, tmp_path, counts, loss)[0]
            for loss in ("gaussian", "poisson", "negative-binomial")}  # fmt: skip
    scores = {loss: scores_of(temper, run) for loss, run in runs.items()}
    log_score = {loss: score["log_score"] for loss, score in scores.items()}
    assert log_score["negative-binomial"] > log_score["poisson"]
    assert log_score["negative-binomial"] > log_score["gaussian"]
    # 100 test rows: a binomial's sd is 0.03; intervals of counts hold at least their share.
    assert 0.8 < scores["negative-binomial"]["coverage_90"] <= 1
    told = analysis.open_run(runs["gaussian"]).attributes["what_was_read"]
    assert "negative-binomial" in told
    assert (
        "negative-binomial" not in (analysis.open_run(runs["poisson"]).attributes["what_was_read"])
    )


@pytest.mark.parametrize("loss", ["poisson", "student-t"])
def test_new_rows_are_predicted_alike_by_program_and_package(temper, counts, tmp_path, loss):
    run, _ = trained(temper, tmp_path, counts, loss)
    new = write(tmp_path / "new.csv", ["x", "z"], [[-0.9, 0.0, 0.9], [0, 1, 0]])
    rows = list(csv.DictReader(io.StringIO(temper("predict", run, new, "--draws", "99999").stdout)))
    means = np.array([float(row["k"]) for row in rows])
    package = analysis.open_run(run).predict({"x": [-0.9, 0.0, 0.9], "z": [0, 1, 0]})
    np.testing.assert_allclose(package.mean(("draw", "copy")).values[:, 0], means, rtol=1e-4)
    low, high = (np.array([float(row[f"k q{q}"]) for row in rows]) for q in ("0.05", "0.95"))
    if loss == "poisson":
        np.testing.assert_array_equal(low, np.round(low))
        np.testing.assert_array_equal(high, np.round(high))
        np.testing.assert_allclose(means, np.exp(1 + np.array([-0.9, 0, 0.9])), rtol=0.35)
    assert (low <= means).all()
    assert (means <= high).all()


def test_students_t_leaves_outliers_where_they_are(temper, tmp_path):
    """y = x with one row in ten 20 above: a normal mean goes up by 2 or so, that of t hardly."""
    random = np.random.default_rng(2)
    x = random.uniform(-1, 1, size=300)
    y = x + 0.1 * random.normal(size=300) + 20 * (random.uniform(size=300) < 0.1)
    data = write(tmp_path / "outliers.csv", ["x", "z", "y"], [x, np.tile([0, 1], 150), y])
    at = np.array([-0.5, 0.0, 0.5])
    new = write(tmp_path / "new.csv", ["x", "z"], [at, [0, 1, 0]])
    for loss, least, most in (("student-t", 0, 0.2), ("gaussian", 0.5, 4)):
        run, _ = trained(temper, tmp_path, data, loss)
        rows = csv.DictReader(io.StringIO(temper("predict", run, new).stdout))
        error = np.mean([float(row["y"]) for row in rows] - at)
        assert least <= abs(error) <= most, loss


def test_every_loss_is_listed_with_its_options(temper):
    said = temper("list", "losses").stdout
    for loss in ("bernoulli", "gaussian", "negative-binomial", "poisson", "softmax", "student-t"):
        assert loss in said
    assert "df" in said


def test_negative_numbers_are_no_counts(temper, tmp_path):
    data = write(tmp_path / "below.csv", ["x", "y"], [range(20), [-i - 0.5 for i in range(20)]])
    config = tmp_path / "c.toml"
    config.write_text(CONFIG.format(data=data, loss="poisson"))
    said = temper("train", config, "--out", tmp_path / "run", check=64).stderr
    assert "needs counts" in said
