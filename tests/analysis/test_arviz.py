"""What ArviZ is given, and that its own functions take it."""

from __future__ import annotations

from pathlib import Path

import arviz
import h5py
import numpy as np
import pytest
import temper
from make_run import MadeRun, write_run


def test_chains_are_copies_and_draws_are_stored_draws(tiny_run: temper.Run) -> None:
    data = tiny_run.to_arviz()
    assert dict(data.posterior.sizes) == {"chain": 1, "draw": 2}
    np.testing.assert_array_equal(data.posterior["energy"], [[10, 31]])  # rung 0, sweeps 1 and 3
    np.testing.assert_array_equal(data.posterior["test_accuracy"], [[0.5, 1.0]])
    np.testing.assert_array_equal(data.posterior["sweep"], [1, 3])
    np.testing.assert_array_equal(data.sample_stats["replica"], [[0, 1]])
    np.testing.assert_array_equal(data.sample_stats["swap_accept_prob"], [[1.0, 0.5]])


def test_parameters_are_there_without_a_net_or_if_asked_for(tiny: MadeRun, tmp_path: Path) -> None:
    run = temper.open_run(write_run(tmp_path / "net", tiny))
    assert "theta" not in run.to_arviz().posterior
    expected = run.draws(rung=0).transpose("copy", "draw", "parameter")
    np.testing.assert_array_equal(run.to_arviz(theta=True).posterior["theta"], expected)
    tiny.attributes = {"task": "none"}
    potential = temper.open_run(write_run(tmp_path / "potential", tiny))
    assert potential.to_arviz().posterior["theta"].sizes["parameter"] == 6


def test_what_the_kernel_does_not_measure_is_left_out(tiny_run: temper.Run) -> None:
    stats = tiny_run.to_arviz().sample_stats
    assert "kinetic_temperature" in stats
    assert "kernel_accept_prob" not in stats  # NaN in every sweep


def test_lp_is_the_log_density_of_the_rung(tiny_run: temper.Run) -> None:
    # Likelihood tempering: -(beta U + V) with beta = 0.25 at rung 1 and V = 0.5.
    data = tiny_run.to_arviz(rung=1)
    np.testing.assert_array_equal(data.sample_stats["lp"], [[-(11 / 4 + 0.5), -(30 / 4 + 0.5)]])


def store_log_likelihood(run: temper.Run, draws: list[int], value: float) -> None:
    """Let every one of 10 training examples have about this log likelihood at some draws."""
    sweeps = run.draw_sweeps[draws].astype(np.uint64)
    with h5py.File(run.path / "predictions.h5", "w") as file:
        file["likelihood_sweep"] = sweeps
        noise = np.random.default_rng(2).normal(scale=0.01, size=(len(draws), run.n_copies, 10))
        file["log_likelihood"] = (value + noise).astype(np.float32)


def test_loo_takes_the_stored_log_likelihood(gaussian: temper.Run) -> None:
    kept = range(len(gaussian.draw_sweeps))
    store_log_likelihood(gaussian, list(kept), -1.5)
    try:
        data = gaussian.to_arviz()
        assert dict(data.log_likelihood.sizes) == {
            "chain": 2, "draw": len(kept), "training_example": 10,
        }  # fmt: skip
        loo = arviz.loo(data)
        elpd = loo.elpd_loo if hasattr(loo, "elpd_loo") else loo.elpd
        assert float(elpd) == pytest.approx(-15.0, abs=0.02)
    finally:
        (gaussian.path / "predictions.h5").unlink()


def test_groups_hold_the_draws_that_have_a_log_likelihood(gaussian: temper.Run) -> None:
    store_log_likelihood(gaussian, [10, 30, 31], -1.0)
    try:
        data = gaussian.to_arviz()
        sweeps = gaussian.draw_sweeps[[10, 30, 31]]
        np.testing.assert_array_equal(data.posterior["sweep"], sweeps)
        assert "log_likelihood" not in gaussian.to_arviz(rung=1)
        assert gaussian.to_arviz(rung=1).posterior.sizes["draw"] > 3
    finally:
        (gaussian.path / "predictions.h5").unlink()


def test_every_kept_sweep_can_be_a_draw(gaussian: temper.Run) -> None:
    data = gaussian.to_arviz(rows="sweep")
    assert dict(data.posterior.sizes) == {"chain": 2, "draw": 2000}
    assert "test_accuracy" not in data.posterior
    with pytest.raises(ValueError, match="'draw' or 'sweep'"):
        gaussian.to_arviz(rows="sweeps")


def test_arviz_summarises_a_run(gaussian: temper.Run) -> None:
    summary = arviz.summary(gaussian.to_arviz())
    assert set(summary.index) == {"energy", "prior_energy", "test_accuracy"}
    assert summary.loc["energy", "r_hat"] < 1.05
