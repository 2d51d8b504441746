"""The include paths that the build uses."""

import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def compile_flags() -> list[str]:
    packages = ["hdf5-serial", "tomlplusplus", "eigen3", "libhwy"]
    found = [p for p in packages if subprocess.run(["pkg-config", "--exists", p]).returncode == 0]
    flags = subprocess.run(
        ["pkg-config", "--cflags", *found], check=True, capture_output=True, text=True
    ).stdout.split()
    return ["-std=c++20", f"-I{Path(__file__).parents[3] / 'src'}", *flags]
