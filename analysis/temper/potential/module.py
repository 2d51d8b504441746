"""A PyTorch module with a loss and data as a model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from temper.potential.model import Model
from temper.potential.prior import Prior

if TYPE_CHECKING:
    import torch

AT_ONCE = 4096  # examples in one forward pass, to bound memory


class ModuleModel(Model):
    """U is the loss of a module, summed over its examples; theta is all that the module learns."""

    def __init__(  # noqa: PLR0913
        self,
        module: torch.nn.Module,
        loss: Callable[..., torch.Tensor],
        data: Any,  # noqa: ANN401
        *,
        prior: Prior | None = None,
        test: Any = None,  # noqa: ANN401
        metrics: Mapping[str, Callable[..., float]] | None = None,
    ) -> None:
        import torch  # noqa: PLC0415

        self.module, self.loss, self.prior = module.eval(), loss, prior
        self.inputs, self.targets = _tensors(data)
        self.n_points = len(self.inputs)
        self.test = None if test is None else _tensors(test)
        self.metrics = dict(metrics or {})
        if self.test is None and self.metrics:
            raise ValueError("metrics are of test data; give test = as well")
        self.metric_names = [] if self.test is None else ["test_loss", *self.metrics]
        learned = {name: p for name, p in module.named_parameters() if p.requires_grad}
        self.names = [name for block, p in learned.items() for name in _element_names(block, p)]
        self.dim = len(self.names)
        self.first = _flatten(learned.values())  # the module's own starting point
        self.theta, self.slopes = torch.empty_like(self.first), torch.zeros_like(self.first)
        _lie_in(self.theta, self.slopes, learned.values())
        self._take(self.first)

    def start(self, rng: np.random.Generator) -> np.ndarray:
        """Return the module's weights, initialised afresh where its layers know how."""
        import torch  # noqa: PLC0415

        torch.manual_seed(int(rng.integers(2**31)))
        self._take(self.first)
        for layer in self.module.modules():
            if hasattr(layer, "reset_parameters"):
                layer.reset_parameters()
        return self.theta.numpy().astype(float)

    def evaluate(self, theta: np.ndarray, gradient: bool) -> tuple[np.ndarray, np.ndarray | None]:
        """Return U and its gradient, of one theta after the other."""
        every = slice(None)
        answers = [self._sum(row, every, gradient) for row in theta]
        U = np.array([np.sum(losses) for losses, _ in answers])
        return U, np.stack([slopes for _, slopes in answers]) if gradient else None

    def evaluate_rows(
        self, theta: np.ndarray, rows: np.ndarray, gradient: bool
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Return U of each example and the sum of their gradients."""
        import torch  # noqa: PLC0415

        return self._sum(theta, torch.from_numpy(rows.astype(np.int64)), gradient)

    def measure(self, theta: np.ndarray) -> Sequence[float]:
        """Return the mean loss of the test data and the metrics of the outputs there."""
        import torch  # noqa: PLC0415

        self._take(theta)
        inputs, targets = self.test
        with torch.no_grad():
            outputs = torch.cat([self.module(x) for x in inputs.split(AT_ONCE)])
            of_each = self._losses(outputs, targets)
            values = [metric(outputs, targets) for metric in self.metrics.values()]
        return [float(of_each.mean()), *map(float, values)]

    def predict(self, theta: np.ndarray, inputs: Any) -> torch.Tensor:  # noqa: ANN401
        """Return what the module makes of inputs at each theta [n, P]: [n, example, ...]."""
        import torch  # noqa: PLC0415

        inputs, outputs = torch.as_tensor(inputs), []
        with torch.no_grad():
            for row in np.asarray(theta).reshape(-1, self.dim):
                self._take(row)
                outputs.append(torch.cat([self.module(x) for x in inputs.split(AT_ONCE)]))
        return torch.stack(outputs)

    def _take(self, theta: Any) -> None:  # noqa: ANN401
        import torch  # noqa: PLC0415

        self.theta.copy_(torch.as_tensor(theta))

    def _losses(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        losses = self.loss(outputs, targets)
        if losses.ndim == 0 or len(losses) != len(outputs):
            raise ValueError(
                f"the loss has shape {tuple(losses.shape)} for {len(outputs)} examples; it must be "
                "of each example: reduction = 'none', and -ln of a likelihood in nats"
            )
        return losses.reshape(len(outputs), -1).sum(dim=1)

    def _sum(
        self,
        theta: np.ndarray,
        rows: Any,  # noqa: ANN401
        gradient: bool,
    ) -> tuple[np.ndarray, np.ndarray | None]:
        import torch  # noqa: PLC0415

        self._take(theta)
        self.slopes.zero_()
        inputs, targets = self.inputs[rows], self.targets[rows]
        losses = []
        for x, y in zip(inputs.split(AT_ONCE), targets.split(AT_ONCE), strict=True):
            with torch.set_grad_enabled(gradient):
                of_each = self._losses(self.module(x), y)
            if gradient:
                of_each.sum().backward()
            losses.append(of_each.detach().numpy())
        return np.concatenate(losses), self.slopes.numpy().copy() if gradient else None


def from_module(
    module: torch.nn.Module,
    loss: Callable[..., torch.Tensor],
    data: Any,  # noqa: ANN401
    **options: Any,  # noqa: ANN401
) -> ModuleModel:
    """Make a model of a PyTorch module.

    Parameters
    ----------
    module : torch.nn.Module
        Used in `eval` mode: dropout or batch statistics would not be a function of theta.
    loss : callable
        -ln of the likelihood of each example, in nats, with reduction = "none":
        `torch.nn.CrossEntropyLoss(reduction="none")`.
    data : DataLoader, Dataset, or pair of tensors
        Inputs and targets. They are read once, in the order of the data set.
    prior : Prior
        `Normal(sd=1)`, say.
    test : as data
        For the metric test_loss, and for `metrics`.
    metrics : dict of functions of (outputs, targets) of the test data
    """
    return ModuleModel(module, loss, data, **options)


def _tensors(data: Any) -> tuple[torch.Tensor, torch.Tensor]:  # noqa: ANN401
    """Return inputs and targets of a loader, a data set, or a pair of tensors."""
    import torch  # noqa: PLC0415

    if isinstance(data, tuple) and len(data) == 2:
        return torch.as_tensor(data[0]), torch.as_tensor(data[1])
    dataset = getattr(data, "dataset", data)  # a loader may shuffle
    collate = getattr(data, "collate_fn", None) or torch.utils.data.default_collate
    inputs, targets = collate([dataset[i] for i in range(len(dataset))])
    return inputs, targets


def _element_names(block: str, parameter: torch.Tensor) -> Iterable[str]:
    for index in product(*map(range, parameter.shape)):
        yield f"{block}[{','.join(map(str, index))}]" if index else block


def _flatten(parameters: Iterable[torch.Tensor]) -> torch.Tensor:
    import torch  # noqa: PLC0415

    return torch.cat([p.detach().reshape(-1) for p in parameters])


def _lie_in(theta: torch.Tensor, slopes: torch.Tensor, parameters: Iterable[torch.Tensor]) -> None:
    """Let parameters and their gradients be views of two vectors: nothing is copied twice."""
    offset = 0
    for parameter in parameters:
        part = slice(offset, offset + parameter.numel())
        parameter.data = theta[part].view(parameter.shape)
        parameter.grad = slopes[part].view(parameter.shape)
        offset = part.stop
