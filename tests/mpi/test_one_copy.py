"""A data set costs its size once a node, whatever the number of ranks."""

import os
import signal
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest

from conftest import SOURCE, program

RANKS = 4
BYTES = 200_000_000


@pytest.fixture
def big_set(tmp_path) -> Path:
    """200 MB of inputs as training holds them: float32."""
    n_inputs = 1000
    rng = np.random.default_rng(1)
    inputs = rng.standard_normal((BYTES // 4 // n_inputs, n_inputs), dtype=np.float32)
    path = tmp_path / "big.npz"
    np.savez(path, X=inputs, y=inputs[:, 0] > 0)
    return path


def ranks_of(launcher: int) -> list[int]:
    """The temper processes below mpirun."""
    children = subprocess.run(
        ["ps", "-o", "pid=,comm=", "--ppid", str(launcher)], capture_output=True, text=True
    ).stdout
    found = []
    for line in children.splitlines():
        pid, name = line.split()
        found += [int(pid)] if name == "temper" else ranks_of(int(pid))
    return found


def proportional_bytes(pid: int) -> int:
    """Memory of a process; what n processes share counts an n-th in each."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return 1024 * next(int(line.split()[1]) for line in rollup.splitlines() if "Pss:" in line)


def has_mpich() -> bool:
    """Whose processes need 26 MB each."""
    said = subprocess.run(["mpirun", "--version"], capture_output=True, text=True).stdout
    return "HYDRA" in said


def test_four_ranks_hold_one_copy(big_set, tmp_path):
    run = tmp_path / "run"
    command = [SOURCE / "launch" / "local", str(RANKS), "train", "--data", big_set, "--out", run]
    command += ["--replicas", "4", "--steps", "1000000", "--set", "data.task=classification"]
    launcher = subprocess.Popen(
        list(map(str, command)),
        env={**os.environ, "TEMPER": str(program())},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not (run / "run.h5").exists():  # published when all data are in place
            assert launcher.poll() is None, "training ended before it began"
            time.sleep(0.1)
        ranks = ranks_of(launcher.pid)
        assert len(ranks) == RANKS
        used = sum(map(proportional_bytes, ranks))
    finally:
        for pid in ranks_of(launcher.pid):
            os.kill(pid, signal.SIGKILL)
        launcher.wait(timeout=60)
    # One copy and what four processes need besides; two copies would be 400 MB.
    assert BYTES < used < (1.75 if has_mpich() else 1.5) * BYTES
