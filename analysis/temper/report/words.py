"""The words at the top of a report: what was run, and what was found."""

from __future__ import annotations

from shlex import quote
from typing import Any

from temper.report.facts import Facts
from temper.report.labels import listed, plural, temperature_label
from temper.report.scores import leading_score
from temper.report.table import number, with_error

KERNEL_SETTINGS = ("lr", "step", "leapfrog", "momentum", "batch")  # those that say most
COUNTED = {"leapfrog": "leapfrog steps"}


def title(facts: Facts) -> str:
    """Name the run by its data and its network, or by its potential."""
    name = facts.run.attributes.get("data_name")
    if not name:
        return potential_name(facts) or facts.run.path.resolve().name
    sizes = layer_sizes(facts)
    return f"{name}, {'-'.join(map(str, sizes))}" if sizes else str(name)


def potential_name(facts: Facts) -> str:
    """Return the type of a potential without data; "" of a network."""
    return str(facts.run.config.get("potential", {}).get("type", ""))


def what_was_run(facts: Facts) -> str:
    """Say data, model, replicas, temperatures, kernel, sweeps and ranks in two sentences."""
    run = facts.run
    replicas = plural(run.n_replicas, "replica")
    copies = f" in {run.n_copies} independent copies" if run.n_copies > 1 else ""
    return (
        f"{replicas}{copies} of {model(facts)}{data(facts)}{temperatures(facts)}. "
        f"{plural(run.committed, 'sweep')}{progress(facts)}{steps(facts)}{ranks(run.sessions)}."
    )


def layer_sizes(facts: Facts) -> list[int]:
    """Return inputs, units of each layer and outputs of a network of dense layers, else nothing."""
    sections = layer_sections(facts)
    weights = [block for name, block in facts.run.blocks.items() if name.endswith(".weight")]
    if any(s.get("type", "dense") != "dense" for s in sections):
        return []
    shapes = [block.shape for block in weights]
    if len(shapes) != len(sections) + 1 or any(len(shape) != 2 for shape in shapes):
        return []
    return [shapes[0][1], *(shape[0] for shape in shapes)]


def layer_sections(facts: Facts) -> list[dict[str, Any]]:
    """Return the layers of the config."""
    sections = facts.run.config.get("model", {}).get("layer", [])
    return [section for section in sections if isinstance(section, dict)]


def model(facts: Facts) -> str:
    """Name the network by its layers and its number of parameters, or the potential."""
    sections = layer_sections(facts)
    size = plural(facts.run.n_parameters, "parameter")
    if not facts.has_data and potential_name(facts):
        return f"the potential “{potential_name(facts)}” ({size})"
    if sizes := layer_sizes(facts):
        activations = listed(list(dict.fromkeys(s.get("activation", "tanh") for s in sections)))
        inside = f"{activations}; {size}" if activations else size
        return f"a {'-'.join(map(str, sizes))} network ({inside})"
    if not sections:
        return f"a model ({size})"
    kinds = listed(list(dict.fromkeys(str(s.get("type", "dense")) for s in sections)))
    return f"a network of {plural(len(sections), 'layer')}, {kinds}, and a linear one ({size})"


def data(facts: Facts) -> str:
    """Name the data and count its training points."""
    name = facts.run.attributes.get("data_name")
    return f" trained on {name} ({plural(facts.n_points, 'example')})" if name else ""


def temperatures(facts: Facts) -> str:
    """Say the range of temperatures."""
    T = facts.temperatures
    if len(T) == 0:
        return ""
    if len(T) == 1:
        return ", all at T = 0" if T[0] == 0 else f" at temperature {temperature_label(T[0])}"
    low, high = temperature_label(T[0]), temperature_label(T[-1])
    return f" at {len(T)} temperatures from {low} to {high}"


def progress(facts: Facts) -> str:
    """Say whether the run is whole and how much of it was warm-up."""
    run = facts.run
    warmup = min(run.warmup, run.committed)
    of = "" if run.finished else f" of {run.n_sweeps:,} so far"
    return f"{of} ({warmup:,} of them warm-up)" if warmup else of


def steps(facts: Facts) -> str:
    """Name the kernel with its settings, and the steps in a sweep."""
    kernel = facts.run.config.get("kernel", {})
    if "type" not in kernel:
        return ""
    n_steps = facts.run.config.get("run", {}).get("steps")
    each = f" of {plural(n_steps, 'step')}" if isinstance(n_steps, int) else ""
    settings = [setting(name, kernel[name]) for name in KERNEL_SETTINGS if name in kernel]
    told = f" ({', '.join(settings)})" if settings else ""
    return f"{each} by {kernel['type']}{told}"


def setting(name: str, value: Any) -> str:  # noqa: ANN401  (any TOML value)
    """Write a setting of the kernel, such as momentum 0.9."""
    if name in COUNTED:
        return f"{value} {COUNTED[name]}"
    return f"{name} {number(value) if isinstance(value, float) else value}"


def ranks(sessions: list[dict[str, Any]]) -> str:
    """Say on how many ranks, if the sessions tell."""
    counts = sorted({s["ranks"] for s in sessions if isinstance(s.get("ranks"), int)})
    if not counts:
        return ""
    return f", on {listed([f'{n:,}' for n in counts])} {'rank' if counts == [1] else 'ranks'}"


def what_was_found(facts: Facts) -> str:
    """Say the best objective and what the predictions are worth."""
    best = facts.best
    if best is None:
        return "Nothing yet: no sweep with energies has been committed."
    an_example = f" ({number(best.objective / facts.n_points)} an example)"
    what = "training objective" if facts.has_data else "objective"
    return (
        f"The lowest {what} is {number(best.objective)} nats"
        f"{an_example if facts.n_points > 1 else ''}, found by replica {best.replica} in sweep "
        f"{best.sweep:,}{evidence(facts)}.{predictions(facts)}"
    )


def evidence(facts: Facts) -> str:
    """Say log Z, if it is known."""
    return f"; log Z is {with_error(*facts.log_z)}" if facts.log_z else ""


def predictions(facts: Facts) -> str:
    """Say the leading score in a sentence of its own."""
    score = leading_score(facts)
    if score is None:
        return ""
    name = score.label[0].upper() + score.label[1:]
    return f" {name} is {score.text}, {score.of_what}{score.beside}."


def notes(facts: Facts) -> list[str]:
    """Say what the page could have and hasn't."""
    run, stored = facts.run, facts.predictions
    command = f"temper evaluate {quote(str(run.path))}"
    if not facts.has_data or not run.with_warmup.draw_sweeps.size:
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
