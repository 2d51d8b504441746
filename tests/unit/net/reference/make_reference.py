#!/usr/bin/env python3
"""Write losses and gradients of six nets, computed by PyTorch in float64.

Run it where this file lies: `python3 make_reference.py` (Debian: python3-torch). For each net it
writes NAME.toml, what [model] says, and NAME.txt, with lines `key count values…`: the shapes, the
examples, theta in Temper's order (per layer weight [out, in], then bias; a block's layers, then its
projection; the loss's own last), the loss of each example, and the gradient of their sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import prod
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


Shape = tuple[int, ...]  # of one example


@dataclass
class Dense:
    """y = f(W x + b)."""

    units: int
    activation: str
    bias: bool = True

    def toml(self) -> str:
        """Return what its table of the config says."""
        bias = "" if self.bias else "bias = false\n"
        return f"units = {self.units}\nactivation = '{self.activation}'\n{bias}"

    def shapes(self, given: Shape) -> list[Shape]:
        """Return those of its parameters."""
        weight = (self.units, prod(given))
        return [weight, (self.units,)] if self.bias else [weight]

    def outputs(self, x: Tensor, parameters: Iterator[Tensor]) -> Tensor:
        """Take its parameters off the iterator and return what it computes."""
        weight, bias = next(parameters), next(parameters) if self.bias else None
        return ACTIVATIONS[self.activation](functional.linear(x.flatten(1), weight, bias))


@dataclass
class Conv2d:
    """y = f(W * x + b)."""

    channels: int
    kernel: int
    stride: int
    padding: int
    activation: str

    def toml(self) -> str:
        return (
            f"type = 'conv2d'\nchannels = {self.channels}\nkernel = {self.kernel}\n"
            f"stride = {self.stride}\npadding = {self.padding}\nactivation = '{self.activation}'\n"
        )

    def shapes(self, given: Shape) -> list[Shape]:
        return [(self.channels, given[0], self.kernel, self.kernel), (self.channels,)]

    def outputs(self, x: Tensor, parameters: Iterator[Tensor]) -> Tensor:
        y = functional.conv2d(x, next(parameters), next(parameters), self.stride, self.padding)
        return ACTIVATIONS[self.activation](y)


@dataclass
class Pool:
    """The largest pixel or the mean of each window."""

    kind: str
    window: int

    def toml(self) -> str:
        return f"type = '{self.kind}-pool'\nwindow = {self.window}\n"

    def shapes(self, _given: Shape) -> list[Shape]:
        return []

    def outputs(self, x: Tensor, _parameters: Iterator[Tensor]) -> Tensor:
        pool = functional.max_pool2d if self.kind == "max" else functional.avg_pool2d
        return pool(x, self.window)


@dataclass
class LayerNorm:
    """All numbers of an example to mean 0 and variance 1; scale and shift by channel."""

    def toml(self) -> str:
        return "type = 'layer-norm'\n"

    def shapes(self, given: Shape) -> list[Shape]:
        return [(given[0],), (given[0],)]

    def outputs(self, x: Tensor, parameters: Iterator[Tensor]) -> Tensor:
        return functional.group_norm(x, 1, next(parameters), next(parameters), eps=1e-5)


@dataclass
class Residual:
    """x + branch(x), or projection(x) + branch(x)."""

    branch: list[Layer]
    projection_stride: int = 0  # 0: none

    def toml(self) -> str:
        return "type = 'residual'\n" + tables("layer.layer", self.branch)

    def shapes(self, given: Shape) -> list[Shape]:
        shapes, made = stack_shapes(self.branch, given)
        return [*shapes, (made[0], given[0], 1, 1)] if self.projection_stride else shapes

    def outputs(self, x: Tensor, parameters: Iterator[Tensor]) -> Tensor:
        branched = stack_outputs(self.branch, x, parameters)
        if self.projection_stride:
            x = functional.conv2d(x, next(parameters), stride=self.projection_stride)
        return x + branched


Layer = Dense | Conv2d | Pool | LayerNorm | Residual


def tables(name: str, layers: list[Layer]) -> str:
    """Return the layers as tables of the config."""
    return "".join(f"\n[[{name}]]\n{layer.toml()}" for layer in layers)


def stack_shapes(layers: list[Layer], given: Shape) -> tuple[list[Shape], Shape]:
    """Return the shapes of the parameters of layers, and of what they make of `given`."""
    shapes, x = [], torch.zeros(1, *given).double()
    for layer in layers:
        of_layer = layer.shapes(tuple(x.shape[1:]))
        x = layer.outputs(x, iter([torch.zeros(shape).double() for shape in of_layer]))
        shapes += of_layer
    return shapes, tuple(x.shape[1:])


def stack_outputs(layers: list[Layer], x: Tensor, parameters: Iterator[Tensor]) -> Tensor:
    """Return what the last of the layers computes."""
    for layer in layers:
        x = layer.outputs(x, parameters)
    return x


@dataclass
class Net:
    """One net with its loss: classes, or targets."""

    name: str
    keys: str
    loss: Callable[[Tensor, Tensor, Tensor], Tensor]
    inputs: Shape
    n_outputs: int
    n_classes: int = 0
    n_targets: int = 0
    n_own: int = 0  # parameters of the loss
    hidden: list[Layer] = field(default_factory=list)

    def layers(self) -> list[Layer]:
        """Return the hidden layers and the linear one before the loss."""
        return [*self.hidden, Dense(self.n_outputs, "identity")]

    def parameters(self) -> list[Tensor]:
        """Draw them, by layer; the loss's own last."""
        shapes, _ = stack_shapes(self.layers(), self.inputs)
        shapes += [(self.n_own,)] if self.n_own else []
        return [(random_float32(*shape) / 2).requires_grad_() for shape in shapes]

    def outputs(self, x: Tensor, parameters: list[Tensor]) -> Tensor:
        """Return those of the last layer."""
        return stack_outputs(self.layers(), x, iter(parameters))

    def targets(self) -> Tensor:
        """Return labels that take every class, or random numbers."""
        if self.n_classes:
            return torch.arange(ROWS) * 5 % self.n_classes
        return random_float32(ROWS, self.n_targets)


NETS = [
    Net("linear_softmax", "loss = 'softmax'\n", softmax, (4,), 3, n_classes=3),
    Net(
        "tanh_softmax", "loss = 'softmax'\n", softmax, (5,), 4, n_classes=4,
        hidden=[Dense(6, "tanh"), Dense(4, "tanh", bias=False)],
    ),
    Net(
        "relu_bernoulli", "loss = 'bernoulli'\n", bernoulli, (3,), 1, n_classes=2,
        hidden=[Dense(8, "relu"), Dense(5, "sigmoid")],
    ),
    Net(
        "gelu_learned", "noise_sd = 'learned'\n", learned, (3,), 2, n_targets=2, n_own=2,
        hidden=[Dense(7, "gelu")],
    ),
    Net(
        "deep_predicted", "noise_sd = 'predicted'\n", predicted, (2,), 2, n_targets=1,
        hidden=[Dense(4, "relu"), Dense(4, "gelu"), Dense(4, "tanh"), Dense(4, "sigmoid")],
    ),
    Net(
        "conv_residual", "loss = 'softmax'\n", softmax, (2, 8, 7), 3, n_classes=3,
        hidden=[
            Conv2d(3, 3, 1, 1, "tanh"),
            Pool("avg", 2),
            Residual([Conv2d(3, 3, 1, 1, "relu"), LayerNorm()]),
            Residual([Conv2d(4, 3, 2, 1, "identity")], projection_stride=2),
            Pool("max", 2),
            Dense(5, "gelu"),
        ],
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
    x, y, parameters = random_float32(ROWS, *net.inputs), net.targets(), net.parameters()
    losses = net.loss(net.outputs(x, parameters), y, parameters[-1])
    gradient = torch.autograd.grad(losses.sum(), parameters)
    toml = net.keys + tables("layer", net.hidden)
    Path(f"{net.name}.toml").write_text(toml, encoding="utf-8")
    write_table(
        Path(f"{net.name}.txt"),
        {
            "input_shape": torch.tensor(net.inputs),
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
