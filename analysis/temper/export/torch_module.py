"""A PyTorch module, as source, whose state_dict has the names of a run's blocks."""

from __future__ import annotations

from temper.network import Network

FUNCTIONS = {
    "identity": "{}",
    "tanh": "torch.tanh({})",
    "relu": "torch.relu({})",
    "sigmoid": "torch.sigmoid({})",
    "gelu": "torch.nn.functional.gelu({})",
}


def module_source(network: Network, weights: str) -> str:
    """Write the module. `weights` is the name of the safetensors file beside it.

    Its inputs are in the data's own units. Its forward returns the last layer's outputs: logits,
    or, of regression, standardised means.
    """
    scale = [
        f"        self.register_buffer('{name}', torch.ones({network.n_inputs}))"
        for name in ("input_mean", "input_sd")
    ]
    layers = [
        f"        self.{layer.name} = torch.nn.Linear({layer.n_in}, {layer.units}"
        f"{'' if layer.has_bias else ', bias=False'})"
        for layer in network.layers
    ]
    steps = [
        f"        x = {FUNCTIONS[layer.activation].format(f'self.{layer.name}(x)')}"
        for layer in network.layers
    ]
    if network.inputs is not None:
        layers = scale + layers
        steps = ["        x = (x - self.input_mean) / self.input_sd", *steps]
    return "\n".join(
        [
            '"""Written by temper-export: a network; inputs are in the units of the data."""',
            "",
            "import pathlib",
            "",
            "import safetensors.torch",
            "import torch",
            "",
            "",
            "class Net(torch.nn.Module):",
            "    def __init__(self):",
            "        super().__init__()",
            *layers,
            "",
            "    def forward(self, x):",
            *steps,
            "        return x",
            "",
            "",
            "def load():",
            "    net = Net()",
            f"    weights = pathlib.Path(__file__).with_name({weights!r})",
            "    net.load_state_dict(safetensors.torch.load_file(weights), strict=True)",
            "    return net.eval()",
            "",
        ]
    )
