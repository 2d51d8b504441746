"""Whether to trust a run, as the program's diagnosis says it; nothing is judged here."""

from __future__ import annotations

from shlex import quote
from typing import Any

from temper.report.facts import Facts

MARKS = {"green": "good", "amber": "care", "red": "bad"}  # of the page, by light


def mark(facts: Facts) -> str:
    """Return the class of the verdict's mark: good, care, bad or open."""
    return MARKS.get(verdict(facts).get("light", ""), "open")


def whether_to_trust(facts: Facts) -> str:
    """Give the verdict in one sentence, with what it was given for."""
    sentence = verdict(facts).get("sentence")
    if sentence:
        return f"{sentence[:1].upper()}{sentence[1:]}{as_judged(facts)}."
    if facts.run.n_kept == 0:
        return "No sweep after warm-up is there yet."
    return "Not judged yet."


def verdict(facts: Facts) -> dict[str, Any]:
    """Return that of the diagnosis; empty without one."""
    return (facts.diagnosis or {}).get("verdict") or {}


def as_judged(facts: Facts) -> str:
    """Say how much of the run was judged, if it has grown since."""
    judged = ((facts.diagnosis or {}).get("run") or {}).get("committed")
    if judged is None or judged >= facts.run.committed:
        return ""
    return f" (of the first {judged:,} of {facts.run.committed:,} sweeps)"


def findings(facts: Facts) -> list[tuple[str, str]]:
    """Return what speaks against the run and what to change, the gravest first; then notes."""
    listed = (facts.diagnosis or {}).get("findings") or []
    said = [(finding.get("what", ""), finding.get("advice", "")) for finding in listed]
    command = f"temper diagnose {quote(str(facts.run.path))}"
    if facts.diagnosis is None and facts.run.n_kept > 0:
        return [("The program tells whether the run can be believed and what to change:", command)]
    if as_judged(facts):
        said.append(("The run has grown since it was judged; anew by:", command))
    return said
