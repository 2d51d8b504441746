"""Predictions in the report: the numbers by hand, images and tables, hostile names."""

from __future__ import annotations

import io
from pathlib import Path

import h5py
import matplotlib.image
import numpy as np
import plotly.graph_objects as go
import pytest
import temper
from make_predictions import classes, targets, write_predictions
from make_run import simulate, write_run
from temper.diagnostics.calibration import calibration_error, coverage, reliability
from temper.report import render
from temper.report.facts import Facts
from temper.report.pictures.least_certain import pixels
from temper.report.pictures.predictions import prediction_pictures
from temper.report.png import png
from temper.report.tables import least_certain_table, prediction_table, rounded
from temper.report.words import notes, what_was_found
from test_report import HOSTILE, Page, hostile_run

SCORES = ["accuracy", "log_score", "brier", "ece"]


def made_run(path: Path, **attributes: object) -> temper.Run:
    """Write a small run."""
    made = simulate([1.0, 2.0], n_sweeps=40, thin=5)
    made.attributes = attributes
    return temper.open_run(write_run(path, made))


def test_calibration_worked_out_by_hand() -> None:
    # Confidences 0.9, 0.9, 0.6, of which the first two share bin 13 of 15 and one of them is right:
    # |0.9 - 0.5| and |0.6 - 1|, weighted 2 to 1.
    probability = np.array([[0.9, 0.1], [0.1, 0.9], [0.6, 0.4]])
    label = np.array([0, 0, 0])
    assert calibration_error(probability, label) == pytest.approx(0.4)
    bins = reliability(probability, label)
    assert bins["count"][[13, 9]].tolist() == [2, 1]
    assert bins["accuracy"][13] == 0.5
    assert np.isnan(bins["accuracy"][0])


def test_coverage_worked_out_by_hand() -> None:
    # One sd holds 68.27 %, two sds 95.45 %.
    target, mean, sd = np.array([1.0, -2.0]), np.zeros(2), np.ones(2)
    shares = coverage(target, mean, sd, np.array([0.68, 0.69, 0.95, 0.96]))
    assert shares.tolist() == [0.0, 0.5, 0.5, 1.0]


def test_images_are_shown_where_they_are(tmp_path: Path) -> None:
    run = made_run(tmp_path / "run")
    write_predictions(run.path, classes(120), score_names=SCORES, input_shape=(1, 4, 6))
    calibration, images = prediction_pictures(Facts(run))
    assert pixels(run.predictions).shape == (3, 4, 6)
    assert images.body.count("<img ") == 3
    assert [row[1] for row in images.numbers.rows] == [0, 1, 2]
    assert "class" in images.numbers.columns[2]
    assert len(calibration.drawing["data"]) == 3


def test_colours_and_large_images_are_thinned(tmp_path: Path) -> None:
    run = made_run(tmp_path / "run")
    write_predictions(run.path, classes(), score_names=SCORES, input_shape=(3, 200, 180))
    assert prediction_pictures(Facts(run))[0].slug == "least-certain"
    assert pixels(run.predictions).shape == (3, 67, 60, 3)


@pytest.mark.parametrize("shape", [(2, 3), (2, 3, 3)], ids=["grey", "colour"])
def test_an_image_is_written_as_a_png_that_others_read(shape: tuple[int, ...]) -> None:
    pixels_there = np.arange(np.prod(shape), dtype=np.uint8).reshape(shape) * 13
    read = matplotlib.image.imread(io.BytesIO(png(pixels_there)))
    np.testing.assert_array_equal(np.round(255 * read).astype(int), pixels_there)


def test_few_examples_have_no_calibration(tmp_path: Path) -> None:
    run = made_run(tmp_path / "run")
    write_predictions(run.path, classes(15), score_names=SCORES, input_shape=(2,))
    assert prediction_pictures(Facts(run)) == []


def test_a_table_has_its_least_certain_rows(tmp_path: Path) -> None:
    run = made_run(tmp_path / "run", class_names=np.array(["yes", "no"], h5py.string_dtype()))
    names = ("length", "width")
    arrays = classes(120)
    write_predictions(run.path, arrays, score_names=SCORES, input_shape=(2,), input_names=names)
    table = least_certain_table(Facts(run))
    assert table.columns[-2:] == ["length", "width"]
    true = table.columns.index("true class")
    assert [row[true] for row in table.rows] == [["yes", "no"][i] for i in arrays["label"][:3]]
    assert [picture.slug for picture in prediction_pictures(Facts(run))] == ["calibration"]


def test_zeros_have_no_sign() -> None:
    assert str(rounded(np.array([-1e-7, 2.0, -0.0]))) == "[0.0, 2.0, 0.0]"


def test_regression_has_coverage_and_truth(tmp_path: Path) -> None:
    run = made_run(tmp_path / "run", task="regression")
    scores = ["rmse", "log_score", "coverage_90"]
    write_predictions(run.path, targets(), score_names=scores, input_shape=(2,))
    pictures = prediction_pictures(Facts(run))
    assert [picture.slug for picture in pictures] == ["coverage", "prediction-0"]
    for picture in pictures:
        go.Figure(picture.drawing)
    assert prediction_table(Facts(run)).columns[2:] == [
        "RMSE",
        "log score, nats an example",
        "targets in 90 % intervals",
    ]
    assert len(least_certain_table(Facts(run)).rows) == 3


def test_the_words_say_what_the_average_scores(tmp_path: Path) -> None:
    run = made_run(tmp_path / "run")
    write_predictions(run.path, classes(), score_names=SCORES, input_shape=(2,), committed=40)
    score = float(run.predictions["score"].sel(score_name="accuracy").isel(predictor=-1))
    words = what_was_found(Facts(run))
    error = 100 * np.sqrt(score * (1 - score) / 40)
    said = f"Test accuracy is {score:.1%} ± {error:.1f}, of “posterior, rung 0” (7 thetas) on 40"
    assert said in words
    assert notes(Facts(run)) == []


def test_the_page_says_how_to_get_predictions_and_when_they_are_old(tmp_path: Path) -> None:
    run = made_run(tmp_path / "run")
    assert f"temper evaluate {run.path}" in notes(Facts(run))[0]
    write_predictions(run.path, classes(), score_names=SCORES, input_shape=(2,), committed=30)
    assert "of the first 30 of 40 sweeps" in notes(Facts(run))[0]


@pytest.mark.parametrize("arrays", [classes(), targets()], ids=["classes", "targets"])
def test_predictions_that_are_not_finite_are_left_out(
    arrays: dict[str, np.ndarray], tmp_path: Path
) -> None:
    task = "classification" if "label" in arrays else "regression"
    run = made_run(tmp_path / "run", task=task)
    for name in {"probability", "mean", "sd"} & set(arrays):
        arrays[name] = np.full_like(arrays[name], np.nan)
    write_predictions(run.path, arrays, score_names=["ece"], input_shape=(1, 2, 2))
    assert "<figure" in render(run)
    for picture in prediction_pictures(Facts(run)):
        go.Figure(picture.drawing)


def hostile_predictions(path: Path) -> temper.Run:
    """Write a run with markup in every name that predictions show."""
    run = temper.open_run(write_run(path, hostile_run()))
    write_predictions(
        run.path, classes(), score_names=[HOSTILE, "ece"], input_shape=(1, 2, 2),
        input_names=(HOSTILE, "=1+1", "x", "x"),
    )  # fmt: skip
    return run


def test_markup_in_names_stays_text(tmp_path: Path) -> None:
    page = render(hostile_predictions(tmp_path / "run"))
    parsed = Page(page)
    assert parsed.tags.count("img") == 3  # those of the least certain examples
    assert page.count("<script") == page.count("</script>")
    assert not any(link.startswith("on") for link in parsed.links)
