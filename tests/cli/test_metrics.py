"""--metrics tells a monitor where a run stands; under mpirun a terminal gets the live table."""

import json
import os
import pty
import re
import subprocess

import pytest

from conftest import SOURCE, program

USAGE = 64
SHORT = ["--data", "iris", "--warmup", "5", "--sweeps", "15", "--steps", "10", "--replicas", "3"]
SAMPLE = re.compile(r'^temper_\w+\{run="[^"]*"(,\w+="[^"]*")?\} (NaN|-?[0-9.e+-]+)$')


@pytest.mark.parametrize("ranks", [0, 2])
def test_prometheus_reads_it(ranks, temper, tmp_path):
    file = tmp_path / "temper.prom"
    temper("train", *SHORT, "--out", tmp_path / "run", "--metrics", file, ranks=ranks)
    lines = file.read_text().splitlines()
    samples = [line for line in lines if not line.startswith("#")]
    assert all(SAMPLE.match(line) for line in samples), samples
    assert any(line.startswith("temper_sweeps_done{") and line.endswith(" 20") for line in samples)
    assert sum(line.startswith("temper_energy_nats{") for line in samples) == 3
    assert sum(line.startswith("temper_swap_acceptance{") for line in samples) == 2
    named = {line.split("{")[0] for line in samples}
    assert named == {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert list(tmp_path.glob("*.tmp")) == []


def test_json_lines_are_appended_over_sessions(temper, tmp_path):
    file, run = tmp_path / "temper.jsonl", tmp_path / "run"
    temper("train", *SHORT, "--out", run, "--metrics", file)
    temper("resume", run, "--sweeps", "20", "--metrics", file)
    sweeps = [json.loads(line)["sweep"] for line in file.read_text().splitlines()]
    assert sweeps[-1] == 25
    assert 20 in sweeps


def test_a_file_that_cannot_be_written_is_refused_on_every_rank(temper, tmp_path):
    wrong = ["--metrics", tmp_path / "no" / "such.prom"]
    for ranks in (0, 2):
        result = temper(
            "train", *SHORT, "--out", tmp_path / "run", *wrong, ranks=ranks, check=USAGE
        )
        assert "--metrics" in result.stderr


def test_what_is_no_metrics_stays(temper, tmp_path):
    (tmp_path / "notes.txt").write_text("mine\n")
    (tmp_path / "null").symlink_to("/dev/null")
    for name in ("notes.txt", "null"):
        temper("train", *SHORT, "--out", tmp_path / "r", "--metrics", tmp_path / name, check=USAGE)
    assert (tmp_path / "notes.txt").read_text() == "mine\n"
    assert (tmp_path / "null").is_symlink()


@pytest.mark.parametrize("ranks", [0, 2])
def test_a_terminal_gets_the_live_table_also_under_mpirun(ranks, tmp_path):
    master, slave = pty.openpty()
    job = subprocess.Popen(
        [SOURCE / "launch" / "local", str(ranks), "train", *SHORT, "--out", tmp_path / "run"],
        env={**os.environ, "TEMPER": str(program())},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=slave,
    )
    os.close(slave)
    shown = b""
    try:
        while chunk := os.read(master, 65536):
            shown += chunk
    except OSError:  # the terminal's other end is closed
        pass
    assert job.wait() == 0
    assert b"\x1b[K" in shown


def test_a_file_gets_lines_also_under_mpirun(temper, tmp_path):
    result = temper("train", *SHORT, "--out", tmp_path / "run", ranks=2)
    assert "\x1b" not in result.stderr
