"""Several models side by side, as `temper evidence` leaves them in evidence.json."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from temper.files.errors import RunError
from temper.files.json_file import read_json, require_format

FORMAT = ("temper-evidence", 1)
COMMAND = "temper evidence"


@dataclass(frozen=True)
class EvidenceComparison:
    """The models in the order of the table, each as src/diagnosis/FORMAT.md says."""

    path: Path
    answer: str
    models: list[dict[str, Any]]
    key: str | None = None  # of the config, if one was tried with several values
    version: str = ""

    @property
    def believed(self) -> list[dict[str, Any]]:
        """The models that have a place among the others."""
        return [model for model in self.models if model["doubt"] is None]

    @property
    def part(self) -> str:
        """Which part of the data the scores are of; "" without scores."""
        return next((m["scores"]["part"] for m in self.models if m["scores"]), "")


def is_evidence(path: str | Path) -> bool:
    """Whether the folder is that of several models."""
    return (Path(path) / "evidence.json").exists()


def open_evidence(path: str | Path) -> EvidenceComparison:
    """Read it. Raises RunError."""
    file = Path(path) / "evidence.json"
    found = read_json(file, COMMAND)
    if found is None:
        raise RunError(f"{file}: there is no such file; '{COMMAND} … --out {path}' writes it")
    require_format(found, file, FORMAT, "a comparison of models", COMMAND)
    return EvidenceComparison(
        Path(path), found["answer"], found["models"], found["key"], found["temper_version"]
    )
