"""What a fit does beside scikit-learn: rows in order, a folder for the run, what it was worth."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from temper.run import Run


def in_order(
    inputs: np.ndarray, targets: np.ndarray, weights: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the rows to train on, by number and sorted, and how much each counts.

    A weight counts how often a row was seen. Of whole weights each row is there as often as its
    weight says, and no weights are left; else rows with a weight of 0 are left out. Sorted rows
    make a fit the same, to the last bit, whatever their order was.
    """
    keys = np.column_stack([inputs, targets])
    order = np.lexsort(keys.T[::-1])
    if weights is None:
        return order, None
    weights = weights[order]
    if np.all(weights % 1 == 0):
        return np.repeat(order, weights.astype(int)), None
    is_there = weights > 0
    return order[is_there], weights[is_there]


def folds_of(inputs: np.ndarray, targets: np.ndarray, n_folds: int, seed: int) -> np.ndarray:
    """Return the fold of each row, from 0 to n_folds - 1; rows that are the same share theirs."""
    rows = np.column_stack([inputs, targets])
    _, group = np.unique(rows, axis=0, return_inverse=True)
    n_groups = group.max() + 1
    return np.random.default_rng(seed).permutation(n_groups)[group.ravel()] % n_folds


@contextlib.contextmanager
def run_folder(wanted: str | Path | None) -> Iterator[Path]:
    """Make a folder for a run: a temporary one, or that of the user (or the next free name)."""
    if wanted is None:
        folder = Path(tempfile.mkdtemp(prefix="temper-"))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return
    yield fresh_folder(Path(wanted))


def fresh_folder(wanted: Path) -> Path:
    """Make `wanted`, or wanted-2, wanted-3, ...: copies of an estimator fit at the same time."""
    wanted.parent.mkdir(parents=True, exist_ok=True)
    number, folder = 1, wanted
    while True:
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
            return folder
        number += 1
        folder = wanted.with_name(f"{wanted.name}-{number}")


def diagnostics_of(run: Run) -> dict[str, Any]:
    """Return what a fit was worth, as plain numbers.

    R-hat compares copies: of networks they seldom mix in weights, nor quite in energy.
    """
    energy = run.by_rung["energy"].isel(rung=0).values.T  # [copy, sweep]
    return {
        "finished": run.finished,
        "sweeps": run.committed,
        "copies": run.n_copies,
        "parameters": int(run.attributes["n_parameters"]),
        "steps_per_copy": run.committed * int(run.attributes["steps"]),
        "step_size": run.ladder["step_size"].values[-1, 0].item() if run.committed else None,
        "mean_energy": float(energy.mean()) if energy.size else None,
        "energy_of_copies": energy.mean(axis=1).tolist() if energy.size else [],
        "energy_rhat": split_rhat(energy),
    }


def split_rhat(series: np.ndarray) -> float | None:
    """Return R-hat of [copy, draw], each copy cut into halves (Gelman et al. 2013, 11.4)."""
    n = series.shape[1] // 2
    if n < 2:
        return None
    halves = np.concatenate([series[:, :n], series[:, n : 2 * n]])
    within = halves.var(axis=1, ddof=1).mean()
    between = halves.mean(axis=1).var(ddof=1)
    return float(np.sqrt((n - 1) / n + between / within)) if within > 0 else None
