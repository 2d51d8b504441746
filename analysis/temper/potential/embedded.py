"""The program's side of a model in Python: it calls a Door with views of its own memory."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from temper.potential.function import NumpyModel
from temper.potential.model import Model

View = memoryview | None


class Door:
    """One model, as libtemper_python.so calls it.

    Parameters
    ----------
    function : str
        "module:object" or "file.py:object"; the object is a Model or a function.
    dim : int
        Parameters of a plain function; 0: it has an attribute `dim` or `names`.
    """

    def __init__(self, function: str, dim: int) -> None:
        one_thread_a_rank()
        self.model = as_model(find(function), function, dim)
        self.dim = int(self.model.dim)
        self.names = [str(name) for name in self.model.names]
        self.names = self.names or [f"theta[{i}]" for i in range(self.dim)]
        if len(self.names) != self.dim:
            raise ValueError(f"{function}: {len(self.names)} names for {self.dim} parameters")
        self.n_points = int(self.model.n_points)
        self.metric_names = [str(name) for name in self.model.metric_names]

    def evaluate(self, theta: View, U: View, V: View, grad_U: View, grad_V: View) -> bool:
        """Fill U and V [n], and gradients [n, P] if they are wanted."""
        thetas = floats(theta).reshape(-1, self.dim)
        wanted = grad_U is not None
        energies, slopes = self.model.evaluate(thetas.copy(), wanted)
        floats(U)[:] = shaped("U", energies, (len(thetas),))
        if wanted:
            floats(grad_U).reshape(thetas.shape)[:] = shaped("the gradient", slopes, thetas.shape)
        self._fill_prior(thetas, V, grad_V)
        return True

    def evaluate_rows(  # noqa: PLR0913, PLR0917
        self, theta: View, rows: View, U: View, V: View, grad_U: View, grad_V: View
    ) -> bool:
        """Fill U of each of the examples [rows], V, and the gradients [P]."""
        point = floats(theta)
        examples = np.frombuffer(rows, dtype=np.uint32)
        wanted = grad_U is not None
        energies, slopes = self.model.evaluate_rows(point.copy(), examples, wanted)
        floats(U)[:] = shaped("U", energies, examples.shape)
        if wanted:
            floats(grad_U)[:] = shaped("the gradient", slopes, point.shape)
        self._fill_prior(point[np.newaxis], V, grad_V)
        return True

    def _fill_prior(self, thetas: np.ndarray, V: View, grad_V: View) -> None:
        if self.model.prior is None:
            return
        energies, slopes = self.model.prior.evaluate(thetas)
        floats(V)[:] = energies
        if grad_V is not None:
            floats(grad_V).reshape(thetas.shape)[:] = slopes

    def draw_prior(self, seed: int, theta: View) -> bool | None:
        """Fill theta with a draw of the prior; None: there is none."""
        if self.model.prior is None:
            return None
        floats(theta)[:] = self.model.prior.draw(self.dim, np.random.default_rng(seed))
        return True

    def start(self, seed: int, theta: View) -> bool | None:
        """Fill theta with a starting point; None: the model has no wish."""
        point = self.model.start(np.random.default_rng(seed))
        if point is None:
            return None
        floats(theta)[:] = shaped("the starting point", point, (self.dim,))
        return True

    def measure(self, theta: View, out: View) -> bool:
        """Fill in the metrics of theta."""
        values = self.model.measure(floats(theta).copy())
        floats(out)[:] = shaped("the metrics", values, (len(self.metric_names),))
        return True


def floats(view: memoryview) -> np.ndarray:
    """Return a view of the program's float64."""
    return np.frombuffer(view, dtype=np.float64)


def shaped(what: str, values: Any, shape: tuple[int, ...]) -> np.ndarray:  # noqa: ANN401
    """Return values as an array of this shape, or say what shape they have."""
    array = np.asarray(values)
    if array.shape != shape and array.size == 1 == int(np.prod(shape)):
        return array.reshape(shape)
    if array.shape != shape:
        raise ValueError(f"{what} has shape {array.shape}; expected {shape}")
    return array


def one_thread_a_rank() -> None:
    """Ranks are the parallelism: libraries that aren't loaded yet get one thread."""
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")


def find(function: str) -> Any:  # noqa: ANN401
    """Import the object that "module:object" or "file.py:object" names."""
    place, _, name = function.rpartition(":")
    if place.endswith(".py"):
        module = load_file(Path(place).resolve())
    else:
        module = importlib.import_module(place)
    found: Any = module
    for part in name.split("."):
        if not hasattr(found, part):
            known = ", ".join(n for n in dir(module) if not n.startswith("_"))
            raise AttributeError(f"{place} has no '{part}'; it has {known}")
        found = getattr(found, part)
    return found


def load_file(path: Path) -> ModuleType:
    """Run a file as a module, whatever else has its name: mine.so beside it, or one of Python's."""
    if not path.exists():
        raise FileNotFoundError(f"there is no {path}")
    sys.path.insert(0, str(path.parent))  # for what it imports
    name = path.stem if path.stem not in sys.modules else f"{path.stem}_of_temper"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def as_model(found: Any, function: str, dim: int) -> Model:  # noqa: ANN401
    """Return a Model of what was found: itself, or a plain function of NumPy arrays."""
    if isinstance(found, Model):
        return found
    if isinstance(found, type) and issubclass(found, Model):
        return found()
    if not callable(found):
        raise TypeError(f"{function} is a {type(found).__name__}; expected a function or a Model")
    dim = dim or int(getattr(found, "dim", 0))
    names = list(getattr(found, "names", ()))
    if not dim and not names:
        raise ValueError(f"{function}: how many parameters? Set potential.dim, or use from_numpy")
    return NumpyModel(found, dim=dim, names=names)
