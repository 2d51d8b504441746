"""The example notebook runs from its first cell to its last, and draws."""

from __future__ import annotations

import os
from pathlib import Path

import nbclient
import nbformat
import pytest

SOURCE = Path(__file__).parents[2]
NOTEBOOKS = sorted((SOURCE / "analysis" / "examples").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builds = [SOURCE / "build" / preset / "bin" for preset in ("ci", "release")]
    given = [Path(os.environ["TEMPER"]).resolve().parent] if "TEMPER" in os.environ else builds
    monkeypatch.setenv("PATH", ":".join([*map(str, given), os.environ["PATH"]]))
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    notebook = nbformat.read(path, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells)  # as it is kept
    nbclient.NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": tmp_path}}
    ).execute()
    drawn = [
        cell
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    asked = [cell for cell in notebook.cells if "plt.subplots" in cell.source]
    assert len(drawn) == len(asked) >= 3
