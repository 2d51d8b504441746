"""y = f(W * x + b): a convolution of images, with zeros around them; W isn't mirrored."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from temper.network.activation import ACTIVATIONS, Activation, activation_named
from temper.network.arrays import Parameters, Shape, by_channel
from temper.network.layer import LAYERS, Layer, Place
from temper.network.onnx_nodes import Member
from temper.network.window import Window


@dataclass(frozen=True)
class Conv2d(Layer):
    """Its blocks are weight [channels out, channels in, size, size] and bias [channels out]."""

    name: str
    input_shape: Shape
    channels: int
    window: Window
    has_bias: bool
    activation: Activation

    @property
    def output_shape(self) -> Shape:
        """An image for each channel of the output."""
        return self.window.slide(self.input_shape, self.channels)

    def apply(self, parameters: Parameters, values: np.ndarray) -> np.ndarray:
        """Compute it: every window [channels in, size, size] times W."""
        windows = self.window.view(values)  # [n, channels in, height, width, size, size]
        weight = parameters[f"{self.name}.weight"]
        values = np.moveaxis(np.tensordot(windows, weight, ((1, 4, 5), (1, 2, 3))), -1, 1)
        if self.has_bias:
            values = values + by_channel(parameters[f"{self.name}.bias"], self.output_shape)
        return self.activation.apply(values)

    def torch_module(self) -> str:
        """Write it."""
        window, bias = self.window, "" if self.has_bias else ", bias=False"
        return (
            f"torch.nn.Conv2d({self.input_shape[0]}, {self.channels}, {window.size}, "
            f"stride={window.stride}, padding={window.padding}{bias})"
        )

    def torch_steps(self) -> list[str]:
        """Write the call."""
        return ["x = " + self.activation.torch.format(f"self.{self.name}(x)")]

    def onnx(self, member: Member, values: str) -> str:
        """Add it."""
        blocks = ["weight", *(["bias"] if self.has_bias else [])]
        tensors = [member.block(f"{self.name}.{block}") for block in blocks]
        settings = {"kernel_shape": [self.window.size] * 2, "strides": [self.window.stride] * 2}
        values = member.add(
            "Conv",
            [values, *tensors],
            f"{self.name}.linear",
            pads=[self.window.padding] * 4,
            **settings,
        )
        return member.activate(self.activation, values, f"{self.name}.output")


def read_conv2d(place: Place) -> Layer:
    """Make it from its section; its size is that of its blocks."""
    channels, _, size, _ = place.block("weight")
    stride = place.section.get("stride", 1)
    window = Window(size, stride, place.section.get("padding", (size - 1) // 2))
    activation = activation_named(place.section.get("activation", "tanh"), place.name)
    return Conv2d(place.name, place.input_shape, channels, window, place.has("bias"), activation)


def pixel_projection(name: str, input_shape: Shape, output_shape: Shape) -> Conv2d:
    """Make the convolution of 1 x 1 pixels that brings an image to another shape."""
    stride = -(-input_shape[1] // output_shape[1])
    identity = ACTIVATIONS["identity"]
    return Conv2d(name, input_shape, output_shape[0], Window(1, stride, 0), False, identity)


LAYERS["conv2d"] = read_conv2d
