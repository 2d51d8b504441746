"""One call after another fails, or writes half, or ends the process: an error that names a file,
or success; never a silent loss."""

import shutil
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest
from contents import differing_files, wrong_rows
from recording import read_recording

IO_ERROR = 74
KILLED = {-signal.SIGKILL, 128 + signal.SIGKILL}


def environment(shim, run, **settings):
    return {"LD_PRELOAD": str(shim), "SHIM_ROOT": str(run), **settings}


@pytest.fixture(scope="module")
def n_calls(small, shim, tmp_path_factory):
    """How many calls a whole job makes."""
    folder = tmp_path_factory.mktemp("calls")
    env = environment(shim, folder / "run", SHIM_LOG=str(folder / "log"))
    small.train(folder / "run", env=env, check=0)
    return len(read_recording(folder / "log"))


def chosen(n_calls, step, is_long):
    """All calls, or every step-th and the last ones."""
    return (
        range(n_calls)
        if is_long
        else sorted({*range(0, n_calls, step), *range(n_calls - 6, n_calls)})
    )


def after_fault(small, shim, run, call, settings):
    """Trains with a fault and goes on without. Returns what is wrong."""
    name = f"{settings} at call {call}"
    env = environment(shim, run, SHIM_AT=str(call), **settings)
    result = small.train(run, env=env)
    if result.returncode == 0:
        return [f"{name}: {line}" for line in differing_files(run, small.reference)]
    wrong = []
    if result.returncode == IO_ERROR:
        if str(run) not in result.stderr:
            wrong.append(f"{name}: no file in the message: {result.stderr}")
    elif not (result.returncode in KILLED and "kill" in settings["SHIM_DO"]):
        wrong.append(f"{name}: exit code {result.returncode}: {result.stderr}")
    if (run / "run.h5").exists():
        wrong += [f"{name}: {line}" for line in wrong_rows(run, small.reference)]
    small.go_on(run)
    return wrong + [f"{name}: {line} at the end" for line in differing_files(run, small.reference)]


@pytest.mark.parametrize(
    "settings",
    [
        {"SHIM_DO": "EIO"},
        {"SHIM_DO": "EIO", "SHIM_STICKY": "1"},
        {"SHIM_DO": "ENOSPC", "SHIM_STICKY": "1"},
        {"SHIM_DO": "EINTR"},
        {"SHIM_DO": "short"},
        {"SHIM_DO": "kill"},
        {"SHIM_DO": "kill-half"},
    ],
    ids=lambda settings: "-".join(settings.values()),
)
def test_no_fault_loses_anything(settings, small, shim, n_calls, tmp_path, is_long):
    calls = chosen(n_calls, 41, is_long)
    with ThreadPoolExecutor(2) as pool:
        results = pool.map(
            lambda call: after_fault(small, shim, tmp_path / str(call), call, settings), calls
        )
        wrong = [line for result in results for line in result]
    assert wrong == []


@pytest.mark.parametrize("call", range(0, 45, 4))
def test_a_killed_replacement_leaves_the_folder_free(call, small, shim, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(small.reference, run)
    env = environment(shim, run, SHIM_AT=str(call), SHIM_DO="kill")
    assert small.train(run, "--force", env=env).returncode in KILLED
    small.go_on(run)
    assert differing_files(run, small.reference) == []


def test_short_writes_and_interrupted_ones_are_finished(small, shim, tmp_path):
    """From the first sweep's write on, all of them: the job doesn't even notice."""
    run = tmp_path / "run"
    env = environment(shim, run, SHIM_AT="0", SHIM_DO="short", SHIM_STICKY="1")
    small.train(run, env=env, check=0)
    assert differing_files(run, small.reference) == []


def test_a_failing_rank_ends_the_whole_job(small, shim, tmp_path):
    """Rank 1 of 2 can't write; no rank hangs, and the exit code is told."""
    run = tmp_path / "run"
    env = environment(shim, run, SHIM_AT="60", SHIM_RANK="1", SHIM_DO="EIO", SHIM_STICKY="1")
    result = small.train(run, ranks=2, env=env, check=IO_ERROR)
    assert "can't write" in result.stderr
    small.go_on(run)
    assert differing_files(run, small.reference) == []
