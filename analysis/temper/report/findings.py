"""What speaks against trusting a run, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from temper.report.facts import Facts
from temper.report.plural import plural

MORE_SWEEPS, LET_IT_RUN = "Raise run.sweeps.", "Let it run on."
STUCK_BELOW = 0.1  # acceptance of a pair that is a bottleneck
LOOSE_ABOVE = 0.8  # acceptance of every pair when rungs are wasted
ENOUGH_TRIPS, SLOW = 10, 0.3  # predicted trips to judge by; share of them that is slow
FEW, MANY = 0.7, 2.0  # rungs there are for one that is wanted
UNSETTLED_RHAT = 1.1  # between the halves of one copy
LARGE_RHAT = 1.05
SMALL_ESS = 100


@dataclass(frozen=True)
class Finding:
    """One thing that speaks against trusting a run, and what to do about it."""

    grave: bool
    what: str  # completes "Read it with care: <what>"
    advice: str


def findings(facts: Facts) -> list[Finding]:
    """List what speaks against trusting the run, the gravest first."""
    if facts.run.n_kept == 0:
        return [Finding(True, "no sweep after warm-up is there yet", LET_IT_RUN)]
    found = [*energy_findings(facts), *(swap_findings(facts) if facts.swapping else [])]
    if not facts.swapping and facts.run.n_rungs > 1:
        found.append(
            Finding(
                False,
                "no swaps were proposed between rungs",
                'Set exchange.schedule = "even-odd" to exchange replicas.',
            )
        )
    return sorted(found, key=lambda finding: not finding.grave)


def energy_findings(facts: Facts) -> list[Finding]:
    """Judge the energy at the cold rung."""
    if not np.all(np.isfinite(facts.kept_energy)):
        return [Finding(True, "some energies are not finite", "Lower kernel.lr.")]
    state = facts.convergence
    if state is None:
        return [Finding(True, "there are too few sweeps to judge", MORE_SWEEPS)]
    found = []
    if state.rhat_in_time > UNSETTLED_RHAT:
        way = "falling" if state.change < 0 else "rising"
        found.append(
            Finding(
                True,
                f"the energy at the coldest rung has not settled but is {way} (R-hat between "
                f"halves {state.rhat_in_time:.2f})",
                "Raise run.warmup.",
            )
        )
    if state.rhat > LARGE_RHAT:
        found.append(
            Finding(
                True,
                f"the copies disagree (R-hat {state.rhat:.2f})",
                "Raise run.sweeps, or widen the ladder.",
            )
        )
    if state.ess_bulk < SMALL_ESS:
        found.append(
            Finding(
                False,
                f"the cold energy is worth only {state.ess_bulk:.0f} independent draws",
                MORE_SWEEPS,
            )
        )
    return found


def swap_findings(facts: Facts) -> list[Finding]:
    """Judge how replicas move along the ladder."""
    found = []
    acceptance = 1.0 - facts.rejection
    worst = int(np.nanargmin(acceptance))
    if acceptance[worst] < STUCK_BELOW:
        found.append(
            Finding(
                acceptance[worst] < STUCK_BELOW / 10,
                f"rungs {worst} and {worst + 1} accept only {acceptance[worst]:.1%} of their swaps",
                bottleneck_advice(facts),
            )
        )
    if facts.round_trips.sum() == 0:
        what = "no replica has been to the hottest rung and back"
        found.append(Finding(True, what, MORE_SWEEPS))
    if np.isfinite(facts.barrier):
        found += [*speed_findings(facts), *size_findings(facts)]
    return found


def bottleneck_advice(facts: Facts) -> str:
    """Say what widens a bottleneck: adapting the ladder comes first, if that wasn't done."""
    rest = "add rungs or narrow the range of temperatures."
    if facts.run.config.get("ladder", {}).get("adapt", False):
        return rest.capitalize()
    return f"Set ladder.adapt = true; else {rest}"


def speed_findings(facts: Facts) -> list[Finding]:
    """Judge whether replicas move as fast as their swaps would let them."""
    counted, promised = int(facts.round_trips.sum()), facts.predicted_round_trips
    if promised < ENOUGH_TRIPS or counted == 0 or counted > SLOW * promised:
        return []
    what = (
        f"replicas made {plural(counted, 'round trip')} where swaps alone would allow "
        f"{promised:,.0f}, so energies change little in a sweep"
    )
    return [Finding(False, what, "Raise run.steps or kernel.lr.")]


def size_findings(facts: Facts) -> list[Finding]:
    """Judge the number of rungs by the barrier."""
    n_rungs, wanted = facts.run.n_rungs, max(2, facts.rungs_wanted)
    if n_rungs < FEW * wanted:
        what = f"{n_rungs} rungs are few for a barrier of {facts.barrier:.1f}"
        return [Finding(False, what, f"Use about {wanted} rungs.")]
    if n_rungs > MANY * wanted and np.min(1.0 - facts.rejection) > LOOSE_ABOVE:
        what = f"every pair accepts more than {LOOSE_ABOVE:.0%}, so rungs are wasted"
        fewer = f"About {wanted} rungs would do; or widen the range of temperatures."
        return [Finding(False, what, fewer)]
    return []


def advice(facts: Facts, found: list[Finding]) -> list[str]:
    """Return what to change, each once, the gravest first."""
    lines = dict.fromkeys(finding.advice for finding in found)
    if facts.run.finished:
        return list(lines)
    return list(dict.fromkeys(LET_IT_RUN if line == MORE_SWEEPS else line for line in lines))
