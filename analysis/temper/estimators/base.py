"""What the two estimators share."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils import check_array, check_random_state, check_X_y
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from temper.estimators.budget import cpu_seconds_of
from temper.estimators.columns import Columns
from temper.estimators.ensemble import Ensemble, read_ensemble
from temper.estimators.fitting import diagnostics_of, in_order, run_folder
from temper.estimators.recipe import config_of, hidden_units
from temper.program.place import ProgramError
from temper.program.verbs import ask, train
from temper.run import Run, open_run


class TemperEstimator(BaseEstimator):
    """Draws of a network's posterior, by `temper train` with run.goal = "predict".

    Fitted attributes, beside those of scikit-learn
    -----------------------------------------------
    ensemble_ : Ensemble
        The draws that predictions average over; kept with a pickle, unlike the run.
    diagnostics_ : dict
        Copies, steps, energies by copy and their R-hat, whether the run was finished.
    run_path_ : Path or None
        Where the run is, if `run` said to keep it.
    """

    def __init__(  # noqa: PLR0913  (an estimator's options are its parameters)
        self,
        hidden: Any = "auto",
        *,
        activation: str = "relu",
        prior_sd: float = 1.0,
        budget: float | str = 20.0,
        config: Mapping[str, Any] | None = None,
        run: str | Path | None = None,
        n_jobs: int | None = None,
        random_state: Any = None,
        verbose: bool = False,
    ) -> None:
        self.hidden = hidden
        self.activation = activation
        self.prior_sd = prior_sd
        self.budget = budget
        self.config = config
        self.run = run
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.verbose = verbose

    @property
    def run_(self) -> Run:
        """The run, if it was kept."""
        check_is_fitted(self)
        if self.run_path_ is None:
            raise AttributeError("the run was removed after the fit; TemperX(run=PATH) keeps it")
        return open_run(self.run_path_)

    @property
    def log_evidence_(self) -> tuple[float, float]:
        """The log evidence and its standard error, nats.

        It needs a ladder down to the prior:
        config={"ladder": {"rungs": 8, "t_max": inf, "tempering": "likelihood"}, …}, and run=PATH.
        """
        run = self.run_
        try:
            answer = ask("evidence", run.path)
        except ProgramError as error:
            raise AttributeError(f"no log evidence: {error}") from None
        return float(answer["log_evidence"]), float(answer["standard_error"])

    def _fit(  # noqa: PLR0913, PLR0917  (the two estimators' only door to the program)
        self,
        inputs: np.ndarray,
        targets: np.ndarray,
        weights: np.ndarray | None,
        task: str,
        more: Mapping,
        share: float = 1,
    ) -> None:
        """Train with a share of the budget; after Ctrl-C what is there is set all the same."""
        with run_folder(self.run) as folder:
            self.run_path_ = None if self.run is None else folder.absolute()
            path = folder / "data.npz"
            seen = {} if weights is None else {"sample_weight": weights}
            np.savez(path, X=inputs, y=targets, **seen)
            config = self._config(path, task, len(inputs), more, share)
            try:
                train(config, out=folder, ranks=self._ranks(), progress=self.verbose)
            except KeyboardInterrupt:
                with contextlib.suppress(Exception):  # there may be nothing to keep yet
                    self._keep(open_run(folder))
                raise
            self._keep(open_run(folder))

    def _config(
        self, path: Path, task: str, n_rows: int, more: Mapping[str, Any], share: float
    ) -> dict[str, dict[str, Any]]:
        seed = check_random_state(self.random_state).randint(2**31 - 1)
        self.hidden_ = hidden_units(n_rows) if isinstance(self.hidden, str) else tuple(self.hidden)
        overrides = {**more, **(self.config or {})}
        cpu_seconds = share * cpu_seconds_of(self.budget)
        return config_of(
            path, task, self.hidden_, self.activation, self.prior_sd, cpu_seconds, seed, overrides
        )

    def _keep(self, run: Run) -> None:
        self.ensemble_ = self._read(run)
        self.diagnostics_ = diagnostics_of(run)

    def _read(self, run: Run) -> Ensemble:
        return read_ensemble(run, [self.activation] * len(self.hidden_) + ["identity"])

    def _ranks(self) -> int:
        """Return the MPI ranks that `n_jobs` means: none for one process."""
        import joblib  # noqa: PLC0415  (scikit-learn has it)

        n_jobs = joblib.effective_n_jobs(self.n_jobs)
        return n_jobs if n_jobs > 1 else 0

    def _rows(
        self, inputs: np.ndarray, targets: np.ndarray, weights: Any
    ) -> tuple[np.ndarray, np.ndarray | None]:
        if weights is None:
            return in_order(inputs, targets, None)
        weights = _check_sample_weight(weights, inputs, dtype=float, ensure_non_negative=True)
        rows, weights = in_order(inputs, targets, weights)
        if len(rows) == 0:
            raise ValueError("sample_weight: all weights are zero, so there is nothing to fit")
        return rows, weights

    def _training_table(self, table: Any, y: Any, **options: Any) -> tuple[np.ndarray, np.ndarray]:
        """Validate inputs and targets as scikit-learn does, text turned into numbers first."""
        self.columns_ = Columns().fit(table)
        if not self.columns_.values_:
            return validate_data(self, table, y, dtype=np.float64, ensure_min_samples=2, **options)
        numbers, y = check_X_y(self.columns_.numbers(table), y, ensure_min_samples=2, **options)
        self.feature_names_in_ = np.array([str(name) for name in table.columns], dtype=object)
        self.n_features_in_ = len(self.feature_names_in_)
        return numbers, y

    def _table(self, table: Any) -> np.ndarray:
        """Validate inputs to predict for."""
        check_is_fitted(self)
        if not self.columns_.values_:
            return validate_data(self, table, dtype=np.float64, reset=False)
        names = [str(name) for name in getattr(table, "columns", [])]
        if names != list(self.feature_names_in_):
            raise ValueError(
                f"the columns must be those of the fit: {', '.join(self.feature_names_in_)}"
            )
        return check_array(self.columns_.numbers(table))
