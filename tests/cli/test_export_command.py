"""temper export finds the exporter of the analysis package, or says what is missing."""

import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
import temper as analysis

from conftest import SOURCE, program

USAGE = 64


@pytest.fixture(scope="module")
def run(temper, tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "run"
    size = ("--replicas", "2", "--warmup", "5", "--sweeps", "20")
    temper("train", "--data", "iris", "--layers", "4,3,3", *size, "--out", path)
    return path


def export(run, tmp_path, *flags, path):
    """Call it on a copy of the program that no .venv lies above, with this PATH."""
    prefix = tmp_path / "prefix"
    for folder in ("bin", "lib"):
        shutil.copytree(program().resolve().parents[1] / folder, prefix / folder,
                        ignore=shutil.ignore_patterns("test_*"), dirs_exist_ok=True)  # fmt: skip
    return subprocess.run(
        [prefix / "bin" / "temper", "export", run, *flags],
        env={**os.environ, "PATH": str(path), "LD_LIBRARY_PATH": str(prefix / "lib")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def write_exporter(folder):
    """Make a temper-export of the package under test."""
    folder.mkdir()
    script = folder / "temper-export"
    script.write_text(
        f'#!/bin/sh\nPYTHONPATH={SOURCE / "analysis"} exec {sys.executable} -m temper.export "$@"\n'
    )
    script.chmod(0o755)
    return folder


def test_it_passes_its_flags_on(run, tmp_path):
    path = write_exporter(tmp_path / "tools")
    flags = ("--draw", "posterior:2", "--to", "npz", "--out", tmp_path / "net")
    result = export(run, tmp_path, *flags, path=path)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == str(tmp_path / "net.npz")
    expected = analysis.open_run(run).blocks["layer0.weight"].shape
    assert np.load(tmp_path / "net.npz")["layer0.weight"].shape == (2, *expected)


def test_a_refusal_is_passed_back(run, tmp_path):
    path = write_exporter(tmp_path / "tools")
    result = export(run, tmp_path, "--draw", "hottest", path=path)
    assert result.returncode == USAGE
    assert "not a draw" in result.stderr


def test_where_it_is_missing_it_says_what_to_install(run, tmp_path):
    result = export(run, tmp_path, path=tmp_path)
    assert result.returncode == USAGE
    assert "pip install './analysis[export]'" in result.stderr
