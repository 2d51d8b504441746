"""A bit flipped anywhere in a run is found, and never taken for the truth."""

import random
import shutil

import pytest
from contents import differing_files, hdf5_files
from job import command, execute

IO_ERROR = 74


@pytest.fixture(scope="module")
def stopped(small, shim, tmp_path_factory):
    """Killed after some sweeps."""
    run = tmp_path_factory.mktemp("stopped") / "run"
    env = {"LD_PRELOAD": str(shim), "SHIM_ROOT": str(run), "SHIM_AT": "600", "SHIM_DO": "kill"}
    small.train(run, env=env)
    assert differing_files(run, small.reference) != []
    return run


def flipped_copies(run, folder, n):
    """(name, a copy of the run with one bit flipped)."""
    rng = random.Random(6)
    for number in range(n):
        copy = folder / str(number)
        shutil.copytree(run, copy)
        path = copy / rng.choice(hdf5_files(run))
        data = bytearray(path.read_bytes())
        place, bit = rng.randrange(len(data)), rng.randrange(8)
        data[place] ^= 1 << bit
        path.write_bytes(data)
        yield f"{path.relative_to(copy)}: byte {place}, bit {bit}", copy
        shutil.rmtree(copy)


def inspect(run, *flags, check=None):
    return execute(command("inspect", run, *flags), check=check)


def test_every_flipped_bit_of_a_finished_run_is_found(small, tmp_path, is_long):
    inspect(small.reference, "--verify", check=0)
    for name, run in flipped_copies(small.reference, tmp_path, 2000 if is_long else 80):
        result = inspect(run, "--verify")
        assert result.returncode == IO_ERROR, name
        assert "DAMAGED" in result.stdout, name


def test_a_damaged_run_never_goes_on_to_a_wrong_end_unnoticed(small, stopped, tmp_path, is_long):
    for name, run in flipped_copies(stopped, tmp_path, 2000 if is_long else 80):
        code = small.train(run, "--resume-if-exists").returncode
        assert code in (0, IO_ERROR), name
        if code == 0 and differing_files(run, small.reference):
            inspect(run, "--verify", check=IO_ERROR)


def test_files_that_changed_their_names_are_found(small, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(small.reference, run)
    first, second = (run / "draws" / f"replica-000{i}.h5" for i in (0, 1))
    first.rename(tmp_path / "other")
    second.rename(first)
    (tmp_path / "other").rename(second)
    assert "was it renamed?" in inspect(run, "--verify", check=IO_ERROR).stdout
    for verb in ("resume", "landscape", "pack"):
        words = ["--sweeps", "12"] if verb == "resume" else []
        assert "renamed" in execute(command(verb, run, *words), check=IO_ERROR).stderr


def test_no_archive_lacks_a_file(small, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(small.reference, run)
    (run / "draws" / "replica-0001.h5").unlink()
    assert "replica-0001.h5" in execute(command("pack", run), check=IO_ERROR).stderr
    assert not (tmp_path / "run.packed").exists()


@pytest.mark.parametrize("name", ["diagnosis.json", "sessions.jsonl", "log.txt"])
def test_what_a_loss_of_power_left_as_zeros_is_in_nobodys_way(name, small, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(small.reference, run)
    (run / name).write_bytes(bytes(300))
    execute(command("resume", run, "--sweeps", "12", "--quiet"), check=0)
    small.train(run, "--force", check=0)


def test_damage_is_told_apart_from_what_is_good(small, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(small.reference, run)
    data = bytearray((run / "run.h5").read_bytes())
    data[data.find(b"double-well")] ^= 1
    (run / "run.h5").write_bytes(data)
    result = inspect(run, "--verify", check=IO_ERROR)
    assert "DAMAGED  run.h5: names, axes, attributes" in result.stdout
    assert "whole    run.h5: sweeps: 10 of 10 whole" in result.stdout
    assert "whole    draws/replica-0002.h5" in result.stdout
