"""A square window that slides over images."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from temper.files.errors import RunError
from temper.network.arrays import Shape


@dataclass(frozen=True)
class Window:
    """Pixels a side, pixels from place to place, zeros around the image."""

    size: int
    stride: int
    padding: int

    def slide(self, image: Shape, channels: int) -> Shape:
        """Return the shape of what has a number for each place of the window."""
        if len(image) != 3:
            raise RunError(
                f"a layer needs images (channels, height, width) but gets {image}; the run was "
                "written without input_shape, or the layers below flatten the images"
            )
        height, width = ((n + 2 * self.padding - self.size) // self.stride + 1 for n in image[1:])
        return (channels, height, width)

    def view(self, values: np.ndarray) -> np.ndarray:
        """View images [n, channels, height, width] as windows [..., rows, columns, size, size]."""
        around = (self.padding, self.padding)
        padded = np.pad(values, ((0, 0), (0, 0), around, around))
        windows = np.lib.stride_tricks.sliding_window_view(padded, (self.size, self.size), (2, 3))
        return windows[:, :, :: self.stride, :: self.stride]
