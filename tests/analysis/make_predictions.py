"""Writes predictions.h5 into a made run, by the file format and with plain h5py."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np

TEXT = h5py.string_dtype()
PREDICTORS = ["best state", "posterior, rung 0"]


def write_predictions(  # noqa: PLR0913  (what a file of predictions has)
    run: Path,
    arrays: dict[str, np.ndarray],
    *,
    score_names: list[str],
    input_shape: tuple[int, ...],
    input_names: tuple[str, ...] = (),
    committed: int = 0,
) -> None:
    """Write the arrays with random scores; the first three examples are shown."""
    n_inputs = int(np.prod(input_shape))
    rng = np.random.default_rng(5)
    n_examples = len(arrays.get("label", arrays.get("target", ())))
    with h5py.File(run / "predictions.h5", "w") as file:
        file.attrs.update(
            format="temper-predictions",
            format_version=1,
            committed=committed,
            part="test",
            predictor_names=np.array(PREDICTORS, TEXT),
            score_names=np.array(score_names, TEXT),
            input_names=np.array(input_names, TEXT) if input_names else h5py.Empty("S1"),
            input_shape=np.array(input_shape, float),
        )
        file["n_thetas"] = np.array([1, 7], np.uint64)
        file["score"] = rng.uniform(size=(2, len(score_names)))
        file["uncertainty"] = rng.uniform(size=(2, n_examples))
        file["shown"] = np.array([0, 1, 2], np.uint64)
        file["shown_inputs"] = rng.uniform(size=(3, n_inputs)).astype(np.float32)
        for name, values in arrays.items():
            file[name] = values


def classes(n_examples: int = 40, n_classes: int = 2) -> dict[str, np.ndarray]:
    """Return labels and probabilities of two predictors."""
    rng = np.random.default_rng(6)
    probability = rng.dirichlet(np.ones(n_classes), size=(2, n_examples)).astype(np.float32)
    label = rng.integers(n_classes, size=n_examples).astype(np.int32)
    return {"label": label, "probability": probability}


def targets(n_examples: int = 40) -> dict[str, np.ndarray]:
    """Return one target with means and sds of two predictors."""
    rng = np.random.default_rng(7)
    target = rng.normal(size=(n_examples, 1))
    mean = target + 0.3 * rng.normal(size=(2, n_examples, 1))
    return {"target": target, "mean": mean, "sd": np.full_like(mean, 0.3)}
