"""`init.from` starts replicas from weights in .npz and .safetensors files, and says what doesn't
fit."""

import json
import shutil
import struct

import h5py
import numpy as np
import pytest

CONFIG = """\
[data]
source = "iris"
[model]
layer = [{type = "dense", units = 2}]
[kernel]
lr = 1e-30
batch = "full"
noise = "none"
[ladder]
rungs = 2
t_max = 2.0
[run]
warmup = 0
sweeps = 2
steps = 1
[output]
thin = 1
[init]
from = "FILE"
"""


def weights():
    rng = np.random.default_rng(7)
    shapes = {"layer0.weight": (2, 4), "layer0.bias": (2,), "layer1.weight": (3, 2),
              "layer1.bias": (3,)}  # fmt: skip
    return {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def write(path, tensors):
    if path.suffix == ".npz":
        np.savez(path, **tensors)
        return
    header, data = {}, b""
    for name, tensor in tensors.items():
        place = [len(data), len(data) + tensor.nbytes]
        header[name] = {"dtype": "F32", "shape": tensor.shape, "data_offsets": place}
        data += tensor.tobytes()
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def config(path):
    file = path.with_suffix(".toml")
    file.write_text(CONFIG.replace("FILE", str(path)))
    return file


@pytest.mark.parametrize("name", ["weights.npz", "weights.safetensors"])
def test_every_replica_starts_there(temper, tmp_path, name):
    scale = {"input_mean": np.zeros(4, np.float32), "input_sd": np.ones(4, np.float32)}
    write(tmp_path / name, {**weights(), **scale})
    temper("train", config(tmp_path / name), "--out", tmp_path / "run", "--quiet")
    expected = np.concatenate([tensor.ravel() for tensor in weights().values()])
    for replica in (0, 1):
        with h5py.File(tmp_path / "run" / "draws" / f"replica-{replica:04}.h5") as file:
            np.testing.assert_array_equal(file["theta"][0], expected)


def test_a_run_goes_on_without_the_file(temper, tmp_path):
    write(tmp_path / "weights.npz", weights())
    temper("train", config(tmp_path / "weights.npz"), "--out", tmp_path / "run", "--quiet")
    (tmp_path / "weights.npz").unlink()
    temper("resume", tmp_path / "run", "--sweeps", "4", "--quiet")
    temper("evaluate", tmp_path / "run")
    for checkpoint in tmp_path.glob("run/checkpoint-*.h5"):
        checkpoint.unlink()
    result = temper("train", config(tmp_path / "weights.npz"), "--out", tmp_path / "n", check=65)
    assert "weights.npz" in result.stderr
    assert not (tmp_path / "n").exists()
    shutil.rmtree(tmp_path / "run")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"layer1.bias": None}, "has no tensor 'layer1.bias' [3]; it has layer0.bias, layer0"),
        ({"layer0.weight": np.zeros((4, 2), np.float32)}, "is [4, 2]; the network's is [2, 4]"),
        ({"layer2.bias": np.zeros(1, np.float32)}, "the network has no 'layer2.bias'"),
        ({"layer0.bias": np.full(2, np.nan, np.float32)}, "layer0.bias holds a number"),
    ],
)
def test_what_does_not_fit(temper, tmp_path, change, message):
    tensors = {k: v for k, v in {**weights(), **change}.items() if v is not None}
    write(tmp_path / "weights.npz", tensors)
    file = config(tmp_path / "weights.npz")
    assert message in temper("train", file, "--out", tmp_path / "run", check=65).stderr
    assert not (tmp_path / "run").exists()


def test_compare_starts_at_random(temper, tmp_path):
    write(tmp_path / "weights.npz", weights())
    result = temper("compare", config(tmp_path / "weights.npz"), check=64)
    assert "init.from: a comparison starts every method at random" in result.stderr
