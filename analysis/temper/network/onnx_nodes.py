"""Nodes of an ONNX graph that is being built; what they compute, layers and losses say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from temper.network.activation import Activation
from temper.network.arrays import Parameters, Shape, by_channel

if TYPE_CHECKING:
    import onnx


class Graph:
    """Nodes and tensors of a graph that is being built."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []

    def add(self, operator: str, inputs: list[str], output: str, **settings: Any) -> str:  # noqa: ANN401
        """Add a node and return its output's name."""
        from onnx import helper  # noqa: PLC0415

        self.nodes.append(helper.make_node(operator, inputs, [output], **settings))
        return output

    def constant(self, name: str, values: np.ndarray) -> str:
        """Add a tensor, unless it is there, and return its name."""
        from onnx import numpy_helper  # noqa: PLC0415

        if all(tensor.name != name for tensor in self.tensors):
            self.tensors.append(numpy_helper.from_array(values, name))
        return name

    def floats(self, name: str, values: np.ndarray) -> str:
        """Add a tensor of float32 and return its name."""
        return self.constant(name, np.asarray(values, np.float32))


@dataclass(frozen=True)
class Member:
    """The part of a graph that is one draw's network; names get its prefix."""

    graph: Graph
    prefix: str
    parameters: Parameters

    def add(self, operator: str, inputs: list[str], output: str, **settings: Any) -> str:  # noqa: ANN401
        """Add a node and return its output's name."""
        return self.graph.add(operator, inputs, f"{self.prefix}.{output}", **settings)

    def block(self, name: str) -> str:
        """Add a block of parameters and return its name."""
        return self.graph.floats(f"{self.prefix}.{name}", self.parameters[name])

    def block_by_channel(self, name: str, shape: Shape) -> str:
        """Add a block [channels] with the axes that fit examples of `shape`."""
        block = by_channel(self.parameters[name], shape)
        return self.graph.floats(f"{self.prefix}.{name}", block)

    def activate(self, activation: Activation, values: str, output: str) -> str:
        """Add an activation and return its output's name, or `values` if it does nothing."""
        return self.add(activation.onnx, [values], output) if activation.onnx else values

    def mean(self, values: str, axes: tuple[int, ...], output: str) -> str:
        """Add the mean over some axes, which stay with length 1."""
        name = "axes_" + "_".join(map(str, axes))
        tensor = self.graph.constant(name, np.array(axes, np.int64))
        return self.add("ReduceMean", [values, tensor], output)

    def root(self, values: str, least: float, output: str) -> str:
        """Add sqrt(values + least)."""
        added = self.graph.floats(f"plus_{least:g}", np.array(least))
        return self.add("Sqrt", [self.add("Add", [values, added], f"{output}.square")], output)
