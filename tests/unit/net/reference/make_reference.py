#!/usr/bin/env python3
"""Write losses and gradients of five nets, computed by PyTorch in float64.

Run it where this file lies: `python3 make_reference.py` (Debian: python3-torch). For each net it
writes NAME.toml, what [model] says, and NAME.txt, with lines `key count values…`: the shapes, the
examples, theta in Temper's order (per layer weight [out, in], then bias; the loss's own last), the
loss of each example, and the gradient of their sum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

ROWS = 7
ACTIVATIONS = {
    "identity": lambda x: x,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "gelu": functional.gelu,
}


def softmax(outputs: Tensor, labels: Tensor, _own: Tensor) -> Tensor:
    """Return the cross-entropy of each example."""
    return functional.cross_entropy(outputs, labels, reduction="none")


def bernoulli(outputs: Tensor, labels: Tensor, _own: Tensor) -> Tensor:
    """Return the same for one output, the log odds of class 1."""
    return functional.binary_cross_entropy_with_logits(
        outputs[:, 0], labels.double(), reduction="none"
    )


def gaussian(mean: Tensor, log_sd: Tensor, y: Tensor) -> Tensor:
    """Return -log density of each example, summed over its targets."""
    variance = torch.exp(2 * log_sd).expand_as(mean)
    nll = functional.gaussian_nll_loss(mean, y, variance, full=True, eps=1e-12, reduction="none")
    return nll.sum(1)


def learned(outputs: Tensor, y: Tensor, log_sd: Tensor) -> Tensor:
    """Take Gaussian noise whose log sd is a parameter of each target."""
    return gaussian(outputs, log_sd, y)


def predicted(outputs: Tensor, y: Tensor, _own: Tensor) -> Tensor:
    """Take Gaussian noise whose log sd is a second output of each target."""
    n_targets = y.shape[1]
    return gaussian(outputs[:, :n_targets], outputs[:, n_targets:], y)


@dataclass
class Dense:
    """One [[model.layer]]."""

    units: int
    activation: str
    bias: bool = True

    def toml(self) -> str:
        """Return what the config says of it."""
        bias = "" if self.bias else "bias = false\n"
        return f"\n[[layer]]\nunits = {self.units}\nactivation = '{self.activation}'\n{bias}"


@dataclass
class Net:
    """One net with its loss: classes, or targets."""

    name: str
    keys: str
    loss: Callable[[Tensor, Tensor, Tensor], Tensor]
    n_inputs: int
    n_outputs: int
    n_classes: int = 0
    n_targets: int = 0
    n_own: int = 0  # parameters of the loss
    hidden: list[Dense] = field(default_factory=list)

    def layers(self) -> list[Dense]:
        """Return the hidden layers and the linear one before the loss."""
        return [*self.hidden, Dense(self.n_outputs, "identity")]

    def parameters(self) -> list[Tensor]:
        """Draw them, by layer; the loss's own last."""
        shapes, width = [], self.n_inputs
        for layer in self.layers():
            shapes += (
                [(layer.units, width), (layer.units,)] if layer.bias else [(layer.units, width)]
            )
            width = layer.units
        shapes += [(self.n_own,)] if self.n_own else []
        return [(random_float32(*shape) / 2).requires_grad_() for shape in shapes]

    def outputs(self, x: Tensor, parameters: list[Tensor]) -> Tensor:
        """Return those of the last layer."""
        remaining = iter(parameters)
        for layer in self.layers():
            x = functional.linear(x, next(remaining), next(remaining) if layer.bias else None)
            x = ACTIVATIONS[layer.activation](x)
        return x

    def targets(self) -> Tensor:
        """Return labels that take every class, or random numbers."""
        if self.n_classes:
            return torch.arange(ROWS) * 5 % self.n_classes
        return random_float32(ROWS, self.n_targets)


NETS = [
    Net("linear_softmax", "loss = 'softmax'\n", softmax, 4, 3, n_classes=3),
    Net(
        "tanh_softmax", "loss = 'softmax'\n", softmax, 5, 4, n_classes=4,
        hidden=[Dense(6, "tanh"), Dense(4, "tanh", bias=False)],
    ),
    Net(
        "relu_bernoulli", "loss = 'bernoulli'\n", bernoulli, 3, 1, n_classes=2,
        hidden=[Dense(8, "relu"), Dense(5, "sigmoid")],
    ),
    Net(
        "gelu_learned", "noise_sd = 'learned'\n", learned, 3, 2, n_targets=2, n_own=2,
        hidden=[Dense(7, "gelu")],
    ),
    Net(
        "deep_predicted", "noise_sd = 'predicted'\n", predicted, 2, 2, n_targets=1,
        hidden=[Dense(4, "relu"), Dense(4, "gelu"), Dense(4, "tanh"), Dense(4, "sigmoid")],
    ),
]  # fmt: skip


def random_float32(*shape: int) -> Tensor:
    """Draw normal numbers that a float32 holds exactly, as float64."""
    return torch.randn(*shape).float().double()


def write_table(path: Path, rows: dict[str, Tensor | int]) -> None:
    """Write lines `key count values…`."""
    lines = [f"# PyTorch {torch.__version__}, float64, by make_reference.py"]
    for key, values in rows.items():
        flat = [f"{value:.12g}" for value in torch.as_tensor(values).flatten().tolist()]
        lines.append(" ".join([key, str(len(flat)), *flat]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write(net: Net) -> None:
    """Write a net's config and table."""
    x, y, parameters = random_float32(ROWS, net.n_inputs), net.targets(), net.parameters()
    losses = net.loss(net.outputs(x, parameters), y, parameters[-1])
    gradient = torch.autograd.grad(losses.sum(), parameters)
    toml = net.keys + "".join(layer.toml() for layer in net.hidden)
    Path(f"{net.name}.toml").write_text(toml, encoding="utf-8")
    write_table(
        Path(f"{net.name}.txt"),
        {
            "n_inputs": net.n_inputs,
            "n_classes": net.n_classes,
            "n_targets": net.n_targets,
            "inputs": x,
            "targets": y,
            "theta": torch.cat([p.detach().flatten() for p in parameters]),
            "losses": losses.detach(),
            "gradient": torch.cat([g.flatten() for g in gradient]),
        },
    )


if __name__ == "__main__":
    torch.manual_seed(1)
    for each in NETS:
        write(each)
