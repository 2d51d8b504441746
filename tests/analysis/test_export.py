"""Exports, by running them in the tools that they are for."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import packaging
import pytest
import safetensors
import temper
from make_run import MadeRun, write_run
from safetensors.numpy import load_file
from scipy.special import softmax
from temper.export import choose_draws, command
from temper.network import read_network
from temper.network.activation import ACTIVATIONS

LAYERS = [(2 + i, name) for i, name in enumerate(ACTIVATIONS)]  # units, activation
N_INPUTS = 6
SCALED = {"input_mean": np.arange(6.0), "input_sd": np.linspace(0.5, 2.0, 6)}
SYSTEM_PYTHON = "/usr/bin/python3"


def network_run(
    path: Path, loss: str, n_outputs: int, loss_blocks: tuple[str, ...] = (), **attributes: object
) -> temper.Run:
    """Write a run of 2 replicas and 4 draws of a net with every activation, weights at random."""
    blocks, offset, n_in = [], 0, N_INPUTS
    for i, units in enumerate([*(units for units, _ in LAYERS), n_outputs]):
        for name, shape in (("weight", (units, n_in)), ("bias", (units,))):
            blocks.append((f"layer{i}.{name}", offset, shape))
            offset += int(np.prod(shape))
        n_in = units
    for name in loss_blocks:
        blocks.append((name, offset, (1,)))
        offset += 1
    sections = [
        f'[[model.layer]]\ntype = "dense"\nunits = {units}\nactivation = "{activation}"\n'
        for units, activation in LAYERS
    ]
    made = MadeRun(
        beta=np.array([[1.0, 0.5]]),
        round_first_sweep=np.array([0]),
        energy=np.array([[4.0, 9.0], [3.0, 9.0], [2.0, 9.0], [5.0, 9.0], [6.0, 9.0]]),
        prior_energy=np.zeros((5, 2)),
        rung_of=np.tile([0, 1], (5, 1)),
        accept_prob=np.ones((5, 1, 1)),
        accepted=np.zeros((5, 1, 1)),
        draw_sweep=np.arange(5),
        theta=np.random.default_rng(3).standard_normal((5, 2, offset)),
        n_warmup=1,
        config=f'[model]\nloss = "{loss}"\n' + "".join(sections),
        attributes=attributes,
        blocks=blocks,
    )
    return temper.open_run(write_run(path, made))


@pytest.fixture
def classifier(tmp_path: Path) -> temper.Run:
    """A net with three classes on standardised inputs."""
    return network_run(tmp_path / "run", "softmax", 3, **SCALED)


def inputs() -> np.ndarray:
    """Return some examples."""
    return np.random.default_rng(4).standard_normal((20, N_INPUTS)).astype(np.float32)


def run_onnx(path: Path) -> np.ndarray:
    """Return what onnxruntime predicts."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return session.run(None, {"inputs": inputs()})[0]


def numpy_average(run: temper.Run, draws: np.ndarray) -> np.ndarray:
    """Return what the draws predict on average, in numpy."""
    network = read_network(run)
    members = [network.predict(run.parameters(theta), inputs()) for theta in draws]
    return np.mean(members, axis=0)


def test_draws_are_chosen_by_name(classifier: temper.Run) -> None:
    # Lowest U is 2 in sweep 2; sweep 0 is warm-up, so 4 draws of rung 0 are kept.
    theta = classifier.draws(replica=0, warmup=True).values
    np.testing.assert_array_equal(choose_draws(classifier, "best"), theta[[2]])
    np.testing.assert_array_equal(choose_draws(classifier, "cold"), theta[[4]])
    np.testing.assert_array_equal(choose_draws(classifier, "posterior:4"), theta[1:])
    np.testing.assert_array_equal(choose_draws(classifier, "posterior:2"), theta[[1, 4]])
    with pytest.raises(temper.RunError, match="has 4 kept draws of rung 0, so 5"):
        choose_draws(classifier, "posterior:5")
    with pytest.raises(temper.RunError, match="not a draw; use best, cold or posterior:20"):
        choose_draws(classifier, "hottest")


def test_numpy_predicts_a_net_worked_out_by_hand(tmp_path: Path) -> None:
    # One input 7, standardised (7 - 3) / 2 = 2; no hidden layer: logits (1 * 2 + 0, -1 * 2 + 1) =
    # (2, -1).
    made = MadeRun(
        beta=np.array([[1.0]]),
        round_first_sweep=np.array([0]),
        energy=np.zeros((1, 1)),
        prior_energy=np.zeros((1, 1)),
        rung_of=np.zeros((1, 1), dtype=int),
        accept_prob=np.empty((1, 1, 0)),
        accepted=np.empty((1, 1, 0)),
        draw_sweep=np.array([0]),
        theta=np.array([1.0, -1.0, 0.0, 1.0]).reshape(1, 1, 4),
        config='[model]\nloss = "softmax"\n',
        attributes={"input_mean": [3.0], "input_sd": [2.0]},
        blocks=[("layer0.weight", 0, (2, 1)), ("layer0.bias", 2, (2,))],
    )
    run = temper.open_run(write_run(tmp_path / "run", made))
    probabilities = run.predict(np.array([[7.0]]))
    assert probabilities.dims == ("draw", "copy", "example", "class")
    np.testing.assert_allclose(probabilities.values[0, 0, 0, 0], 1 / (1 + np.exp(-3)), rtol=1e-6)


def test_every_kept_draw_of_a_rung_predicts(classifier: temper.Run) -> None:
    predictions = classifier.predict(inputs())
    assert dict(predictions.sizes) == {"draw": 4, "copy": 1, "example": 20, "class": 3}
    expected = numpy_average(classifier, choose_draws(classifier, "posterior:4"))
    np.testing.assert_allclose(predictions.mean(("draw", "copy")), expected, rtol=1e-5)


@pytest.mark.parametrize(
    ("loss", "n_outputs", "attributes"),
    [
        ("softmax", 3, {}),
        ("softmax", 3, SCALED),
        ("bernoulli", 1, {}),
        (
            "gaussian",  # predicted noise: two outputs a target, of which the first are means
            4,
            {"task": "regression", "target_mean": [10.0, -5.0], "target_sd": [2.0, 0.5],
             "target_names": ["a", "b"]},
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("draw", ["best", "posterior:4"])
def test_onnx_predicts_as_numpy_does(
    tmp_path: Path, loss: str, n_outputs: int, attributes: dict[str, object], draw: str
) -> None:
    run = network_run(tmp_path / "run", loss, n_outputs, **attributes)
    output = tmp_path / "net"
    assert command.main([str(run.path), "--draw", draw, "--to", "onnx", "-o", str(output)]) == 0
    expected = numpy_average(run, choose_draws(run, draw))
    np.testing.assert_allclose(run_onnx(tmp_path / "net.onnx"), expected, rtol=1e-5, atol=1e-5)


def test_npz_and_safetensors_hold_the_named_blocks(classifier: temper.Run) -> None:
    for to in ("npz", "safetensors"):
        assert command.main([str(classifier.path), "--draw", "posterior:3", "--to", to]) == 0
    expected = classifier.parameters(choose_draws(classifier, "posterior:3"))
    stem = classifier.path / "posterior-3"
    with np.load(stem.with_suffix(".npz")) as arrays:
        assert set(arrays) == {*expected, "input_mean", "input_sd"}
        np.testing.assert_array_equal(arrays["input_mean"], np.arange(6.0))
        assert arrays["layer1.weight"].shape == (3, LAYERS[1][0], LAYERS[0][0])
        np.testing.assert_array_equal(arrays["layer1.weight"], expected["layer1.weight"])
    tensors = load_file(stem.with_suffix(".safetensors"))
    np.testing.assert_array_equal(tensors["layer4.bias"], expected["layer4.bias"])


def run_torch(module: Path, tmp_path: Path, values: np.ndarray) -> np.ndarray:
    """Return the logits of the written module, by the system's Python with Debian's torch."""
    if subprocess.run([SYSTEM_PYTHON, "-c", "import torch"], capture_output=True).returncode != 0:
        pytest.skip("TORCH IS MISSING: install the package python3-torch to check the export")
    beside = tmp_path / "beside"  # of this environment's packages, the one that torch doesn't bring
    beside.mkdir()
    for package in (safetensors, packaging):
        (beside / package.__name__).symlink_to(Path(package.__file__).parent)
    np.save(tmp_path / "inputs.npy", values)
    program = (
        f"import sys, runpy, numpy, torch; sys.path.append({str(beside)!r})\n"
        f"net = runpy.run_path({str(module)!r})['load']()\n"
        f"x = torch.from_numpy(numpy.load({str(tmp_path / 'inputs.npy')!r}))\n"
        f"numpy.save({str(tmp_path / 'logits.npy')!r}, net(x).detach().numpy())\n"
    )
    subprocess.run([SYSTEM_PYTHON, "-c", program], check=True, capture_output=True)
    return np.load(tmp_path / "logits.npy")


def test_torch_predicts_as_numpy_does(classifier: temper.Run, tmp_path: Path) -> None:
    assert command.main([str(classifier.path), "--to", "torch"]) == 0
    logits = run_torch(classifier.path / "best.py", tmp_path, inputs())
    expected = numpy_average(classifier, choose_draws(classifier, "best"))
    np.testing.assert_allclose(softmax(logits, axis=1), expected, rtol=1e-5, atol=1e-6)


def test_torch_takes_the_noise_that_was_learned(tmp_path: Path) -> None:
    attributes = {"task": "regression", "target_names": ["a"]}
    run = network_run(tmp_path / "run", "gaussian", 1, loss_blocks=("loss.log_sd",), **attributes)
    assert command.main([str(run.path), "--to", "torch"]) == 0
    means = run_torch(run.path / "best.py", tmp_path, inputs())  # loads with strict=True
    expected = numpy_average(run, choose_draws(run, "best"))
    np.testing.assert_allclose(means, expected, rtol=1e-5, atol=1e-6)


def test_torch_is_for_one_draw(classifier: temper.Run, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [str(classifier.path), "--draw", "posterior:2", "--to", "torch"]
    assert command.main(arguments) == 64
    assert "holds one draw" in capsys.readouterr().err


def test_a_layer_that_is_not_known_is_refused(tmp_path: Path) -> None:
    run = network_run(tmp_path / "run", "softmax", 3)
    run.config["model"]["layer"][1]["type"] = "convolution"
    with pytest.raises(temper.RunError, match="layer1: 'convolution' is not one of the layers"):
        read_network(run)


@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
@pytest.mark.parametrize("program", ["export", "report"])
def test_an_answer_that_cannot_be_written_ends_with_74(
    classifier: temper.Run, tmp_path: Path, program: str, redirection: str
) -> None:
    call = f"from temper.{program}.command import main; raise SystemExit(main())"
    words = [sys.executable, "-c", call, classifier.path, "-o", tmp_path / "x"]
    line = f"{shlex.join(map(str, words))} {redirection}"
    done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == 74
    assert done.stderr.startswith(f"temper-{program}: standard output can't be written")
    assert "Traceback" not in done.stderr
