"""Parameters as named layers."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from temper.files.errors import RunError
from temper.files.h5 import open_h5, plain


@dataclass(frozen=True)
class Block:
    """A named part of the parameter vector, such as the weights of one layer."""

    name: str
    offset: int  # of its first number in theta
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many parameters it has."""
        return int(np.prod(self.shape, dtype=np.int64))


def read_blocks(path: Path) -> list[Block]:
    """Read the blocks that a file of draws lists, in their order in theta."""
    with open_h5(path) as file:
        if "block_name" not in file:
            return []
        names = [plain(name) for name in file["block_name"][:]]
        offsets = file["block_offset"][:]
        shapes = file["block_shape"][:]  # padded with zeros
        n_parameters = file["theta"].shape[-1]
    blocks = [
        Block(str(name), int(offset), tuple(int(n) for n in shape if n > 0))
        for name, offset, shape in zip(names, offsets, shapes, strict=True)
    ]
    for block in blocks:
        require_block(block, n_parameters, path)
    return blocks


def require_block(block: Block, n_parameters: int, path: Path) -> None:
    """Raise RunError unless it lies in theta, under a name that is one in files, too."""
    n_numbers = math.prod(block.shape)  # which doesn't overflow
    if block.offset < 0 or block.offset + n_numbers > n_parameters:
        raise RunError(f"{path}: block {block.name!r} is not within theta; the file is damaged")
    parts = block.name.split("/")
    if re.search(r"[\x00-\x1f\x7f\\]", block.name) or not {"", ".", ".."}.isdisjoint(parts):
        raise RunError(f"{path}: {block.name!r} is no name of a block; the file is damaged")


def element_names(blocks: list[Block]) -> list[str]:
    """Name each parameter: "x" of a block without axes, "layer0.weight[1,0]" of one with them."""
    return [
        f"{block.name}[{','.join(map(str, index))}]" if index else block.name
        for block in blocks
        for index in np.ndindex(*block.shape)
    ]


def as_layers(theta: np.ndarray, blocks: list[Block]) -> dict[str, np.ndarray]:
    """Cut parameters into their blocks.

    Parameters
    ----------
    theta : float array, shape (..., n_parameters)
    blocks : list of Block

    Returns
    -------
    dict
        Name of each block to a view of shape (..., *block.shape).
    """
    theta = np.asarray(theta)
    return {
        block.name: theta[..., block.offset : block.offset + block.size].reshape(
            (*theta.shape[:-1], *block.shape)  # of one theta and one number: ()
        )
        for block in blocks
    }
