"""The nonlinearities: in numpy, as PyTorch writes them, as ONNX calls them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import erf, expit

from temper.files.errors import RunError


@dataclass(frozen=True)
class Activation:
    """One nonlinearity f, applied number by number."""

    apply: Callable[[np.ndarray], np.ndarray]
    torch: str  # the call, with {} for its argument
    onnx: str  # the operator; "" for none


ACTIVATIONS = {
    "identity": Activation(lambda x: x, "{}", ""),
    "tanh": Activation(np.tanh, "torch.tanh({})", "Tanh"),
    "relu": Activation(lambda x: np.maximum(x, 0), "torch.relu({})", "Relu"),
    "sigmoid": Activation(expit, "torch.sigmoid({})", "Sigmoid"),
    "gelu": Activation(
        lambda x: 0.5 * x * (1 + erf(x / np.sqrt(2.0))), "torch.nn.functional.gelu({})", "Gelu"
    ),
}


def activation_named(name: str, layer: str) -> Activation:
    """Return the activation of a layer. Raises RunError with the names that are known."""
    if name not in ACTIVATIONS:
        known = ", ".join(ACTIVATIONS)
        raise RunError(f"{layer}: the activation '{name}' is not one of {known}")
    return ACTIVATIONS[name]
