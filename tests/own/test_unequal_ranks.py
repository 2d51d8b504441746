"""A slow rank: its replicas are dealt anew at a checkpoint, and the numbers stay the same."""

import json
import subprocess

import pytest

from conftest import HERE

MPICH = "MPICH" in subprocess.run(
    ["mpirun", "--version"], capture_output=True, text=True, check=False
).stdout  # fmt: skip


def states(run):
    """How the sessions of a run ended."""
    lines = (run / "sessions.jsonl").read_text().splitlines()
    return [e["state"] for e in map(json.loads, lines) if e["event"] == "end"]


@pytest.fixture
def job(compile_c, temper, tmp_path):
    """Train 8 replicas; the library sleeps where Open MPI says which rank it is on."""
    settings = [
        f"potential.library={compile_c(HERE / 'slow.c')}",
        *("potential.type=plugin", "potential.check=false", "kernel.type=mala"),
        *("ladder.rungs=8", "ladder.adapt=false", "run.steps=1", "run.warmup=10"),
        *("run.sweeps=400", "output.checkpoint_seconds=1", "output.thin=50"),
    ]
    flags = [word for setting in settings for word in ("--set", setting)]

    def run(name, *more, ranks=0):
        said = temper("train", *flags, *more, "--out", tmp_path / name, ranks=ranks)
        return tmp_path / name, said.stderr + " ".join(said.stdout.split())

    return run


@pytest.mark.skipif(MPICH, reason="the library asks Open MPI's environment for its rank")
def test_replicas_move_to_the_faster_rank_and_the_bits_stay(job):
    whole, said = job("whole")
    assert "dealt anew" not in said
    run, said = job("run", ranks=2)
    assert "rank 1 is slower than others: replicas are dealt anew" in said
    assert "dealt anew" in states(run)
    assert states(run)[-1] == "done"
    for file in sorted(whole.rglob("*.h5")):
        subprocess.run(["h5diff", file, run / file.relative_to(whole)], check=True)


@pytest.mark.skipif(MPICH, reason="the library asks Open MPI's environment for its rank")
def test_shares_that_were_given_stay(job):
    run, said = job("run", "--shares", "1,1", ranks=2)
    assert "dealt anew" not in said
    assert states(run) == ["done"]
    assert "waiting for rank 1" in said
    assert "which is slower: resume with --shares 1,0." in said
