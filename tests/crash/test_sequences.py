"""Commands in any order, some of them cut short, against a model of what must be there.

The model is one number: how many sweeps of a run were committed. Everything that was committed is
what the run of all sweeps has there, whatever came in between; nothing is ever lost.

`TEMPER_SEQUENCES=3000 pytest tests/crash/test_sequences.py` draws as many sequences.
"""

import os
import random
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import h5py
import pytest
from contents import same_rows, wrong_rows
from job import Job, command, execute

MOST_SWEEPS = 30
N_SEQUENCES = int(os.environ.get("TEMPER_SEQUENCES", "16"))
N_COMMANDS = 7
DONE, USAGE, IO_ERROR = 0, 64, 74
KILLED = {-signal.SIGKILL, 128 + signal.SIGKILL}
FAULTS = ("kill", "kill-half", "EIO", "ENOSPC", "short")


@pytest.fixture(scope="module")
def longest(tmp_path_factory) -> Path:
    """The run of which every other one is the beginning."""
    folder = tmp_path_factory.mktemp("longest")
    job = Job.write(folder, sweeps=MOST_SWEEPS)
    job.train(job.reference, check=DONE)
    return job.reference


class Sequence:
    """A run that commands are given to, and what is known of it."""

    def __init__(self, seed: int, folder: Path, shim: Path, longest: Path) -> None:
        self.rng = random.Random(seed)
        self.folder, self.run, self.shim, self.longest = folder, folder / "run", shim, longest
        self.job = Job.write(folder, sweeps=self.rng.randint(1, 8))
        self.committed = 0
        self.told: list[str] = []

    def play(self) -> list[str]:
        for _ in range(N_COMMANDS):
            step = self.rng.choice([self.train, self.resume, self.resume, self.extend, self.pack])
            wrong = step() + self.check()
            if wrong:
                return [f"{', '.join(self.told)}: {line}" for line in wrong]
        return []

    def train(self) -> list[str]:
        return self.give("train", *self.job.train_command(self.run)[2:])

    def resume(self) -> list[str]:
        return self.give("resume", self.run, "--quiet")

    def extend(self) -> list[str]:
        """Or shorten, which is refused."""
        sweeps = str(self.rng.randint(1, MOST_SWEEPS))
        return self.give("resume", self.run, "--quiet", "--sweeps", sweeps)

    def pack(self) -> list[str]:
        archive = self.folder / "archive"
        for path in (archive, self.folder / "archive.tmp"):
            shutil.rmtree(path, ignore_errors=True)
        wrong = self.give("pack", self.run, "--out", archive)
        if archive.exists():
            result = execute(command("inspect", archive, "--verify"))
            if result.returncode != DONE:
                wrong.append(f"archive: {result.stderr}")
            wrong += wrong_rows(archive, self.longest)
        return wrong

    def give(self, *words: object) -> list[str]:
        """Gives a command, in half of the cases with a fault at some call."""
        env = {}
        if self.rng.random() < 0.5:
            at = int(self.rng.triangular(0, 400, 0))
            env = {"LD_PRELOAD": str(self.shim), "SHIM_ROOT": str(self.folder), "SHIM_AT": str(at)}
            env["SHIM_DO"] = self.rng.choice(FAULTS)
            env["SHIM_STICKY"] = "1" if env["SHIM_DO"] == "ENOSPC" else ""
        fault = f" [{env['SHIM_DO']} at {env['SHIM_AT']}]" if env else ""
        self.told.append(" ".join(str(word) for word in words if word != self.run) + fault)
        result = execute(command(*words), env=env)
        allowed = {DONE, USAGE} | (KILLED | {IO_ERROR} if env else set())
        if result.returncode in allowed:
            return []
        return [f"exit code {result.returncode}: {result.stderr}"]

    def check(self) -> list[str]:
        """What was committed is there, and is what it should be."""
        if not (self.run / "run.h5").exists():
            return [] if self.committed == 0 else ["the run is gone"]
        with h5py.File(self.run / "run.h5") as file:
            committed = int(file["committed"][()])
            with h5py.File(self.longest / "run.h5") as longest:
                same = same_rows(file["energy"], longest["energy"], committed)
        wrong = [] if same else ["energies are others"]
        if committed < self.committed:
            wrong.append(f"{self.committed} sweeps were committed, now {committed}")
        self.committed = committed
        wrong += wrong_rows(self.run, self.longest)
        verified = execute(command("inspect", self.run, "--verify"))
        if verified.returncode != DONE:
            wrong.append(f"inspect --verify: {verified.stdout}")
        return wrong


def test_nothing_committed_is_lost_by_any_sequence(shim, longest, tmp_path):
    def played(seed: int) -> list[str]:
        folder = tmp_path / str(seed)
        folder.mkdir()
        wrong = Sequence(seed, folder, shim, longest).play()
        shutil.rmtree(folder)
        return wrong

    with ThreadPoolExecutor(2) as pool:
        assert [line for wrong in pool.map(played, range(N_SEQUENCES)) for line in wrong] == []
