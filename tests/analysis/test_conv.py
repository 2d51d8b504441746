"""Networks that look at images: numpy, ONNX and PyTorch against the program's own predictions."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import temper as analysis
from scipy.special import softmax
from temper.export import choose_draws, command
from temper.network import read_network
from temper.network.activation import ACTIVATIONS
from temper.network.layer import LAYERS
from temper.network.loss import LOSSES
from test_export import run_torch

# Every layer, with strides, with and without bias, and with both kinds of projection.
CONFIG = """
[data]
source = "digits"
[model]
loss = "softmax"
[[model.layer]]
type = "conv2d"
channels = 6
activation = "identity"
bias = false
[[model.layer]]
type = "frn"
[[model.layer]]
type = "residual"
[[model.layer.layer]]
type = "conv2d"
channels = 8
stride = 2
activation = "relu"
[[model.layer.layer]]
type = "layer-norm"
[[model.layer.layer]]
type = "activation"
activation = "gelu"
[[model.layer]]
type = "residual"
[[model.layer.layer]]
type = "conv2d"
channels = 8
kernel = 1
[[model.layer]]
type = "max-pool"
window = 2
[[model.layer]]
type = "residual"
[[model.layer.layer]]
type = "avg-pool"
window = 2
stride = 1
[[model.layer.layer]]
type = "flatten"
[[model.layer.layer]]
type = "dense"
units = 12
[[model.layer]]
type = "residual"
skip = false
[[model.layer.layer]]
type = "dense"
units = 12
activation = "sigmoid"
[kernel]
lr = 0.02
batch = 64
[ladder]
rungs = 2
t_min = 0.01
t_max = 0.1
[run]
warmup = 1
sweeps = 3
steps = 10
[output]
thin = 1
"""


@pytest.fixture(scope="module")
def run(temper, tmp_path_factory) -> analysis.Run:
    """Train a little, and let the program predict."""
    folder = tmp_path_factory.mktemp("conv")
    (folder / "conv.toml").write_text(CONFIG)
    temper("train", folder / "conv.toml", "--out", folder / "run")
    temper("evaluate", folder / "run")
    return analysis.open_run(folder / "run")


@pytest.fixture(scope="module")
def images(run: analysis.Run) -> np.ndarray:
    """Return the images that the program is least certain of: [24, 1, 8, 8]."""
    stored = run.predictions
    return stored["shown_inputs"].values.reshape(-1, 1, 8, 8)


def stored_probability(run: analysis.Run, predictor: str) -> np.ndarray:
    """Return what the program predicted for those images."""
    stored = run.predictions
    return stored["probability"].sel(predictor=predictor, example=stored["shown"]).values


def numpy_average(run: analysis.Run, draw: str, inputs: np.ndarray) -> np.ndarray:
    """Return what the draws predict on average, in numpy."""
    network = read_network(run)
    members = [network.predict(run.parameters(t), inputs) for t in choose_draws(run, draw)]
    return np.mean(members, axis=0)


def test_numpy_predicts_as_the_program_does(run: analysis.Run, images: np.ndarray) -> None:
    posterior = run.predict(images).mean(("draw", "copy")).values
    np.testing.assert_allclose(posterior, stored_probability(run, "posterior, rung 0"), atol=2e-6)
    best = numpy_average(run, "best", images)
    np.testing.assert_allclose(best, stored_probability(run, "best state"), atol=2e-6)


@pytest.mark.parametrize("draw", ["best", "posterior:3"])
def test_onnx_predicts_as_numpy_does(
    run: analysis.Run, images: np.ndarray, draw: str, tmp_path: Path
) -> None:
    output = tmp_path / "net"
    assert command.main([str(run.path), "--draw", draw, "--to", "onnx", "-o", str(output)]) == 0
    session = onnxruntime.InferenceSession(
        tmp_path / "net.onnx", providers=["CPUExecutionProvider"]
    )
    assert session.get_inputs()[0].shape == ["n", 1, 8, 8]
    predicted = session.run(None, {"inputs": images})[0]
    np.testing.assert_allclose(predicted, numpy_average(run, draw, images), atol=1e-5)


def test_torch_predicts_as_numpy_does(
    run: analysis.Run, images: np.ndarray, tmp_path: Path
) -> None:
    assert command.main([str(run.path), "--to", "torch", "-o", str(tmp_path / "net")]) == 0
    logits = run_torch(tmp_path / "net.py", tmp_path, images)
    np.testing.assert_allclose(
        softmax(logits, axis=1), numpy_average(run, "best", images), atol=1e-5
    )


def test_inputs_may_be_flat(run: analysis.Run, images: np.ndarray) -> None:
    flat = images.reshape(len(images), -1)
    np.testing.assert_array_equal(run.predict(flat).values, run.predict(images).values)


@pytest.mark.parametrize(
    ("kind", "forms"), [("layers", LAYERS), ("activations", ACTIVATIONS), ("losses", LOSSES)]
)
def test_whatever_the_program_knows_has_its_form_in_python(
    kind: str, forms: dict[str, object], temper
) -> None:
    listed = json.loads(temper("list", kind, "--json").stdout)[kind]["entries"]
    assert {entry["name"] for entry in listed} == set(forms)


def test_every_layer_is_in_the_network_above() -> None:
    assert set(re.findall(r'type = "(.+)"', CONFIG)) == set(LAYERS)
