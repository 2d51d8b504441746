#!/usr/bin/env python3
"""Fails on C++ that clang-format would change. `tests/static/format.py --fix` changes it."""

import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2]


def main(arguments: list[str]) -> int:
    """The exit code of clang-format 14: other versions format otherwise."""
    tool = shutil.which("clang-format-14") or shutil.which("clang-format") or "clang-format"
    how = ["-i"] if arguments == ["--fix"] else ["--dry-run", "--Werror"]
    folders = [SOURCE / "src", SOURCE / "tests"]
    files = [f for d in folders for suffix in ("h", "cpp") for f in sorted(d.rglob(f"*.{suffix}"))]
    return subprocess.run([tool, "--style=file", *how, *files], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
