"""What the program says that a run is worth, and its log Z."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from temper.files.errors import RunError
from temper.files.json_file import read_json

FORMAT = ("temper-diagnosis", 1)


def read_diagnosis(run: Path) -> dict[str, Any] | None:
    """Read the diagnosis of a run, as its format says; None if there is none.

    `temper train` and `temper diagnose` write it. Raises RunError if it is of another format, or of
    a later version.
    """
    path, command = run / "diagnosis.json", f"temper diagnose {run}"
    found = read_json(path, command)
    if found is None:
        return None
    if found.get("format") != FORMAT[0]:
        raise RunError(f"{path}: not a diagnosis of Temper; '{command}' writes it")
    if found.get("format_version", 0) > FORMAT[1]:
        raise RunError(
            f"{path}: written in format version {found['format_version']}, and this package reads "
            f"up to {FORMAT[1]}; install the analysis package of the Temper that wrote it"
        )
    return found
