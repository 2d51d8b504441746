"""temper evaluate: its table, and the predictions that it leaves for others."""

import re

import h5py
import numpy as np
import pytest
import temper as analysis
from temper.diagnostics.calibration import calibration_error, coverage

USAGE = 64


@pytest.fixture(scope="module")
def iris(temper, tmp_path_factory):
    path = tmp_path_factory.mktemp("evaluate") / "run"
    size = ("--replicas", "2", "--warmup", "20", "--sweeps", "60", "--set", "run.copies=2")
    temper("train", "--data", "iris", "--layers", "4,3,3", *size, "--out", path)
    return path


@pytest.fixture(scope="module")
def table(temper, iris):
    return temper("evaluate", iris, "--pointwise").stdout


def test_a_category_is_shown_as_0_or_1(temper, tmp_path):
    """Also where float32 has rounded on the way from standardised units."""
    rows = "".join(f"{'abcdefg'[i % 7]},{i},{i % 5}\n" for i in range(120))
    (tmp_path / "mine.csv").write_text("colour,x,y\n" + rows)
    short = ("--replicas", "2", "--warmup", "5", "--sweeps", "10", "--out", tmp_path / "run")
    temper("train", "--data", tmp_path / "mine.csv", *short)
    temper("evaluate", tmp_path / "run")
    shown = analysis.open_run(tmp_path / "run").predictions["shown_inputs"].values[:, :7]
    assert np.count_nonzero(shown) == len(shown)
    np.testing.assert_allclose(shown.sum(axis=1), 1, rtol=1e-6)


def rows_of(table):
    """Name of each predictor to its thetas and scores, as printed, without their errors."""
    rows = {}
    for block in table.strip().split("\n\n"):
        for line in block.splitlines()[1:]:
            name, n, *scores = re.split(r"\s{2,}", re.sub(r" ± \S+", "", line))
            rows.setdefault(name, [float(n)]).extend(map(float, scores))
    return rows


def test_the_file_has_what_is_printed(iris, table):
    stored = analysis.open_run(iris).predictions
    assert stored.attrs["part"] == "test"
    printed = rows_of(table)
    assert list(printed) == list(stored["predictor"].values)
    for name, numbers in printed.items():
        np.testing.assert_allclose(stored["score"].sel(predictor=name), numbers[1:], atol=5e-5)
        assert stored["n_thetas"].sel(predictor=name) == numbers[0]


def test_scores_follow_from_the_stored_probabilities(iris, table):
    stored = analysis.open_run(iris).predictions
    label = stored["label"].values
    for name in stored["predictor"].values:
        p = stored["probability"].sel(predictor=name).values.astype(float)
        p_true = p[np.arange(len(label)), label]
        expected = {
            "accuracy": np.mean(p.argmax(axis=1) == label),
            "log_score": np.mean(np.log(p_true)),
            "brier": np.mean(np.sum(p**2, axis=1) - 2 * p_true + 1),
            "ece": calibration_error(p, label),
        }
        for score, value in expected.items():
            found = float(stored["score"].sel(predictor=name, score_name=score))
            assert found == pytest.approx(value, abs=1e-6)


def test_the_log_likelihood_of_a_draw_sums_to_its_energy(iris, table):
    data = analysis.open_run(iris).to_arviz()
    total = data.log_likelihood["target"].sum("training_example").values
    np.testing.assert_allclose(total, -data.posterior["energy"].values, rtol=1e-6)
    assert dict(data.posterior.sizes)["chain"] == 2


def test_inputs_of_the_least_certain_are_in_the_datas_own_units(iris, table):
    stored = analysis.open_run(iris).predictions
    lengths = stored["shown_inputs"].values  # iris: centimetres with one decimal
    assert lengths.min() > 0
    np.testing.assert_allclose(lengths, np.round(lengths, 1), atol=1e-5)
    order = stored["uncertainty"].isel(predictor=-1).values[stored["shown"].values]
    assert np.all(np.diff(order) <= 0)


def test_another_run_stands_beside_it(temper, iris, tmp_path):
    size = ("--warmup", "5", "--sweeps", "10", "--kernel", "adam")
    temper("train", "--data", "iris", "--layers", "4,3,3", *size, "--out", tmp_path / "plain")
    own = rows_of(temper("evaluate", tmp_path / "plain").stdout)
    kept = tmp_path / "beside.h5"
    table = temper("evaluate", iris, "--against", f"{tmp_path}/plain/", "--out", kept).stdout
    assert max(len(line) for line in table.splitlines()) <= 80
    both = rows_of(table)
    assert both["plain: best state"] == own["best state"]
    assert list(both)[-1] == "posterior, rung 0"  # what the report shows is still the run's own
    with h5py.File(kept) as file:
        assert "plain: best state" in file.attrs["predictor_names"].astype(str)


def test_a_run_on_other_rows_does_not_stand_beside_it(temper, iris, tmp_path):
    size = ("--replicas", "2", "--warmup", "5", "--sweeps", "10", "--set", "run.seed=2")
    temper("train", "--data", "iris", "--layers", "4,3,3", *size, "--out", tmp_path / "run")
    said = temper("evaluate", iris, "--against", tmp_path / "run", check=USAGE).stderr
    assert "are not those of the run" in said
    assert "run.seed" in said


def test_regression_is_in_original_units(temper, tmp_path):
    path = tmp_path / "run"
    size = ("--replicas", "2", "--warmup", "20", "--sweeps", "40")
    temper("train", "--data", "yacht", "--layers", "auto", *size, "--out", path)
    temper("evaluate", path)
    stored = analysis.open_run(path).predictions
    one = stored.isel(predictor=-1)
    target, mean, sd = (one[name].values for name in ("target", "mean", "sd"))
    scores = dict(zip(stored["score_name"].values, one["score"].values, strict=True))
    assert scores["rmse"] == pytest.approx(np.sqrt(np.mean((target - mean) ** 2)))
    assert scores["coverage_90"] == pytest.approx(coverage(target, mean, sd, [0.9])[0])
    assert target.max() > 10  # resistances; standardised they would be below 5


def test_an_archive_keeps_the_predictions(temper, iris, table, tmp_path):
    temper("pack", iris, "--out", tmp_path / "archive")
    one, two = (analysis.open_run(path).predictions for path in (iris, tmp_path / "archive"))
    assert one.identical(two)


def test_fewer_draws_can_be_asked_for(temper, iris, tmp_path):
    stored = rows_of(temper("evaluate", iris, "--draws", "6").stdout)
    assert stored["posterior, rung 0"][0] == 6
    with h5py.File(iris / "predictions.h5") as file:
        assert "log_likelihood" not in file
    assert "give a whole number" in temper("evaluate", iris, "--draws", "0", check=USAGE).stderr
