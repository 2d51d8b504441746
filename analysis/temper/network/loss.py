"""What a loss makes of a network's outputs: predictions, in numpy and ONNX.

A new loss adds itself to `LOSSES` under its name in [model] loss.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, softmax

from temper.network.onnx_nodes import Member


@dataclass(frozen=True)
class Scale:
    """What was taken off a column and divided out: original = mean + sd * standardised."""

    mean: np.ndarray  # [n_columns]
    sd: np.ndarray  # [n_columns]


class Loss(ABC):
    """How outputs [n, n_outputs] are read; of regression in the targets' own units."""

    axis: str  # what predictions are of: "class" or "target"
    prediction: str  # what a number of theirs is: "probabilities" or "mean"

    @abstractmethod
    def n_predictions(self, n_outputs: int, targets: Scale) -> int:
        """Count the numbers predicted for one example."""

    @abstractmethod
    def read(self, outputs: np.ndarray, targets: Scale) -> np.ndarray:
        """Turn outputs into predictions [n, n_predictions]."""

    @abstractmethod
    def onnx(self, member: Member, outputs: str, n_outputs: int, targets: Scale) -> str:
        """Add the same to the graph of one member and return the name of its result."""


class Softmax(Loss):
    """One output a class."""

    axis, prediction = "class", "probabilities"

    def n_predictions(self, n_outputs: int, targets: Scale) -> int:
        """Count the classes."""
        return n_outputs

    def read(self, outputs: np.ndarray, targets: Scale) -> np.ndarray:
        """Return the classes' probabilities."""
        return softmax(outputs, axis=1)

    def onnx(self, member: Member, outputs: str, n_outputs: int, targets: Scale) -> str:
        """Add it."""
        return member.add("Softmax", [outputs], "probabilities", axis=1)


class Bernoulli(Loss):
    """One output, the logit of the second of two classes."""

    axis, prediction = "class", "probabilities"

    def n_predictions(self, n_outputs: int, targets: Scale) -> int:
        """Count the classes."""
        return 2

    def read(self, outputs: np.ndarray, targets: Scale) -> np.ndarray:
        """Return both classes' probabilities."""
        probability = expit(outputs)
        return np.concatenate([1 - probability, probability], axis=1)

    def onnx(self, member: Member, outputs: str, n_outputs: int, targets: Scale) -> str:
        """Add it."""
        second = member.add("Sigmoid", [outputs], "second")
        first = member.add("Sigmoid", [member.add("Neg", [outputs], "neg")], "first")
        return member.add("Concat", [first, second], "probabilities", axis=1)


class Gaussian(Loss):
    """Means of the targets; where the noise is predicted too, its log sds follow them."""

    axis, prediction = "target", "mean"

    def n_predictions(self, n_outputs: int, targets: Scale) -> int:
        """Count the targets."""
        return len(targets.mean)

    def read(self, outputs: np.ndarray, targets: Scale) -> np.ndarray:
        """Return the means in original units."""
        return targets.mean + targets.sd * outputs[:, : len(targets.mean)]

    def onnx(self, member: Member, outputs: str, n_outputs: int, targets: Scale) -> str:
        """Add it: the first outputs, scaled and shifted."""
        choice = np.eye(n_outputs)[: len(targets.mean)] * targets.sd[:, np.newaxis]
        tensors = [
            member.graph.floats("target_sd", choice),
            member.graph.floats("target_mean", targets.mean),
        ]
        return member.add("Gemm", [outputs, *tensors], "mean", transB=1)


class Counts(Loss):
    """Log means of counts, beside the mean of all; linear above 3: src/net/count_loss.h."""

    axis, prediction = "target", "mean"
    BEND = 3.0

    def n_predictions(self, n_outputs: int, targets: Scale) -> int:
        """Count the targets."""
        return n_outputs

    def read(self, outputs: np.ndarray, targets: Scale) -> np.ndarray:
        """Return the mean counts."""
        above = np.maximum(outputs - self.BEND, 0)
        link = np.exp(np.minimum(outputs, self.BEND)) + np.exp(self.BEND) * above
        return self.usual_means(targets) * link

    def onnx(self, member: Member, outputs: str, n_outputs: int, targets: Scale) -> str:
        """Add the same."""
        bend = member.graph.floats("bend", np.array([self.BEND]))
        slope = member.graph.floats("slope", np.array([np.exp(self.BEND)]))
        means = member.graph.floats("target_mean", self.usual_means(targets))
        below = member.add("Exp", [member.add("Min", [outputs, bend], "bent")], "below")
        above = member.add("Relu", [member.add("Sub", [outputs, bend], "beyond")], "above")
        link = member.add("Add", [below, member.add("Mul", [above, slope], "line")], "link")
        return member.add("Mul", [link, means], "mean")

    def usual_means(self, targets: Scale) -> np.ndarray:
        """Return those of the training targets; 1 where they aren't known."""
        return np.where(targets.mean > 0, targets.mean, 1.0)


LOSSES: dict[str, Loss] = {
    "softmax": Softmax(),
    "bernoulli": Bernoulli(),
    "gaussian": Gaussian(),
    "student-t": Gaussian(),
    "poisson": Counts(),
    "negative-binomial": Counts(),
}
DEFAULT_LOSSES = {"regression": "gaussian"}  # by task; of any other it is softmax
