"""A network, or an ensemble of one network's draws, as an ONNX graph."""

from __future__ import annotations

import numpy as np

from temper.network import Network
from temper.network.onnx_nodes import Graph, Member

OPSET = 20  # the first with Gelu
IR_VERSION = 9


def onnx_model(
    network: Network, members: list[dict[str, np.ndarray]], metadata: dict[str, str] | None = None
) -> bytes:
    """Return the model, serialised, with `metadata` as its properties.

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
    name = network.loss.prediction
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
    helper.set_model_props(model, metadata or {})
    return model.SerializeToString()


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
    return network.loss.onnx(member, values, network.n_outputs, network.targets)
