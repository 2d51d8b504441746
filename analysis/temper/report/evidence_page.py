"""The page of several models: which of them the data prefer."""

from __future__ import annotations

from temper.files.evidence import EvidenceComparison
from temper.report.labels import plural
from temper.report.page import page_of
from temper.report.pictures.evidence import SCORE, evidence_picture, score_picture
from temper.report.section import TitledTable, section
from temper.report.table import Table


def render(comparison: EvidenceComparison) -> str:
    """Return the page as text."""
    said, verdict = whether_to_trust(comparison)
    pictures = [evidence_picture(comparison), score_picture(comparison)]
    table = TitledTable("models", "Every model", model_table(comparison))
    return page_of(
        kicker=f"Temper report · {comparison.path.resolve().name}",
        title=f"Which {comparison.key}?" if comparison.key else "Which model?",
        what=f"{plural(len(comparison.models), 'model')} of the same data, each with its own "
        "ladder from the posterior to the prior.",
        trust=said,
        verdict=verdict,
        found=comparison.answer,
        findings=[(f"{m['name']} isn't ranked: {m['doubt']}", "") for m in doubted(comparison)],
        notes=[],
        tiles=[],
        rungs=[],
        sections=[section("models-compared", "Evidence and predictions", pictures, [table])],
        config="",
        provenance=[
            ("temper_version", comparison.version),
            ("folder", str(comparison.path.resolve())),
        ],
    )


def doubted(comparison: EvidenceComparison) -> list[dict]:
    """Return the models without a place among the others."""
    return [model for model in comparison.models if model["doubt"] is not None]


def whether_to_trust(comparison: EvidenceComparison) -> tuple[str, str]:
    """Say how many models are ranked, and the class of the verdict's mark."""
    n_out = len(doubted(comparison))
    if n_out == 0:
        return "Every model's ladder was walked, and no verdict is grave.", "good"
    return f"{n_out} of {plural(len(comparison.models), 'model')} can't be ranked.", "care"


def model_table(comparison: EvidenceComparison) -> Table:
    """Return the program's table."""
    columns = [
        "model", "parameters", "log Z", "± log Z", "log Bayes factor", "± factor", "probability",
        f"log score, {comparison.part}" if comparison.part else "log score", "± score",
    ]  # fmt: skip
    rows = []
    for model in comparison.models:
        score = (model["scores"] or {}).get(SCORE, {})
        rows.append(
            [model["name"], model["n_parameters"]]
            + [model[name] for name in NUMBERS]
            + [score.get("value"), score.get("standard_error")]
        )
    return Table(columns, rows)


NUMBERS = ("log_Z", "standard_error", "log_bayes_factor", "log_bayes_factor_error", "probability")
