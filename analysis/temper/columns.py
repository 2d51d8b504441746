"""What the numbers of a run are called, in words, and their units."""

from __future__ import annotations

BY_REPLICA = {
    "energy": ("energy U over all training data", "nat"),
    "prior_energy": ("negative log prior V", "nat"),
    "rung_of": ("rung held while exploring", ""),
    "kernel_accept_prob": ("acceptance of the kernel, mean over steps", ""),
    "kinetic_temperature": ("kinetic temperature, mean over steps", ""),
    "configurational_temperature": ("configurational temperature, mean over steps", ""),
    "clipped_share": ("parameters that minibatches alone heat beyond T", ""),
    "cooling_scale": ("step size, or 1/batch, at which they would not: share of today's", ""),
}
SWAPS = {
    "accept_prob": ("acceptance probability of the proposed swap", ""),
    "accepted": ("swap accepted", ""),
    "swap_examples": ("examples that the swap's test looked at in each replica", ""),
}
LADDER = {
    "beta": ("inverse temperature", ""),
    "step_size": ("step size of the kernel", ""),
    "noise_level": ("standard deviation of the noise added in a step", ""),
}


def attributes(name: str, table: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Return `long_name` and `units` as xarray's own plots expect them."""
    long_name, units = table[name]
    return {"long_name": long_name, "units": units}


def metric_attributes(name: str) -> dict[str, str]:
    """Return `long_name` and `units` of a metric by what its name ends with."""
    units = "nat per example" if name.endswith("log_score") else ""
    return {"long_name": name.replace("_", " "), "units": units}
