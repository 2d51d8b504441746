"""The command `temper-table`: a table that libraries of Python read, as CSV for the program."""

from __future__ import annotations

import argparse
import sys

from temper.files.printed import IO_ERROR, print_lines

BAD_USAGE, BAD_DATA = 64, 65  # of sysexits(3), as the other commands of Temper
INDEX = "__index_level_"  # how pandas stores an index that was never named


def as_csv(path: str) -> str:
    """Return a Parquet file as CSV; missing values are empty. Without polars pandas reads it."""
    try:
        import polars  # noqa: PLC0415  (optional)
    except ImportError:
        import pandas  # noqa: PLC0415  (optional)

        return pandas.read_parquet(path).to_csv(index=False)
    table = polars.read_parquet(path)
    return table.drop([name for name in table.columns if name.startswith(INDEX)]).write_csv()


def main(arguments: list[str] | None = None) -> int:
    """Print the table and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="temper-table", description="Print a Parquet file as CSV, as temper train reads it."
    )
    parser.add_argument("path", metavar="FILE.parquet")
    path = parser.parse_args(arguments).path
    try:
        text = as_csv(path)
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
    return print_lines("temper-table", [text.removesuffix("\n")])
