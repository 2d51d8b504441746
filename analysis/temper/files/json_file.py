"""JSON files that commands leave in a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from temper.files.errors import RunError


def read_json(path: Path, command: str) -> dict[str, Any] | None:
    """Read an object; None if there is no such file.

    Raises RunError, which names the command that writes the file, if it is something else.
    """
    if not path.exists():
        return None
    try:
        found = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise RunError(f"{path}: not JSON ({error}); '{command}' writes it") from None
    if not isinstance(found, dict):
        raise RunError(f"{path}: not a JSON object; '{command}' writes it")
    return found


def require_format(
    found: dict[str, Any], path: Path, file_format: tuple[str, int], what: str, command: str
) -> None:
    """Raise RunError if the object is of another format than ("temper-…", version), or later."""
    if found.get("format") != file_format[0]:
        raise RunError(f"{path}: not {what} of Temper; '{command}' writes it")
    if found.get("format_version", 0) > file_format[1]:
        raise RunError(
            f"{path}: written in format version {found['format_version']}, and this package reads "
            f"up to {file_format[1]}; install the analysis package of the Temper that wrote it"
        )
