"""Layer norm (Ba, Kiros & Hinton, "Layer normalization", 2016, eq. 3).

z = (x - mean) / sqrt(variance + 1e-5) over all numbers of an example, then scale z + shift by
channel of an image or by number of a vector.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from temper.network.arrays import Parameters, Shape, by_channel
from temper.network.layer import LAYERS, Layer, Place
from temper.network.onnx_nodes import Member

LEAST_VARIANCE = 1e-5


@dataclass(frozen=True)
class LayerNorm(Layer):
    """Its blocks are scale and shift [channels]."""

    name: str
    output_shape: Shape

    @property
    def axes(self) -> tuple[int, ...]:
        """Those of an example."""
        return tuple(range(1, len(self.output_shape) + 1))

    def apply(self, parameters: Parameters, values: np.ndarray) -> np.ndarray:
        """Compute it."""
        centred = values - values.mean(self.axes, keepdims=True)
        variance = np.mean(centred**2, self.axes, keepdims=True)
        scale, shift = (
            by_channel(parameters[f"{self.name}.{block}"], self.output_shape)
            for block in ("scale", "shift")
        )
        return scale * centred / np.sqrt(variance + LEAST_VARIANCE) + shift

    def torch_module(self) -> str:
        """Write its blocks."""
        n = self.output_shape[0]
        return f"torch.nn.ParameterDict({{'scale': torch.ones({n}), 'shift': torch.zeros({n})}})"

    def torch_steps(self) -> list[str]:
        """Write the calls."""
        normal = f"torch.nn.functional.layer_norm(x, {self.output_shape}, eps={LEAST_VARIANCE})"
        scale, shift = (torch_by_channel(self, block) for block in ("scale", "shift"))
        return [f"x = {normal}", f"x = {scale} * x + {shift}"]

    def onnx(self, member: Member, values: str) -> str:
        """Add it."""
        mean = member.mean(values, self.axes, f"{self.name}.mean")
        centred = member.add("Sub", [values, mean], f"{self.name}.centred")
        square = member.add("Mul", [centred, centred], f"{self.name}.square")
        variance = member.mean(square, self.axes, f"{self.name}.variance")
        sd = member.root(variance, LEAST_VARIANCE, f"{self.name}.sd")
        values = member.add("Div", [centred, sd], f"{self.name}.normal")
        return scaled_and_shifted(self, member, values)


def torch_by_channel(layer: Layer, block: str) -> str:
    """Write a block [channels] with the axes that fit the layer's output."""
    name = f"self.{layer.name}.{block}"
    axes = ", ".join("1" for _ in layer.output_shape[1:])
    return f"{name}.reshape(-1, {axes})" if axes else name


def scaled_and_shifted(layer: Layer, member: Member, values: str) -> str:
    """Add scale z + shift and return its name."""
    scale, shift = (
        member.block_by_channel(f"{layer.name}.{block}", layer.output_shape)
        for block in ("scale", "shift")
    )
    values = member.add("Mul", [values, scale], f"{layer.name}.scaled")
    return member.add("Add", [values, shift], f"{layer.name}.shifted")


def read_layer_norm(place: Place) -> Layer:
    """Make it; it has no options."""
    return LayerNorm(place.name, place.input_shape)


LAYERS["layer-norm"] = read_layer_norm
