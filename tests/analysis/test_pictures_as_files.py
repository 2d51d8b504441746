"""PDF and PNG: by the browser where there is one, with a clear word where there is none."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import pytest
from make_run import simulate, write_run
from temper.report import command
from temper.report.browser import BROWSERS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a small run."""
    return write_run(tmp_path / "run", simulate([1.0, 2.0], n_sweeps=40, thin=5))


needs_browser = pytest.mark.skipif(
    not any(map(shutil.which, BROWSERS)),
    reason="CHROMIUM IS MISSING: install the package chromium to check PDF and PNG",
)


@needs_browser
def test_the_page_prints(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([str(folder), "--pdf"]) == 0
    assert capsys.readouterr().out == f"{folder / 'report.pdf'}\n"
    content = (folder / "report.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert len(content) > 50_000  # pictures are there


@needs_browser
def test_one_picture_is_drawn_alone(folder: Path) -> None:
    assert command.main([str(folder), "--png", "ladder", "-o", str(folder / "x.png")]) == 0
    content = (folder / "x.png").read_bytes()
    width, height = struct.unpack(">II", content[16:24])
    assert (width, height) == (2000, 2 * (340 + 64))
    assert len(set(content)) == 256  # not one colour
    assert len(content) > 10_000


def test_a_wrong_name_lists_the_pictures(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([str(folder), "--png", "valley"]) == 64
    assert "use all, test-accuracy, parameters, " in capsys.readouterr().err


def test_without_a_browser_it_says_what_to_install(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(folder))
    assert command.main([str(folder), "--pdf"]) == 64
    assert "install the package chromium" in capsys.readouterr().err
