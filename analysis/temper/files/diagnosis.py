"""What the program says that a run is worth, and its log Z."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Any

from temper.files.json_file import read_json, require_format

FORMAT = ("temper-diagnosis", 1)


def read_diagnosis(run: Path) -> dict[str, Any] | None:
    """Read the diagnosis of a run, as its format says; None if there is none.

    `temper train` and `temper diagnose` write it. Raises RunError if it is of another format, or of
    a later version.
    """
    path, command = run / "diagnosis.json", f"temper diagnose {quote(str(run))}"
    found = read_json(path, command)
    if found is None:
        return None
    require_format(found, path, FORMAT, "a diagnosis", command)
    return found
