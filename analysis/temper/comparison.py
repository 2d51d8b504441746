"""A comparison of methods, as `temper compare` leaves it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from temper.errors import RunError
from temper.h5 import open_h5, plain

COLUMNS = ("problem", "method", "setting", "seed", "objective", "test_metric", "evaluations")


@dataclass(frozen=True)
class Comparison:
    """The items that are done: columns by item, and what their numbers stand for."""

    path: Path
    attributes: dict[str, object]
    columns: dict[str, np.ndarray]  # [item] each
    trace: np.ndarray  # [item, mark]: lowest objective when that share of the budget was spent
    share: np.ndarray  # [mark]
    n_items: int  # with those that are still to do

    @property
    def problems(self) -> list[str]:
        """Names of the problems, by number."""
        return list(self.attributes["problem_names"])

    @property
    def methods(self) -> list[str]:
        """Names of the methods, by number."""
        return list(self.attributes["method_names"])

    def of(self, problem: int, method: int) -> np.ndarray:
        """Return which items are of this problem and method, with default settings: bool [item]."""
        chosen = (self.columns["problem"] == problem) & (self.columns["method"] == method)
        return chosen & (self.columns["setting"] == 0)


def is_comparison(path: str | Path) -> bool:
    """Whether the folder is that of a comparison."""
    return (Path(path) / "compare.h5").exists()


def open_comparison(path: str | Path) -> Comparison:
    """Read what is done of the comparison in the folder. Raises RunError."""
    folder = Path(path)
    with open_h5(folder / "compare.h5") as file:
        attributes = {name: plain(value) for name, value in file.attrs.items()}
        if attributes.get("format") != "temper-compare":
            raise RunError(f"{folder}/compare.h5: not a comparison of Temper")
        done = file["done"][()] == 1
        columns = {name: file[name][()][done] for name in COLUMNS}
        trace, share = file["trace"][()][done], file["share"][()]
    return Comparison(folder, attributes, columns, trace, share, len(done))
