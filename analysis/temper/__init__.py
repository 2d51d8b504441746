"""Read the runs of Temper: labelled arrays, tempering diagnostics and a report.

>>> import temper
>>> run = temper.open_run("runs/quick")
>>> run.by_rung.energy.sel(rung=0).mean("sweep")
"""

from temper.comparison import Comparison, open_comparison
from temper.files.best import BestState
from temper.files.errors import RunError
from temper.run import Run, open_run

__all__ = ["BestState", "Comparison", "Run", "RunError", "open_comparison", "open_run"]
__version__ = "0.1.0"
