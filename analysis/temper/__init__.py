"""Read the runs of Temper: labelled arrays, tempering diagnostics and a report.

>>> import temper
>>> run = temper.open_run("runs/quick")
>>> run.rungs.energy.sel(rung=0).mean("sweep")
"""

from temper.best import BestState
from temper.errors import RunError
from temper.run import Run, open_run

__all__ = ["BestState", "Run", "RunError", "open_run"]
__version__ = "0.1.0"
