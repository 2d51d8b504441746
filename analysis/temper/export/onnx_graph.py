"""A network, or an ensemble of one network's draws, as an ONNX graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from temper.network import Network

if TYPE_CHECKING:
    import onnx

OPERATORS = {"tanh": "Tanh", "relu": "Relu", "sigmoid": "Sigmoid", "gelu": "Gelu"}
OPSET = 20  # the first with Gelu
IR_VERSION = 9


def onnx_model(network: Network, members: list[dict[str, np.ndarray]]) -> bytes:
    """Return the model, serialised.

    Its input `inputs` is float32 [n, n_inputs] in the data's own units. Its output is
    `probabilities` [n, n_classes] or `mean` [n, n_targets], averaged over the members.
    """
    from onnx import TensorProto, helper  # noqa: PLC0415  (optional)

    graph = Graph()
    inputs = add_standardising(graph, network)
    outputs = [add_member(graph, network, inputs, draw) for draw in enumerate(members)]
    name = "mean" if network.loss == "gaussian" else "probabilities"
    graph.add("Mean", outputs, name)
    signature = [
        helper.make_tensor_value_info(what, TensorProto.FLOAT, ["n", width])
        for what, width in (("inputs", network.n_inputs), (name, network.n_predictions))
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

    def add(self, operator: str, inputs: list[str], output: str, **settings: float) -> str:
        """Add a node and return its output's name."""
        from onnx import helper  # noqa: PLC0415

        self.nodes.append(helper.make_node(operator, inputs, [output], **settings))
        return output

    def constant(self, name: str, values: np.ndarray) -> str:
        """Add a tensor and return its name."""
        from onnx import numpy_helper  # noqa: PLC0415

        self.tensors.append(numpy_helper.from_array(np.asarray(values, np.float32), name))
        return name


def add_standardising(graph: Graph, network: Network) -> str:
    """Add what training did to the inputs and return the name of the result."""
    if network.inputs is None:
        return "inputs"
    mean = graph.constant("input_mean", network.inputs.mean)
    sd = graph.constant("input_sd", network.inputs.sd)
    return graph.add("Div", [graph.add("Sub", ["inputs", mean], "centred"), sd], "standardised")


def add_member(
    graph: Graph, network: Network, values: str, draw: tuple[int, dict[str, np.ndarray]]
) -> str:
    """Add the network of one draw, (number, parameters); return the name of its predictions."""
    index, parameters = draw
    for layer in network.layers:
        name = f"draw{index}.{layer.name}"
        blocks = [f"{layer.name}.weight", *([f"{layer.name}.bias"] if layer.has_bias else [])]
        tensors = [graph.constant(f"draw{index}.{block}", parameters[block]) for block in blocks]
        values = graph.add("Gemm", [values, *tensors], f"{name}.linear", transB=1)
        if layer.activation != "identity":
            values = graph.add(OPERATORS[layer.activation], [values], f"{name}.output")
    return add_read_out(graph, network, values, f"draw{index}")


def add_read_out(graph: Graph, network: Network, outputs: str, name: str) -> str:
    """Add what the loss makes of the outputs and return its name."""
    if network.loss == "softmax":
        return graph.add("Softmax", [outputs], f"{name}.probabilities", axis=1)
    if network.loss == "bernoulli":
        second = graph.add("Sigmoid", [outputs], f"{name}.second")
        first = graph.add("Sigmoid", [graph.add("Neg", [outputs], f"{name}.neg")], f"{name}.first")
        return graph.add("Concat", [first, second], f"{name}.probabilities", axis=1)
    return add_means(graph, network, outputs, name)


def add_means(graph: Graph, network: Network, outputs: str, name: str) -> str:
    """Add the targets' means in original units: the first outputs, scaled and shifted."""
    targets = network.targets
    choice = np.eye(network.layers[-1].units)[: len(targets.mean)] * targets.sd[:, np.newaxis]
    tensors = [
        graph.constant(f"{name}.target_sd", choice),
        graph.constant(f"{name}.target_mean", targets.mean),
    ]
    return graph.add("Gemm", [outputs, *tensors], f"{name}.mean", transB=1)
