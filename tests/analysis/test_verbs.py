"""Every verb of the program from Python, and what hears of its progress."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import temper
from temper.program.place import command, environment
from temper.program.progress import Monitor
from temper.program.tensorboard import crc32c
from temper.program.toml_text import merged, toml_text

CONFIG = {
    "data.source": "iris",
    "model.layer": [{"type": "dense", "units": 4, "activation": "tanh"}],
    "ladder": {"rungs": 2, "t_max": 2.0},
    "run": {"warmup": 2, "sweeps": 8, "steps": 5},
    "output.thin": 2,
}


@pytest.fixture(autouse=True, scope="module")
def _program(temper_program: Path) -> None:
    """Let the package find the program under test."""
    os.environ["TEMPER"] = str(temper_program)


class Heard(temper.Callback):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.moments: list[temper.Moment] = []
        self.n_ends = 0

    def on_progress(self, moment: temper.Moment) -> None:
        """Keep it."""
        self.moments.append(moment)

    def on_end(self, moment: temper.Moment) -> None:
        """Count it."""
        self.n_ends += 1


def test_training_tells_its_progress_and_can_be_made_longer(tmp_path: Path) -> None:
    """The last call has the last sweep, with energies and metrics of both rungs."""
    heard = Heard()
    job = temper.train(CONFIG, out=tmp_path / "run", callbacks=[heard])
    assert job.run.finished
    assert job.progress == 1
    last = heard.moments[-1]
    assert (last.sweep, last.n_sweeps, last.warmup) == (10, 10, 2)
    assert last.metrics["energy/rung_1"] == pytest.approx(job.run.by_rung.energy.values[-1, 0, 1])
    assert "test_accuracy/rung_0" in last.metrics
    assert heard.n_ends == 1
    assert temper.resume(tmp_path / "run", sweeps=12).run.committed == 14


def test_arrays_and_text_labels_train(tmp_path: Path) -> None:
    """Settings beside the arrays; a second run in the same place must be asked for."""
    random = np.random.default_rng(1)
    X = random.normal(size=(60, 3))
    y = np.where(X[:, 0] > 0, "up", "down")
    config = {key: value for key, value in CONFIG.items() if key != "data.source"}
    run = temper.train(X, y, config=config, out=tmp_path / "run").run
    assert run.attributes["task"] == "classification"
    with pytest.raises(temper.ProgramError, match="run"):
        temper.train(X, y, config=config, out=tmp_path / "run")
    assert temper.train(X, y, config=config, out=tmp_path / "run", replace=True).run.finished


def test_a_job_stops_at_a_commit_and_goes_on(tmp_path: Path) -> None:
    """Also on two ranks; what is there can be read."""
    config = merged(CONFIG, {"run.sweeps": 2_000_000, "output.thin": 1000})
    job = temper.train(config, out=tmp_path / "run", ranks=2, wait=False)
    while job.progress == 0 and job.is_running:
        time.sleep(0.02)
    job.stop()
    assert job.wait().process.returncode == 75
    assert 0 < job.run.committed < 2_000_000


@pytest.mark.parametrize("ranks", [0, 2])
def test_a_run_ends_with_a_process_that_was_killed(tmp_path: Path, ranks: int) -> None:
    """kill -9 of Python: the program stops at a commit within seconds, and can go on."""
    config = merged(CONFIG, {"run.sweeps": 2_000_000, "output.thin": 1000})
    script = (
        f"import temper; temper.train({config!r}, out={str(tmp_path / 'run')!r}, ranks={ranks})"
    )
    parent = subprocess.Popen([sys.executable, "-c", script])
    monitor = Monitor(tmp_path / "run", ())
    while monitor.look().sweep == 0 and parent.poll() is None:
        time.sleep(0.02)
    parent.kill()
    parent.wait()
    before, now = -1, monitor.look().sweep
    while now > before:  # fails by the clock of the tests if it never ends
        time.sleep(2)
        before, now = now, monitor.look().sweep
    assert 0 < now < 2_000_000
    assert not temper.open_run(tmp_path / "run").finished


def test_errors_are_what_the_program_says(tmp_path: Path) -> None:
    """With its exit code: a config with a misspelt key, data that aren't there."""
    with pytest.raises(temper.ProgramError, match="run.sweepz") as caught:
        temper.train(merged(CONFIG, {"run.sweepz": 3}), out=tmp_path / "run")
    assert caught.value.exit_code == 64
    with pytest.raises(temper.ProgramError, match=r"nothing\.csv"):
        temper.train(merged(CONFIG, {"data.source": "nothing.csv"}), out=tmp_path / "run")


def test_a_temper_within_mpirun_is_no_rank_of_it() -> None:
    """What mpirun tells its ranks stays with them; its settings go on."""
    told = {"OMPI_COMM_WORLD_RANK": "1", "PMIX_RANK": "1", "OMPI_MCA_btl": "self", "HOME": "/root"}
    assert environment(0, told) == {"OMPI_MCA_btl": "self", "HOME": "/root"}
    assert command(["train"], ranks=3)[1:4] == ["--quiet", "-n", "3"]


def test_configs_of_python_are_toml() -> None:
    """Both ways to nest, text with quotes, infinite numbers, numpy's numbers."""
    config = {"run": {"seed": np.int64(3)}, "run.steps": 2, "ladder.t_max": np.inf,
              "data.source": 'a "b".csv', "data.standardise": True}  # fmt: skip
    assert toml_text(config).splitlines() == [
        "[run]", "seed = 3", "steps = 2", "[ladder]", "t_max = inf", "[data]",
        r'source = "a \"b\".csv"', "standardise = true",
    ]  # fmt: skip
    with pytest.raises(TypeError, match="'seed' is a section"):
        toml_text({"seed": 1})


def test_tensorboard_files_hold_what_they_were_told(tmp_path: Path) -> None:
    """Records with their lengths and checksums; the names and numbers are in them."""
    assert crc32c(b"123456789") == 0xE3069283  # of the catalogue of parametrised CRCs
    board = temper.TensorBoard(tmp_path)
    board.on_progress(temper.Moment(7, 10, 2, {"energy/rung_0": 1.5}))
    board.on_end(temper.Moment())
    (file,) = tmp_path.iterdir()
    data, records = file.read_bytes(), []
    while data:
        (length,) = struct.unpack("<Q", data[:8])
        records.append(data[12 : 12 + length])
        data = data[16 + length :]
    assert len(records) == 2
    assert b"brain.Event:2" in records[0]
    assert b"energy/rung_0" in records[1]
    assert struct.pack("<f", 1.5) in records[1]
