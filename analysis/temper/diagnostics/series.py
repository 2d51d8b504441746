"""What correlated series are worth, by ArviZ, which is imported when it is first needed: seconds.

Source: Vehtari, Gelman, Simpson, Carpenter, Burkner, Bayesian Analysis 16(2), 2021.
"""

from __future__ import annotations

import numpy as np


def rhat(values: np.ndarray) -> float:
    """Return the rank-normalised split R-hat of [chain, draw]."""
    import arviz  # noqa: PLC0415

    return float(arviz.rhat(values))


def effective_size(values: np.ndarray, method: str, **settings: object) -> float:
    """Return the effective sample size of [chain, draw]; method: "bulk", "tail" or "mean"."""
    import arviz  # noqa: PLC0415

    return float(arviz.ess(values, method=method, **settings))


def standard_error(values: np.ndarray) -> float:
    """Return that of the mean of [chain, draw]; NaN if they are too few or not finite."""
    import arviz  # noqa: PLC0415

    if values.shape[1] < 4 or not np.all(np.isfinite(values)):
        return float("nan")
    return 0.0 if np.ptp(values) == 0 else float(arviz.mcse(values, method="mean"))
