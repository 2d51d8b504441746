"""Equal mixtures of normals: what draws of a network say of a number, taken together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp, ndtr

HALVINGS = 60  # of the bracket of a quantile: below a float's resolution
CENTRAL = 0.6826894921370859  # the probability within one sd of a normal's mean


@dataclass(frozen=True)
class Mixture:
    """Predictive distributions of n numbers, each an equal mixture of normals.

    Attributes
    ----------
    means, sds : float arrays [member, n]
    """

    means: np.ndarray
    sds: np.ndarray

    def scaled(self, factor: float) -> Mixture:
        """Return the mixtures widened around their means by a factor."""
        mean = self.means.mean(axis=0)
        return Mixture(mean + factor * (self.means - mean), factor * self.sds)

    def mean(self) -> np.ndarray:
        """Return the means, [n]."""
        return self.means.mean(axis=0)

    def sd(self) -> np.ndarray:
        """Return the sds by the moments, [n]: total, which single far-off draws can rule."""
        return np.sqrt(self.aleatoric() ** 2 + self.epistemic() ** 2)

    def aleatoric(self) -> np.ndarray:
        """Return the root mean square of the members' sds: noise that no more data would lessen."""
        return np.sqrt(np.mean(self.sds**2, axis=0))

    def epistemic(self) -> np.ndarray:
        """Return the sd of the members' means: what more data would lessen."""
        return self.means.std(axis=0)

    def central_sd(self) -> np.ndarray:
        """Return half the width of the central 68 % interval, [n]: a normal's sd.

        It says what the bulk of the draws says where a few are far off.
        """
        low, high = self.quantiles(np.array([(1 - CENTRAL) / 2, (1 + CENTRAL) / 2])).T
        return (high - low) / 2

    def cdf(self, at: np.ndarray) -> np.ndarray:
        """Return the probability of numbers up to `at` [n]."""
        return ndtr((at - self.means) / self.sds).mean(axis=0)

    def quantiles(self, probabilities: np.ndarray) -> np.ndarray:
        """Return the quantiles, [n, probability], by bisection of the cdf."""
        reach = 40 * self.sds.max(axis=0)  # where the cdf is 0 and 1 in a float
        found = []
        for probability in probabilities:
            low = self.means.min(axis=0) - reach
            high = self.means.max(axis=0) + reach
            for _ in range(HALVINGS):
                middle = (low + high) / 2
                is_below = self.cdf(middle) < probability
                low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
            found.append((low + high) / 2)
        return np.stack(found, axis=-1)

    def log_density(self, at: np.ndarray) -> np.ndarray:
        """Return the log density at `at` [n], nats."""
        z = (at - self.means) / self.sds
        terms = -0.5 * z**2 - np.log(self.sds) - 0.5 * np.log(2 * np.pi)
        return logsumexp(terms, axis=0) - np.log(len(self.means))

    def crps(self, at: np.ndarray) -> np.ndarray:
        """Return the continuous ranked probability score at `at` [n]; lower is better.

        Source: Grimit, Gneiting, Berrocal & Johnson, QJRMS 132, 2006, eq. 5.
        """
        first = expected_distance(at - self.means, self.sds).mean(axis=0)
        second = np.zeros_like(first)
        for mean, sd in zip(self.means, self.sds, strict=True):
            second += expected_distance(mean - self.means, np.hypot(sd, self.sds)).mean(axis=0)
        return first - second / (2 * len(self.means))


def expected_distance(mean: np.ndarray, sd: np.ndarray) -> np.ndarray:
    """Return the mean of |x| for x ~ N(mean, sd²)."""
    z = mean / sd
    return mean * (2 * ndtr(z) - 1) + 2 * sd * np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
