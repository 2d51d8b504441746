"""docs/own-model.md does what it says: its files are written and its commands run as they stand."""

import os
import re
import subprocess

import pytest
import temper as package

from conftest import SOURCE

PAGE = (SOURCE / "docs" / "own-model.md").read_text()
PREFIX = "-I PREFIX/include"


def blocks(heading: str, language: str) -> list[str]:
    """The code blocks of one section."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(rf"^```{language}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


@pytest.fixture
def shell(temper_program, tmp_path):
    """Run lines as a reader does who has activated the environment."""
    places = [temper_program.parent, SOURCE / ".venv" / "bin", os.environ["PATH"]]
    environment = {
        **os.environ,
        "PATH": os.pathsep.join(map(str, places)),
        "PYTHONPATH": str(SOURCE / "analysis"),
    }
    environment.pop("TEMPER_PYTHON", None)

    def run(lines: str) -> str:
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", lines.replace(PREFIX, f"-I {SOURCE}/src/potential")],
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.DEVNULL,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    return run


def test_c(shell, tmp_path):
    (tmp_path / "mine.c").write_text(blocks("C", "c")[0])
    (tmp_path / "mine.toml").write_text(blocks("C", "toml")[0])
    (commands,) = blocks("C", "bash")
    assert PREFIX in commands
    said = shell(commands)
    assert "ended in 2 minima" in said
    assert re.search(r"minimum \d: theta\[0\] = -1\n", said)
    assert (tmp_path / "runs/mine/report.html").stat().st_size > 0


def test_python(shell, tmp_path):
    (tmp_path / "mine.py").write_text(blocks("Python", "python")[0])
    (tmp_path / "mine-python.toml").write_text(blocks("Python", "toml")[0])
    said = shell(blocks("Python", "bash")[0])
    log_Z, error = map(float, re.search(r"log Z = (\S+) ± (\S+)", said).groups())
    # N((1, 2), 1) under N(0, 3²), without the constant of the first: ln (1/10) - 5/20.
    assert abs(log_Z + 2.5526) < 4 * error + 1e-3
    assert list(package.open_run(tmp_path / "runs/mine-python").blocks) == ["x", "y"]
