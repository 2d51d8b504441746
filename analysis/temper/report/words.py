"""The words at the top of a report: what was run, whether to trust it, what was found."""

from __future__ import annotations

from typing import Any

import numpy as np

from temper.report.facts import Facts, metric_label, temperature_label
from temper.report.findings import Finding
from temper.report.plural import plural
from temper.report.table import number

MOST_REASONS = 2  # in the verdict's sentence


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
    """Name the network by its layers and its number of parameters."""
    sections = facts.run.config.get("model", {}).get("layer", [])
    sections = [section for section in sections if isinstance(section, dict)]
    size = plural(facts.run.n_parameters, "parameter")
    if any(section.get("type", "dense") != "dense" for section in sections):
        kinds = [str(section.get("type", "dense")) for section in sections]
        return f"a network of {', '.join(kinds)} and a linear layer ({size})"
    hidden = [
        f"{section['units']} {section.get('activation', '')}".strip()
        for section in sections
        if "units" in section
    ]
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


def whether_to_trust(facts: Facts, found: list[Finding]) -> str:
    """Give the verdict and its reasons in one sentence."""
    because = "; ".join(finding.what for finding in found[:MOST_REASONS])
    if any(finding.grave for finding in found):
        return f"Don't rely on it yet: {because}."
    if found:
        return f"Read it with care: {because}."
    if not facts.swapping:
        return "The cold energy is level, and that is all that can be said without exchanges."
    return f"Replicas mix well: {mixing(facts)}."


def mixing(facts: Facts) -> str:
    """Say acceptance, round trips and barrier of a run with exchanges."""
    acceptance = 1.0 - np.nanmean(facts.rejection)
    trips = plural(int(facts.round_trips.sum()), "round trip")
    promised = facts.predicted_round_trips
    against = f" ({promised:,.0f} predicted)" if np.isfinite(promised) else ""
    rungs = (
        f", and {facts.run.n_rungs} rungs cross a barrier of {facts.barrier:.1f}, which asks for "
        f"about {facts.rungs_wanted}"
        if np.isfinite(facts.barrier)
        else ""
    )
    return f"{acceptance:.0%} of swaps are accepted, with {trips}{against}{rungs}"


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
        f"coldest rung{averaged_prediction(facts, name)}"
    )


def averaged_prediction(facts: Facts, metric: str) -> str:
    """Say what the average of the posterior draws scores, if that has been stored."""
    stored = facts.predictions
    part, _, score = metric.partition("_")
    if stored is None or stored.attrs["part"] != part or score not in stored["score_name"].values:
        return ""
    last = stored.isel(predictor=-1)
    value, n = float(last["score"].sel(score_name=score)), int(last["n_thetas"])
    if not np.isfinite(value):
        return ""
    return f", and {show_metric(metric, value)} by the average of {plural(n, 'prediction')}"


def notes(facts: Facts) -> list[str]:
    """Say what the page could have and hasn't."""
    run, stored = facts.run, facts.predictions
    command = f"temper evaluate {run.path}"
    if run.attributes.get("task", "none") == "none" or not run.draw_sweeps.size:
        return []
    if stored is None:
        return [
            "Point, ensemble and posterior predictions side by side, their calibration and the "
            f"least certain examples are here after: {command}"
        ]
    if stored.attrs["committed"] < run.committed:
        return [
            f"The predictions are those of the first {stored.attrs['committed']:,} of "
            f"{run.committed:,} sweeps; of all after: {command}"
        ]
    return []


def show_metric(name: str, value: float) -> str:
    """Write a metric: accuracies in per cent."""
    return f"{value:.1%}" if name.endswith("accuracy") else number(value)
