"""The sessions of a run: when, where and by how many ranks it was worked on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_sessions(path: Path) -> list[dict[str, Any]]:
    """Read the lines of sessions.jsonl; a line cut short by a kill is left out."""
    if not path.exists():
        return []
    sessions = []
    for line in path.read_text("utf-8", "replace").splitlines():
        try:
            entry = json.loads(line)
        except json.JSONDecodeError:
            continue
        if isinstance(entry, dict):
            sessions.append(entry)
    return sessions
