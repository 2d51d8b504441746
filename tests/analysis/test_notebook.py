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
    program = Path(os.environ.get("TEMPER", SOURCE / "build/release/bin/temper")).resolve()
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
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
