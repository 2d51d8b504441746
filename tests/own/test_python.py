"""`[potential] type = "python"`: functions of NumPy, PyTorch and JAX are sampled right, on any
number of ranks; what goes wrong in them ends every rank with its traceback.
"""

import math
import re
import subprocess

import numpy as np
import pytest
import temper as package
from energies import CENTRE, PRIOR_SD, S

from conftest import EXAMPLES, HERE, SOURCE, is_right, kept

TOTAL = PRIOR_SD**2 + S**2
LOG_Z = 3 * (math.log(S) - 0.5 * math.log(TOTAL) - 0.5 * CENTRE**2 / TOTAL)
SYSTEM_PYTHON = "/usr/bin/python3"

pytestmark = pytest.mark.usefixtures("python_of_tests")


def python(name):
    return f'type = "python"\nfunction = "{HERE / "energies.py"}:{name}"'


@pytest.fixture
def torch(python_of_tests, monkeypatch):
    """Debian's PyTorch lives with the system's Python."""
    if subprocess.run([SYSTEM_PYTHON, "-c", "import torch"], capture_output=True).returncode != 0:
        pytest.skip("TORCH IS MISSING: install the package python3-torch to test potentials in it")
    monkeypatch.setenv("TEMPER_PYTHON", SYSTEM_PYTHON)


def is_sampled_right(run, temper, path):
    theta = kept(run)
    for i in range(3):
        is_right(theta[:, :, i], PRIOR_SD**2 * CENTRE / TOTAL, f"mean of {i}")
    said = temper("evidence", path).stdout
    log_Z, error = map(float, re.search(r"log Z = (\S+) ± (\S+)", said).groups())
    assert abs(log_Z - LOG_Z) < 4 * error + 1e-3


@pytest.mark.parametrize("name", ["one", "batched", "rows"])
def test_numpy_is_sampled_right(name, train, temper, tmp_path):
    train(python(name), sweeps=500, ranks=2)
    is_sampled_right(package.open_run(tmp_path / "run"), temper, tmp_path / "run")


def test_jax_is_sampled_right(train, temper, tmp_path):
    train(python("jax_energy"), sweeps=500)
    is_sampled_right(package.open_run(tmp_path / "run"), temper, tmp_path / "run")


@pytest.mark.usefixtures("torch")
@pytest.mark.parametrize("name", ["torch_energy", "torch_batched"])
def test_torch_is_sampled_right(name, train, temper, tmp_path):
    train(python(name), sweeps=300)
    is_sampled_right(package.open_run(tmp_path / "run"), temper, tmp_path / "run")


def test_ranks_give_the_same_bits_and_resume_works(train, temper, tmp_path):
    train(python("one"), sweeps=40)
    train(python("one"), sweeps=20, ranks=2, out="other")
    temper("resume", tmp_path / "other", "--sweeps", "40", ranks=2)
    for name in [f"draws/replica-{i:04d}.h5" for i in range(12)]:
        pair = [tmp_path / "run" / name, tmp_path / "other" / name]
        subprocess.run(["h5diff", *pair, "/theta"], check=True)
    assert list(package.open_run(tmp_path / "run").blocks) == ["left", "right", "middle"]


@pytest.mark.parametrize("ranks", [0, 2])
def test_an_exception_ends_the_run_with_its_traceback(ranks, train, temper, tmp_path):
    result = train(python("fails_at_step_1000"), ranks=ranks, check=70)
    assert "RuntimeError: the furnace is out" in result.stderr
    assert 'energies.py", line' in result.stderr
    assert package.open_run(tmp_path / "run").committed > 0
    assert "whole" in temper("inspect", tmp_path / "run", "--verify").stdout


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("wrong_gradient", r"grad_U of theta\[2\] is .*differences of U"),
        ("wrong_length", r"the gradient has shape \(2,\); expected \(3,\)"),
        ("no_gradient", r"expected U and its gradient, \(U, grad\)"),
        ("random", r"U evaluated twice differs"),
        ("crashes", r"energies.py:crashes crashed \(abort\)"),
        ("nothing", r"has no 'nothing'; it has .*batched"),
        ("not_a_function", r"is a int; expected a function or a Model"),
        ("gauss", r"how many parameters\? Set potential.dim"),
    ],
)
def test_what_is_wrong_is_said(name, words, train):
    result = train(python(name), ranks=2, check=None)
    assert result.returncode != 0
    assert re.search(words, result.stderr), result.stderr


def test_a_plain_function_with_dim(train):
    train(python("gauss") + "\ndim = 3", tempering="posterior", t_max="4.0", sweeps=10)


def test_a_file_is_taken_whatever_else_has_its_name(train, tmp_path):
    """mine.so beside mine.py is a module to Python's eyes, and random is one that it has."""
    for name in ("mine", "random"):
        (tmp_path / f"{name}.so").write_text("a library in C")
        (tmp_path / f"{name}.py").write_text((HERE / "energies.py").read_text())
        train(f'type = "python"\nfunction = "{tmp_path / name}.py:one"', sweeps=2, out=name)


def test_names_that_are_not_there(train, monkeypatch):
    result = train('type = "python"\nfunction = "nowhere_at_all:energy"', check=70)
    assert "ModuleNotFoundError: No module named 'nowhere_at_all'" in result.stderr
    assert "has no colon" in train('type = "python"\nfunction = "nowhere"', check=64).stderr
    monkeypatch.setenv("TEMPER_PYTHON", "/nowhere/python3")
    assert "/nowhere/python3 does not run" in train(python("one"), check=64).stderr


def test_the_interpreter_is_loaded_only_when_it_is_used(temper_program, train, tmp_path):
    linked = subprocess.run(["ldd", temper_program], capture_output=True, text=True, check=True)
    library = temper_program.parents[1] / "lib" / "libtemper.so"
    linked_too = subprocess.run(["ldd", library], capture_output=True, text=True, check=True)
    assert "python" not in linked.stdout + linked_too.stdout


# The accuracy of the mean over draws on the flowers that were kept back. Debian's Python has no
# xarray, so temper.potential is imported without the package above it, as the program does.
PREDICT = """
import sys, types
import numpy as np
analysis, examples, draws = sys.argv[1:]
package = types.ModuleType("temper")
package.__path__ = [analysis + "/temper"]
sys.modules["temper"] = package
sys.path.insert(0, examples)
from torch_attention import net, x, y
probability = net.predict(np.load(draws), x[120:]).softmax(dim=-1).mean(dim=0)
assert probability.shape == (30, 3)
print(float((probability.argmax(dim=1) == y[120:]).float().mean()))
"""


@pytest.mark.usefixtures("torch")
def test_attention_in_torch_learns_iris(temper, tmp_path):
    run = tmp_path / "run"
    temper("train", EXAMPLES / "torch_attention.toml", "--out", run, cwd=EXAMPLES, ranks=2)
    opened = package.open_run(run)
    accuracy = opened.metrics_by_rung["test_accuracy"].isel(rung=0)
    assert float(np.mean(accuracy[-10:])) > 0.85
    assert opened.blocks["attention.weight"].shape == (12, 4)
    np.save(tmp_path / "theta.npy", opened.draws(rung=0).values)
    said = subprocess.run(
        [SYSTEM_PYTHON, "-c", PREDICT, SOURCE / "analysis", EXAMPLES, tmp_path / "theta.npy"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert float(said.stdout) > 0.85


def test_examples_of_numpy_and_jax(temper, tmp_path):
    ladder = ["--set", "ladder.tempering=likelihood", "--set", "ladder.t_max=inf"]
    ladder += ["--set", "ladder.rungs=6", "--set", "ladder.t_min=1", "--set", "kernel.type=mala"]
    ladder += ["--set", "run.sweeps=800", "--set", "run.warmup=200", "--set", "run.steps=2"]
    ladder += ["--set", "run.copies=2", "--set", "potential.type=python"]
    truth = {"numpy_rings": rings(), "jax_banana": banana()}
    for name, log_Z in truth.items():
        function = f"potential.function={EXAMPLES / name}.py:energy"
        temper("train", *ladder, "--set", function, "--out", tmp_path / name)
        said = temper("evidence", tmp_path / name).stdout
        found, error = map(float, re.search(r"log Z = (\S+) ± (\S+)", said).groups())
        assert abs(found - log_Z) < 4 * error + 1e-3, name


def grid():
    side = np.linspace(-16, 16, 3201)
    x, y = np.meshgrid(side, side, indexing="ij")
    return x, y, (side[1] - side[0]) ** 2


def rings():
    x, y, cell = grid()
    radii = [np.hypot(x - centre, y) for centre in (-3, 3)]
    density = sum(np.exp(-0.5 * ((radius - 2) / 0.1) ** 2) for radius in radii)
    prior = np.exp(-(x**2 + y**2) / 18) / (2 * np.pi * 9)
    return math.log(np.sum(density * prior) * cell)


def banana():
    x, y, cell = grid()
    prior = np.exp(-(x**2) / 2 - y**2 / 18) / (2 * np.pi * 3)
    return math.log(np.sum(np.exp(-0.5 * ((y - x**2) / 0.5) ** 2) * prior) * cell)


def test_the_package_can_be_tried_without_the_program():
    import sys

    sys.path.insert(0, str(SOURCE / "analysis"))
    from temper.potential import Normal, Uniform

    theta = np.array([[0.5, -1.0]])
    V, slope = Normal(sd=2).evaluate(theta)
    assert V[0] == pytest.approx(1.25 / 8 + 2 * math.log(2 * math.sqrt(2 * math.pi)))
    np.testing.assert_allclose(slope, theta / 4)
    assert Uniform(-2, [2, 3]).evaluate(theta)[0][0] == pytest.approx(math.log(20))
    assert np.isinf(Uniform(-2, 2).evaluate(np.array([[0.0, 2.5]]))[0][0])
