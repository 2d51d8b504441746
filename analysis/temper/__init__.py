"""Train networks by parallel tempering, and read the runs: estimators, arrays, diagnostics.

>>> import temper
>>> model = temper.TemperRegressor().fit(X, y)
>>> run = temper.open_run("runs/quick")
>>> run.by_rung.energy.sel(rung=0).mean("sweep")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from temper.comparison import Comparison, open_comparison
from temper.files.best import BestState
from temper.files.errors import RunError
from temper.program.job import Job
from temper.program.place import ProgramError
from temper.program.progress import Callback, Moment
from temper.program.tensorboard import TensorBoard
from temper.program.verbs import ask, compare, resume, train
from temper.run import Run, open_run

if TYPE_CHECKING:
    from temper.estimators import TemperClassifier, TemperRegressor

__all__ = [
    "BestState",
    "Callback",
    "Comparison",
    "Job",
    "Moment",
    "ProgramError",
    "Run",
    "RunError",
    "TemperClassifier",
    "TemperRegressor",
    "TensorBoard",
    "ask",
    "compare",
    "open_comparison",
    "open_run",
    "resume",
    "train",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import the estimators when they are asked for: scikit-learn takes a second."""
    if name in ("TemperClassifier", "TemperRegressor"):
        from temper import estimators  # noqa: PLC0415

        return getattr(estimators, name)
    raise AttributeError(f"module 'temper' has no attribute '{name}'")
