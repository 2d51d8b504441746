"""Nets by a short name, as `bench_step` and the peers' scripts take them.

`784-32-10`: dense layers with tanh between them. `1x8x8-c8-c16-10`: images of one channel and 8 by
8 pixels, 3 by 3 convolutions of 8 and 16 channels that keep the size, tanh, a dense layer.
"""

from dataclasses import dataclass
from math import prod


@dataclass(frozen=True)
class Net:
    """Sizes of the input, of the hidden layers (units or channels), and of the output."""

    shape: tuple[int, ...]
    hidden: tuple[int, ...]
    classes: int

    @property
    def is_conv(self) -> bool:
        return len(self.shape) == 3

    @property
    def n_features(self) -> int:
        """What the last layer sees of an image."""
        return self.hidden[-1] * prod(self.shape[1:])


def parse(name: str) -> Net:
    """Raises ValueError for a name of neither form."""
    first, *hidden, classes = name.split("-")
    units = tuple(int(word.removeprefix("c")) for word in hidden)
    return Net(tuple(map(int, first.split("x"))), units, int(classes))
