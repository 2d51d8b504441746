"""The images that a run is least sure of, in one picture."""

from __future__ import annotations

from typing import Any

import jinja2
import numpy as np
import xarray as xr
from markupsafe import Markup

from temper.report.picture import Picture
from temper.report.png import png_uri
from temper.report.table import Table

MOST_TILES = 12
LONGEST_SIDE = 96  # pixels beyond which some are left out
TILES = """<ol class="tiles-of-images">{% for image, truth, predicted, share in tiles %}
  <li><img src="{{ image }}" alt=""><span class="truth">{{ truth }}</span>
  <span{% if truth != predicted %} class="wrong"{% endif %}>{{ predicted }} {{ share }}</span></li>
{% endfor %}</ol>"""


def shows_images(stored: xr.Dataset) -> bool:
    """Whether the inputs are images that can be drawn."""
    return len(stored.attrs.get("input_shape", [])) == 3 and stored.sizes["rank"] > 0


def least_certain(stored: xr.Dataset) -> Picture:
    """Show the images of largest entropy by the last predictor, each with truth and prediction."""
    images = pixels(stored)[:MOST_TILES]
    rows = certainty_rows(stored)
    said = [f"{row[2]} taken for {row[3]} ({row[4]:.0%})" for row in rows]
    tiles = [
        (png_uri(image), row[2], row[3], f"{row[4]:.0%}")
        for image, row in zip(images, rows, strict=False)
    ]
    body = jinja2.Environment(autoescape=True).from_string(TILES).render(tiles=tiles)
    return Picture(
        slug="least-certain",
        title="Least certain images",
        caption=f"The images of the {stored.attrs['part']} split that "
        f"“{stored['predictor'].values[-1]}” is least sure of: under each its true class, then "
        "the most probable one with its probability, in red where it is wrong.",
        alt=f"{len(images)} images. The first: " + "; ".join(said[:6]) + ".",
        data=[],
        layout={},
        numbers=Table(CERTAINTY_COLUMNS, rows),
        height=380,
        body=Markup(body),
    )


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

    Of large ones, every k-th pixel. The largest value of all is white.
    """
    shape = [int(n) for n in stored.attrs["input_shape"]]
    step = -(-max(shape[1:]) // LONGEST_SIDE)
    images = stored["shown_inputs"].values.reshape(-1, *shape)[:, :, ::step, ::step]
    low, high = float(images.min()), float(images.max())
    images = np.round(255 * (images - low) / max(high - low, 1e-12)).astype(np.uint8)
    return np.moveaxis(images, 1, -1) if shape[0] == 3 else images[:, 0]
