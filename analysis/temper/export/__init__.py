"""Draws of a run in the formats of other tools."""

from temper.export.choose import choose_draws
from temper.export.write import FORMATS, export

__all__ = ["FORMATS", "choose_draws", "export"]
