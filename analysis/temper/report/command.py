"""The command `temper-report`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from temper.comparison import is_comparison, open_comparison
from temper.errors import RunError
from temper.report.comparison_page import write_comparison
from temper.report.page import write_report
from temper.run import open_run

BAD_USAGE = 64  # EX_USAGE of sysexits(3), as the other commands of Temper


def main(arguments: list[str] | None = None) -> int:
    """Write the report of a run, print its path and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="temper-report",
        description="Write one self-contained HTML page about a run: words, pictures, tables.",
    )
    parser.add_argument("run", metavar="RUN", help="a run or a comparison, finished or not")
    parser.add_argument("-o", "--output", metavar="PAGE", help="the page [RUN/report.html]")
    chosen = parser.parse_args(arguments)
    page = Path(chosen.output) if chosen.output else Path(chosen.run) / "report.html"
    try:
        if is_comparison(chosen.run):
            write_comparison(open_comparison(chosen.run), page)
        else:
            write_report(open_run(chosen.run), page)
    except (RunError, OSError) as error:
        print(f"temper-report: {error}", file=sys.stderr)
        return BAD_USAGE
    print(page)
    return 0
