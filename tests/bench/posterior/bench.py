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
RESULTS = HERE / "results.csv"
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
    parser.add_argument("--sets", nargs="+", default=["concrete", "energy", "yacht", "airfoil"])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--budgets", nargs="+", type=float, default=[60, 180, 600])
    parser.add_argument(
        "--methods", nargs="+", default=["temper", "bde", "deep-ensemble", "forest", "xgboost"]
    )
    given = parser.parse_args()
    if given.short:
        given.seeds, given.budgets = 1, [10.0, 75.0]
    return given


def read_results() -> list[dict[str, str]]:
    """Return the fits that are done."""
    if not RESULTS.exists():
        return []
    with RESULTS.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def fit(method: str, name: str, budget: float, seed: int, peers: Path) -> dict[str, float]:
    """Fit in a process of its own; its user CPU seconds, start and compiling among them, count."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    python = sys.executable if method in OF_TEMPER else peers
    done = subprocess.run(
        [python, HERE / "worker.py", method, name, str(seed), str(budget)],
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
        for seed in range(given.seeds)
        for name in given.sets
        for i, budget in enumerate(given.budgets)
        for method in given.methods
        if i == 0 or method not in WITHOUT_BUDGET
    ]


def add(row: dict[str, str], scores: dict[str, float]) -> None:
    """Append a fit to results.csv."""
    is_new = not RESULTS.exists()
    with RESULTS.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*KEY, *SCORES])
        if is_new:
            writer.writeheader()
        numbers = {name: f"{scores[name]:.4f}" for name in SCORES if name in scores}
        writer.writerow(row | numbers)


def print_table(rows: list[dict[str, str]]) -> None:
    """Print means over seeds."""
    groups: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[key] for key in KEY[:3]), []).append(row)
    print(f"{'set':<12} {'method':<14} {'budget':>6} {'seeds':>5}", *(f"{s:>12}" for s in SCORES))
    for (name, method, budget), group in sorted(groups.items()):
        budget_text = "" if method in WITHOUT_BUDGET else budget
        means = []
        for score in SCORES:
            values = [float(row[score]) for row in group if row[score]]
            means.append(f"{sum(values) / len(values):>12.4f}" if values else " " * 12)
        print(f"{name:<12} {method:<14} {budget_text:>6} {len(group):>5}", *means)


def main() -> None:
    """Do what isn't done yet, then print everything."""
    given = arguments()
    done = [tuple(row[key] for key in KEY) for row in read_results()]
    for row in wanted_fits(given):
        if tuple(row.values()) in done:
            continue
        print(" ".join(row.values()), file=sys.stderr, flush=True)
        scores = fit(row["method"], row["set"], float(row["budget"]), int(row["seed"]), given.peers)
        add(row, scores)
    print_table(read_results())


if __name__ == "__main__":
    main()
