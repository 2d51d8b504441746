"""How files are written: they appear whole, by a rename, and replace what Temper wrote only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from temper.files.errors import RunError

MARK = b"made by Temper"  # in every file that it writes, as its format allows
NEAR = 65536  # bytes from either end of a file in which the mark stands


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; `path` then becomes that file.

    Raises RunError if there is a file without the mark. If writing fails, `path` stays as it was.
    A link there is replaced, and what it leads to stays: the folder of a run may come from somebody
    else. The file's mode is as the umask says.
    """
    require_replaceable(path)
    unnamed = path.with_name(f"{path.stem}.{secrets.token_hex(4)}.tmp{path.suffix}")
    unnamed.touch(exist_ok=False)
    mode = unnamed.stat().st_mode
    try:
        yield unnamed
        unnamed.chmod(mode)
        unnamed.replace(path)
    finally:
        unnamed.unlink(missing_ok=True)


def require_replaceable(path: Path) -> None:
    """Raise RunError if `path` is anything but free, empty, a link, or a file of Temper's."""
    if not path.name:
        raise RunError(f"{path}: is a folder; give the name of a file")
    if path.is_symlink() or not path.exists():
        return
    if not path.is_file():
        raise RunError(f"{path}: is a folder or a device; give the name of a file")
    if path.stat().st_size > 0 and not has_mark(path):
        raise RunError(
            f"{path}: is in the way, and nothing in it says that Temper wrote it; move it, or "
            "give another name by -o"
        )


def has_mark(path: Path) -> bool:
    """Say whether a file bears the mark near its beginning or its end."""
    with path.open("rb") as file:
        if MARK in file.read(NEAR):
            return True
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - NEAR))
        return MARK in file.read(NEAR)


def write_text(path: Path, text: str) -> Path:
    """Write a whole text file, which bears the mark, and return its path."""
    with replacing(path) as unnamed:
        unnamed.write_text(text, "utf-8")
    return path
