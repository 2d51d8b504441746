"""The network of a run in numpy: what its parameters predict, without Temper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import erf, expit, softmax

from temper.errors import RunError
from temper.run import Run

Activation = Callable[[np.ndarray], np.ndarray]

ACTIVATIONS: dict[str, Activation] = {
    "identity": lambda x: x,
    "tanh": np.tanh,
    "relu": lambda x: np.maximum(x, 0),
    "sigmoid": expit,
    "gelu": lambda x: 0.5 * x * (1 + erf(x / np.sqrt(2.0))),
}


@dataclass(frozen=True)
class Dense:
    """y = f(W x + b); its blocks are `name`.weight [units, n_in] and `name`.bias [units]."""

    name: str
    n_in: int
    units: int
    has_bias: bool
    activation: str


@dataclass(frozen=True)
class Scale:
    """What was taken off a column and divided out: original = mean + sd * standardised."""

    mean: np.ndarray  # [n_columns]
    sd: np.ndarray  # [n_columns]


@dataclass(frozen=True)
class Network:
    """The layers of a run's network, from original inputs to what its loss predicts."""

    layers: tuple[Dense, ...]
    loss: str  # "softmax", "bernoulli" or "gaussian"
    inputs: Scale | None  # None: inputs were not standardised
    targets: Scale | None  # of regression

    @property
    def n_inputs(self) -> int:
        """Numbers in one example."""
        return self.layers[0].n_in

    @property
    def n_predictions(self) -> int:
        """Numbers predicted for one example: classes or targets."""
        if self.loss == "gaussian":
            return len(self.targets.mean)
        return 2 if self.loss == "bernoulli" else self.layers[-1].units

    def predict(self, parameters: dict[str, np.ndarray], inputs: np.ndarray) -> np.ndarray:
        """Predict with one draw.

        Parameters
        ----------
        parameters : dict
            As `Run.parameters` returns them for a theta of shape [n_parameters].
        inputs : float array, shape (n, n_inputs), in the data's own units

        Returns
        -------
        float array
            Class probabilities, shape (n, n_classes), or means of the targets in their original
            units, shape (n, n_targets).
        """
        values = np.asarray(inputs).reshape(len(inputs), self.n_inputs)
        if self.inputs is not None:
            values = (values - self.inputs.mean) / self.inputs.sd
        for layer in self.layers:
            values = values @ parameters[f"{layer.name}.weight"].T
            if layer.has_bias:
                values = values + parameters[f"{layer.name}.bias"]
            values = ACTIVATIONS[layer.activation](values)
        return self._read_out(values)

    def _read_out(self, outputs: np.ndarray) -> np.ndarray:
        if self.loss == "softmax":
            return softmax(outputs, axis=1)
        if self.loss == "bernoulli":
            probability = expit(outputs)
            return np.concatenate([1 - probability, probability], axis=1)
        return self.targets.mean + self.targets.sd * outputs[:, : len(self.targets.mean)]


def read_network(run: Run) -> Network:
    """Read the network from a run's config and blocks.

    Raises RunError if the run has none, or one of layers that this package doesn't know.
    """
    shapes = {name: block.shape for name, block in run.blocks.items()}
    sections = [*run.config.get("model", {}).get("layer", []), {"activation": "identity"}]
    layers = tuple(dense(run, shapes, i, section) for i, section in enumerate(sections))
    loss = run.config.get("model", {}).get("loss", default_loss(run))
    targets = target_scale(run, layers[-1].units) if loss == "gaussian" else None
    return Network(layers, loss, stored_scale(run, "input"), targets)


def dense(run: Run, shapes: dict[str, tuple[int, ...]], index: int, section: dict) -> Dense:
    """Describe one layer by its section of the config and the shapes of its blocks."""
    name, kind = f"layer{index}", section.get("type", "dense")
    activation = section.get("activation", "tanh")
    if kind != "dense" or activation not in ACTIVATIONS or f"{name}.weight" not in shapes:
        raise RunError(
            f"{run.path}: {name} is not a dense layer with one of the activations "
            f"{', '.join(ACTIVATIONS)}; temper evaluate can predict with any network"
        )
    units, n_in = shapes[f"{name}.weight"]
    return Dense(name, n_in, units, f"{name}.bias" in shapes, activation)


def default_loss(run: Run) -> str:
    """Return the loss that a config without one means."""
    return "gaussian" if run.attributes.get("task") == "regression" else "softmax"


def stored_scale(run: Run, what: str) -> Scale | None:
    """Return the stored scale of "input" or "target", if it was standardised."""
    if f"{what}_mean" not in run.attributes:
        return None
    return Scale(*(np.asarray(run.attributes[f"{what}_{part}"], float) for part in ("mean", "sd")))


def target_scale(run: Run, n_outputs: int) -> Scale:
    """Return the scale of the targets: 0 and 1 where they were not standardised."""
    n_targets = len(run.attributes.get("target_names", [])) or n_outputs
    return stored_scale(run, "target") or Scale(np.zeros(n_targets), np.ones(n_targets))
