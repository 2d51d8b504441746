"""Runs the benchmark fit by fit into results.csv, and prints its table."""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SCORES = ["nll", "nll_mixture", "rmse", "crps", "coverage_90", "cpu_seconds"]
KEY = ["set", "method", "budget", "seed"]
OF_TEMPER = ("temper", "deep-ensemble")
WITHOUT_BUDGET = ("forest", "xgboost", "deep-ensemble")
SOURCE = HERE.parents[2]


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, required=True, help="Python with bde and xgboost")
    parser.add_argument("--short", action="store_true", help="one seed, 10 and 75 CPU seconds")
    parser.add_argument("--sets", nargs="+", default=["energy", "yacht", "concrete"])
    parser.add_argument("--seeds", type=int, default=None, help="5, or of uci 20 splits")
    parser.add_argument("--first-seed", type=int, default=None, help="1, or of uci 0")
    parser.add_argument("--protocol", choices=["bde", "uci"], default="bde")
    parser.add_argument("--budgets", nargs="+", type=float, default=[60, 180, 600])
    parser.add_argument(
        "--methods", nargs="+", default=["temper", "bde", "deep-ensemble", "forest", "xgboost"]
    )
    given = parser.parse_args()
    if given.short:
        given.seeds, given.budgets = 1, [10.0, 75.0]
    is_bde = given.protocol == "bde"  # whose seed 0 was looked at while settings were chosen
    given.seeds = given.seeds or (5 if is_bde else 20)
    given.first_seed = int(is_bde) if given.first_seed is None else given.first_seed
    given.results = HERE / ("results.csv" if is_bde else "results-uci.csv")
    return given


def read_results(path: Path) -> list[dict[str, str]]:
    """Return the fits that are done."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def fit(row: dict[str, str], protocol: str, peers: Path) -> dict[str, float]:
    """Fit in a process of its own; its user CPU seconds, start and compiling among them, count."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    python = sys.executable if row["method"] in OF_TEMPER else peers
    done = subprocess.run(
        [
            python,
            HERE / "worker.py",
            row["method"],
            row["set"],
            row["seed"],
            row["budget"],
            protocol,
        ],
        env={**os.environ, "PYTHONPATH": str(SOURCE / "analysis"), "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    scores = json.loads(done.stdout.splitlines()[-1])
    scores["cpu_seconds"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    return scores


def wanted_fits(given: argparse.Namespace) -> list[dict[str, str]]:
    """Return all fits, methods interleaved so that they share the machine's moods."""
    return [
        dict(zip(KEY, (name, method, f"{budget:g}", str(seed)), strict=True))
        for seed in range(given.first_seed, given.first_seed + given.seeds)
        for name in given.sets
        for i, budget in enumerate(given.budgets)
        for method in given.methods
        if i == 0 or method not in WITHOUT_BUDGET
    ]


def add(path: Path, row: dict[str, str], scores: dict[str, float]) -> None:
    """Append a fit to the results."""
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*KEY, *SCORES], lineterminator="\n")
        if is_new:
            writer.writeheader()
        numbers = {name: f"{scores[name]:.4f}" for name in SCORES if name in scores}
        writer.writerow(row | numbers)


def mean_and_error(values: list[float]) -> str:
    """Return a mean with its standard error over seeds."""
    n = len(values)
    mean = sum(values) / n
    if n == 1:
        return f"{mean:.4f}"
    error = (sum((value - mean) ** 2 for value in values) / (n * (n - 1))) ** 0.5
    return f"{mean:.3f} ± {error:.3f}"


def print_table(rows: list[dict[str, str]]) -> None:
    """Print means over seeds, as Markdown."""
    groups: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[key] for key in KEY[:3]), []).append(row)
    print("|", " | ".join(["set", "method", "budget", "seeds", *SCORES]), "|")
    print("|---" * (4 + len(SCORES)) + "|")
    for (name, method, budget), group in sorted(groups.items()):
        cells = [name, method, "" if method in WITHOUT_BUDGET else budget, str(len(group))]
        for score in SCORES:
            values = [float(row[score]) for row in group if row[score]]
            cells.append(mean_and_error(values) if values else "")
        print("|", " | ".join(cells), "|")


def main() -> None:
    """Do what isn't done yet, then print everything."""
    given = arguments()
    done = [tuple(row[key] for key in KEY) for row in read_results(given.results)]
    for row in wanted_fits(given):
        if tuple(row.values()) in done:
            continue
        print(" ".join(row.values()), file=sys.stderr, flush=True)
        add(given.results, row, fit(row, given.protocol, given.peers))
    print_table(read_results(given.results))


if __name__ == "__main__":
    main()
