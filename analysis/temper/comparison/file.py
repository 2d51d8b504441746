"""A comparison of methods, as `temper compare` leaves it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import h5py
import numpy as np

from temper.files.h5 import open_h5, read_attributes

FORMAT = ("temper-compare", 1)

COLUMNS = ("problem", "method", "setting", "seed", "objective", "test_metric", "evaluations")


def best_setting(objective: np.ndarray, setting: np.ndarray, others: np.ndarray) -> int:
    """Return the setting with the lowest median among those items; 0 if there are none."""
    known = np.unique(setting[others])
    medians = [np.median(objective[others & (setting == s)]) for s in known]
    return int(known[np.argmin(medians)]) if len(known) else 0


@dataclass(frozen=True)
class Line:
    """A problem with one parameter, all of which can be seen."""

    place: np.ndarray  # [place] of the parameter
    objective: np.ndarray  # [place] nats
    minibatches: np.ndarray  # [minibatch, place] the same, from one minibatch each
    path: np.ndarray  # [item, moment] where each search was
    lowest: np.ndarray  # [item] where its lowest objective is


@dataclass(frozen=True, repr=False)
class Comparison:
    """The items that are done: columns by item, and what their numbers stand for."""

    path: Path
    attributes: dict[str, object]
    columns: dict[str, np.ndarray]  # [item] each
    trace: np.ndarray  # [item, mark]: lowest objective when that share of the budget was spent
    share: np.ndarray  # [mark]
    n_items: int  # with those that are still to do
    lines: dict[int, Line] = field(default_factory=dict)  # of problems with one parameter

    def __repr__(self) -> str:
        """Say what it is on one line."""
        return (
            f"<temper.{type(self).__name__} {self.path}: {len(self.methods)} methods on "
            f"{', '.join(self.problems)}, {len(self.columns['seed'])} of {self.n_items} searches>"
        )

    @property
    def problems(self) -> list[str]:
        """Names of the problems, by number."""
        return list(self.attributes["problem_names"])

    @property
    def methods(self) -> list[str]:
        """Names of the methods, by number."""
        return list(self.attributes["method_names"])

    @property
    def n_settings(self) -> int:
        """Return how many settings of each method are tried."""
        return max(1, len(list(self.attributes.get("setting_names", []))) // len(self.methods))

    def of(self, problem: int, method: int) -> np.ndarray:
        """Return the items that count for a problem and method, one a seed: bool [item].

        Of several settings, that one counts for a seed which has the lowest median on the others.
        """
        mine = (self.columns["problem"] == problem) & (self.columns["method"] == method)
        setting, seed = self.columns["setting"], self.columns["seed"]
        counts = np.zeros_like(mine)
        for one in np.unique(seed[mine]):
            chosen = best_setting(self.columns["objective"], setting, mine & (seed != one))
            counts |= mine & (seed == one) & (setting == chosen)
        return counts


def is_comparison(path: str | Path) -> bool:
    """Whether the folder is that of a comparison."""
    return (Path(path) / "compare.h5").exists()


def open_comparison(path: str | Path) -> Comparison:
    """Read what is done of the comparison in the folder. Raises RunError."""
    folder = Path(path)
    with open_h5(folder / "compare.h5") as file:
        refusal = "not a comparison of Temper"
        attributes = read_attributes(file, folder / "compare.h5", FORMAT, refusal)
        done = file["done"][()] == 1
        columns = {name: file[name][()][done] for name in COLUMNS}
        n_searches = max(
            len(attributes.get(name, [])) for name in ("method_names", "setting_names")
        )
        n_items = n_searches * int(file["n_seeds"][()].sum())
        trace, share = file["trace"][()][done], file["share"][()]
        lines = read_lines(file, done) if "curve" in file else {}
    columns["seconds"] = read_seconds(folder)[done]
    return Comparison(folder, attributes, columns, trace, share, n_items, lines)


def read_seconds(folder: Path) -> np.ndarray:
    """Read what each item took: [item]."""
    with open_h5(folder / "seconds.h5") as file:
        return file["seconds"][()]


def read_answers(comparison: Comparison) -> list[str]:
    """Return which method to use on each problem and how sure that is; empty until all is done."""
    path = comparison.path / "answers.txt"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return lines if len(lines) == len(comparison.problems) else []


def read_lines(file: h5py.File, done: np.ndarray) -> dict[int, Line]:
    """Read the curves and paths of the problems with one parameter, by problem."""
    place, curve, minibatches = (file[n][()] for n in ("place", "curve", "minibatch_curve"))
    path, lowest = file["path"][()][done], file["lowest_place"][()][done]
    return {
        p: Line(place[p], curve[p], minibatches[p], path, lowest)
        for p in range(len(place))
        if np.isfinite(curve[p]).all()
    }
