"""The largest pixel, or the mean, of each window, channel by channel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from temper.network.arrays import Parameters, Shape
from temper.network.layer import LAYERS, Layer, Place
from temper.network.onnx_nodes import Member
from temper.network.window import Window


@dataclass(frozen=True)
class Pool(Layer):
    """It has no blocks."""

    name: str
    input_shape: Shape
    window: Window
    reduce: Callable[..., np.ndarray]  # of a window
    torch: str  # the function's name in torch.nn.functional
    operator: str  # ONNX's

    @property
    def output_shape(self) -> Shape:
        """As many channels as come in."""
        return self.window.slide(self.input_shape, self.input_shape[0])

    def apply(self, parameters: Parameters, values: np.ndarray) -> np.ndarray:
        """Compute it."""
        return self.reduce(self.window.view(values), axis=(-2, -1))

    def torch_steps(self) -> list[str]:
        """Write the call."""
        size, stride = self.window.size, self.window.stride
        return [f"x = torch.nn.functional.{self.torch}(x, {size}, {stride})"]

    def onnx(self, member: Member, values: str) -> str:
        """Add it."""
        settings = {"kernel_shape": [self.window.size] * 2, "strides": [self.window.stride] * 2}
        return member.add(self.operator, [values], f"{self.name}.output", **settings)


def read_pool(place: Place, reduce: Callable[..., np.ndarray], torch: str, operator: str) -> Layer:
    """Make it from its section."""
    size = place.section.get("window", 2)
    window = Window(size, place.section.get("stride", size), 0)
    return Pool(place.name, place.input_shape, window, reduce, torch, operator)


LAYERS["max-pool"] = partial(read_pool, reduce=np.max, torch="max_pool2d", operator="MaxPool")
LAYERS["avg-pool"] = partial(read_pool, reduce=np.mean, torch="avg_pool2d", operator="AveragePool")
