"""What the program asks of a model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from temper.potential.prior import Prior


class Model:
    """A model whose U can be evaluated. Derive from it where the `from_…` functions don't fit.

    Temper samples exp(-beta U - V), V being -ln of the prior's density.

    Attributes
    ----------
    dim : int
        Number of parameters P.
    names : list of str
        Of the parameters, or empty. Neighbours "w[0]", "w[1]" are one array "w".
    prior : Prior or None
        None: V = 0, which no ladder can reach at beta = 0.
    n_points : int
        Examples, for minibatches by `evaluate_rows`; 0 without data.
    metric_names : list of str
        Of what `measure` returns.
    """

    dim: int
    names: Sequence[str] = ()
    prior: Prior | None = None
    n_points: int = 0
    metric_names: Sequence[str] = ()

    def evaluate(self, theta: np.ndarray, gradient: bool) -> tuple[np.ndarray, np.ndarray | None]:
        """Return U [n] and, if it is wanted, its gradient [n, P], of thetas [n, P]."""
        raise NotImplementedError

    def evaluate_rows(
        self, theta: np.ndarray, rows: np.ndarray, gradient: bool
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Return U [rows] of some of the examples, and the sum of their gradients [P]."""
        raise NotImplementedError

    def start(self, rng: np.random.Generator) -> np.ndarray | None:
        """Return where a replica starts, or None: at a draw of the prior, or in (-2, 2)."""
        return None

    def measure(self, theta: np.ndarray) -> Sequence[float]:
        """Return the metrics of theta [P], which are stored with each draw."""
        return ()
