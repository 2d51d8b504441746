"""The command `temper-export`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from temper.export.choose import choose_draws
from temper.export.write import FORMATS, export
from temper.files.errors import DISAGREEMENT, RunError, of_system, unreadable
from temper.files.printed import IO_ERROR, print_lines
from temper.run import open_run

BAD_USAGE = 64  # of sysexits(3), as the other commands of Temper


def main(arguments: list[str] | None = None) -> int:
    """Export draws of a run, print the files and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="temper-export", description="Write draws of a run for other tools."
    )
    parser.add_argument("run", metavar="RUN", help="a run directory, finished or not")
    parser.add_argument(
        "--draw",
        default="best",
        help="best (lowest U + V), cold (last draw of rung 0) or posterior:20 [best]",
    )
    parser.add_argument("--to", choices=sorted(FORMATS), default="npz", help="[npz]")
    parser.add_argument("-o", "--output", metavar="FILE", help="without its ending [RUN/DRAW]")
    chosen = parser.parse_args(arguments)
    try:
        run = open_run(chosen.run)
        path = Path(chosen.output or run.path / chosen.draw.replace(":", "-"))
        files = export(run, choose_draws(run, chosen.draw), chosen.to, path)
    except RunError as error:
        print(f"temper-export: {error}", file=sys.stderr)
        return BAD_USAGE
    except OSError as error:
        print(f"temper-export: {of_system(chosen.run, error)}; -o says where", file=sys.stderr)
        return IO_ERROR
    except DISAGREEMENT as error:
        print(f"temper-export: {unreadable(chosen.run, error)}", file=sys.stderr)
        return IO_ERROR
    except ImportError as error:
        install = f"{sys.executable} -m pip install {(error.name or '').partition('.')[0]}"
        print(f"temper-export: {error}; install it: {install}", file=sys.stderr)
        return BAD_USAGE
    return print_lines("temper-export", files)
