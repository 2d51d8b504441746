"""Equal mixtures of normals, against scipy and against sampling."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm
from temper.predictive.mixture import Mixture
from temper.predictive.scores import (
    at_temperature,
    classification_scores,
    conformal_factor,
    regression_scores,
    temperature_of,
)


@pytest.fixture
def mixture() -> Mixture:
    """3 members, 4 numbers."""
    random = np.random.default_rng(1)
    return Mixture(random.normal(size=(3, 4)), random.uniform(0.2, 2, size=(3, 4)))


def test_one_member_is_a_normal() -> None:
    """Quantiles, sd, density and CRPS of N(3, 2²) are those of the books."""
    one = Mixture(np.array([[3.0]]), np.array([[2.0]]))
    assert one.quantiles(np.array([0.05, 0.5]))[0] == pytest.approx(norm.ppf([0.05, 0.5], 3, 2))
    assert one.sd() == pytest.approx([2])
    assert one.central_sd() == pytest.approx([2])
    assert one.log_density(np.array([4.0])) == pytest.approx(norm.logpdf(4, 3, 2))
    z = 0.5  # Gneiting & Raftery, JASA 102, 2007, eq. 21
    crps = 2 * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))
    assert one.crps(np.array([4.0])) == pytest.approx(crps)


def test_quantiles_invert_the_cdf(mixture: Mixture) -> None:
    """At any probability, the far tails among them."""
    for probability in (1e-6, 0.1, 0.9, 1 - 1e-6):
        at = mixture.quantiles(np.array([probability]))[:, 0]
        assert mixture.cdf(at) == pytest.approx(probability, rel=1e-8)


def test_moments_and_crps_are_those_of_samples(mixture: Mixture) -> None:
    """With 200,000 samples; four standard errors."""
    random = np.random.default_rng(2)
    n = 200_000
    member = random.integers(3, size=(2, n))
    samples = mixture.means[member] + mixture.sds[member] * random.normal(size=(2, n, 4))
    at = np.array([0.5, -1.0, 2.0, 0.0])
    first, second = np.abs(samples[0] - at), np.abs(samples[0] - samples[1]) / 2
    error = 4 * (first - second).std(axis=0) / np.sqrt(n)
    assert (np.abs((first - second).mean(axis=0) - mixture.crps(at)) < error).all()
    assert (np.abs(samples[0].mean(axis=0) - mixture.mean()) < 4 * mixture.sd() / np.sqrt(n)).all()
    assert samples[0].std(axis=0) == pytest.approx(mixture.sd(), rel=0.02)


def test_a_far_off_draw_widens_the_moments_and_not_the_central_sd() -> None:
    """One member in a hundred that predicts an sd of a thousand."""
    sds = np.ones((100, 1))
    sds[7] = 1000
    mixture = Mixture(np.zeros((100, 1)), sds)
    assert mixture.sd()[0] > 90
    assert mixture.central_sd()[0] == pytest.approx(1, rel=0.05)


def test_the_truth_is_covered_as_often_as_it_says() -> None:
    """10,000 targets from the mixture itself; a level is 4 standard errors off once in 16,000."""
    random = np.random.default_rng(3)
    n = 10_000
    mixture = Mixture(random.normal(size=(5, n)), random.uniform(0.1, 1, size=(5, n)))
    member = random.integers(5, size=n)
    rows = np.arange(n)
    target = mixture.means[member, rows] + mixture.sds[member, rows] * random.normal(size=n)
    scores = regression_scores(mixture, target)
    for level in (0.5, 0.8, 0.9, 0.95):
        error = np.sqrt(level * (1 - level) / n)
        assert abs(scores[f"coverage_{100 * level:.0f}"] - level) < 4 * error


def test_scores_of_classes() -> None:
    """Worked by hand: two examples, one right with 0.8, one wrong with 0.6."""
    scores = classification_scores(np.array([[0.8, 0.2], [0.6, 0.4]]), np.array([0, 1]))
    assert scores["accuracy"] == 0.5
    assert scores["nll"] == pytest.approx(-(np.log(0.8) + np.log(0.4)) / 2)
    assert scores["brier"] == pytest.approx((2 * 0.04 + 2 * 0.36) / 2)


def test_conformal_intervals_hold_though_the_sds_are_wrong() -> None:
    """Sds ten times too small; 90 % of 5,000 new targets within four standard errors."""
    random = np.random.default_rng(4)
    zeros, sds = np.zeros(5000), np.full(5000, 0.1)
    factor = conformal_factor(random.normal(size=5000), zeros, sds, 0.9)
    covered = np.mean(np.abs(random.normal(size=5000)) <= 0.1 * factor)
    assert abs(covered - 0.9) < 4 * np.sqrt(2 * 0.09 / 5000)
    assert conformal_factor(np.zeros(5), zeros[:5], sds[:5], 0.9) == np.inf  # too few to tell


def test_a_scaled_mixture_has_the_same_mean_and_quantiles_further_off(mixture: Mixture) -> None:
    """Twice as far from the mean."""
    levels, mean = np.array([0.1, 0.7]), mixture.mean()[:, np.newaxis]
    far = mixture.scaled(2).quantiles(levels) - mean
    assert far == pytest.approx(2 * (mixture.quantiles(levels) - mean))


def test_the_temperature_of_probabilities_that_are_too_sure_is_found() -> None:
    """Labels by p, said to be p² normalised: T = 2. Its standard error at 20,000 rows is 0.03."""
    random = np.random.default_rng(3)
    p = random.dirichlet(np.ones(3), size=20_000)
    label = (p.cumsum(axis=1) < random.uniform(size=(20_000, 1))).sum(axis=1)
    sure = at_temperature(p, 0.5)
    assert temperature_of(sure, label) == pytest.approx(2, abs=0.1)
    np.testing.assert_allclose(at_temperature(sure, 2), p, atol=1e-9)
