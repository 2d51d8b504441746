"""While the run goes on it can be read, with plain tools, and what they read is right."""

import subprocess

import h5py
import xarray
from contents import committed_sweeps, differing_files, wrong_rows
from job import start, wait_until


def read_by_h5py(run, reference):
    """A job that goes on while it is read may fill both best slots after the count was read.

    No slot is of a committed sweep by that count then, and one is by the next: read again.
    """
    for _ in range(20):
        before = committed_sweeps(run)
        wrong = wrong_rows(run, reference)
        is_late = committed_sweeps(run) > before and all("no best state" in what for what in wrong)
        if not wrong or not is_late:
            break
    assert wrong == []


def read_by_h5dump(run, reference):
    for path in (run / "run.h5", run / "draws" / "replica-0000.h5", run / "checkpoint-A.h5"):
        subprocess.run(["h5dump", path], check=True, stdout=subprocess.DEVNULL)


def read_by_xarray(run, reference):
    with (
        xarray.open_dataset(run / "run.h5", engine="h5netcdf") as one,
        h5py.File(reference / "run.h5") as other,
    ):
        n = int(one["committed"])
        assert one["energy"].values[:n].tobytes() == other["energy"][:n].tobytes()


def test_readers_see_committed_rows_and_disturb_nobody(lasting, tmp_path, is_long):
    """Reads are counted only while the job runs; it is begun again until there are enough."""
    wanted, reads = (1000 if is_long else 30), 0
    while reads < wanted:
        run = tmp_path / f"run-{reads}"
        job = start(lasting.train_command(run, ranks=2))
        assert wait_until((run / "run.h5").exists)
        while job.poll() is None and reads < wanted:
            read = (read_by_h5py, read_by_h5dump, read_by_xarray)[reads % 3]
            read(run, lasting.reference)
            reads += 1
        assert job.wait(60) == 0
        assert differing_files(run, lasting.reference) == []
