"""The key figures at the top of the page."""

from __future__ import annotations

from temper.report.facts import Facts
from temper.report.scores import leading_score
from temper.report.table import number, with_error

Tile = tuple[str, str, str]  # label, figure, remark


def tiles(facts: Facts) -> list[Tile]:
    """Return the key figures that are known, of what the run is for first."""
    found = [score(facts), evidence(facts), objective(facts), convergence(facts)]
    return [tile for tile in (*found, *exchanges(facts)) if tile is not None]


def score(facts: Facts) -> Tile | None:
    """Return what the predictions are worth."""
    found = leading_score(facts)
    return (found.label, found.text, found.of_what) if found else None


def evidence(facts: Facts) -> Tile | None:
    """Return log Z, if it is known."""
    return ("log Z", with_error(*facts.log_z), "nats") if facts.log_z else None


def objective(facts: Facts) -> Tile | None:
    """Return the lowest objective, by example where there are data."""
    if facts.best is None:
        return None
    value = facts.best.objective
    if facts.n_points == 1:
        return ("lowest objective", number(value), "nats")
    return ("lowest objective", number(value), f"nats; {number(value / facts.n_points)} an example")


def convergence(facts: Facts) -> Tile | None:
    """Return the worst R-hat and the fewest independent values of what stands on rung 0."""
    listed = (facts.diagnosis or {}).get("quantities") or []
    rhats = [one["r_hat"] for one in listed if one.get("r_hat") is not None]
    if not rhats:
        return None
    sizes = [one["bulk_size"] for one in listed if one.get("bulk_size") is not None]
    fewest = f"; {min(sizes):,.0f} independent values at least" if sizes else ""
    return ("R-hat", f"{max(rhats):.3f}", f"worst of {len(rhats)} quantities{fewest}")


def exchanges(facts: Facts) -> list[Tile]:
    """Return how the ladder works, as the program has judged it."""
    ladder, chosen = facts.exchanges, []
    if ladder.get("mean_acceptance") is not None:
        acceptance = [a for a in ladder.get("acceptance") or [] if a is not None]
        remark = f"{min(acceptance):.0%} at the tightest pair" if acceptance else ""
        chosen.append(("swaps accepted", f"{ladder['mean_acceptance']:.0%}", remark))
    if ladder.get("round_trips") is not None:
        promised = ladder.get("predicted_round_trips")
        remark = "after warm-up" if promised is None else f"{promised:,.0f} predicted"
        chosen.append(("round trips", f"{ladder['round_trips']:,}", remark))
    if ladder.get("barrier") is not None:
        remark = f"{facts.run.n_rungs} rungs; about {ladder.get('rungs_wanted')} wanted"
        chosen.append(("barrier Λ", f"{ladder['barrier']:.2f}", remark))
    return chosen
