"""Runs from somebody else, or damaged ones: refused in words, whatever is in them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest
import temper
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from temper.export.command import main as export
from temper.files import apart
from temper.files.errors import DISAGREEMENT, RunError
from temper.files.sessions import read_sessions
from temper.report.command import main as report

IO_ERROR, USAGE = 74, 64
PROGRAM = os.environ.get("TEMPER", Path(__file__).parents[2] / "build" / "ci" / "bin" / "temper")
EVERY_INPUT = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def run_path(tmp_path_factory):
    """A small run of a network, made by the program."""
    path = tmp_path_factory.mktemp("stranger") / "run"
    words = ["--data", "iris", "--layers", "4,3,3", "--warmup", "4", "--sweeps", "12", "--quiet"]
    subprocess.run([PROGRAM, "train", *words, "--out", path], check=True, capture_output=True)
    return path


@pytest.fixture
def copy(run_path, tmp_path):
    path = tmp_path / "run"
    shutil.copytree(run_path, path)
    return path


def rename_block(run, name):
    for path in (run / "draws").glob("*.h5"):
        with h5py.File(path, "r+") as file:
            names = list(file["block_name"][:])
            names[-1] = name.encode()
            del file["block_name"]
            file["block_name"] = np.array(names)


@pytest.mark.parametrize("name", ["../../x", "a\x1b[2J", "a\nb", "", "."])
def test_a_block_has_a_name_that_can_be_one(name, copy):
    rename_block(copy, name)
    with pytest.raises(RunError, match="no name of a block"):
        _ = temper.open_run(copy).blocks


def test_blocks_lie_in_theta(copy):
    with h5py.File(copy / "draws" / "replica-0000.h5", "r+") as file:
        file["block_offset"][-1] = 2**40
    with pytest.raises(RunError, match="not within theta"):
        _ = temper.open_run(copy).blocks


def test_draws_files_that_changed_their_names_are_refused(copy):
    first, second = (copy / "draws" / f"replica-000{i}.h5" for i in (0, 1))
    first.rename(copy / "other")
    second.rename(first)
    (copy / "other").rename(second)
    run = temper.open_run(copy)
    with pytest.raises(RunError, match="replica-0000.h5: holds the draws of replica 1; was it"):
        run.draws(rung=0).load()
    with pytest.raises(RunError, match="was it renamed"):
        run.best()


CRASH = Path(__file__).parents[1] / "fuzz" / "corpus" / "h5" / "crash-in-symbol-table"


@pytest.mark.parametrize(
    ("file", "command"),
    [
        ("run.h5", "inspect"),
        ("run.h5", "evaluate"),
        ("run.h5", "pack"),
        ("run.h5", "resume"),
        ("draws/replica-0000.h5", "evaluate"),
        ("draws/replica-0000.h5", "pack"),
        ("draws/replica-0000.h5", "resume"),
        ("predictions.h5", "pack"),
    ],
)
def test_a_file_on_which_hdf5_crashes_is_refused_in_words(file, command, copy):
    """HDF5 1.10 ends with a segmentation fault where it lists this one."""
    shutil.copy(CRASH, copy / file)
    result = subprocess.run([PROGRAM, command, copy], capture_output=True, text=True)
    assert result.returncode in (USAGE, IO_ERROR), result.stderr
    assert file in result.stderr


def test_what_kills_a_reader_is_refused_in_words(copy, monkeypatch):
    """A reader that dies of the file, whichever HDF5 is installed."""
    monkeypatch.setattr(apart, "read_through", lambda path: os.abort())
    with pytest.raises(RunError, match="run.h5: HDF5 crashes on it"):
        temper.open_run(copy)


def test_a_file_is_tried_once(copy, monkeypatch):
    committed = temper.open_run(copy).committed
    monkeypatch.setattr(apart, "read_through", lambda path: os.abort())
    assert temper.open_run(copy).committed == committed


def test_links_are_replaced_and_not_followed(copy, tmp_path):
    outside = tmp_path / "outside"
    outside.write_text("mine")
    for name in ("report.html", "best.npz"):
        (copy / name).symlink_to(outside)
    assert report([str(copy)]) == 0
    assert export([str(copy)]) == 0
    assert outside.read_text() == "mine"
    assert not (copy / "report.html").is_symlink()


def test_names_lead_to_no_other_file(copy, tmp_path):
    with h5py.File(copy / "run.h5", "r+") as file:
        del file["energy"]
        file["energy"] = h5py.ExternalLink(str(tmp_path / "other.h5"), "/energy")
    with pytest.raises(RunError, match="leads elsewhere"):
        temper.open_run(copy)


@pytest.mark.parametrize("name", ["energy", "rung_of", "beta", "committed", "round_first_sweep"])
@pytest.mark.parametrize("value", [np.zeros((3, 2)), np.zeros(0), 7.5, "text", None])
def test_tables_of_other_shapes_are_refused_in_words(name, value, copy, capsys):
    with h5py.File(copy / "run.h5", "r+") as file:
        del file[name]
        if value is not None:
            file[name] = value
    assert report([str(copy)]) in (0, USAGE, IO_ERROR)
    assert "Traceback" not in capsys.readouterr().err


@EVERY_INPUT
@given(bytes_of_file=st.binary(max_size=300))
def test_any_bytes_of_sessions_are_read(bytes_of_file, tmp_path_factory):
    path = tmp_path_factory.mktemp("sessions") / "sessions.jsonl"
    path.write_bytes(bytes_of_file)
    assert all(isinstance(entry, dict) for entry in read_sessions(path))


@EVERY_INPUT
@given(data=st.data())
def test_any_change_of_a_run_is_refused_or_read(data, run_path, tmp_path_factory):
    """Bytes changed anywhere: an error of the kinds that the commands put into words."""
    copy = tmp_path_factory.mktemp("changed") / "run"
    shutil.copytree(run_path, copy)
    path = data.draw(st.sampled_from(sorted(copy.rglob("*.h5"))))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    try:
        run = temper.open_run(copy)
        for table in (run.by_replica, run.by_rung, run.swaps, run.ladder, run.metrics):
            table.load()
        run.draws(rung=0).load()
        run.best()
        run.parameters(run.draws(replica=0)[0])
    except (*DISAGREEMENT, OSError):
        pass


def test_what_is_exported_for_torch_is_no_code_of_the_run(copy, tmp_path):
    """A name is a literal, whatever is in it."""
    pytest.importorskip("safetensors")
    evil = "loss.x': open('EXECUTED', 'w') or 1, 'y"
    rename_block(copy, evil)
    if export([str(copy), "--to", "torch"]) != 0:
        return
    source = (copy / "best.py").read_text().replace("import torch", "")
    code = "import unittest.mock as m, sys; torch = m.MagicMock(); torch.nn.Module = object\n"
    subprocess.run([sys.executable, "-c", code + source], cwd=tmp_path, check=False)
    assert not (tmp_path / "EXECUTED").exists()


@pytest.mark.parametrize("write", [export, report], ids=["export", "report"])
def test_a_place_that_cannot_be_written_is_74_and_named(write, run_path, tmp_path, capsys):
    place = tmp_path / "file" / "mine"  # no folder
    place.parent.touch()
    assert write([str(run_path), "-o", str(place)]) == IO_ERROR
    complaint = capsys.readouterr().err
    assert str(place.parent) in complaint
    assert "-o says where" in complaint


WRITERS = [
    (export, ["--to", "npz"], ".npz"),
    (export, ["--to", "safetensors"], ".safetensors"),
    (export, ["--to", "torch"], ".py"),
    (export, ["--to", "torch"], ".safetensors"),
    (export, ["--to", "onnx"], ".onnx"),
    (report, [], ".html"),
    (report, ["--pdf"], ".pdf"),
    (report, ["--png", "ladder"], ".png"),
]


@pytest.mark.parametrize(("write", "flags", "ending"), WRITERS, ids=lambda value: str(value))
def test_what_somebody_else_wrote_is_not_replaced(write, flags, ending, run_path, tmp_path, capsys):
    """Whatever -o names; what it wrote itself, an empty file too, it may replace."""
    for module in ("safetensors", "onnx"):
        if module in flags or (module == "safetensors" and "torch" in flags):
            pytest.importorskip(module)
    if {"--pdf", "--png"} & set(flags) and not shutil.which("chromium"):
        pytest.skip("no browser")
    mine = tmp_path / f"mine{ending}"
    mine.write_text("my notes of three years")
    words = [str(run_path), *flags, "-o", str(mine)]
    assert write(words) == USAGE
    assert f"{mine}: is in the way" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == [mine.name]
    assert mine.read_text() == "my notes of three years"
    mine.write_text("")
    assert [write(words) for _ in range(2)] == [0, 0]


@pytest.mark.parametrize("write", [export, report], ids=["export", "report"])
def test_a_folder_is_no_name_of_a_file(write, run_path, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert write([str(run_path), "-o", "."]) == USAGE
    assert "give the name of a file" in capsys.readouterr().err
