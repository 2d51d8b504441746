"""Runs the program as a user does: as a process, with or without mpirun."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import h5py
import pytest

SOURCE = Path(__file__).parents[1]
Result = subprocess.CompletedProcess[str]


def program() -> Path:
    """The temper under test: $TEMPER, else that of launch/test or launch/quickstart."""
    builds = [SOURCE / "build" / preset / "bin" / "temper" for preset in ("ci", "release")]
    candidates = [Path(os.environ["TEMPER"])] if "TEMPER" in os.environ else builds
    return next((p for p in candidates if p.exists()), candidates[0])


@pytest.fixture(scope="session", autouse=True)
def state_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what the program remembers of the user out of the user's home."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


# A ladder from the posterior to the prior, walked by hmc; .format(rungs=…).
HMC_TO_THE_PRIOR = """\
[kernel]
type = "hmc"
step = 0.2
leapfrog = 8
[ladder]
rungs = {rungs}
t_min = 1.0
t_max = inf
tempering = "likelihood"
"""


def prose(page: str) -> str:
    """The page as one line: sentences are wrapped for a terminal."""
    return " ".join(page.split())


def stop_when_committed(command: list, run: Path, n_sweeps: int) -> int:
    """Start a training and ask it to stop (SIGUSR1) once that many sweeps of the run are there.

    Returns its exit code.
    """

    def committed() -> int:
        if not (run / "run.h5").exists():
            return 0
        with h5py.File(run / "run.h5") as file:
            return int(file["committed"][()])

    with subprocess.Popen([*map(str, command)], stderr=subprocess.DEVNULL) as job:
        while job.poll() is None and committed() < n_sweeps:
            time.sleep(0.001)
        job.send_signal(signal.SIGUSR1)
    return job.returncode


@pytest.fixture(scope="session")
def temper_program() -> Path:
    """The executable itself, for tests that start it in their own way."""
    return program()


@pytest.fixture(scope="session")
def temper() -> Callable[..., Result]:
    """temper(*arguments, ranks=0, cwd=None, check=None): ranks = 0 is without mpirun.

    Fails at another exit code than `check`; None takes any.
    """

    def run(
        *arguments: object, ranks: int = 0, cwd: Path | None = None, check: int | None = 0
    ) -> Result:
        command = [SOURCE / "launch" / "local", str(ranks), *map(str, arguments)]
        result = subprocess.run(
            command,
            cwd=cwd,
            env={**os.environ, "TEMPER": str(program())},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if check is not None:
            assert result.returncode == check, f"{arguments}\n{result.stdout}\n{result.stderr}"
        return result

    return run


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of example configs."""
    return SOURCE / "launch" / "examples"
