"""One config, the run that it makes without a disturbance, and ways to run it again."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parents[2]
Result = subprocess.CompletedProcess[str]

CONFIG = """
[potential]
type = "double-well"
[kernel]
type = "sgd"
lr = 0.01
[ladder]
rungs = 3
t_min = 0.5
t_max = 4.0
[run]
warmup = {warmup}
sweeps = {sweeps}
steps = {steps}
[output]
thin = 2
checkpoint_seconds = {checkpoint_seconds}
durability = "{durability}"
replicas_per_file = {replicas_per_file}
"""


def program() -> str:
    """The temper under test: $TEMPER, else that of launch/test."""
    return os.environ.get("TEMPER", str(SOURCE / "build" / "ci" / "bin" / "temper"))


@dataclass
class Job:
    config: Path
    reference: Path  # the run without a disturbance
    flags: tuple[object, ...] = ()  # of every other run

    @staticmethod
    def write(
        folder: Path,
        warmup: int = 4,
        sweeps: int = 6,
        steps: int = 3,
        checkpoint_seconds: float = 0,
        durability: str = "kill",
        replicas_per_file: int = 1,
    ) -> "Job":
        config = folder / "config.toml"
        config.write_text(
            CONFIG.format(
                warmup=warmup,
                sweeps=sweeps,
                steps=steps,
                checkpoint_seconds=checkpoint_seconds,
                durability=durability,
                replicas_per_file=replicas_per_file,
            )
        )
        return Job(config, folder / "reference")

    def train_command(self, run: Path, *flags: object, ranks: int = 0) -> list[str]:
        arguments = ["train", self.config, "--out", run, "--quiet", *self.flags, *flags]
        return command(*arguments, ranks=ranks)

    def train(
        self,
        run: Path,
        *flags: object,
        ranks: int = 0,
        env: dict[str, str] | None = None,
        check: int | None = None,
    ) -> Result:
        return execute(self.train_command(run, *flags, ranks=ranks), env=env, check=check)

    def go_on(self, run: Path, ranks: int = 0) -> Result:
        """What a job script does after a kill; must succeed."""
        return self.train(run, "--resume-if-exists", ranks=ranks, check=0)


def command(*arguments: object, ranks: int = 0) -> list[str]:
    """ranks = 0 is without mpirun."""
    words = [program(), *map(str, arguments)]
    if ranks == 0:
        return words
    options = ["--oversubscribe", "--allow-run-as-root", "--bind-to", "none"]
    options += ["--mca", "mpi_yield_when_idle", "1"]  # cores are shared with other tests
    return ["mpirun", "-n", str(ranks), *options, *words]


def execute(
    words: list[str], env: dict[str, str] | None = None, check: int | None = None
) -> Result:
    result = subprocess.run(
        words,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if check is not None:
        assert result.returncode == check, f"{words}\n{result.stdout}\n{result.stderr}"
    return result


def start(words: list[str]) -> subprocess.Popen[bytes]:
    """In a process group of its own, so that all of it can be killed."""
    return subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def ranks_of(job: subprocess.Popen[bytes]) -> list[int]:
    """The processes of the program in the job, without mpirun's own."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            name = (folder / "comm").read_text().strip()
            group = os.getsid(int(folder.name))
        except (OSError, ValueError):
            continue
        if name == "temper" and group == job.pid:
            found.append(int(folder.name))
    return found


def kill_all(job: subprocess.Popen[bytes]) -> None:
    """kill -9 of mpirun and all ranks."""
    for process in [job.pid, *ranks_of(job)]:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
    job.wait()


def wait_until(condition, seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.005)
    return False
