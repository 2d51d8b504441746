"""What a run predicts: how sure against how right."""

from __future__ import annotations

import html
from typing import Any

import numpy as np
import xarray as xr

from temper.diagnostics.calibration import calibration_error, coverage, reliability
from temper.report.colours import CATEGORIES
from temper.report.facts import Facts
from temper.report.picture import Picture, axis
from temper.report.pictures.least_certain import least_certain, shows_images
from temper.report.plot import dotted
from temper.report.table import Table
from temper.report.thin import stride

LEVELS = np.linspace(0.05, 0.95, 19)  # nominal probabilities of intervals
CENTRAL_90 = 1.6448536269514722  # sds
MOST_TARGETS = 3
FEWEST = 5  # examples in a bin that is drawn
FEWEST_EXAMPLES = 60  # in all: of fewer, bins say nothing


def prediction_pictures(facts: Facts) -> list[Picture]:
    """Draw what `temper evaluate` has stored."""
    stored = facts.predictions
    if stored is None:
        return []
    if "probability" not in stored:
        targets = range(min(MOST_TARGETS, stored.sizes["target_name"]))
        return [interval_coverage(stored), *(against_truth(stored, t) for t in targets)]
    enough = stored.sizes["example"] >= FEWEST_EXAMPLES and stored.attrs["part"] != "training"
    return [
        *([calibration(stored)] if enough else []),
        *([least_certain(stored)] if shows_images(stored) else []),
    ]


def calibration(stored: xr.Dataset) -> Picture:
    """Draw accuracy against confidence, a line for each predictor."""
    names, label = [str(n) for n in stored["predictor"].values], stored["label"].values
    probability = stored["probability"].values
    bins = [reliability(p, label) for p in probability]
    errors = [calibration_error(p, label) for p in probability]
    return Picture(
        slug="calibration",
        title="Calibration",
        caption=f"How often the most probable class is right on the {stored.attrs['part']} split, "
        f"against how probable it was said to be, in bins of {FEWEST} examples or more. On the "
        "dotted line predictions are as right as they are sure; below it they are too sure. Bars: "
        "a standard error.",
        alt="Lines of accuracy against confidence. Expected calibration error: "
        + ", ".join(f"{name} {e:.2g}" for name, e in zip(names, errors, strict=True))
        + ".",
        data=[
            dotted([0, 1], [0, 1]),
            *(
                reliability_line(bin_, f"{name} · ECE {error:.2g}", i)
                for i, (name, bin_, error) in enumerate(zip(names, bins, errors, strict=True))
            ),
        ],
        layout={
            "xaxis": axis("confidence", range=[0, 1.02], tickformat=".0%"),
            "yaxis": axis("accuracy", range=[0, 1.04], tickformat=".0%"),
            "legend": UNDERNEATH,
        },
        numbers=Table(
            ["predictor", "bin", *bins[0]],
            [
                [name, i, *(bin_[column][i].item() for column in bin_)]
                for name, bin_ in zip(names, bins, strict=True)
                for i in np.flatnonzero(bin_["count"]).tolist()
            ],
        ),
        height=400,
    )


UNDERNEATH = {"orientation": "h", "y": -0.2, "yanchor": "top"}


def reliability_line(bins: dict[str, np.ndarray], name: str, place: int) -> dict[str, Any]:
    """Describe one predictor's bins that have enough examples."""
    known = bins["count"] >= FEWEST
    colour = CATEGORIES[place % len(CATEGORIES)]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": bins["confidence"][known],
        "y": bins["accuracy"][known],
        "error_y": {"array": bins["standard_error"][known], "width": 0, "thickness": 1},
        "text": [f"{n:,} examples" for n in bins["count"][known]],
        "name": html.escape(name),
        "line": {"color": colour, "width": 1.6},
        "marker": {"color": colour, "size": 6},
    }


def interval_coverage(stored: xr.Dataset) -> Picture:
    """Draw the share of targets within intervals against what the intervals promise."""
    names = [str(n) for n in stored["predictor"].values]
    target = stored["target"].values
    shares = [
        coverage(target, mean, sd, LEVELS)
        for mean, sd in zip(stored["mean"].values, stored["sd"].values, strict=True)
    ]
    middle = len(LEVELS) // 2
    return Picture(
        slug="coverage",
        title="Coverage of intervals",
        caption=f"The share of targets of the {stored.attrs['part']} split within the central "
        "interval of each probability. On the dotted line intervals hold what they promise; below "
        "it they are too narrow.",
        alt="Lines of coverage against nominal probability. Of the 50 % intervals: "
        + ", ".join(f"{name} {s[middle]:.0%}" for name, s in zip(names, shares, strict=True))
        + ".",
        data=[
            dotted([0, 1], [0, 1]),
            *(
                {
                    "type": "scatter",
                    "mode": "lines+markers",
                    "x": LEVELS,
                    "y": share,
                    "name": html.escape(name),
                    "line": {"color": CATEGORIES[i], "width": 1.6},
                    "marker": {"color": CATEGORIES[i], "size": 5},
                }
                for i, (name, share) in enumerate(zip(names, shares, strict=True))
            ),
        ],
        layout={
            "xaxis": axis("probability of the interval", range=[0, 1.02], tickformat=".0%"),
            "yaxis": axis("targets within", range=[0, 1.04], tickformat=".0%"),
            "legend": UNDERNEATH,
        },
        numbers=Table(["probability", *names], np.column_stack([LEVELS, *shares]).tolist()),
        height=400,
    )


def against_truth(stored: xr.Dataset, target: int) -> Picture:
    """Draw the last predictor's means, with 90 % intervals, against one target."""
    names = stored.coords.get("target_name")
    name = str(names.values[target]) if names is not None else f"target {target}"
    one = stored.isel(predictor=-1, target_name=target, example=stride(stored.sizes["example"]))
    truth, mean, sd = (one[what].values for what in ("target", "mean", "sd"))
    ends = [float(min(truth.min(), mean.min())), float(max(truth.max(), mean.max()))]
    return Picture(
        slug=f"prediction-{target}",
        title=f"Predicted and true {name}",
        caption=f"Predictions of “{stored['predictor'].values[-1]}” with their 90 % intervals, in "
        f"original units, of {len(truth):,} examples of the {stored.attrs['part']} split.",
        alt=f"Points of predicted against true {name}; root mean square of the errors "
        f"{np.sqrt(np.mean((mean - truth) ** 2)):.4g}.",
        data=[
            dotted(ends, ends),
            {
                "type": "scatter",
                "mode": "markers",
                "x": truth,
                "y": mean,
                "error_y": {"array": CENTRAL_90 * sd, "width": 0, "thickness": 0.8},
                "marker": {"color": CATEGORIES[0], "size": 5},
            },
        ],
        layout={
            "xaxis": axis(f"true {name}"),
            "yaxis": axis(f"predicted {name}"),
            "showlegend": False,
        },
        numbers=Table(
            ["example", "true", "predicted", "sd"],
            list(zip(one["example"].values.tolist() if "example" in one.coords else
                     range(len(truth)), truth.tolist(), mean.tolist(), sd.tolist(), strict=True)),
        ),
        height=400,
    )  # fmt: skip
