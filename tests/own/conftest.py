"""Compiles the libraries of these tests and runs the program on them."""

import math
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from temper import Run

SOURCE = Path(__file__).parents[2]
HERE = Path(__file__).parent
EXAMPLES = SOURCE / "launch" / "examples" / "potentials"

LADDER = """
[kernel]
type = "hmc"
step = 0.3
leapfrog = 5
[ladder]
rungs = {rungs}
t_min = 1.0
t_max = {t_max}
tempering = "{tempering}"
[run]
seed = 3
warmup = 100
sweeps = {sweeps}
steps = 2
copies = {copies}
[output]
thin = 2
"""


@pytest.fixture(scope="session")
def compile_c(tmp_path_factory) -> Callable[..., Path]:
    """compile_c(source, *defines): a shared library of one C file."""
    folder = tmp_path_factory.mktemp("libraries")

    def build(source: Path, *defines: str, name: str = "") -> Path:
        if shutil.which("cc") is None:
            pytest.skip("no C compiler")
        stem = name or "_".join([source.stem, *defines]).replace("=", "")
        library = folder / f"{stem}.so"
        if not library.exists():
            command = ["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
            include = ["-I", str(SOURCE / "src" / "potential")]
            flags = [f"-D{define}" for define in defines]
            subprocess.run(
                [*command, *include, *flags, str(source), "-o", str(library), "-lm"], check=True
            )
        return library

    return build


@pytest.fixture(scope="session")
def gauss(compile_c) -> Callable[..., Path]:
    """gauss(*defines): tests/own/gauss.c as a library."""
    return lambda *defines: compile_c(HERE / "gauss.c", *defines)


def config(  # noqa: PLR0913
    potential: str,
    *,
    rungs: int = 6,
    t_max: str = "inf",
    tempering: str = "likelihood",
    sweeps: int = 2000,
    copies: int = 2,
) -> str:
    """Return a config whose [potential] is given and whose ladder ends at the prior."""
    ladder = LADDER.format(
        rungs=rungs, t_max=t_max, tempering=tempering, sweeps=sweeps, copies=copies
    )
    return f"[potential]\n{potential}\n{ladder}"


@pytest.fixture
def train(temper, tmp_path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """train(potential, ranks=0, check=0, **ladder): runs in tmp_path / "run"."""

    def run(
        potential: str, *, ranks: int = 0, check: int | None = 0, out: str = "run", **ladder: object
    ) -> subprocess.CompletedProcess[str]:
        path = tmp_path / f"{out}.toml"
        path.write_text(config(potential, **ladder))
        return temper("train", path, "--out", tmp_path / out, ranks=ranks, check=check)

    return run


def is_right(values: np.ndarray, truth: float, name: str) -> None:
    """Assert that draws [copy, draw] have this mean, to five standard errors (1 in 2 million).

    Errors are of means of ten batches of each copy, so that correlation is in them.
    """
    batches = np.concatenate([np.array_split(copy, 10) for copy in values])
    means = np.array([np.mean(batch) for batch in batches])
    error = np.std(means, ddof=1) / math.sqrt(len(means))
    assert abs(np.mean(values) - truth) < 5 * error, f"{name}: {np.mean(values)} ± {error}, {truth}"
    assert error < 0.2 * max(1.0, abs(truth)), f"{name}: nothing was measured, ± {error}"


def kept(run: Run) -> np.ndarray:
    """Draws after warm-up at the target: [copy, draw, parameter]."""
    draws = run.draws(rung=0)
    after = np.asarray(draws["sweep"]) >= run.warmup
    return np.asarray(draws)[after].transpose(1, 0, 2).astype(float)


@pytest.fixture
def python_of_tests(monkeypatch) -> None:
    """The environment of the tests is the one that the program embeds."""
    monkeypatch.setenv("TEMPER_PYTHON", str(SOURCE / ".venv" / "bin" / "python"))
    monkeypatch.setenv("PYTHONPATH", str(SOURCE / "analysis"), prepend=os.pathsep)
