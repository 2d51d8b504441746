"""A PyTorch module, as source, whose state_dict has the names of a run's blocks."""

from __future__ import annotations

from temper.network import Network
from temper.network.arrays import Shape

HEAD = '''"""A network, made by Temper (temper-export); inputs are in the units of the data."""

import pathlib

import safetensors.torch
import torch


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
'''

TAIL = """        return x


def load():
    net = Net()
    weights = pathlib.Path(__file__).with_name({weights!r})
    net.load_state_dict(safetensors.torch.load_file(weights), strict=True)
    return net.eval()
"""


def module_source(network: Network, weights: str) -> str:
    """Write the module. `weights` is the name of the safetensors file beside it.

    Its inputs are in the data's own units, [n, n_inputs] or [n, channels, height, width]. Its
    forward returns the last layer's outputs: logits, or, of regression, standardised means.
    """
    members = [*scale_members(network), *layer_members(network), *loss_members(network)]
    steps = [*input_steps(network), *(s for layer in network.layers for s in layer.torch_steps())]
    return (
        HEAD
        + "".join(f"        {member}\n" for member in members)
        + "\n    def forward(self, x):\n"
        + "".join(f"        {step}\n" for step in steps)
        + TAIL.format(weights=weights)
    )


def scale_members(network: Network) -> list[str]:
    """Write the buffers that standardise inputs."""
    if network.inputs is None:
        return []
    size = network.n_inputs
    names = ("input_mean", "input_sd")
    return [f"self.register_buffer('{name}', torch.ones({size}))" for name in names]


def layer_members(network: Network) -> list[str]:
    """Write the modules of the layers that have parameters."""
    modules = [(layer.name, layer.torch_module()) for layer in network.layers]
    return [f"self.{name} = {module}" for name, module in modules if module]


def loss_members(network: Network) -> list[str]:
    """Write the parameters of the loss, so that a state_dict has its place for them."""
    blocks = [
        f"{name.removeprefix('loss.')!r}: torch.zeros({size(shape)})"
        for name, shape in network.loss_blocks.items()
    ]
    return [f"self.loss = torch.nn.ParameterDict({{{', '.join(blocks)}}})"] if blocks else []


def input_steps(network: Network) -> list[str]:
    """Write what happens to the inputs before the first layer."""
    steps = []
    if len(network.input_shape) > 1:
        steps.append("x = torch.flatten(x, 1)")
    if network.inputs is not None:
        steps.append("x = (x - self.input_mean) / self.input_sd")
    if len(network.input_shape) > 1:
        steps.append(f"x = x.reshape(-1, {size(network.input_shape)})")
    return steps


def size(shape: Shape) -> str:
    """Write a shape as arguments."""
    return ", ".join(map(str, shape))
