"""What a layer of a network is: a function of arrays, in numpy, PyTorch's source and ONNX.

A new layer is a file of `temper/network/layers` that adds itself to `LAYERS` under its name in
[[model.layer]].
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from temper.files.errors import RunError
from temper.network.arrays import Parameters, Shape
from temper.network.onnx_nodes import Member


class Layer(ABC):
    """A layer with its name, such as layer1 or layer1.layer0 in a residual block."""

    name: str
    output_shape: Shape

    @abstractmethod
    def apply(self, parameters: Parameters, values: np.ndarray) -> np.ndarray:
        """Turn [n, *input shape] into [n, *output_shape]."""

    def torch_module(self) -> str | None:
        """Write the PyTorch module that holds its blocks; None: it has none."""
        return None

    @abstractmethod
    def torch_steps(self) -> list[str]:
        """Write what it does to the tensor `x`, line by line."""

    @abstractmethod
    def onnx(self, member: Member, values: str) -> str:
        """Add its nodes to the graph of one member and return the name of its output."""


@dataclass(frozen=True)
class Place:
    """Where a layer is read: its section of the config, what comes in, which blocks there are."""

    name: str
    section: Mapping[str, Any]
    model: Mapping[str, Any]  # the [model] that it belongs to
    input_shape: Shape
    blocks: Mapping[str, Shape]  # of the whole network

    def block(self, name: str) -> Shape:
        """Return the shape of one of the layer's blocks. Raises RunError if it has none."""
        if f"{self.name}.{name}" not in self.blocks:
            raise RunError(f"{self.name}: the run has no block {self.name}.{name}")
        return self.blocks[f"{self.name}.{name}"]

    def has(self, name: str) -> bool:
        """Whether the layer has such a block."""
        return f"{self.name}.{name}" in self.blocks


LAYERS: dict[str, Callable[[Place], Layer]] = {}


def read_layer(place: Place) -> Layer:
    """Make the layer of a section. Raises RunError if this package doesn't know its type."""
    kind = place.section.get("type", "dense")
    if kind not in LAYERS:
        raise RunError(
            f"{place.name}: '{kind}' is not one of the layers {', '.join(sorted(LAYERS))} that "
            "the analysis package knows; temper evaluate can predict with any network"
        )
    return LAYERS[kind](place)


def read_stack(place: Place, sections: list[Mapping[str, Any]], prefix: str) -> list[Layer]:
    """Make layers that follow one another: `prefix`layer0, `prefix`layer1, ..."""
    layers, shape = [], place.input_shape
    for i, section in enumerate(sections):
        layer = read_layer(Place(f"{prefix}layer{i}", section, place.model, shape, place.blocks))
        layers.append(layer)
        shape = layer.output_shape
    return layers
