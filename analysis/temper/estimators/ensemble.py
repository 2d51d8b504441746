"""A dense network at many draws of its parameters, as one function."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, softmax

from temper.files.errors import RunError
from temper.network.activation import ACTIVATIONS
from temper.run import Run

NUMBERS_AT_ONCE = 4_000_000
MOST_MEMBERS = 400


@dataclass(frozen=True)
class Ensemble:
    """Draws of one dense network, without the run that they come from.

    Attributes
    ----------
    weights, biases : list of float arrays [member, units, inputs] and [member, units]
        By layer, in float64, so that predictions don't depend on which rows are asked for together.
    activations : list of str
        By layer; the last one is "identity".
    copy : int array [member]
        The copy of the run that each draw is of.
    """

    weights: list[np.ndarray]
    biases: list[np.ndarray]
    activations: list[str]
    input_mean: np.ndarray
    input_sd: np.ndarray
    copy: np.ndarray

    @property
    def n_members(self) -> int:
        """Draws."""
        return len(self.copy)

    def outputs(self, inputs: np.ndarray) -> np.ndarray:
        """Return what the last layer gives: [member, n, outputs]."""
        widest = max(w.shape[1] for w in self.weights) * self.n_members
        n_pieces = -(-len(inputs) * widest // NUMBERS_AT_ONCE) or 1
        standardised = (inputs - self.input_mean) / self.input_sd
        pieces = [self._forward(piece) for piece in np.array_split(standardised, n_pieces)]
        return np.concatenate(pieces, axis=1)

    def _forward(self, values: np.ndarray) -> np.ndarray:
        for weight, bias, name in zip(self.weights, self.biases, self.activations, strict=True):
            product = np.matmul(values, weight.transpose(0, 2, 1)) + bias[:, np.newaxis, :]
            values = ACTIVATIONS[name].apply(product)
        return values


def read_members(run: Run, most: int = MOST_MEMBERS) -> tuple[np.ndarray, np.ndarray]:
    """Return draws of rung 0, [member, parameter], and their copies, [member].

    Kept draws at even distances with the last one among them, as many as make at most `most`
    members. Without a kept draw (a run that was stopped in warm-up) the last draws before; without
    any the best states.
    """
    theta = run.draws(rung=0)
    if theta.sizes["draw"] == 0:
        theta = run.with_warmup.draws(rung=0).isel(draw=slice(-1, None))
    if theta.sizes["draw"] == 0:
        return best_states(run)
    n_draws = theta.sizes["draw"]
    n = min(n_draws, max(1, most // run.n_copies))
    chosen = (np.arange(n) + 1) * n_draws // n - 1
    members = theta.isel(draw=chosen).values
    copies = np.tile(np.arange(run.n_copies), n)
    return members.reshape(-1, members.shape[-1]), copies


def best_states(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Return best states of rung 0's replicas, and their copies. Raises RunError without any."""
    bests = [run.best(copy * run.n_rungs) for copy in range(run.n_copies)]
    found = [(best.theta, copy) for copy, best in enumerate(bests) if best is not None]
    if not found:
        raise RunError(f"{run.path}: was stopped before there was a state to predict with")
    return np.array([theta for theta, _ in found]), np.array([copy for _, copy in found])


def read_ensemble(run: Run, activations: list[str]) -> Ensemble:
    """Read the draws of a run of dense layers with these activations."""
    theta, copy = read_members(run)
    layers = [run.parameters(theta)[f"layer{i}.{part}"]
              for i in range(len(activations)) for part in ("weight", "bias")]  # fmt: skip
    layers = [np.asarray(layer, dtype=float) for layer in layers]
    mean = np.asarray(run.attributes["input_mean"], dtype=float)
    sd = np.asarray(run.attributes["input_sd"], dtype=float)
    return Ensemble(layers[0::2], layers[1::2], activations, mean, sd, copy)


def class_probabilities(outputs: np.ndarray) -> np.ndarray:
    """Return probabilities [member, n, classes] from outputs of "softmax" or "bernoulli"."""
    if outputs.shape[-1] > 1:
        return softmax(outputs, axis=-1)
    probability = expit(outputs)
    return np.concatenate([1 - probability, probability], axis=-1)
