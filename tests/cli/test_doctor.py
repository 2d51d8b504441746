"""temper doctor says what would go wrong and what to do; its exit code, if a run would work."""

import json
import os
import subprocess
from pathlib import Path

import pytest

USAGE = 64


def findings(result) -> dict[str, dict]:
    """The worst finding of each topic."""
    worst: dict[str, dict] = {}
    order = ["ok", "warning", "error"]
    for finding in json.loads(result.stdout)["findings"]:
        known = worst.setdefault(finding["topic"], finding)
        if order.index(finding["level"]) > order.index(known["level"]):
            worst[finding["topic"]] = finding
    return worst


@pytest.mark.parametrize("ranks", [0, 2])
def test_a_sound_machine(ranks, temper, examples, tmp_path):
    result = temper("doctor", examples / "parity.toml", "--out", tmp_path, "--json", ranks=ranks)
    found = findings(result)
    assert {f["topic"] for f in found.values() if f["level"] == "error"} == set()
    assert {"mpi", "mpirun", "hdf5", "program", "instructions", "config", "data", "cores",
            "replicas", "shared memory", "memory", "folder", "room"} <= set(found)  # fmt: skip
    assert all(f["advice"] for f in found.values() if f["level"] != "ok")
    assert json.loads(result.stdout)["ranks"] == max(1, ranks)


def test_text_says_the_same(temper, tmp_path):
    assert "ok       mpi " in temper("doctor", "--out", tmp_path).stdout


def test_a_wrong_config_is_a_finding(temper, examples, tmp_path):
    wrong = ["--set", "kernel.lr=-1"]
    result = temper("doctor", examples / "parity.toml", *wrong, "--json", check=USAGE)
    assert "kernel.lr" in findings(result)["config"]["text"]


def test_a_run_that_fits_nowhere(temper, examples):
    huge = ["--set", "run.sweeps=1000000", "--set", "output.thin=1", "--set", "ladder.rungs=999"]
    result = temper("doctor", examples / "parity.toml", *huge, "--json", check=USAGE)
    assert findings(result)["room"]["level"] == "error"


def inside(mount: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Run words where a small disk lies at `mount`, which nobody else sees."""
    script = f'mount -t tmpfs -o size=64k tmpfs "{mount}" && shift && exec "$@"'
    command = ["unshare", "--mount", "bash", "-c", script, "x", "x", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


CAN_MOUNT = os.geteuid() == 0 and inside("/mnt", "true").returncode == 0
needs_mount = pytest.mark.skipif(not CAN_MOUNT, reason="takes the right to mount")


@needs_mount
def test_a_full_disk(temper_program, examples, tmp_path):
    words = ["doctor", examples / "parity.toml", "--out", tmp_path / "run", "--json"]
    result = inside(tmp_path, temper_program, *words)
    assert result.returncode == USAGE
    assert findings(result)["room"]["level"] == "error"


@needs_mount
def test_too_little_shared_memory(temper_program, examples, tmp_path):
    """As Docker's 64 MB are for many ranks; TCP between the two, as MPI itself needs some."""
    words = ["doctor", examples / "parity.toml", "--out", tmp_path / "run"]
    mpirun = ["mpirun", "--allow-run-as-root", "--oversubscribe", "--mca", "btl", "self,tcp"]
    result = inside("/dev/shm", *mpirun, "-n", 2, temper_program, *words)
    assert "error    shared memory" in result.stdout
    assert "--shm-size" in result.stdout


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_without_the_right_to_write(temper):
    result = temper("doctor", "--out", "/proc/x", "--json", check=USAGE)
    assert findings(result)["folder"]["level"] == "error"


def test_no_mpirun_is_a_warning(temper_program, tmp_path):
    result = subprocess.run(
        [temper_program, "doctor", "--out", tmp_path, "--json"],
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert findings(result)["mpirun"]["level"] == "warning"


def test_a_launcher_of_another_mpi(temper_program, tmp_path):
    result = subprocess.run(
        [temper_program, "doctor", "--out", tmp_path, "--json"],
        env={**os.environ, "MPI_LOCALNRANKS": "2", "PMI_SIZE": "2"},  # as MPICH's mpirun sets
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == USAGE
    assert "each is alone" in findings(result)["mpirun"]["text"]


def test_nothing_is_left_in_the_folder(temper, tmp_path):
    temper("doctor", "--out", tmp_path)
    assert list(Path(tmp_path).iterdir()) == []
