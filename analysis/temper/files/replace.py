"""How files are written: they appear whole, by a rename."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; `path` then becomes that file.

    If writing fails, `path` stays as it was. A link there is replaced, and what it leads to stays:
    the folder of a run may come from somebody else. The file's mode is as the umask says.
    """
    unnamed = path.with_name(f"{path.stem}.{secrets.token_hex(4)}.tmp{path.suffix}")
    unnamed.touch(exist_ok=False)
    mode = unnamed.stat().st_mode
    try:
        yield unnamed
        unnamed.chmod(mode)
        unnamed.replace(path)
    finally:
        unnamed.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> Path:
    """Write a whole text file and return its path."""
    with replacing(path) as unnamed:
        unnamed.write_text(text, "utf-8")
    return path
