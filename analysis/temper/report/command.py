"""The command `temper-report`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from temper.comparison import is_comparison, open_comparison
from temper.files.errors import DISAGREEMENT, RunError, of_system, unreadable
from temper.files.evidence import is_evidence, open_evidence
from temper.files.predictions import predictions_file
from temper.files.printed import IO_ERROR, print_lines
from temper.files.replace import write_text
from temper.report import comparison_page, evidence_page, page
from temper.report.browser import described, draw_picture, picture_names, print_page
from temper.report.live import LivePage, serve
from temper.run import open_run

BAD_USAGE = 64  # of sysexits(3), as the other commands of Temper
PORT = 8000


def main(arguments: list[str] | None = None) -> int:
    """Write the report of a run, print its path and return the exit code."""
    chosen = parse(arguments)
    try:
        if chosen.live is not None:
            folder = chosen.run
            serve(LivePage(lambda: render(folder), lambda: state_of(folder)), chosen.live)
            return 0
        files = write(chosen)
    except RunError as error:
        print(f"temper-report: {error}", file=sys.stderr)
        return BAD_USAGE
    except OSError as error:
        print(f"temper-report: {of_system(chosen.run, error)}; -o says where", file=sys.stderr)
        return IO_ERROR
    except DISAGREEMENT as error:
        print(f"temper-report: {unreadable(chosen.run, error)}", file=sys.stderr)
        return IO_ERROR
    return print_lines("temper-report", files)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="temper-report",
        description="Write one self-contained HTML page about a run: words, pictures, tables.",
    )
    parser.add_argument(
        "run",
        metavar="RUN",
        help="a run or a comparison, finished or not; or --out of temper evidence",
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="the page [RUN/report.html]")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--pdf", action="store_true", help="the page as PDF [RUN/report.pdf]")
    ways.add_argument(
        "--png",
        metavar="PICTURE",
        help="one picture as PNG [RUN/PICTURE.png], or all; a wrong name lists them",
    )
    ways.add_argument(
        "--live",
        nargs="?",
        type=int,
        const=PORT,
        metavar="PORT",
        help=f"serve the page on 127.0.0.1 and draw it anew as the run grows [{PORT}]",
    )
    return parser.parse_args(arguments)


def write(chosen: argparse.Namespace) -> list[Path]:
    """Write what was asked for and return the files."""
    folder, text = Path(chosen.run), render(chosen.run)
    if chosen.png is not None:
        return write_pictures(text, chosen.png, folder, chosen.output)
    if chosen.pdf:
        return [print_page(text, Path(chosen.output or folder / "report.pdf"))]
    path = Path(chosen.output or folder / "report.html")
    return [write_text(path, text)]


def write_pictures(text: str, name: str, folder: Path, output: str | None) -> list[Path]:
    """Write one picture of a page, or all of them."""
    if name != "all":
        return [draw_picture(text, name, Path(output or folder / f"{name}.png"))]
    if output:
        raise RunError(
            f"-o {output}: --png all writes several files; give one of {described(text)}"
        )
    return [draw_picture(text, each, folder / f"{each}.png") for each in picture_names(text)]


def render(folder: str) -> str:
    """Return the page of a run, of a comparison, or of several models by their evidence."""
    if is_comparison(folder):
        return comparison_page.render(open_comparison(folder))
    if is_evidence(folder):
        return evidence_page.render(open_evidence(folder))
    return page.render(open_run(folder))


def state_of(folder: str) -> tuple[object, bool]:
    """Return what the page depends on, and whether that can still change."""
    if is_comparison(folder):
        comparison = open_comparison(folder)
        n_done = len(comparison.columns["objective"])
        return n_done, n_done < comparison.n_items
    if is_evidence(folder):
        return (Path(folder) / "evidence.json").stat().st_mtime_ns, False
    run = open_run(folder)
    predictions = predictions_file(run.path)
    written = predictions.stat().st_mtime_ns if predictions.exists() else 0
    return (run.committed, run.n_sweeps, written), not run.finished
