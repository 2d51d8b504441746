"""The example potentials do what their files say; without its compiler an example is skipped."""

import math
import re
import shutil
import subprocess

import numpy as np
import pytest
import temper as package

from conftest import EXAMPLES, SOURCE, is_right, kept

MUELLER_BROWN = np.array(
    [
        (-200, -1, 0, -10, 1, 0),
        (-100, -1, 0, -10, 0, 0.5),
        (-170, -6.5, 11, -6.5, -0.5, 1.5),
        (15, 0.7, 0.6, 0.7, -1, 1),
    ]
)


def compiled(compiler, *arguments):
    if shutil.which(compiler) is None:
        pytest.skip(f"{compiler} is not installed")
    subprocess.run([compiler, *map(str, arguments)], check=True)


def evidence(temper, run):
    said = temper("evidence", run).stdout
    return map(float, re.search(r"log Z = (\S+) ± (\S+)", said).groups())


def mueller_brown_moments(T):
    """E[x] and E[y] at temperature T, on a grid."""
    x, y = np.meshgrid(np.linspace(-2.5, 2, 901), np.linspace(-1.5, 3, 901), indexing="ij")
    U = sum(
        A * np.exp(a * (x - u) ** 2 + b * (x - u) * (y - v) + c * (y - v) ** 2)
        for A, a, b, c, u, v in MUELLER_BROWN
    )
    density = np.exp(-(U - U.min()) / T)
    return [np.sum(density * value) / np.sum(density) for value in (x, y)]


@pytest.fixture
def mueller_brown(tmp_path):
    library = tmp_path / "mueller_brown.so"
    include = SOURCE / "src" / "potential"
    source = EXAMPLES / "mueller_brown.c"
    compiled("cc", "-O2", "-shared", "-fPIC", "-I", include, source, "-o", library, "-lm")


@pytest.mark.usefixtures("mueller_brown")
def test_mueller_brown_in_c(temper, tmp_path):
    setting = ["--set", "ladder.t_min=15", "--set", "run.copies=2"]
    config = EXAMPLES / "mueller_brown.toml"
    temper("train", config, *setting, "--out", "run", cwd=tmp_path, ranks=2)
    theta = kept(package.open_run(tmp_path / "run"))
    for i, truth in enumerate(mueller_brown_moments(T=15)):
        is_right(theta[:, :, i], truth, "xy"[i])
    said = temper("landscape", "run", "--quiet", cwd=tmp_path).stdout
    assert "ended in 3 minima" in said
    assert "-146.7" in said


def test_double_well_in_fortran(temper, tmp_path):
    library = tmp_path / "double_well.so"
    compiled(
        *("gfortran", "-O2", "-shared", "-fPIC", "-J", tmp_path),
        *(EXAMPLES / "double_well.f90", "-o", library),
    )
    temper("train", EXAMPLES / "double_well.toml", "--out", "run", cwd=tmp_path)
    log_Z, error = evidence(temper, tmp_path / "run")
    assert abs(log_Z + 1.8325) < 4 * error + 1e-3


def test_xy_spins_in_rust(temper, tmp_path):
    compiled(
        *("rustc", "-O", "--crate-type", "cdylib", "-C", "panic=abort"),
        *(EXAMPLES / "xy_lattice.rs", "-o", tmp_path / "xy_lattice.so"),
    )
    temper("train", EXAMPLES / "xy_lattice.toml", "--out", "run", cwd=tmp_path)
    log_Z, error = evidence(temper, tmp_path / "run")
    angles = 2 * np.pi * np.arange(4096) / 4096  # I_n(2) by its integral
    bessel = [np.mean(np.exp(2 * np.cos(angles)) * np.cos(n * angles)) for n in range(-20, 21)]
    assert abs(log_Z - math.log(np.sum(np.array(bessel) ** 16))) < 4 * error + 1e-3
    refused = temper(
        *("train", EXAMPLES / "xy_lattice.toml", "--set", "potential.options=big"),
        cwd=tmp_path,
        check=70,
    )
    assert "give potential.options" in refused.stderr


def test_the_template_for_cmake_builds(tmp_path):
    if shutil.which("cmake") is None:
        pytest.skip("cmake is not installed")
    include = f"-DTEMPER_INCLUDE={SOURCE / 'src' / 'potential'}"
    subprocess.run(["cmake", "-S", EXAMPLES, "-B", tmp_path / "build", include], check=True)
    subprocess.run(["cmake", "--build", tmp_path / "build"], check=True)
    assert (tmp_path / "build" / "mueller_brown.so").exists()
