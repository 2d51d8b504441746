"""A run in progress: how far it is, its end, and a stop that commits."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from temper.program.place import EXIT_CODES, ProgramError, command, environment
from temper.program.progress import Callback, Monitor
from temper.run import Run, open_run

OK, INTERRUPTED = 0, 75
FIRST_WAIT, LONGEST_WAIT = 0.002, 0.2  # seconds between two looks at the run


class Job:
    """The program at work on a run directory.

    Attributes
    ----------
    path : Path
        The run directory (or comparison) that it writes.
    process : subprocess.Popen
    """

    def __init__(
        self,
        arguments: Sequence[object],
        path: Path,
        ranks: int = 0,
        callbacks: Sequence[Callback] = (),
        on_end: Callable[[], None] = lambda: None,
    ) -> None:
        self.path = path
        self._line = [str(argument) for argument in arguments]
        self._on_end = on_end
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self.process = subprocess.Popen(
            command(arguments, ranks),
            env=environment(ranks)
            | {"TEMPER_PARENT": str(os.getpid())},  # its end is a stop(), too
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that Ctrl-C reaches it as stop(), and only once
        )
        self._monitor = Monitor(path, callbacks)

    @property
    def is_running(self) -> bool:
        """Whether the program has not ended yet."""
        return self.process.poll() is None

    @property
    def progress(self) -> float:
        """The share of the sweeps that are committed, from 0 to 1."""
        return self._monitor.look().share

    @property
    def run(self) -> Run:
        """The run as it stands. Raises RunError if there is none yet."""
        return open_run(self.path)

    @property
    def output(self) -> str:
        """What the program has said so far."""
        self._said.seek(0)
        return self._said.read()

    def stop(self) -> None:
        """Ask for an end at the next commit; it can be resumed. Returns at once."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGUSR1)  # mpirun passes this one on to its ranks

    def wait(self) -> Job:
        """Wait for the end, telling callbacks of each commit. Returns the job itself.

        Ctrl-C stops the run at its next commit and is raised again. Raises ProgramError with what
        the program said if it ends with an error, and not for a run that was stopped.
        """
        try:
            self._watch()
        except BaseException:
            self.stop()
            self._finish()
            raise
        self._finish()
        if self.process.returncode not in (OK, INTERRUPTED):
            raise ProgramError(self._complaint(), self.process.returncode)
        return self

    def _watch(self) -> None:
        wait = FIRST_WAIT
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(wait)
                return
            wait = min(LONGEST_WAIT, 2 * wait)
            self._monitor.tell()

    def _finish(self) -> None:
        self.process.wait()
        self._monitor.tell()
        self._monitor.end()
        self._on_end()

    def _complaint(self) -> str:
        said = self.output.strip()
        code = self.process.returncode
        meaning = EXIT_CODES.get(code, f"signal {-code}" if code < 0 else "an error")
        complaints = [line for line in said.splitlines() if line.startswith("temper:")]
        return "\n".join(complaints) or f"temper ended with exit code {code}, {meaning}: {said}"

    def __repr__(self) -> str:
        """Say what it is on one line."""
        state = "running" if self.is_running else f"ended with {self.process.returncode}"
        return f"<temper.Job {' '.join(self._line[:2])}: {state}>"
