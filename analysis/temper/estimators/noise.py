"""From a network's outputs to normals: the loss "gaussian" as the program has it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from temper.files.errors import RunError
from temper.run import Run

LEAST_SD = (
    1e-3  # of a predicted sd, in units of the targets' sd: src/posterior/network_posterior.cpp
)


@dataclass(frozen=True)
class GaussianHead:
    """What turns outputs into means and sds in the targets' own units.

    Attributes
    ----------
    target_mean, target_sd : float arrays [target]
    floor : float array [target]
        The least predicted sd, in units of target_sd.
    sd : float array [member, target] or None
        Of each member, in units of target_sd; None: the network predicts it.
    """

    target_mean: np.ndarray
    target_sd: np.ndarray
    floor: np.ndarray
    sd: np.ndarray | None

    def __call__(self, outputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return means and sds, each [member, n, target]."""
        n_targets = len(self.target_mean)
        means = self.target_mean + self.target_sd * outputs[..., :n_targets]
        if self.sd is None:
            sds = self.floor + bounded_exp(outputs[..., n_targets:])
        else:
            sds = np.broadcast_to(self.sd[:, np.newaxis, :], means.shape)
        return means, self.target_sd * sds


def bounded_exp(x: np.ndarray) -> np.ndarray:
    """Return exp(x) below 1 and e x above, so that a far-off output doesn't explode."""
    return np.where(x < 1, np.exp(np.minimum(x, 1)), np.e * x)


def read_head(run: Run, theta: np.ndarray) -> GaussianHead:
    """Read the noise of a run's network at the draws theta [member, parameter]."""
    mean, sd = (np.asarray(run.attributes[f"target_{what}"], float) for what in ("mean", "sd"))
    resolution = np.asarray(run.attributes.get("target_resolution", np.zeros(len(sd))), float)
    floor = np.maximum(LEAST_SD, resolution / np.sqrt(12))
    loss = run.config["model"].get("loss", "gaussian")
    if loss != "gaussian":
        raise RunError(
            f"TemperRegressor knows the loss 'gaussian', not '{loss}': use temper.train, and then "
            "run.predict, or the program's evaluate and predict"
        )
    noise = run.config["model"]["noise_sd"]
    if noise == "predicted":
        return GaussianHead(mean, sd, floor, None)
    if noise == "learned":
        return GaussianHead(mean, sd, floor, np.exp(run.parameters(theta)["loss.log_sd"]))
    return GaussianHead(mean, sd, floor, np.broadcast_to(float(noise) / sd, (len(theta), len(sd))))
