"""What arrays of a network are called, and how they fit together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

Shape = tuple[int, ...]  # of one example: (n,), or (channels, height, width)
Parameters = Mapping[str, np.ndarray]  # name of each block, such as layer0.weight, to its array


def by_channel(values: np.ndarray, shape: Shape) -> np.ndarray:
    """Give numbers by channel [channels] the axes that fit examples of `shape`."""
    return values.reshape(-1, *(1 for _ in shape[1:]))
