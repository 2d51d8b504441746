"""Priors of models in Python: V, its gradient, and draws."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


class Prior:
    """A density over theta. Derive from it for your own."""

    def evaluate(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return V = -ln density, with its constant, [n], and its gradient [n, P]."""
        raise NotImplementedError

    def draw(self, dim: int, rng: np.random.Generator) -> np.ndarray:
        """Return a draw [P]."""
        raise NotImplementedError


class Normal(Prior):
    """Independent normals; mean and sd are numbers, or one of each parameter."""

    def __init__(self, mean: ArrayLike = 0.0, sd: ArrayLike = 1.0) -> None:
        self.mean = np.asarray(mean, dtype=float)
        self.sd = np.asarray(sd, dtype=float)
        if not np.all(self.sd > 0):
            raise ValueError(f"Normal: sd is {sd}; expected numbers above 0")
        self.precision = self.sd**-2.0

    def evaluate(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return V and its gradient."""
        distance = theta - self.mean
        slope = distance * self.precision
        constant = theta.shape[1] * np.mean(np.log(self.sd) + 0.5 * np.log(2 * np.pi))
        return 0.5 * np.einsum("ni,ni->n", distance, slope) + constant, slope

    def draw(self, dim: int, rng: np.random.Generator) -> np.ndarray:
        """Return a draw."""
        return self.mean + self.sd * rng.standard_normal(dim)


class Uniform(Prior):
    """Uniform in a box; V is infinite outside, where kernels with a Metropolis test don't go."""

    def __init__(self, low: ArrayLike, high: ArrayLike) -> None:
        self.low, self.high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
        if not np.all(self.low < self.high):
            raise ValueError(f"Uniform: low {low} is not below high {high}")

    def evaluate(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return V and its gradient."""
        inside = np.all((theta > self.low) & (theta < self.high), axis=1)
        volume = np.sum(np.broadcast_to(np.log(self.high - self.low), theta.shape[1:]))
        return np.where(inside, volume, np.inf), np.zeros_like(theta)

    def draw(self, dim: int, rng: np.random.Generator) -> np.ndarray:
        """Return a draw."""
        return self.low + (self.high - self.low) * rng.random(dim)
