"""The words at the top of a report: what was run, whether to trust it, what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from temper.report.facts import Facts, metric_label, temperature_label
from temper.report.table import number

STUCK_BELOW = 0.1  # acceptance of a pair that is a bottleneck
LOOSE_ABOVE = 0.8  # acceptance of every pair when rungs are wasted
MOST_REASONS = 2  # in the verdict's sentence
ENOUGH_TRIPS, SLOW = 10, 0.3  # predicted trips to judge by; share of them that is slow
FEW, MANY = 0.7, 2.0  # rungs there are for one that is wanted
UNSETTLED_RHAT = 1.1  # between the halves of one copy
LARGE_RHAT = 1.05
SMALL_ESS = 100


@dataclass(frozen=True)
class Finding:
    """One thing that speaks against trusting a run, and what to do about it."""

    grave: bool
    what: str  # completes "..., because <what>"
    advice: str


def what_was_run(facts: Facts) -> str:
    """Say data, model, replicas, temperatures, sweeps and ranks in one sentence."""
    run = facts.run
    replicas = plural(run.n_replicas, "replica")
    copies = f" in {run.n_copies} independent copies" if run.n_copies > 1 else ""
    return (
        f"{replicas}{copies} of {model(facts)}{data(facts)}{temperatures(facts)}"
        f" {plural(run.committed, 'sweep')}{progress(facts)}{ranks(run.sessions)}."
    )


def model(facts: Facts) -> str:
    """Name the network by its hidden layers and its number of parameters."""
    sections = facts.run.config.get("model", {}).get("layer", [])
    hidden = [
        f"{section['units']} {section.get('activation', '')}".strip()
        for section in sections
        if isinstance(section, dict) and "units" in section
    ]
    size = plural(facts.run.n_parameters, "parameter")
    if not hidden:
        return f"a model ({size})"
    layers = "one hidden layer" if len(hidden) == 1 else f"{len(hidden)} hidden layers"
    return f"a network with {layers} of {', '.join(hidden)} units ({size})"


def data(facts: Facts) -> str:
    """Name the data and count its training points."""
    name = facts.run.attributes.get("data_name")
    return f" trained on {name} ({plural(facts.n_points, 'example')})" if name else ""


def temperatures(facts: Facts) -> str:
    """Say the range of temperatures."""
    T = facts.temperatures
    if len(T) == 0:
        return ","
    if len(T) == 1:
        return f" at temperature {temperature_label(T[0])}, for"
    low, high = temperature_label(T[0]), temperature_label(T[-1])
    return f" at {len(T)} temperatures from {low} to {high}, for"


def progress(facts: Facts) -> str:
    """Say whether the run is whole and how much of it was warm-up."""
    run = facts.run
    warmup = min(run.warmup, run.committed)
    of = "" if run.finished else f" of {run.n_sweeps:,} so far"
    return f"{of} ({warmup:,} of them warm-up)" if warmup else of


def ranks(sessions: list[dict[str, Any]]) -> str:
    """Say on how many ranks, if the sessions tell."""
    counts = sorted({s["ranks"] for s in sessions if isinstance(s.get("ranks"), int)})
    if not counts:
        return ""
    listed = " and ".join(f"{count:,}" for count in counts)
    return f" on {listed} {'rank' if counts == [1] else 'ranks'}"


def findings(facts: Facts) -> list[Finding]:
    """List what speaks against trusting the run, the gravest first."""
    if facts.run.n_kept == 0:
        return [Finding(True, "no sweep after warm-up is there yet", "Let it run on.")]
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
        return [Finding(True, "there are too few sweeps to judge", "Raise run.sweeps.")]
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
                "Raise run.sweeps.",
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
        found.append(Finding(True, what, "Raise run.sweeps."))
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
        advice = f"About {wanted} rungs would do; or widen the range of temperatures."
        return [Finding(False, what, advice)]
    return []


def whether_to_trust(facts: Facts, found: list[Finding]) -> str:
    """Give the verdict and its reasons in one sentence."""
    because = "; ".join(finding.what for finding in found[:MOST_REASONS])
    if any(finding.grave for finding in found):
        return f"Don't rely on it yet: {because}. {mixing(facts)}".rstrip()
    if found:
        return f"Read it with care: {because}. {mixing(facts)}".rstrip()
    if not facts.swapping:
        return "The cold energy is level, and that is all that can be said without exchanges."
    return f"Replicas mix well. {mixing(facts)}"


def mixing(facts: Facts) -> str:
    """Say acceptance, barrier and round trips, if anything was exchanged."""
    if not facts.swapping:
        return ""
    acceptance = 1.0 - np.nanmean(facts.rejection)
    trips = plural(int(facts.round_trips.sum()), "round trip")
    promised = facts.predicted_round_trips
    against = f" ({promised:,.0f} predicted)" if np.isfinite(promised) else ""
    rungs = (
        f" {facts.run.n_rungs} rungs cross a barrier of {facts.barrier:.1f}, which asks for about "
        f"{facts.rungs_wanted}."
        if np.isfinite(facts.barrier)
        else ""
    )
    return f"{acceptance:.0%} of swaps are accepted, with {trips}{against}.{rungs}"


def what_was_found(facts: Facts) -> str:
    """Say the best objective and what the predictions are worth."""
    best = facts.best
    if best is None:
        return "Nothing yet: no state has been committed."
    share = number(best.objective / facts.n_points)
    per_example = f" ({share} per example)" if facts.n_points > 1 else ""
    return (
        f"The lowest training objective U + V is {number(best.objective)} nats{per_example}, "
        f"reached by replica {best.replica} in sweep {best.sweep:,}{predictions(facts)}."
    )


def predictions(facts: Facts) -> str:
    """Say the leading metric of the best draw and of the cold rung."""
    name = facts.leading_metric
    if name is None or facts.kept_metrics.sizes["draw"] == 0:
        return ""
    cold = facts.kept_metrics[name].isel(rung=0).values
    return (
        f"; {metric_label(name)} is {show_metric(name, facts.metric_at_best_draw)} at the "
        f"best stored draw and {show_metric(name, float(np.nanmean(cold)))} on average at the "
        "coldest rung"
    )


def advice(found: list[Finding]) -> list[str]:
    """Return what to change, each once, the gravest first."""
    return list(dict.fromkeys(finding.advice for finding in found))


def show_metric(name: str, value: float) -> str:
    """Write a metric: accuracies in per cent."""
    return f"{value:.1%}" if name.endswith("accuracy") else number(value)


def plural(n: int, noun: str) -> str:
    """Return "1 sweep" or "1,000 sweeps"."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
