"""Numbers that only tempering has, against numbers worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import temper
from make_run import MadeRun, write_run
from temper.diagnostics.overlap import energy_overlaps, exchanged_energy, shared_area
from temper.diagnostics.rejection import rejection_rates
from temper.diagnostics.round_trips import (
    COLDEST,
    HOTTEST,
    NEITHER,
    count_round_trips,
    last_end,
    occupancy,
    round_trips,
)

from conftest import TEMPERATURES


def test_rejection_averages_the_probabilities_of_proposed_swaps(tiny_run: temper.Run) -> None:
    # 1 - mean(0.25, 1, 0.5); in sweep 2 nothing was proposed.
    np.testing.assert_allclose(rejection_rates(tiny_run), [[1 - 1.75 / 3]])


def round_trip_rate(rejection: np.ndarray) -> float:
    """Round trips a sweep of the even-odd schedule (Syed et al. 2022, section 3)."""
    return float(1 / (2 + 2 * np.sum(rejection / (1 - rejection))))


@pytest.mark.parametrize(
    ("rungs", "trips"),
    [
        ([0, 1, 2, 1, 0], 1),
        ([0, 1, 2, 1, 0, 1, 2, 1, 0], 2),
        ([2, 1, 0, 1, 2], 0),  # hot to cold to hot: not home yet
        ([0, 1, 0, 1, 0], 0),
        ([0, 0, 2, 2, 0, 0, 2, 1, 1], 1),
        ([1, 1, 1], 0),
    ],
)
def test_a_round_trip_is_cold_to_hot_and_back(rungs: list[int], trips: int) -> None:
    assert count_round_trips(np.array(rungs)[:, np.newaxis], n_rungs=3).tolist() == [trips]


def test_one_rung_has_no_trips() -> None:
    assert count_round_trips(np.zeros((5, 1), dtype=int), n_rungs=1).tolist() == [0]


def test_a_conveyor_belt_makes_as_many_trips_as_are_predicted() -> None:
    # With no rejection a replica climbs a rung a sweep and waits a sweep at each end: 2 R sweeps a
    # trip, R replicas: half a trip a sweep.
    n_rungs, n_sweeps = 4, 8 * 25
    belt = np.array([0, 1, 2, 3, 3, 2, 1, 0])
    phases = np.array([0, 2, 4, 6])
    rung_of = belt[(np.arange(n_sweeps)[:, np.newaxis] + phases) % 8]
    counted = count_round_trips(rung_of, n_rungs).sum()
    predicted = n_sweeps * round_trip_rate(np.zeros(3))
    assert abs(counted - predicted) <= n_rungs  # each may be under way


def test_last_end_says_where_a_replica_comes_from() -> None:
    rungs = np.array([1, 0, 1, 2, 1, 0])[:, np.newaxis]
    expected = [NEITHER, COLDEST, COLDEST, HOTTEST, HOTTEST, COLDEST]
    assert last_end(rungs, n_rungs=3)[:, 0].tolist() == expected


def test_occupancy_is_a_share_of_sweeps(tiny_run: temper.Run) -> None:
    np.testing.assert_array_equal(occupancy(tiny_run), [[0.5, 0.5], [0.5, 0.5]])


def test_shared_area_of_samples() -> None:
    first = np.array([0.0, 0.0, 1.0, 1.0])
    assert shared_area(first, first) == 1.0
    assert shared_area(first, first + 10) == 0.0
    assert shared_area(first, np.array([1.0, 1.0, 2.0, 2.0])) == 0.5
    assert np.isnan(shared_area(first, np.array([np.nan])))


def test_the_gaussian_has_its_known_energies(gaussian: temper.Run) -> None:
    # U at a rung has mean a / (beta + 1) and variance a / (beta + 1)^2 with a = P / 2 = 3; the
    # 4,000 values of a rung are independent. |z| < 4.5 fails for 1 seed in 147,000 a rung.
    scale = 1 / (1 / np.array(TEMPERATURES) + 1)
    mean = gaussian.kept(gaussian.by_rung.energy).mean(("sweep", "copy")).values
    z = (mean - 3 * scale) / (scale * np.sqrt(3 / 4000))
    assert np.all(np.abs(z) < 4.5)


def test_the_gaussian_makes_about_the_predicted_round_trips(gaussian: temper.Run) -> None:
    # Energies forget each sweep here, as the prediction assumes. The count of about 1,300 trips is
    # more regular than a Poisson number (sd 36), so 20 % off is a wrong count and not chance.
    rate = round_trip_rate(rejection_rates(gaussian).mean("copy").values)
    counted = int(round_trips(gaussian).sum())
    assert counted == pytest.approx(2 * 2000 * rate, rel=0.2)
    assert counted > 500


def test_overlap_falls_with_the_gap_between_temperatures(gaussian: temper.Run) -> None:
    # The overlap of Gamma(3) densities of scales 1/2 and 2/3 (T = 1, 2) is 0.80; 50 bins of 4,000
    # values each know it to about 0.03.
    assert float(energy_overlaps(gaussian)[0]) == pytest.approx(0.80, abs=0.05)


def test_overlap_is_of_the_energy_that_swaps_exchange(tiny: MadeRun, tmp_path: Path) -> None:
    """U is alike at both rungs; V is 9 larger at the hotter one."""
    tiny.energy = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    tiny.prior_energy = np.where(tiny.rung_of == 1, 9.5, 0.5)
    run = temper.open_run(write_run(tmp_path / "likelihood", tiny))
    assert exchanged_energy(run).attrs["long_name"] == "U"
    assert float(energy_overlaps(run)[0]) == 1.0
    tiny.attributes = {"tempering": "posterior"}
    run = temper.open_run(write_run(tmp_path / "posterior", tiny))
    assert exchanged_energy(run).attrs["long_name"] == "U + V"
    assert float(energy_overlaps(run)[0]) == 0.0
