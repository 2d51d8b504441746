"""A wrong config is refused before anything is written: exit 64 and one line that names file,
line, key, what is wrong and, where there is one, the nearest right spelling. The same answer on
one rank and on several.
"""

import re

import pytest

RIGHT = """\
[data]
source = "iris"
split = [0.6, 0.2, 0.2]
[model]
loss = "softmax"
[[model.layer]]
type = "dense"
units = 4
activation = "tanh"
[prior]
sd = 1.0
[kernel]
type = "sgd"
lr = 0.05
momentum = 0.9
batch = 32
[ladder]
rungs = 4
t_min = 1.0
t_max = 10.0
[exchange]
schedule = "even-odd"
[run]
sweeps = 2
warmup = 0
steps = 2
[output]
thin = 1
"""

# name: (line of RIGHT, what stands there instead, key that the message names, part of the message)
WRONG = {
    "unknown key": ("momentum = 0.9", "momentun = 0.9", "kernel.momentun", "momentum"),
    "unknown table": ("[kernel]", "[kernl]", "kernl", "kernel"),
    "syntax": ("lr = 0.05", "lr = = 0.05", "", ""),
    "wrong type": ("lr = 0.05", 'lr = "fast"', "kernel.lr", "number"),
    "out of range": ("momentum = 0.9", "momentum = 1.5", "kernel.momentum", "1.5"),
    "no layer": ("units = 4", "units = 0", r"model.layer\[\d\].units", "0"),
    "unknown kernel": ('type = "sgd"', 'type = "sdg"', "kernel.type", "sgd"),
    "unknown activation": ('activation = "tanh"', 'activation = "tahn"', "activation", "tanh"),
    "unknown data set": ('source = "iris"', 'source = "irsi"', "data.source", "iris"),
    "falling temperatures": ("t_max = 10.0", "t_max = 0.5", "ladder.t_", "0.5"),
    "unsorted temperatures": (
        "rungs = 4\nt_min = 1.0\nt_max = 10.0",
        "temperatures = [1.0, 3.0, 2.0]",
        "ladder.temperatures",
        "",
    ),
    "batch larger than the data": ("batch = 32", "batch = 5000", "kernel.batch", "5000"),
    "split beyond the whole": (
        "split = [0.6, 0.2, 0.2]",
        "split = [0.9, 0.2, 0.2]",
        "data.split",
        "",
    ),
    "loss of another task": ('loss = "softmax"', 'loss = "gaussian"', "model.loss", ""),
}


@pytest.mark.parametrize("name", WRONG)
def test_is_refused(name, temper, tmp_path):
    right, wrong, key, hint = WRONG[name]
    assert right in RIGHT
    config = tmp_path / "config.toml"
    config.write_text(RIGHT.replace(right, wrong, 1))
    line = config.read_text()[: config.read_text().index(wrong)].count("\n") + 1

    said = set()
    for ranks in (0, 2):
        result = temper("train", config, "--out", tmp_path / "run", ranks=ranks, check=64)
        messages = [m for m in result.stderr.splitlines() if m.startswith("temper: ")]
        assert len(messages) == 1, result.stderr
        said.add(messages[0])

    assert len(said) == 1
    message = said.pop()
    where = re.match(r"temper: (\S*config\.toml):(\d+)(?::\d+)?: (.*)", message)
    assert where, message
    n_lines = wrong.count("\n") + 1
    if name != "falling temperatures":  # either end may be blamed
        assert int(where[2]) in range(line, line + n_lines), message
    assert re.search(key, where[3]), message
    assert hint in where[3], message
    assert not (tmp_path / "run").exists()


def test_the_right_config_is_accepted(temper, tmp_path):
    config = tmp_path / "config.toml"
    config.write_text(RIGHT)
    temper("train", config, "--out", tmp_path / "run")
    assert (tmp_path / "run" / "run.h5").exists()


def test_layers_that_do_not_fit_the_data_are_refused(temper, tmp_path):
    result = temper(
        "train", "--data", "iris", "--layers", "5,8,3", "--out", "run", cwd=tmp_path, check=64
    )
    assert "4" in result.stderr
    assert not (tmp_path / "run").exists()


def test_a_wrong_override_is_refused_by_its_own_name(temper, examples, tmp_path):
    arguments = ["--set", "kernel.lrr=0.1", "--out", "run"]
    result = temper("train", examples / "parity.toml", *arguments, cwd=tmp_path, check=64)
    assert "kernel.lrr" in result.stderr
    assert "did you mean lr?" in result.stderr


def test_a_run_that_exists_is_not_overwritten(temper, tmp_path):
    config = tmp_path / "config.toml"
    config.write_text(RIGHT)
    temper("train", config, "--out", tmp_path / "run")
    before = (tmp_path / "run" / "run.h5").read_bytes()
    result = temper("train", config, "--out", tmp_path / "run", check=64)
    assert "--force" in result.stderr
    assert (tmp_path / "run" / "run.h5").read_bytes() == before
    temper("train", config, "--out", tmp_path / "run", "--force")
