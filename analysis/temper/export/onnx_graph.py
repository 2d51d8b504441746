"""A network, or an ensemble of one network's draws, as an ONNX graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from temper.network import Network
from temper.network.activation import Activation
from temper.network.layer import Parameters, Shape, by_channel

if TYPE_CHECKING:
    import onnx

OPSET = 20  # the first with Gelu
IR_VERSION = 9


def onnx_model(network: Network, members: list[dict[str, np.ndarray]]) -> bytes:
    """Return the model, serialised.

    Its input `inputs` is float32 [n, n_inputs], or [n, channels, height, width] of a network that
    looks at images, in the data's own units. Its output is `probabilities` [n, n_classes] or
    `mean` [n, n_targets], averaged over the members.
    """
    from onnx import TensorProto, helper  # noqa: PLC0415  (optional)

    graph = Graph()
    inputs = add_standardising(graph, network)
    outputs = [
        add_member(Member(graph, f"draw{i}", parameters), network, inputs)
        for i, parameters in enumerate(members)
    ]
    name = "mean" if network.loss == "gaussian" else "probabilities"
    graph.add("Mean", outputs, name)
    signature = [
        helper.make_tensor_value_info(what, TensorProto.FLOAT, ["n", *shape])
        for what, shape in (("inputs", network.input_shape), (name, (network.n_predictions,)))
    ]
    body = helper.make_graph(graph.nodes, "temper", signature[:1], signature[1:], graph.tensors)
    opset = helper.make_opsetid("", OPSET)
    model = helper.make_model(
        body, opset_imports=[opset], ir_version=IR_VERSION, producer_name="temper"
    )
    return model.SerializeToString()


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


def add_standardising(graph: Graph, network: Network) -> str:
    """Add what training did to the inputs and return the name of the result."""
    if network.input_scale is None:
        return "inputs"
    mean = graph.floats("input_mean", network.input_scale.mean)
    sd = graph.floats("input_sd", network.input_scale.sd)
    return graph.add("Div", [graph.add("Sub", ["inputs", mean], "centred"), sd], "standardised")


def add_member(member: Member, network: Network, values: str) -> str:
    """Add the network of one draw; return the name of its predictions."""
    for layer in network.layers:
        values = layer.onnx(member, values)
    return add_read_out(member, network, values)


def add_read_out(member: Member, network: Network, outputs: str) -> str:
    """Add what the loss makes of the outputs and return its name."""
    if network.loss == "softmax":
        return member.add("Softmax", [outputs], "probabilities", axis=1)
    if network.loss == "bernoulli":
        second = member.add("Sigmoid", [outputs], "second")
        first = member.add("Sigmoid", [member.add("Neg", [outputs], "neg")], "first")
        return member.add("Concat", [first, second], "probabilities", axis=1)
    return add_means(member, network, outputs)


def add_means(member: Member, network: Network, outputs: str) -> str:
    """Add the targets' means in original units: the first outputs, scaled and shifted."""
    targets = network.targets
    choice = np.eye(network.n_outputs)[: len(targets.mean)] * targets.sd[:, np.newaxis]
    tensors = [
        member.graph.floats("target_sd", choice),
        member.graph.floats("target_mean", targets.mean),
    ]
    return member.add("Gemm", [outputs, *tensors], "mean", transB=1)
