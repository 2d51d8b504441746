"""Runs that the tests read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import temper
from make_run import MadeRun, simulate, write_run

TEMPERATURES = [1.0, 2.0, 4.0, 8.0]


@pytest.fixture(scope="session")
def gaussian(tmp_path_factory: pytest.TempPathFactory) -> temper.Run:
    """4 rungs in 2 copies, 2,000 kept sweeps after 100 of warm-up, draws every 10."""
    made = simulate(TEMPERATURES, n_sweeps=2000, n_warmup=100, thin=10, copies=2)
    made.sessions = [{"event": "start", "ranks": 2}, {"event": "end", "ranks": 2}]
    return temper.open_run(write_run(tmp_path_factory.mktemp("runs") / "gaussian", made))


@pytest.fixture
def tiny() -> MadeRun:
    """2 rungs, 1 copy, 4 sweeps, all numbers chosen by hand; the replicas swap after sweep 1.

    Energies are 10 * sweep + replica.
    """
    sweeps = 10.0 * np.arange(4)[:, np.newaxis]
    theta = np.arange(2 * 2 * 6, dtype=float).reshape(2, 2, 6)
    return MadeRun(
        beta=np.array([[1.0, 0.5], [1.0, 0.25]]),
        round_first_sweep=np.array([0, 2]),
        energy=sweeps + np.array([0.0, 1.0]),
        prior_energy=np.full((4, 2), 0.5),
        rung_of=np.array([[0, 1], [0, 1], [1, 0], [1, 0]]),
        accept_prob=np.array([0.25, 1.0, np.nan, 0.5]).reshape(4, 1, 1),
        accepted=np.array([0, 1, 0, 0]).reshape(4, 1, 1),
        draw_sweep=np.array([1, 3]),
        theta=theta,
        metrics={"test_accuracy": np.array([[0.5, 0.25], [0.75, 1.0]])},
        blocks=[("layer0/weights", 0, (2, 2)), ("layer0/bias", 4, (2,))],
    )


@pytest.fixture
def tiny_run(tiny: MadeRun, tmp_path: Path) -> temper.Run:
    """Open the run of `tiny`."""
    return temper.open_run(write_run(tmp_path / "tiny", tiny))
