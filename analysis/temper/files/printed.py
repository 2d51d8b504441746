"""What a command answers, on standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

IO_ERROR = 74  # of sysexits(3), as the other commands of Temper


def print_lines(program: str, lines: Iterable[object]) -> int:
    """Print and return the exit code: 0, or 74 if standard output can't be written."""
    try:
        if sys.stdout is None:  # closed by whoever started this
            raise OSError(0, "it is closed")
        print(*lines, sep="\n", flush=True)
    except OSError as error:
        print(f"{program}: standard output can't be written: {error.strerror}", file=sys.stderr)
        if sys.stdout is not None:  # what is in its buffer would fail once more at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return IO_ERROR
    return 0
