"""What a run in progress tells: one interface for bars, notebooks and trackers of experiments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from temper.files.h5 import open_h5
from temper.run import Run, open_run


@dataclass(frozen=True)
class Moment:
    """How far a run is.

    Attributes
    ----------
    sweep, n_sweeps, warmup : int
        Sweeps that are committed, all that there will be, and how many of those are warm-up.
    metrics : dict
        Of the last committed sweep, means over copies: "energy/rung_0" in nats, ..., and of the
        last draw the metrics of the run, "test_rmse/rung_0", ...
    """

    sweep: int = 0
    n_sweeps: int = 0
    warmup: int = 0
    metrics: dict[str, float] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """Of the sweeps that are committed, from 0 to 1."""
        return self.sweep / self.n_sweeps if self.n_sweeps else 0.0


class Callback:
    """What hears of a run's progress: derive from it, and give it to `temper.train`.

    >>> class Mlflow(temper.Callback):
    ...     def on_progress(self, moment):
    ...         mlflow.log_metrics(moment.metrics, step=moment.sweep)
    """

    wants_metrics = True  #: False: only the sweep is read, which costs nothing

    def on_progress(self, moment: Moment) -> None:
        """Hear of a commit; several may have passed since the last call."""

    def on_end(self, moment: Moment) -> None:
        """Hear of the end: done, stopped or failed."""


class Monitor:
    """Looks at a run directory, and tells callbacks what is new there."""

    def __init__(self, path: Path, callbacks: Sequence[Callback]) -> None:
        self._path = path
        self._callbacks = callbacks
        self._last = Moment()

    def look(self) -> Moment:
        """Return how far the run is; nothing of it if there is none yet."""
        try:
            with open_h5(self._path / "run.h5") as file:
                committed, n_sweeps = int(file["committed"][()]), len(file["rung_of"])
                warmup = int(file.attrs["n_warmup"])
        except (OSError, ValueError, KeyError):
            return Moment()
        return Moment(committed, n_sweeps, warmup)

    def tell(self) -> None:
        """Call the callbacks if there is something new."""
        if not self._callbacks:
            return
        moment = self.look()
        if moment.sweep <= self._last.sweep:
            return
        if any(callback.wants_metrics for callback in self._callbacks):
            metrics = metrics_of(open_run(self._path, warmup=True))
            moment = Moment(moment.sweep, moment.n_sweeps, moment.warmup, metrics)
        self._last = moment
        for callback in self._callbacks:
            callback.on_progress(moment)

    def end(self) -> None:
        """Tell the callbacks that nothing more will come."""
        for callback in self._callbacks:
            callback.on_end(self._last)


def metrics_of(run: Run) -> dict[str, float]:
    """Return the numbers of the last sweep and the last draw by rung, means over copies."""
    found: dict[str, float] = {}
    sources: list[tuple[Any, str]] = []
    if len(run.sweeps_with_energy):
        last = run.by_rung["energy"].sel(sweep=int(run.sweeps_with_energy[-1]))
        sources.append((last, "energy"))
    if len(run.draw_sweeps):
        draw = run.metrics_by_rung.isel(draw=-1)
        sources += [(draw[name], str(name)) for name in draw.data_vars]
    for array, name in sources:
        for rung, value in enumerate(np.mean(array.values, axis=0)):
            found[f"{name}/rung_{rung}"] = float(value)
    return found


class Bar(Callback):
    """A tqdm bar of sweeps, in terminals and notebooks."""

    wants_metrics = False

    def __init__(self, label: str = "temper") -> None:
        self._label = label
        self._bar: Any = None

    def on_progress(self, moment: Moment) -> None:
        """Move the bar."""
        if self._bar is None:
            from tqdm.auto import tqdm  # noqa: PLC0415  (needed by those who want a bar only)

            self._bar = tqdm(total=moment.n_sweeps, desc=self._label, unit="sweep")
        self._bar.update(moment.sweep - self._bar.n)

    def on_end(self, moment: Moment) -> None:
        """Leave the bar as it is."""
        if self._bar is not None:
            self._bar.close()
