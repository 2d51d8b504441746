"""What correlated series are worth, by ArviZ: its import takes seconds, so it waits for a call.

Source: Vehtari, Gelman, Simpson, Carpenter, Burkner, Bayesian Analysis 16(2), 2021.
"""

from __future__ import annotations

import numpy as np


def effective_size(values: np.ndarray, method: str) -> float:
    """Return the effective sample size of [chain, draw]; method: "bulk", "tail" or "mean"."""
    import arviz  # noqa: PLC0415

    return float(arviz.ess(values, method=method))
