"""Pictures of several models: their evidence, and how they predict what they haven't seen."""

from __future__ import annotations

import html
from typing import Any

from temper.files.evidence import EvidenceComparison
from temper.report.colours import CATEGORIES, QUIET
from temper.report.picture import Picture, axis
from temper.report.table import Table, with_error

HEIGHT = 380  # px
SCORE = "log_score"


def evidence_picture(comparison: EvidenceComparison) -> Picture | None:
    """Draw log Z of each model with its standard error: Occam's hill, where a key rises."""
    known = [m for m in comparison.models if m["log_Z"] is not None]
    if not known:
        return None
    doubted = [m for m in known if m["doubt"] is not None]
    return Picture(
        slug="evidence",
        title="Evidence",
        caption="log Z of each model with its standard error; higher is better, and a difference "
        "of 3 is odds of 20 to 1. More parameters fit better but spread the prior thinner: where "
        f"the curve turns, they no longer pay.{' Open circles are not ranked.' * bool(doubted)}",
        alt="log Z by model: " + said(numbers_of(known)),
        data=[
            marks(comparison, numbers_of(shown), **style)
            for shown, style in (
                (comparison.believed, {"colour": CATEGORIES[0], "joined": True}),
                (doubted, {"colour": QUIET, "joined": False}),
            )
            if shown
        ],
        layout=layout(comparison, "log Z, nats"),
        numbers=Table(
            [comparison.key or "model", "log Z", "standard error", "ranked"],
            [
                [
                    place(comparison, m),
                    m["log_Z"],
                    m["standard_error"],
                    "yes" if m["doubt"] is None else "no",
                ]
                for m in known
            ],
        ),
        height=HEIGHT,
    )


def score_picture(comparison: EvidenceComparison) -> Picture | None:
    """Draw the log score of each model on examples that it hasn't seen."""
    scored = [(m, m["scores"][SCORE]) for m in comparison.models if m["scores"]]
    if not scored:
        return None
    values = [(m, score["value"], score["standard_error"]) for m, score in scored]
    return Picture(
        slug="score",
        title=f"Log score, {comparison.part} examples",
        caption="Mean log predictive density or probability of an example that was kept back, by "
        "the draws of each posterior; higher is better. The standard errors are over examples, "
        "which all models share: they are too wide for differences between models.",
        alt="Log score by model: " + said(values),
        data=[marks(comparison, values, colour=CATEGORIES[1], joined=True)],
        layout=layout(comparison, "mean log score, nats"),
        numbers=Table(
            [comparison.key or "model", "log score", "standard error"],
            [[place(comparison, m), value, error] for m, value, error in values],
        ),
        height=HEIGHT,
    )


def numbers_of(models: list[dict[str, Any]]) -> list[tuple[dict[str, Any], float, float]]:
    """Return each model with its log Z and standard error."""
    return [(model, model["log_Z"], model["standard_error"]) for model in models]


def place(comparison: EvidenceComparison, model: dict[str, Any]) -> float | str:
    """Return where a model stands: at the value of its key, or by its name."""
    return model["value"] if is_numeric(comparison) else model["name"]


def is_numeric(comparison: EvidenceComparison) -> bool:
    """Whether all models differ in the value of one key, a number."""
    return all(model["value"] is not None for model in comparison.models)


def marks(
    comparison: EvidenceComparison,
    values: list[tuple[dict[str, Any], float, float]],
    *,
    colour: str,
    joined: bool,
) -> dict[str, Any]:
    """Describe points with error bars, joined or open."""
    style = {} if joined else {"symbol": "circle-open"}
    x = [place(comparison, model) for model, _, _ in values]
    return {
        "type": "scatter",
        "mode": "lines+markers" if joined and is_numeric(comparison) else "markers",
        "x": x if is_numeric(comparison) else [html.escape(name) for name in x],
        "y": [value for _, value, _ in values],
        "error_y": {"type": "data", "array": [error for *_, error in values], "color": colour},
        "line": {"color": colour, "width": 1.4},
        "marker": {"color": colour, "size": 8, **style},
    }


def layout(comparison: EvidenceComparison, what: str) -> dict[str, Any]:
    """Return the axes; values of a key are labelled where they are."""
    ticks = {"tickvals": [m["value"] for m in comparison.models]} if is_numeric(comparison) else {}
    return {
        "xaxis": axis(comparison.key or "model", **ticks),
        "yaxis": axis(what),
        "showlegend": False,
    }


def said(values: list[tuple[dict[str, Any], float, float]]) -> str:
    """Say numbers in words."""
    return ", ".join(f"{m['name']} {with_error(value, error)}" for m, value, error in values) + "."
