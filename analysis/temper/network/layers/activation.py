"""An activation as a layer of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from temper.network.activation import Activation, activation_named
from temper.network.arrays import Parameters, Shape
from temper.network.layer import LAYERS, Layer, Place
from temper.network.onnx_nodes import Member


@dataclass(frozen=True)
class ActivationLayer(Layer):
    """It has no blocks."""

    name: str
    output_shape: Shape
    activation: Activation

    def apply(self, parameters: Parameters, values: np.ndarray) -> np.ndarray:
        """Compute it."""
        return self.activation.apply(values)

    def torch_steps(self) -> list[str]:
        """Write the call."""
        return ["x = " + self.activation.torch.format("x")]

    def onnx(self, member: Member, values: str) -> str:
        """Add it."""
        return member.activate(self.activation, values, f"{self.name}.output")


def read_activation(place: Place) -> Layer:
    """Make it from its section."""
    activation = activation_named(place.section.get("activation", "tanh"), place.name)
    return ActivationLayer(place.name, place.input_shape, activation)


LAYERS["activation"] = read_activation
