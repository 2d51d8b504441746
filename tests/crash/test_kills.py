"""kill -9 of the whole job or of one rank at random instants, under changing numbers of ranks."""

import os
import random
import signal
import subprocess
import time

import pytest
from contents import committed_sweeps, differing_files, wrong_rows
from job import command, execute, kill_all, ranks_of, start, wait_until

USAGE_ERROR = 64
INTERRUPTED = 75


@pytest.mark.parametrize("name", ["lasting", "lasting_and_sharing", "lasting_and_staged"])
def test_the_end_is_the_same_after_many_kills(name, request, tmp_path, is_long):
    lasting = request.getfixturevalue(name)
    run = tmp_path / "run"
    rng = random.Random(6)
    n_kills, runs = 0, 0
    while n_kills < (100 if is_long else 8):
        runs += 1
        assert runs < 1000
        job = start(
            lasting.train_command(run, "--resume-if-exists", ranks=rng.choice((0, 1, 2, 3)))
        )
        wait_until(lambda job=job: ranks_of(job) or job.poll() is not None)
        time.sleep(rng.uniform(0, 1.0))
        if job.poll() is not None:  # it got to the end: begin another run
            assert differing_files(run, lasting.reference) == []
            subprocess.run(["rm", "-r", run], check=True)
            continue
        n_kills += 1
        ranks = ranks_of(job)
        if ranks and rng.random() < 0.5:
            os.kill(rng.choice(ranks), signal.SIGKILL)
            assert job.wait(60) != 0
        else:
            kill_all(job)
        if committed_sweeps(run) > 0:
            assert wrong_rows(run, lasting.reference) == []
    lasting.go_on(run, ranks=2)
    assert differing_files(run, lasting.reference) == []


def test_a_rank_that_stands_still_for_a_while_changes_nothing(lasting, tmp_path):
    run = tmp_path / "run"
    job = start(lasting.train_command(run, ranks=2))
    assert wait_until(lambda: committed_sweeps(run) > 5)
    stopped = ranks_of(job)[-1]
    os.kill(stopped, signal.SIGSTOP)
    time.sleep(0.5)
    os.kill(stopped, signal.SIGCONT)
    assert job.wait(60) == 0
    assert differing_files(run, lasting.reference) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGUSR1])
def test_a_signal_ends_the_job_at_a_commit(number, lasting, tmp_path):
    run = tmp_path / "run"
    job = start(lasting.train_command(run))
    assert wait_until(lambda: committed_sweeps(run) > 5)
    job.send_signal(number)
    assert job.wait(60) == INTERRUPTED
    lasting.go_on(run)
    assert differing_files(run, lasting.reference) == []


def test_a_second_job_is_refused_until_the_first_dies(lasting, tmp_path):
    run = tmp_path / "run"
    job = start(lasting.train_command(run))
    assert wait_until(lambda: committed_sweeps(run) > 5)
    for second in (command("resume", run), lasting.train_command(run, "--force")):
        result = execute(second, check=USAGE_ERROR)
        assert f"process {job.pid} on host {os.uname().nodename}" in result.stderr
    kill_all(job)
    lasting.go_on(run)
    assert differing_files(run, lasting.reference) == []
