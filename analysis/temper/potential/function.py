"""Functions of theta as models: NumPy with a gradient, PyTorch and JAX without."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from temper.potential.model import Model
from temper.potential.prior import Prior

Energy = Callable[..., Any]
Start = Callable[[np.random.Generator], np.ndarray]


class FunctionModel(Model):
    """A model of one function of theta; daughters know how to call it."""

    def __init__(  # noqa: PLR0913
        self,
        energy: Energy,
        *,
        dim: int = 0,
        names: Sequence[str] = (),
        prior: Prior | None = None,
        start: Start | np.ndarray | None = None,
        metrics: Mapping[str, Callable[[np.ndarray], float]] | None = None,
        batched: bool = False,
    ) -> None:
        self.energy = energy
        self.dim = dim or len(names)
        if self.dim < 1:
            raise ValueError("give dim = the number of parameters, or their names")
        self.names, self.prior, self._start = list(names), prior, start
        self.metrics = dict(metrics or {})
        self.metric_names = list(self.metrics)
        self.batched = batched

    def __call__(self, *arguments: Any) -> Any:  # noqa: ANN401
        """Call the function itself."""
        return self.energy(*arguments)

    def start(self, rng: np.random.Generator) -> np.ndarray | None:
        """Return where a replica starts."""
        return self._start(rng) if callable(self._start) else self._start

    def measure(self, theta: np.ndarray) -> Sequence[float]:
        """Return the metrics of theta [P]."""
        return [float(metric(theta)) for metric in self.metrics.values()]


class NumpyModel(FunctionModel):
    """U and its gradient from a function of arrays."""

    def evaluate(self, theta: np.ndarray, gradient: bool) -> tuple[np.ndarray, np.ndarray | None]:
        """Return U and its gradient."""
        if self.batched:
            return _pair(self.energy(theta))
        pairs = [_pair(self.energy(row), row.shape) for row in theta]
        return np.array([U for U, _ in pairs]), np.stack([slope for _, slope in pairs])


def _pair(answer: Any, shape: tuple[int, ...] = ()) -> tuple[Any, np.ndarray]:  # noqa: ANN401
    if not isinstance(answer, tuple) or len(answer) != 2:
        raise TypeError(
            f"the function returned {type(answer).__name__}; expected U and its gradient, "
            "(U, grad). With autograd: from_torch or from_jax"
        )
    slope = np.asarray(answer[1], dtype=float)
    if shape and slope.shape != shape:
        raise ValueError(f"the gradient has shape {slope.shape}; expected {shape}, that of theta")
    return answer[0], slope


class TorchModel(FunctionModel):
    """U from a function of tensors; PyTorch differentiates."""

    def evaluate(self, theta: np.ndarray, gradient: bool) -> tuple[np.ndarray, np.ndarray | None]:
        """Return U and its gradient."""
        import torch  # noqa: PLC0415

        tensor = torch.tensor(theta, dtype=torch.float64, requires_grad=gradient)
        with torch.set_grad_enabled(gradient):
            U = (
                self.energy(tensor)
                if self.batched
                else torch.stack([self.energy(row).reshape(()) for row in tensor])
            )
        if not gradient:
            return U.numpy(), None
        (slopes,) = torch.autograd.grad(U.sum(), tensor)
        return U.detach().numpy(), slopes.numpy()


class JaxModel(FunctionModel):
    """U from a function of JAX arrays, which differentiates, compiles, and takes thetas at once."""

    _compiled: tuple[Energy, Energy] | None = None

    def evaluate(self, theta: np.ndarray, gradient: bool) -> tuple[np.ndarray, np.ndarray | None]:
        """Return U and its gradient."""
        if self._compiled is None:
            self._compiled = self._compile()
        energies, with_gradients = self._compiled
        if gradient:
            U, slopes = with_gradients(theta)
            return np.asarray(U), np.asarray(slopes)
        return np.asarray(energies(theta)), None

    def _compile(self) -> tuple[Energy, Energy]:
        import jax  # noqa: PLC0415

        jax.config.update("jax_enable_x64", True)
        if not self.batched:
            return jax.jit(jax.vmap(self.energy)), jax.jit(
                jax.vmap(jax.value_and_grad(self.energy))
            )

        def with_gradients(theta: Any) -> tuple[Any, Any]:  # noqa: ANN401
            U, pull_back = jax.vjp(self.energy, theta)
            return U, pull_back(jax.numpy.ones_like(U))[0]

        return jax.jit(self.energy), jax.jit(with_gradients)


def from_numpy(**options: Any) -> Callable[[Energy], NumpyModel]:  # noqa: ANN401
    """Make a model of a function that returns (U, gradient) of an array theta.

    Parameters
    ----------
    dim : int
        Number of parameters P; or give their `names`.
    names : list of str
    prior : Prior
        `Normal(sd=3)`, say. Without one, V is 0.
    start : array, or function of a numpy Generator
        Where replicas start; else at draws of the prior.
    metrics : dict of functions of theta
        Numbers that are stored with each draw.
    batched : bool
        The function takes all replicas of a rank at once: theta [n, P] to U [n], gradient [n, P].
    """
    return lambda energy: NumpyModel(energy, **options)


def from_torch(**options: Any) -> Callable[[Energy], TorchModel]:  # noqa: ANN401
    """Make a model of a function that returns U of a float64 tensor. Options: see `from_numpy`."""
    return lambda energy: TorchModel(energy, **options)


def from_jax(**options: Any) -> Callable[[Energy], JaxModel]:  # noqa: ANN401
    """Make a model of a function that returns U of a JAX array. Options: see `from_numpy`.

    It is compiled, and takes all replicas of a rank at once by `vmap` unless it is `batched`.
    """
    return lambda energy: JaxModel(energy, **options)
