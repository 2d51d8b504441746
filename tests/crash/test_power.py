"""durability = "power": the power fails at any call. Of each file, any of the writes since its last
sync may be lost; of each folder, the last of the names since its last sync."""

import itertools
import os
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from contents import differing_files, wrong_rows
from recording import Disk, read_recording

DATA = {"write", "resize", "grow"}


@pytest.fixture(scope="module")
def recording(durable, shim, tmp_path_factory):
    folder = tmp_path_factory.mktemp("recording")
    env = {"LD_PRELOAD": shim, "SHIM_ROOT": folder, "SHIM_LOG": folder / "log"}
    durable.train(folder / "run", ranks=2, env={key: str(v) for key, v in env.items()}, check=0)
    return str(folder / "run"), read_recording(folder / "log")


def folder_of(call):
    return os.path.dirname(call.path)


def unsynced(calls):
    """Positions of the calls that a loss of power after all of them may undo: (data, renames)."""
    data, renames = [], []  # data: (position, the name that the file has by now)
    for number, call in enumerate(calls):
        if call.name == "sync":
            data = [(n, name) for n, name in data if name != call.path]
            renames = [n for n in renames if folder_of(calls[n]) != call.path]
        elif call.name == "rename":
            renames.append(number)
            data = [(n, call.second if name == call.path else name) for n, name in data]
        elif call.name in DATA:
            data.append((number, call.path))
    return [n for n, _ in data], renames


def losses(calls, rng, n_random):
    """Sets of calls to leave out: all subsets when few, else random ones."""
    data, renames = unsynced(calls)
    cut = rng.randint(0, len(renames))
    if len(data) <= 3:
        subsets = [set(s) for k in range(len(data) + 1) for s in itertools.combinations(data, k)]
    else:
        subsets = [
            {n for n in data if rng.random() < rng.choice((0.1, 0.5, 0.9))} for _ in range(n_random)
        ]
        subsets.append(set(data))
    return [subset | set(renames[cut:]) for subset in subsets]


def disk_after(calls, lost):
    """A file whose renaming is lost keeps its old name for all that follows."""
    disk, alias = Disk(), {}
    for number, call in enumerate(calls):
        if number in lost:
            if call.name == "rename":
                alias[call.second] = call.path
            continue
        if call.path in alias and call.name != "sync":
            call = type(call)(**{**vars(call), "path": alias[call.path]})
        disk.apply(call)
    return disk


def check(durable, recorded, name, disk, folder):
    disk.save(recorded, folder)
    if (folder / "run.h5").exists():
        wrong = wrong_rows(folder, durable.reference)
        if wrong:
            return [f"{name}: {line}" for line in wrong]
    durable.go_on(folder)
    return [f"{name}: {line} at the end" for line in differing_files(folder, durable.reference)]


def states(calls, rng, step, n_random):
    for end in range(1, len(calls) + 1, step):
        for number, lost in enumerate(losses(calls[:end], rng, n_random)):
            yield f"power lost after call {end}, variant {number}", disk_after(calls[:end], lost)


def test_nothing_committed_is_lost_with_the_power(durable, recording, tmp_path, is_long):
    recorded, calls = recording
    rng = random.Random(6)
    step, n_random = (1, 4) if is_long else (13, 1)
    with ThreadPoolExecutor(2) as pool:
        results = pool.map(
            lambda item: check(durable, recorded, *item[1], tmp_path / str(item[0])),
            enumerate(states(calls, rng, step, n_random)),
        )
        wrong = [line for result in results for line in result]
    assert wrong == []


def test_a_run_without_syncs_is_seen_to_lose_something(durable, recording):
    """The simulation has teeth: leave out the syncs, and the count outlives its rows."""
    recorded, calls = recording
    careless = [call for call in calls if call.name != "sync"]
    data, _ = unsynced(careless)
    rows = {n for n in data if careless[n].path.endswith("/run.h5") and len(careless[n].data) > 8}
    disk = disk_after(careless, rows)
    folder = durable.config.parent / "careless"
    disk.save(recorded, folder)
    assert wrong_rows(folder, durable.reference) != []
