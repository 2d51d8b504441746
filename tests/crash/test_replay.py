"""The folder as it stood after every call of a job of two ranks, and after half of each write:
each opens in h5py, holds nothing wrong, and goes on to the same bytes."""

from concurrent.futures import ThreadPoolExecutor

import h5py
import pytest
from contents import differing_files, wrong_rows
from recording import Disk, read_recording


@pytest.fixture(scope="module", params=["small", "sharing", "staged", "staged_to_the_end"])
def job(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def recording(job, shim, tmp_path_factory):
    folder = tmp_path_factory.mktemp("recording")
    env = {"LD_PRELOAD": shim, "SHIM_ROOT": folder / "run", "SHIM_LOG": folder / "log"}
    job.train(folder / "run", ranks=2, env={key: str(v) for key, v in env.items()}, check=0)
    assert differing_files(folder / "run", job.reference) == []
    return str(folder / "run"), read_recording(folder / "log")


def disks(calls):
    """(name, disk) after every call, and before it with half of its bytes."""
    disk = Disk()
    for number, call in enumerate(calls):
        if len(call.data) > 1:
            torn = disk.copy()
            torn.apply(call.half())
            yield f"half of call {number}", torn
        disk.apply(call)
        yield f"call {number}: {call.name} {call.path}", disk.copy()


def check(job, recorded, name, disk, folder):
    """Returns what is wrong with one state."""
    disk.save(recorded, folder)
    if (folder / "run.h5").exists():
        wrong = wrong_rows(folder, job.reference)
        if wrong:
            return [f"{name}: {line}" for line in wrong]
    job.go_on(folder)
    return [f"{name}: {line} after the resume" for line in differing_files(folder, job.reference)]


def test_every_state_of_the_disk_opens_and_goes_on(job, recording, tmp_path, is_long):
    recorded, calls = recording
    states = list(disks(calls))
    chosen = states if is_long else states[:: max(1, len(states) // 300)] + states[-20:]
    with ThreadPoolExecutor(2) as pool:
        results = pool.map(
            lambda item: check(job, recorded, *item[1], tmp_path / str(item[0])),
            enumerate(chosen),
        )
        wrong = [line for result in results for line in result]
    assert wrong == []


@pytest.mark.parametrize("job", ["small", "sharing", "staged"], indirect=True)
def test_a_count_that_comes_too_early_is_noticed(job, recording, tmp_path):
    """As if the program had counted its fifth sweep before it wrote its rows."""
    recorded, calls = recording
    with h5py.File(job.reference / "run.h5") as run:
        place = run["committed"].id.get_offset()
    counts = [n for n, c in enumerate(calls) if c.path.endswith("/run.h5") and c.offset == place]
    assert len(counts) == 10
    disk = Disk()
    for call in [*calls[: counts[3] + 1], calls[counts[4]]]:
        disk.apply(call)
    disk.save(recorded, tmp_path / "run")
    assert "run.h5: energy below 5" in wrong_rows(tmp_path / "run", job.reference)
