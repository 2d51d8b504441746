"""The residual block (He et al., CVPR 2016, eqs. 1 and 2): y = x + branch(x).

Where the branch changes the shape, y = projection(x) + branch(x).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from temper.network.activation import ACTIVATIONS
from temper.network.arrays import Parameters, Shape
from temper.network.layer import LAYERS, Layer, Place, read_stack
from temper.network.layers.conv2d import pixel_projection
from temper.network.layers.dense import Dense
from temper.network.onnx_nodes import Member


@dataclass(frozen=True)
class Residual(Layer):
    """Its blocks are those of its branch, and projection.weight."""

    name: str
    branch: tuple[Layer, ...]
    skips: bool  # False: what comes out is branch(x) alone
    projection: Layer | None

    @property
    def output_shape(self) -> Shape:
        """That of its branch."""
        return self.branch[-1].output_shape

    def apply(self, parameters: Parameters, values: np.ndarray) -> np.ndarray:
        """Compute it."""
        skipped = values
        for layer in self.branch:
            values = layer.apply(parameters, values)
        if not self.skips:
            return values
        if self.projection is not None:
            skipped = self.projection.apply(parameters, skipped)
        return skipped + values

    def torch_module(self) -> str | None:
        """Write the modules within it."""
        within = [*self.branch, *([self.projection] if self.projection else [])]
        modules = {layer.name.rsplit(".", 1)[1]: layer.torch_module() for layer in within}
        named = [f"{name!r}: {module}" for name, module in modules.items() if module]
        return f"torch.nn.ModuleDict({{{', '.join(named)}}})" if named else None

    def torch_steps(self) -> list[str]:
        """Write the calls."""
        steps = [step for layer in self.branch for step in layer.torch_steps()]
        if not self.skips:
            return steps
        kept = "at_" + self.name.replace(".", "_")
        if self.projection is None:
            return [f"{kept} = x", *steps, f"x = {kept} + x"]
        result = "of_" + self.name.replace(".", "_")
        projecting = self.projection.torch_steps()
        back = [f"{result} = x", f"x = {kept}", *projecting, f"x = x + {result}"]
        return [f"{kept} = x", *steps, *back]

    def onnx(self, member: Member, values: str) -> str:
        """Add it."""
        skipped = values
        for layer in self.branch:
            values = layer.onnx(member, values)
        if not self.skips:
            return values
        if self.projection is not None:
            skipped = self.projection.onnx(member, skipped)
        return member.add("Add", [skipped, values], f"{self.name}.output")


def read_residual(place: Place) -> Layer:
    """Make it from its section; its branch is its own [[...layer]]."""
    branch = tuple(read_stack(place, place.section.get("layer", []), f"{place.name}."))
    skips = place.section.get("skip", True) and place.model.get("skip", True)
    projection = read_projection(place, branch[-1].output_shape) if skips else None
    return Residual(place.name, branch, skips, projection)


def read_projection(place: Place, output_shape: Shape) -> Layer | None:
    """Make what brings the input to the branch's shape; None if it has that already."""
    name, shape = f"{place.name}.projection", place.input_shape
    if shape == output_shape:
        return None
    if len(shape) == 3 and len(output_shape) == 3:
        return pixel_projection(name, shape, output_shape)
    n_in, n_out = int(np.prod(shape)), int(np.prod(output_shape))
    return Dense(name, shape, n_in, n_out, False, ACTIVATIONS["identity"])


LAYERS["residual"] = read_residual
