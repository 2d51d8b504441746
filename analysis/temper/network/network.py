"""A network from original inputs to what its loss predicts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

import temper.network.layers  # noqa: F401  (each adds itself to LAYERS)
from temper.files.errors import RunError
from temper.network.arrays import Parameters, Shape
from temper.network.layer import Layer, Place, read_stack
from temper.network.loss import DEFAULT_LOSSES, LOSSES, Loss, Scale
from temper.stored_run import StoredRun

EXAMPLES_AT_ONCE = 256  # so that the windows of a convolution fit into the cache


@dataclass(frozen=True)
class Network:
    """The layers of a run's network; the last one is linear."""

    layers: tuple[Layer, ...]
    input_shape: Shape  # (n_inputs,), or (channels, height, width) if layers look at images
    loss: Loss
    loss_blocks: dict[str, Shape]  # parameters of the loss: loss.log_sd
    inputs: Scale | None  # None: inputs were not standardised
    targets: Scale  # of regression; 0 and 1 of other losses

    @property
    def n_inputs(self) -> int:
        """Numbers in one example."""
        return int(np.prod(self.input_shape))

    @property
    def n_outputs(self) -> int:
        """Numbers that the last layer gives for one example."""
        return self.layers[-1].output_shape[0]

    @property
    def n_predictions(self) -> int:
        """Numbers predicted for one example: classes or targets."""
        return self.loss.n_predictions(self.n_outputs, self.targets)

    @cached_property
    def input_scale(self) -> Scale | None:
        """The scale of the inputs with their shape."""
        if self.inputs is None:
            return None
        return Scale(*(x.reshape(self.input_shape) for x in (self.inputs.mean, self.inputs.sd)))

    def predict(self, parameters: Parameters, inputs: np.ndarray) -> np.ndarray:
        """Predict with one draw.

        Parameters
        ----------
        parameters : dict
            As `Run.parameters` returns them for a theta of shape [n_parameters].
        inputs : float array, shape (n, n_inputs) or (n, *input_shape), in the data's own units

        Returns
        -------
        float array
            Class probabilities, shape (n, n_classes), or means of the targets in their original
            units, shape (n, n_targets).
        """
        inputs = np.asarray(inputs).reshape(len(inputs), *self.input_shape)
        pieces = np.array_split(inputs, -(-len(inputs) // EXAMPLES_AT_ONCE) or 1)
        return np.concatenate([self._predict(parameters, piece) for piece in pieces])

    def _predict(self, parameters: Parameters, values: np.ndarray) -> np.ndarray:
        if self.input_scale is not None:
            values = (values - self.input_scale.mean) / self.input_scale.sd
        for layer in self.layers:
            values = layer.apply(parameters, values)
        return self.loss.read(values, self.targets)


def read_network(run: StoredRun) -> Network:
    """Read the network from a run's config and blocks.

    Raises RunError if the run has none, or one of layers that this package doesn't know.
    """
    model = run.config.get("model", {})
    blocks = {name: block.shape for name, block in run.blocks.items()}
    sections = with_output(model.get("layer", []), blocks)
    shape = input_shape(run, sections)
    try:
        layers = tuple(read_stack(Place("", {}, model, shape, blocks), sections, ""))
    except RunError as error:
        raise RunError(f"{run.path}: {error}") from None
    loss_blocks = {name: shape for name, shape in blocks.items() if name.startswith("loss.")}
    targets = target_scale(run, layers[-1].output_shape[0])
    return Network(layers, shape, loss_of(run), loss_blocks, stored_scale(run, "input"), targets)


def with_output(sections: list[dict], blocks: dict[str, Shape]) -> list[dict]:
    """Return the layers with the linear one before the loss, unless the last one is it."""
    if sections and f"layer{len(sections)}.weight" not in blocks:
        return sections
    return [*sections, {"activation": "identity"}]


def input_shape(run: StoredRun, sections: list[dict]) -> Shape:
    """Return the shape of an example as the first layer takes it.

    A dense layer takes images as flat vectors, and tells how many numbers it takes.
    """
    if sections[0].get("type", "dense") == "dense" and "layer0.weight" in run.blocks:
        return (run.blocks["layer0.weight"].shape[1],)
    shape = tuple(int(n) for n in run.attributes.get("input_shape", []))
    if not shape:
        raise RunError(f"{run.path}: has no network on data, so there is nothing to predict")
    return shape


def loss_of(run: StoredRun) -> Loss:
    """Return the loss of a run. Raises RunError if this package doesn't know it."""
    default = DEFAULT_LOSSES.get(run.attributes.get("task", ""), "softmax")
    name = run.config.get("model", {}).get("loss", default)
    if name not in LOSSES:
        raise RunError(
            f"{run.path}: the loss '{name}' is not one of {', '.join(LOSSES)} that the analysis "
            "package knows; temper evaluate can predict with any network"
        )
    return LOSSES[name]


def stored_scale(run: StoredRun, what: str) -> Scale | None:
    """Return the stored scale of "input" or "target", if it was standardised."""
    if f"{what}_mean" not in run.attributes:
        return None
    return Scale(*(np.asarray(run.attributes[f"{what}_{part}"], float) for part in ("mean", "sd")))


def target_scale(run: StoredRun, n_outputs: int) -> Scale:
    """Return the scale of the targets: 0 and 1 where they were not standardised."""
    n_targets = len(run.attributes.get("target_names", [])) or n_outputs
    return stored_scale(run, "target") or Scale(np.zeros(n_targets), np.ones(n_targets))
