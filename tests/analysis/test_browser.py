"""The report in a real browser: Chromium without a window (Debian: chromium)."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import temper
from temper.report import write_report
from test_predictions import hostile_predictions

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="CHROMIUM IS MISSING: install the package chromium to check the page"
)


def visit(page: Path, profile: Path) -> tuple[str, str]:
    """Open a page; return what its document became and what the browser complained about."""
    result = subprocess.run(
        [
            str(CHROMIUM),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={profile}",
            "--enable-logging=stderr",
            "--virtual-time-budget=20000",
            "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    complaints = "\n".join(line for line in result.stderr.splitlines() if "CONSOLE" in line)
    return result.stdout, complaints


def drawings(document: str) -> list[str]:
    """Return what stands in each picture after drawing."""
    parts = document.split("<figure")[1:]
    return [part.split("</figure>")[0] for part in parts]


def test_every_picture_draws_something_without_a_complaint(
    gaussian: temper.Run, tmp_path: Path
) -> None:
    page = write_report(gaussian, tmp_path / "report.html")
    document, complaints = visit(page, tmp_path / "profile")
    assert complaints == ""
    figures = drawings(document)
    assert len(figures) == 9
    for figure in figures:
        drawn = re.search(r'<path class="js-(line|fill)"|class="point"|<image |<img ', figure)
        assert drawn, figure[:300]


def test_markup_in_data_does_nothing_in_a_browser(tmp_path: Path) -> None:
    page = write_report(hostile_predictions(tmp_path / "run"), tmp_path / "report.html")
    document, complaints = visit(page, tmp_path / "profile")
    assert complaints == ""
    assert document.count("<img") == 3  # those of the least certain examples
    n_drawn = len(drawings(document)) - 1  # the images need no plotly
    assert f'data-drawn="{n_drawn}"' in document


def test_the_check_catches_a_page_that_reaches_out(gaussian: temper.Run, tmp_path: Path) -> None:
    page = write_report(gaussian, tmp_path / "report.html")
    text = page.read_text().replace("</main>", "<img src='https://example.org/x.png'></main>", 1)
    page.write_text(text)
    _, complaints = visit(page, tmp_path / "profile")
    assert "Content Security Policy" in complaints
