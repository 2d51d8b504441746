"""The program `temper`: where it is, and how it is started."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

# What mpirun and Slurm tell the processes that they start. A temper started by one of those, but
# not as a rank of it, must not take itself for one.
MPI_VARIABLES = ("OMPI_", "PMIX_", "PMI_", "PRTE_")
KEPT_VARIABLES = ("OMPI_ALLOW_RUN_AS_ROOT", "OMPI_MCA_")

EXIT_CODES = {
    64: "the command line or the config is wrong",
    65: "the data are bad",
    70: "a numerical failure",
    74: "reading or writing failed",
    75: "interrupted; it can be resumed",
}


class ProgramError(RuntimeError):
    """The program was not found, or has ended with an error; the message is what it said.

    Attributes
    ----------
    exit_code : int or None
        64 config, 65 data, 70 numbers, 74 files; None if it could not be started.
    """

    def __init__(self, message: str, exit_code: int | None = None) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def find_program() -> Path:
    """Return the program: `$TEMPER`, else beside this package or Python, else on the `PATH`.

    Raises ProgramError that says where it was looked for.
    """
    if named := os.environ.get("TEMPER"):
        if is_program(Path(named)):
            return Path(named).absolute()
        raise ProgramError(f"$TEMPER is {named}, which is not a program that can be run")
    found = next((place for place in usual_places() if is_program(place)), None)
    if found is not None:
        return found
    if on_path := shutil.which("temper"):
        return Path(on_path)
    raise ProgramError(
        "the program 'temper' was not found: it is not on the PATH, and not beside "
        f"{Path(sys.executable).parent}; build it with launch/build, or set $TEMPER to where it is"
    )


def usual_places() -> list[Path]:
    """Return where the program lies in a wheel, in a virtual environment and in a source tree."""
    package = Path(__file__).resolve().parent
    source = package.parent.parent
    builds = [source / "build" / preset / "bin" / "temper" for preset in ("release", "ci")]
    return [package / "bin" / "temper", Path(sys.executable).parent / "temper", *builds]


def is_program(path: Path) -> bool:
    """Tell whether the path is a file that can be run, and no script of this package."""
    return path.is_file() and os.access(path, os.X_OK)


def command(arguments: Sequence[object], ranks: int = 0) -> list[str]:
    """Return the command line: with `ranks` > 0 through mpirun, as launch/local does.

    Raises ProgramError if there is no program, or no mpirun where one is needed.
    """
    line = [str(find_program()), *map(str, arguments)]
    if ranks <= 0:
        return line
    mpirun = shutil.which("mpirun")
    if mpirun is None:
        raise ProgramError("more than one rank needs 'mpirun', which is not on the PATH")
    return [mpirun, "--quiet", "-n", str(ranks), "--oversubscribe", *line]


def environment(ranks: int = 0, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment in which the program is started."""
    variables = {
        name: value
        for name, value in (given or os.environ).items()
        if not name.startswith(MPI_VARIABLES) or name.startswith(KEPT_VARIABLES)
    }
    if ranks > 0:
        variables |= {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    return variables
