"""Images as flat vectors, channel by channel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from temper.network.arrays import Parameters, Shape
from temper.network.layer import LAYERS, Layer, Place
from temper.network.onnx_nodes import Member


@dataclass(frozen=True)
class Flatten(Layer):
    """It has no blocks."""

    name: str
    output_shape: Shape

    def apply(self, parameters: Parameters, values: np.ndarray) -> np.ndarray:
        """Compute it."""
        return values.reshape(len(values), -1)

    def torch_steps(self) -> list[str]:
        """Write the call."""
        return ["x = torch.flatten(x, 1)"]

    def onnx(self, member: Member, values: str) -> str:
        """Add it."""
        return member.add("Flatten", [values], f"{self.name}.output", axis=1)


def read_flatten(place: Place) -> Layer:
    """Make it; it has no options."""
    return Flatten(place.name, (int(np.prod(place.input_shape)),))


LAYERS["flatten"] = read_flatten
