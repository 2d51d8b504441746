"""PDF and PNG by Chromium or Chrome without a window: what draws the page also prints it."""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

from temper.files.errors import RunError
from temper.files.replace import MARK, replacing

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PATIENCE = 120  # seconds
WIDTH, HEADING = 1000, 64  # px of a picture, and of its title with the space around it
DOTS_PER_PIXEL = 2


def print_page(page: str, file: Path) -> Path:
    """Print a page of the report as PDF. Raises RunError without a browser."""
    with replacing(file) as unnamed:
        draw(page, unnamed, ["--no-pdf-header-footer", f"--print-to-pdf={unnamed.resolve()}"])
        with unnamed.open("ab") as printed:
            printed.write(b"%" + MARK + b"\n")  # a comment
    return file


def picture_names(page: str) -> list[str]:
    """Return the names of the pictures of a page that can be drawn alone."""
    return re.findall(r'<figure id="([a-z0-9-]+)"', page)


def draw_picture(page: str, name: str, file: Path) -> Path:
    """Draw one picture of a page, with its title, as PNG.

    Raises RunError if the page has no such picture, or without a browser.
    """
    if name not in picture_names(page):
        raise RunError(f"--png {name}: there is no such picture; use {described(page)}")
    figure = page[page.index(f'<figure id="{name}"') :]
    height = int(re.search(r'data-height="(\d+)"', figure)[1]) + HEADING
    size = f"--window-size={WIDTH},{height}"
    dots = f"--force-device-scale-factor={DOTS_PER_PIXEL}"
    with replacing(file) as unnamed:
        flags = [size, dots, "--hide-scrollbars", f"--screenshot={unnamed.resolve()}"]
        draw(alone(page, name), unnamed, flags)
        unnamed.write_bytes(marked_png(unnamed.read_bytes()))
    return file


def marked_png(png: bytes) -> bytes:
    """Return a PNG with the mark as its text, before the last chunk, which has 12 bytes."""
    text = b"tEXtSoftware\0" + MARK
    length, checksum = len(text) - len(b"tEXt"), zlib.crc32(text)
    return png[:-12] + struct.pack(">I", length) + text + struct.pack(">I", checksum) + png[-12:]


def described(page: str) -> str:
    """List the pictures of a page for a message."""
    return ", ".join(["all", *picture_names(page)])


def alone(page: str, name: str) -> str:
    """Hide everything but one picture and its title."""
    style = (
        f"<style>header, h2, .table, details, footer, figcaption, .chooser, .valley, .rungs, "
        f"figure:not(#{name}) {{ display: none }} "
        "body { padding: 0; max-width: none } .pictures { display: block; margin: 0 } "
        "figure { border: 0; border-radius: 0 }</style></head>"
    )
    return page.replace("</head>", style, 1)


def draw(page: str, file: Path, flags: list[str]) -> None:
    """Let the browser open a page and write `file`."""
    browser = find_browser()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, "utf-8")
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            f"--user-data-dir={folder}/profile",
            "--virtual-time-budget=20000",  # pictures draw one after another
            *(["--no-sandbox"] if os.geteuid() == 0 else []),  # root has none
            *flags,
            source.as_uri(),
        ]
        run_browser(command, file)


def run_browser(command: list[str], file: Path) -> None:
    """Run it, and make sure that the file is there afterwards."""
    file.unlink(missing_ok=True)
    try:
        result = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise RunError(f"{command[0]}: did not draw the page in {PATIENCE} s") from None
    if not file.exists():
        said = (result.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise RunError(f"{file}: {command[0]} did not write it: {said}")


def find_browser() -> str:
    """Return the browser's path. Raises RunError if there is none."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise RunError(
            "PDF and PNG are drawn by Chromium or Chrome, which is not on the PATH; install the "
            "package chromium, or print the page from any browser"
        )
    return found
