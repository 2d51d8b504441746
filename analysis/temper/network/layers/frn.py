"""Filter response normalisation with a threshold (Singh & Krishnan, CVPR 2020, eqs. 1 to 5).

z = x / sqrt(mean x^2 + 1e-6) over the pixels of a channel, then max(scale z + shift, threshold).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from temper.network.arrays import Parameters, Shape, by_channel
from temper.network.layer import LAYERS, Layer, Place
from temper.network.layers.layer_norm import scaled_and_shifted, torch_by_channel
from temper.network.onnx_nodes import Member

LEAST_SQUARE = 1e-6
BLOCKS = ("scale", "shift", "threshold")
PIXELS = (2, 3)  # axes


@dataclass(frozen=True)
class Frn(Layer):
    """Its blocks are scale, shift and threshold [channels]."""

    name: str
    output_shape: Shape

    def apply(self, parameters: Parameters, values: np.ndarray) -> np.ndarray:
        """Compute it."""
        square = np.mean(values**2, PIXELS, keepdims=True)
        scale, shift, threshold = (
            by_channel(parameters[f"{self.name}.{block}"], self.output_shape) for block in BLOCKS
        )
        return np.maximum(scale * values / np.sqrt(square + LEAST_SQUARE) + shift, threshold)

    def torch_module(self) -> str:
        """Write its blocks."""
        blocks = ", ".join(f"'{block}': torch.ones({self.output_shape[0]})" for block in BLOCKS)
        return f"torch.nn.ParameterDict({{{blocks}}})"

    def torch_steps(self) -> list[str]:
        """Write the calls."""
        scale, shift, threshold = (torch_by_channel(self, block) for block in BLOCKS)
        return [
            f"x = x / torch.sqrt((x * x).mean({PIXELS}, keepdim=True) + {LEAST_SQUARE})",
            f"x = torch.maximum({scale} * x + {shift}, {threshold})",
        ]

    def onnx(self, member: Member, values: str) -> str:
        """Add it."""
        square = member.add("Mul", [values, values], f"{self.name}.square")
        mean = member.mean(square, PIXELS, f"{self.name}.mean")
        root = member.root(mean, LEAST_SQUARE, f"{self.name}.root")
        values = member.add("Div", [values, root], f"{self.name}.normal")
        values = scaled_and_shifted(self, member, values)
        threshold = member.block_by_channel(f"{self.name}.threshold", self.output_shape)
        return member.add("Max", [values, threshold], f"{self.name}.output")


def read_frn(place: Place) -> Layer:
    """Make it; it has no options."""
    return Frn(place.name, place.input_shape)


LAYERS["frn"] = read_frn
