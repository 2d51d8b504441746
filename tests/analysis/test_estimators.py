"""The estimators: scikit-learn's own checks, and what users do with them."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import temper
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_diabetes, load_iris
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks
from temper import TemperClassifier, TemperRegressor
from temper.estimators.budget import cpu_seconds_of

SHORT = 0.2  # CPU seconds


@pytest.fixture(autouse=True, scope="session")
def _program(temper_program: Path) -> None:
    """Let the package find the program under test."""
    os.environ["TEMPER"] = str(temper_program)


@pytest.fixture(scope="session")
def line() -> tuple[np.ndarray, np.ndarray]:
    """y = 3 + 2 x + noise of sd 0.5, 200 rows."""
    random = np.random.default_rng(1)
    x = random.uniform(-2, 2, size=(200, 1))
    return x, 3 + 2 * x[:, 0] + 0.5 * random.normal(size=200)


@pytest.fixture(scope="session")
def fitted(line: tuple[np.ndarray, np.ndarray]) -> TemperRegressor:
    """An estimator of that line."""
    return TemperRegressor(hidden=(8,), budget=1, random_state=1).fit(*line)


@parametrize_with_checks([TemperRegressor(budget=SHORT), TemperClassifier(budget=SHORT)])
def test_scikit_learn_is_content(estimator, check) -> None:  # noqa: ANN001
    """All of check_estimator."""
    check(estimator)


def test_mean_noise_and_quantiles_of_a_line(fitted: TemperRegressor) -> None:
    """Within a third of the noise of what is true, at five places of the line."""
    x = np.linspace(-1.5, 1.5, 5)[:, np.newaxis]
    mean, sd, quantiles = fitted.predict(x, return_std=True, quantiles=[0.1, 0.5, 0.9])
    assert mean == pytest.approx(3 + 2 * x[:, 0], abs=0.17)
    assert sd == pytest.approx(np.full(5, 0.5), abs=0.17)
    assert (np.diff(quantiles, axis=1) > 0).all()
    assert quantiles[:, 1] == pytest.approx(mean, abs=0.1)
    samples = fitted.sample_predictions(x, 4000, random_state=1)
    assert samples.mean(axis=0) == pytest.approx(mean, abs=0.05)
    assert samples.std(axis=0) == pytest.approx(fitted.predict_distribution(x).sd(), abs=0.05)


def test_scores_and_conformal_intervals(fitted: TemperRegressor) -> None:
    """On 2,000 new rows of the line; intervals with the calibration that the user gives."""
    random = np.random.default_rng(2)
    x = random.uniform(-2, 2, size=(4000, 1))
    y = 3 + 2 * x[:, 0] + 0.5 * random.normal(size=4000)
    scores = fitted.scores(x, y)
    assert scores["rmse"] == pytest.approx(0.5, abs=0.05)
    assert scores["nll_mixture"] == pytest.approx(
        0.5 * np.log(2 * np.pi * np.e) + np.log(0.5), abs=0.1
    )
    low, high = fitted.predict_interval(x[2000:], 0.9, calibrate=(x[:2000], y[:2000])).T
    assert np.mean((low <= y[2000:]) & (y[2000:] <= high)) == pytest.approx(0.9, abs=0.04)


def test_the_same_seed_gives_the_same_bits_whatever_the_order_and_the_ranks(
    line: tuple[np.ndarray, np.ndarray],
) -> None:
    """Rows reversed, weights of one, two ranks."""
    x, y = line
    model = TemperRegressor(hidden=(4,), budget=SHORT, random_state=3)
    first = model.fit(x, y).predict(x)
    again = clone(model).fit(x[::-1], y[::-1], sample_weight=np.ones(len(x))).predict(x)
    np.testing.assert_array_equal(first, again)
    on_two = clone(model).set_params(n_jobs=2).fit(x, y)
    np.testing.assert_array_equal(first, on_two.predict(x))


def test_whole_weights_are_rows_and_others_weigh_their_losses(
    line: tuple[np.ndarray, np.ndarray],
) -> None:
    """Twice is the same bits as two rows; 0.5 of all rows is half as sure as all of them."""
    x, y = line
    model = TemperRegressor(hidden=(4,), noise=0.5, budget=SHORT, random_state=3)
    twice = clone(model).fit(x, y, sample_weight=np.full(len(x), 2.0)).predict(x)
    np.testing.assert_array_equal(twice, model.fit(np.tile(x, (2, 1)), np.tile(y, 2)).predict(x))
    longer = clone(model).set_params(budget=2)
    less, more = (
        clone(longer).fit(x, y, sample_weight=np.full(len(x), weight)).predict_distribution(x)
        for weight in (0.1, 1.1)
    )
    ratio = less.epistemic().mean() / more.epistemic().mean()
    assert ratio == pytest.approx(np.sqrt(11), rel=0.4)  # of a straight line; the prior says little
    model.fit(x, y, sample_weight=np.where(x[:, 0] > 0, 1.5, 0))  # those of 0 are as if not there
    assert model.diagnostics_["finished"]


def test_noise_is_chosen_by_cross_validation() -> None:
    """One sd where it is one; one for each row where it grows by a hundred along x."""
    random = np.random.default_rng(7)
    x = random.uniform(-1, 1, size=(300, 1))
    model = TemperRegressor(hidden=(8,), budget=4, random_state=1)
    z = random.normal(size=300)
    assert model.fit(x, x[:, 0] + 0.1 * np.exp(2.3 * x[:, 0]) * z).noise_ == "predicted"
    one = clone(model).fit(x, x[:, 0] + 0.3 * z)
    assert one.sd_scale_ == pytest.approx(1, abs=0.15)
    assert one.predict(x, return_std=True)[1] == pytest.approx(np.full(300, 0.3), rel=0.4)


@pytest.mark.parametrize(
    ("n_rows", "budget", "n_trials"),
    [(1000, 20, 10), (5000, 20, 6), (13_000, 20, 2), (1000, 40, 12), (13_000, 40, 3)],
)
def test_trials_fit_rows_and_budget(
    n_rows: int, budget: float, n_trials: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At least 2,500 rows are kept back once, or all: ten trials of a large table took four times
    its budget. A long fit tries a longer memory, too."""
    n_trained_on = []

    def fit_nothing(self: TemperRegressor, X: np.ndarray, *_: object) -> None:
        n_trained_on.append(len(X))

    def standard_normals(_: TemperRegressor, X: np.ndarray) -> temper.predictive.mixture.Mixture:
        return temper.predictive.mixture.Mixture(np.zeros((1, len(X))), np.ones((1, len(X))))

    monkeypatch.setattr(TemperRegressor, "_fit", fit_nothing)
    monkeypatch.setattr(TemperRegressor, "predict_distribution", standard_normals)
    X = np.random.default_rng(1).normal(size=(n_rows, 2))
    TemperRegressor(budget=budget, random_state=1).fit(X, X[:, 0])
    assert n_trained_on == [n_rows * 4 // 5] * n_trials + [n_rows]


@pytest.mark.parametrize("budget", [0, "soon", "3 parsecs"])
def test_a_budget_is_cpu_seconds_or_a_time(budget: object) -> None:
    """What is neither is refused; text of both kinds is taken."""
    assert [cpu_seconds_of(text) for text in ("600 cpu-s", "1h30m", 2)] == [600, 5400, 2]
    with pytest.raises(ValueError, match="budget must be CPU seconds"):
        TemperRegressor(budget=budget).fit(np.eye(4), np.arange(4.0))


def test_several_targets() -> None:
    """Two targets of different units; each is learned."""
    random = np.random.default_rng(4)
    x = random.normal(size=(150, 2))
    y = np.column_stack([x[:, 0], 1000 * x[:, 1]]) + random.normal(size=(150, 2)) * [0.1, 100]
    model = TemperRegressor(hidden=(8,), noise="learned", budget=1, random_state=1).fit(x, y)
    mean, sd, quantiles = model.predict(x, return_std=True, quantiles=[0.1, 0.9])
    assert mean.shape == sd.shape == (150, 2)
    assert quantiles.shape == (150, 2, 2)
    assert model.score(x, y) > 0.9
    assert sd.mean(axis=0) == pytest.approx([0.1, 100], rel=0.4)


def test_pandas_polars_and_pipelines() -> None:
    """Names are kept, text becomes inputs, a renamed column is refused."""
    random = np.random.default_rng(5)
    table = pd.DataFrame({
        "size": random.normal(size=120),
        "colour": pd.Categorical(random.choice(["red", "green"], size=120)),
    })  # fmt: skip
    y = table["size"] + 3 * (table["colour"] == "red") + 0.1 * random.normal(size=120)
    model = TemperRegressor(hidden=(8,), budget=1, random_state=1).fit(table, y)
    assert list(model.feature_names_in_) == ["size", "colour"]
    assert model.n_features_in_ == 2
    assert model.score(table, y) > 0.9
    unseen = table.head(2).assign(colour=["blue", "red"])
    assert np.isfinite(model.predict(unseen)).all()
    with pytest.raises(ValueError, match="size, colour"):
        model.predict(table.rename(columns={"size": "length"}))

    transformer = ColumnTransformer(
        [("number", StandardScaler(), ["size"]), ("text", OneHotEncoder(), ["colour"])]
    )
    pipeline = make_pipeline(transformer, clone(model))
    assert pipeline.fit(table, y).score(table, y) > 0.9

    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"size": table["size"].to_numpy(), "colour": list(table["colour"])})
    same = clone(model).fit(frame, y.to_numpy())
    np.testing.assert_array_equal(same.predict(frame), model.predict(table))


def test_searches_and_cross_validation_in_processes() -> None:
    """Nested processes; a search's estimators don't write over each other's runs."""
    X, y = load_diabetes(return_X_y=True)
    model = TemperRegressor(budget=SHORT, random_state=1)
    search = GridSearchCV(model, {"hidden": [(4,), (8,)]}, cv=2, n_jobs=2, error_score="raise")
    assert search.fit(X, y).best_score_ > 0.2
    assert cross_val_score(model, X, y, cv=2, error_score="raise").mean() > 0.2


def test_classes_of_any_kind() -> None:
    """Text labels; probabilities; a pickle without the run; a run that is kept."""
    X, y = load_iris(return_X_y=True)
    names = np.array(["setosa", "versicolor", "virginica"])[y]
    X, X_test, names, names_test = train_test_split(X, names, random_state=0)
    model = TemperClassifier(budget=1, random_state=1).fit(X, names)
    assert list(model.classes_) == ["setosa", "versicolor", "virginica"]
    assert model.score(X_test, names_test) > 0.9
    scores = model.scores(X_test, names_test)
    assert scores["nll"] < 0.3
    calibrated = model.predict_proba(X_test, calibrate=(X_test, names_test))
    found = calibrated[np.arange(len(X_test)), model.classes_.searchsorted(names_test)]
    assert -np.mean(np.log(found)) <= scores["nll"] + 1e-6  # the best temperature of these rows
    again = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(again.predict_proba(X_test), model.predict_proba(X_test))
    samples = model.sample_predictions(X_test, 500, random_state=1)
    places = model.classes_.searchsorted(names_test)
    of_truth = model.predict_proba(X_test)[np.arange(len(X_test)), places]
    assert (samples == names_test).mean() == pytest.approx(of_truth.mean(), abs=0.02)


def test_the_run_is_kept_where_it_is_wanted(
    line: tuple[np.ndarray, np.ndarray], tmp_path: Path
) -> None:
    """A second fit takes the next name; what was removed is said to be."""
    model = TemperRegressor(hidden=(4,), budget=SHORT, run=tmp_path / "mine", random_state=1)
    assert model.fit(*line).run_.path == tmp_path / "mine"
    assert model.run_.finished
    assert clone(model).fit(*line).run_.path == tmp_path / "mine-2"
    assert model.diagnostics_["copies"] == model.run_.n_copies
    with pytest.raises(AttributeError, match="run=PATH"):
        _ = TemperRegressor(hidden=(4,), budget=SHORT).fit(*line).run_


def test_a_missing_program_and_a_wrong_config_say_so(
    line: tuple[np.ndarray, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program's own words, and where it was looked for."""
    model = TemperRegressor(hidden=(4,), config={"kernel.stepp": 1}, budget=SHORT)
    with pytest.raises(temper.ProgramError, match="stepp") as caught:
        model.fit(*line)
    assert caught.value.exit_code == 64
    monkeypatch.setenv("TEMPER", "/nowhere/temper")
    with pytest.raises(temper.ProgramError, match=r"\$TEMPER is /nowhere/temper"):
        model.fit(*line)


def test_ctrl_c_leaves_a_fit_that_predicts(tmp_path: Path) -> None:
    """A fit of minutes, interrupted after a commit; the run can be resumed."""
    script = textwrap.dedent(f"""
        import numpy as np, os, signal, threading, time
        signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell ignores it
        from pathlib import Path
        import temper
        from temper.program.progress import Monitor
        x = np.linspace(-1, 1, 400)[:, None]
        model = temper.TemperRegressor(budget=600, noise="learned", random_state=1,
                                       run={str(tmp_path / "r")!r},
                                       config={{"run.sweeps": 10**6, "run.warmup": 5}})
        def interrupt():
            while Monitor(Path(model.run), ()).look().sweep < 10:
                time.sleep(0.05)
            os.kill(os.getpid(), signal.SIGINT)
        threading.Thread(target=interrupt, daemon=True).start()
        try:
            model.fit(x, x[:, 0])
        except KeyboardInterrupt:
            print("stopped", model.run_.committed >= 10, np.isfinite(model.predict(x)).all(),
                  model.diagnostics_["finished"])
    """)
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["stopped", "True", "True", "False"], done.stderr
