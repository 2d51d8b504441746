"""y = f(W x + b); images are taken as flat vectors, channel by channel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from temper.files.errors import RunError
from temper.network.activation import Activation, activation_named
from temper.network.arrays import Parameters, Shape
from temper.network.layer import LAYERS, Layer, Place
from temper.network.onnx_nodes import Member


@dataclass(frozen=True)
class Dense(Layer):
    """Its blocks are weight [units, n_in] and bias [units]."""

    name: str
    input_shape: Shape
    n_in: int
    units: int
    has_bias: bool
    activation: Activation

    @property
    def output_shape(self) -> Shape:
        """A vector."""
        return (self.units,)

    def apply(self, parameters: Parameters, values: np.ndarray) -> np.ndarray:
        """Compute it."""
        values = values.reshape(len(values), self.n_in) @ parameters[f"{self.name}.weight"].T
        if self.has_bias:
            values = values + parameters[f"{self.name}.bias"]
        return self.activation.apply(values)

    def torch_module(self) -> str:
        """Write it."""
        bias = "" if self.has_bias else ", bias=False"
        return f"torch.nn.Linear({self.n_in}, {self.units}{bias})"

    def torch_steps(self) -> list[str]:
        """Write the call."""
        flat = "torch.flatten(x, 1)" if len(self.input_shape) > 1 else "x"
        return ["x = " + self.activation.torch.format(f"self.{self.name}({flat})")]

    def onnx(self, member: Member, values: str) -> str:
        """Add it."""
        if len(self.input_shape) > 1:
            values = member.add("Flatten", [values], f"{self.name}.flat", axis=1)
        blocks = ["weight", *(["bias"] if self.has_bias else [])]
        tensors = [member.block(f"{self.name}.{block}") for block in blocks]
        values = member.add("Gemm", [values, *tensors], f"{self.name}.linear", transB=1)
        return member.activate(self.activation, values, f"{self.name}.output")


def read_dense(place: Place) -> Layer:
    """Make it from its section; its size is that of its blocks."""
    units, n_in = place.block("weight")
    if n_in != int(np.prod(place.input_shape)):
        raise RunError(
            f"{place.name}: takes {n_in} numbers, but {place.input_shape} come from below"
        )
    activation = activation_named(place.section.get("activation", "tanh"), place.name)
    return Dense(place.name, place.input_shape, n_in, units, place.has("bias"), activation)


LAYERS["dense"] = read_dense
