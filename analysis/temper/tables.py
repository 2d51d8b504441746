"""The command `temper-table`: a table that libraries of Python read, as CSV for the program."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

BAD_USAGE, BAD_DATA, IO_ERROR = 64, 65, 74  # of sysexits(3), as the other commands of Temper
INDEX = "__index_level_"  # how pandas stores an index that was never named


def write_csv(path: str, out: TextIO) -> None:
    """Write a Parquet file as CSV; missing values are empty. Without polars pandas reads it."""
    try:
        import polars  # noqa: PLC0415  (optional)
    except ImportError:
        import pandas  # noqa: PLC0415  (optional)

        pandas.read_parquet(path).to_csv(out, index=False)
        return
    table = polars.read_parquet(path)
    out.write(table.drop([name for name in table.columns if name.startswith(INDEX)]).write_csv())


def main(arguments: list[str] | None = None) -> int:
    """Print the table and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="temper-table", description="Print a Parquet file as CSV, as temper train reads it."
    )
    parser.add_argument("path", metavar="FILE.parquet")
    path = parser.parse_args(arguments).path
    try:
        write_csv(path, sys.stdout)
        sys.stdout.flush()
    except ImportError:
        install = f"{sys.executable} -m pip install polars"
        print(
            f"temper-table: {path} is read by polars, which is missing: {install}", file=sys.stderr
        )
        return BAD_USAGE
    except OSError as error:
        print(f"temper-table: {path}: {error.strerror or error}", file=sys.stderr)
        return IO_ERROR
    except Exception as error:  # libraries have many of their own for a bad file
        print(f"temper-table: {path}: {str(error).splitlines()[0]}", file=sys.stderr)
        return BAD_DATA
    return 0
