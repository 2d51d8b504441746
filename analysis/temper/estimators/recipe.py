"""The config behind an estimator: which network, which run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from temper.program.toml_text import merged


def hidden_units(n_rows: int) -> tuple[int, ...]:
    """Return the hidden layers for a table of so many rows."""
    if n_rows < 100:
        return (8,)
    return (16, 16) if n_rows < 500 else (16, 16, 16, 16)


def config_of(  # noqa: PLR0913, PLR0917  (one place puts all of them together)
    data: Path,
    task: str,
    hidden: Sequence[int],
    activation: str,
    prior_sd: float,
    cpu_seconds: float,
    seed: int,
    more: Mapping[str, Any],
) -> dict[str, dict[str, Any]]:
    """Return the config of a fit; `more` wins."""
    layers = [{"type": "dense", "units": int(n), "activation": activation} for n in hidden]
    config = {
        "data": {"source": str(data.absolute()), "task": task, "split": [1, 0, 0]},
        "model": {"layer": layers} if layers else {},
        "prior": {"type": "normal", "sd": float(prior_sd)},
        "run": {"goal": "predict", "seed": int(seed), "budget": f"{cpu_seconds:.6g} cpu-s"},
    }
    return merged(config, more)
