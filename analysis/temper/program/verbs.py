"""The verbs of the program from Python: train, resume, compare; and what the others say, as JSON.

>>> job = temper.train(X, y, config={"run.goal": "predict"}, out="runs/mine", wait=False)
>>> job.progress, job.run.energy
>>> job.stop()
>>> temper.resume("runs/mine")
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from temper.program.job import Job
from temper.program.place import ProgramError, command, environment
from temper.program.progress import Bar, Callback
from temper.program.toml_text import merged, toml_text

DATA_FILE, CONFIG_FILE = "data.npz", "config.toml"  # in the run directory

Config = Mapping[str, Any] | str | PathLike[str]


def train(  # noqa: PLR0913  (each is a flag of the command)
    data: Any,  # noqa: ANN401  (an array, a DataFrame, or a config)
    y: Any = None,  # noqa: ANN401
    *,
    config: Config | None = None,
    out: str | PathLike[str],
    ranks: int = 0,
    callbacks: Sequence[Callback] = (),
    progress: bool = False,
    replace: bool = False,
    wait: bool = True,
) -> Job:
    """Train replicas by parallel tempering: `temper train`.

    Parameters
    ----------
    data : array or DataFrame [n, n_inputs], or config
        Inputs, with `y`; or a config, as a file or a dictionary, which names its data.
    y : array [n] or [n, n_targets], optional
        Numbers, or classes as whole numbers or text.
    config : dict or path, optional
        Settings, with `data` and `y`: {"kernel.lr": 0.01} or {"kernel": {"lr": 0.01}}.
    out : path
        The run directory.
    ranks : int
        MPI ranks; 0: without mpirun. The numbers are the same.
    callbacks : sequence of Callback
    progress : bool
        Show a tqdm bar.
    replace : bool
        Replace a run that is there.
    wait : bool
        False: return while it runs; `Job.wait` waits, `Job.stop` ends it at a commit.

    Returns
    -------
    Job
        Its `run` is the run. Raises ProgramError if the program ends with an error.
    """
    folder = Path(out)
    if y is None:
        file, flags = config_file(data if config is None else config, folder), []
    else:
        folder.mkdir(parents=True, exist_ok=True)
        write_data(folder / DATA_FILE, data, y)
        source = {"data.source": str((folder / DATA_FILE).absolute())}
        file, flags = config_file(config or {}, folder, source), []
    if replace:
        flags.append("--force")
    arguments = ["train", file, "--out", folder, "--quiet", *flags]
    return started(Job(arguments, folder, ranks, with_bar(callbacks, progress)), wait)


def resume(  # noqa: PLR0913  (each is a flag of the command)
    run: str | PathLike[str],
    *,
    sweeps: int | None = None,
    ranks: int = 0,
    callbacks: Sequence[Callback] = (),
    progress: bool = False,
    wait: bool = True,
) -> Job:
    """Go on from the last commit: `temper resume`; `sweeps` makes a run longer."""
    flags = [] if sweeps is None else ["--sweeps", sweeps]
    arguments = ["resume", run, "--quiet", *flags]
    return started(Job(arguments, Path(run), ranks, with_bar(callbacks, progress)), wait)


def compare(
    config: Config | None = None,
    *,
    out: str | PathLike[str],
    flags: Sequence[object] = (),
    ranks: int = 0,
    wait: bool = True,
) -> Job:
    """Compare methods at the same cost: `temper compare`; without a config, the suite.

    `flags` are those of the command line: ["--seeds", 3, "--budget", 100000].
    """
    folder = Path(out)
    file = [] if config is None else [config_file(config, folder)]
    return started(Job(["compare", *file, "--out", folder, *flags], folder, ranks), wait)


def ask(verb: str, run: str | PathLike[str], *flags: object) -> Any:  # noqa: ANN401
    """Return what `temper VERB RUN --json` says, for verbs that answer: "evaluate", "inspect", ...

    Raises ProgramError with what the program said instead.
    """
    answer = subprocess.run(
        command([verb, run, "--json", *flags]),
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return json.loads(answer.stdout)
    except json.JSONDecodeError:
        raise ProgramError(answer.stderr.strip() or answer.stdout, answer.returncode) from None


def started(job: Job, wait: bool) -> Job:
    """Return the job, ended if that is wanted."""
    return job.wait() if wait else job


def with_bar(callbacks: Sequence[Callback], progress: bool) -> list[Callback]:
    """Add a bar if one is wanted."""
    return [*callbacks, *([Bar()] if progress else [])]


def config_file(config: Config, folder: Path, more: Mapping[str, Any] | None = None) -> Path:
    """Return the path of a config: its own, or that of a file written into the folder."""
    if isinstance(config, Mapping):
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / CONFIG_FILE
        path.write_text(toml_text(merged(config, more or {})), encoding="utf-8")
        return path
    if more:
        raise TypeError("with arrays, give the settings as a dictionary and not as a file")
    return Path(config)


def write_data(path: Path, inputs: Any, targets: Any) -> None:  # noqa: ANN401
    """Write arrays as the program reads them; text and true/false become classes 0, 1, ..."""
    inputs, targets = np.asarray(inputs, dtype=float), np.asarray(targets)
    if targets.dtype.kind not in "iuf":
        targets = np.unique(targets.astype(str), return_inverse=True)[1].reshape(targets.shape)
    np.savez(path, X=inputs, y=targets)
