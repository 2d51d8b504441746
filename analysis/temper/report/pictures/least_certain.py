"""The images that a run is least sure of, in one picture."""

from __future__ import annotations

import html
from typing import Any

import numpy as np
import xarray as xr

from temper.report.colours import TOWARDS_HOT
from temper.report.picture import Picture
from temper.report.table import Table

TILES_IN_ROW, MOST_TILES = 4, 12
LONGEST_SIDE = 40  # pixels beyond which some are left out


def shows_images(stored: xr.Dataset) -> bool:
    """Whether the inputs are images that can be drawn."""
    return len(stored.attrs.get("input_shape", [])) == 3 and stored.sizes["rank"] > 0


def least_certain(stored: xr.Dataset) -> Picture:
    """Draw the images of largest entropy by the last predictor, each with truth and prediction."""
    tiles = pixels(stored)[:MOST_TILES]
    rows = certainty_rows(stored)
    step = (tiles.shape[1] + gap_of(tiles), tiles.shape[2] + gap_of(tiles, 0.12))
    n_rows = -(-len(tiles) // TILES_IN_ROW)
    said = [f"{row[2]} taken for {row[3]} ({row[4]:.0%})" for row in rows]
    return Picture(
        slug="least-certain",
        title="Least certain images",
        caption=f"The images of the {stored.attrs['part']} split that "
        f"“{stored['predictor'].values[-1]}” is least sure of: above each its true class, then "
        "the most probable one with its probability, in red where it is wrong.",
        alt=f"{len(tiles)} images. The first: " + "; ".join(said[:6]) + ".",
        data=[mosaic(tiles, step, n_rows)],
        layout={
            "xaxis": {"visible": False, "range": [-1, TILES_IN_ROW * step[1]],
                      "constrain": "domain"},
            "yaxis": {"visible": False, "range": [n_rows * step[0], -gap_of(tiles)],
                      "scaleanchor": "x", "constrain": "domain", "constraintoward": "top"},
            "annotations": [
                tile_label(i, row, step, tiles.shape) for i, row in enumerate(rows[:MOST_TILES])
            ],
            "showlegend": False,
        },
        numbers=Table(CERTAINTY_COLUMNS, rows),
        height=40 + 125 * n_rows,
    )  # fmt: skip


CERTAINTY_COLUMNS = ("rank", "example", "true class", "predicted class", "probability", "entropy")


def certainty_rows(stored: xr.Dataset) -> list[list[Any]]:
    """Return, of each example shown: rank, number, truth, prediction, probability, entropy."""
    shown = stored["shown"].values.astype(int)
    probability = stored["probability"].values[-1][shown]
    predicted, label = probability.argmax(axis=1), stored["label"].values[shown]
    names = class_names(stored)
    entropy = stored["uncertainty"].values[-1][shown]
    return [
        [i, int(shown[i]), names[label[i]], names[predicted[i]], float(p.max()), float(entropy[i])]
        for i, p in enumerate(probability)
    ]


def class_names(stored: xr.Dataset) -> list[str]:
    """Return the names of the classes, or their numbers."""
    names = stored.coords.get("class")
    return [str(name) for name in (range(stored.sizes["class"]) if names is None else names.values)]


def pixels(stored: xr.Dataset) -> np.ndarray:
    """Return the images as uint8 [n, height, width], or [n, height, width, 3] of three channels.

    Of large ones, every k-th pixel.
    """
    shape = [int(n) for n in stored.attrs["input_shape"]]
    step = -(-max(shape[1:]) // LONGEST_SIDE)
    images = stored["shown_inputs"].values.reshape(-1, *shape)[:, :, ::step, ::step]
    low, high = float(images.min()), float(images.max())
    images = np.round(255 * (images - low) / max(high - low, 1e-12)).astype(np.uint8)
    return np.moveaxis(images, 1, -1) if shape[0] == 3 else images[:, 0]


def gap_of(tiles: np.ndarray, share: float = 0.6) -> int:
    """Return the pixels between images; above each there must be room for its label."""
    return max(2, round(share * tiles.shape[1]))


def mosaic(tiles: np.ndarray, step: tuple[int, int], n_rows: int) -> dict[str, Any]:
    """Describe all images as one, from left to right and top to bottom."""
    shape = (n_rows * step[0], TILES_IN_ROW * step[1])
    canvas = np.full((*shape, 3), 255) if tiles.ndim == 4 else np.full(shape, np.nan)
    for i, tile in enumerate(tiles):
        row, column = divmod(i, TILES_IN_ROW)
        top, left = row * step[0], column * step[1]
        canvas[top : top + tile.shape[0], left : left + tile.shape[1]] = tile
    if tiles.ndim == 4:
        return {"type": "image", "z": canvas, "hoverinfo": "skip"}
    ink = [[0, "#f1f2f0"], [1, "#1d2329"]]
    return {"type": "heatmap", "z": canvas, "colorscale": ink, "zmin": 0, "zmax": 255,
            "showscale": False, "hoverinfo": "skip"}  # fmt: skip


def tile_label(
    place: int, row: list[Any], step: tuple[int, int], shape: tuple[int, ...]
) -> dict[str, Any]:
    """Describe what stands above one image."""
    down, right = divmod(place, TILES_IN_ROW)
    true, predicted = (shortened(str(name)) for name in row[2:4])
    return {
        "text": f"{true}<br>→ {predicted} {row[4]:.0%}",
        "x": right * step[1] + 0.5 * shape[2] - 0.5,
        "y": down * step[0] - 0.5,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 10.5, **({} if row[2] == row[3] else {"color": TOWARDS_HOT})},
    }


def shortened(name: str, most: int = 8) -> str:
    """Cut a class name to what fits above an image; markup in it stays text."""
    return html.escape(name if len(name) <= most else name[: most - 1] + "…")
