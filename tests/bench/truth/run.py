"""The program's own truth: estimates of known answers, in their own standard errors.

Usage: .venv/bin/python tests/bench/truth/run.py [--out FILE] [--seeds N] [--only WORD] [--quick]
                                                 [--print]
  Runs every problem with every setting for N seeds (default 2) and adds a line of JSON for each to
  FILE (default build/truth.jsonl); --quick: one seed of each problem by hmc. What is there already
  isn't run again, so that it can be stopped and started at will. Then prints z-scores by estimate
  against N(0, 1), the worst, and how many of the wrong runs the verdict has named. $TEMPER is the
  program (default build/ci).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np
import temper
from problems import Problem, problems
from scipy import stats

SOURCE = Path(__file__).parents[3]
PROGRAM = Path(os.environ.get("TEMPER", SOURCE / "build/ci/bin/temper"))
WRONG = 4.0  # standard errors
SAMPLING = """\
[kernel]
{kernel}
[ladder]
rungs = {rungs}
t_min = 1.0
t_max = inf
tempering = "likelihood"
[exchange]
{exchange}
[run]
seed = {seed}
warmup = 300
sweeps = 600
steps = {steps}
copies = 4
[output]
thin = 2
"""
# name: ([kernel], steps of a sweep, [exchange], ranks; 0: without mpirun)
SETTINGS = {
    "hmc": ('type = "hmc"\nleapfrog = 8', 2, "", 0),
    "hmc, 2 ranks": ('type = "hmc"\nleapfrog = 8', 2, "", 2),
    "hmc, coin": ('type = "hmc"\nleapfrog = 8', 2, 'schedule = "stochastic-even-odd"', 0),
    "mala": ('type = "mala"', 20, "", 0),
    "mams": ('type = "mams"', 2, "", 0),
    "rwm": ('type = "rwm"', 40, "", 0),
    "hmc, barker": ('type = "hmc"\nleapfrog = 8', 2, 'test = "barker"', 0),
    **{f"{name}, minibatches": (f'type = "{name}"\nbatch = 8', 40, "", 0)
       for name in ("sgd", "sghmc", "sgnht", "sgld", "psgld")},
    "minibatch-mh": ('type = "minibatch-mh"\nbatch = 8', 40, "", 0),
}  # fmt: skip


def estimates_of(folder: Path) -> tuple[dict, str]:
    """Every estimate of a judged run as (value, standard error), and its light."""
    judged = json.loads((folder / "diagnosis.json").read_text())
    found = {q["name"]: (q["mean"], q["standard_error"]) for q in judged["quantities"]}
    evidence = judged.get("evidence")
    if evidence:
        found["log_z"] = (evidence["log_z"], evidence["standard_error"])
    return found, judged["verdict"]["light"]


def scores(problem: Problem, setting: str, seed: int) -> dict:
    """Train and judge one run, and compare."""
    kernel, steps, exchange, ranks = SETTINGS[setting]
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        if problem.table is not None:
            columns = [*(f"x{i}" for i in range(problem.table.shape[1] - 1)), "y"]
            np.savetxt(work / "data.csv", problem.table, "%.9g", ",", header=",".join(columns),
                       comments="")  # fmt: skip
        # With one seed for all, the same random numbers would err alike in every problem.
        own_seed = zlib.crc32(f"{problem.name}, {setting}, {seed}".encode())
        sampling = SAMPLING.format(kernel=kernel, rungs=problem.rungs, exchange=exchange,
                                   seed=own_seed, steps=steps)  # fmt: skip
        (work / "config.toml").write_text(problem.model + sampling)
        command = [SOURCE / "launch/local", str(ranks), "train", "config.toml", "--out", "run"]
        done = subprocess.run([*command, "--quiet"], cwd=work, capture_output=True, text=True,
                              env={**os.environ, "TEMPER": str(PROGRAM)}, check=False)  # fmt: skip
        row = {"problem": problem.name, "setting": setting, "seed": seed}
        if done.returncode != 0:
            return {**row, "refused": done.stderr.strip()[-300:]}
        found, light = estimates_of(work / "run")
        z = {} if problem.truth is None else ranks_of(work / "run", problem.truth)
    if missing := problem.answers.keys() - found.keys():
        raise KeyError(f"{problem.name}: the diagnosis has no {missing}, but {list(found)}")
    z |= {
        name: (found[name][0] - truth) / found[name][1]
        for name, truth in problem.answers.items()
        if found[name][1]
    }
    return {**row, "light": light, "z": z}


def ranks_of(run: Path, truth: np.ndarray) -> dict[str, float]:
    """The truth's place among nearly independent draws of rung 0, as a normal score."""
    draws = temper.open_run(run).draws(rung=0).values.reshape(-1, len(truth))[::5]
    share = (np.sum(draws < truth, axis=0) + 0.5) / (len(draws) + 1)
    return {f"rank of theta[{i}]": z for i, z in enumerate(stats.norm.ppf(share))}


def run_all(out: Path, n_seeds: int, only: str, settings: list[str]) -> None:
    """Add what is missing."""
    rows = [json.loads(line) for line in out.read_text().splitlines()] if out.exists() else []
    done = {(row["problem"], row["setting"], row["seed"]) for row in rows}
    out.parent.mkdir(parents=True, exist_ok=True)
    for seed in range(1, n_seeds + 1):
        for problem in problems(seed):
            for setting in settings:
                key = (problem.name, setting, seed)
                if key in done or only not in f"{problem.name} {setting}":
                    continue
                with out.open("a") as file:
                    file.write(json.dumps(scores(problem, setting, seed)) + "\n")


def line_of(name: str, z: np.ndarray) -> str:
    """Number, mean, sd, worst, and the chance of so large a sum of squares, or so odd a shape."""
    chance = stats.chi2.sf(np.sum(z**2), len(z))
    shape = stats.kstest(z, "norm").pvalue if len(z) > 4 else np.nan
    return f"{name:<24} {len(z):>5} {z.mean():>+7.2f} {z.std():>6.2f} {np.abs(z).max():>6.1f} " + (
        f"{chance:>9.2g} {shape:>9.2g}"
    )


def report(out: Path) -> None:
    """Print what the runs say, the worst first."""
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    judged = [row for row in rows if row.get("z")]
    print(f"{len(rows)} runs, {len(rows) - len(judged)} of them refused or without an answer\n")
    print(f"{'z of':<24} {'n':>5} {'mean':>7} {'sd':>6} {'worst':>6} {'chi2 p':>9} {'KS p':>9}")
    kinds = {"all": lambda name: True, "log Z": "log_z".__eq__, "mean of U": "energy U".__eq__,
             "means of theta": lambda name: name.startswith(("theta", "layer0.")),
             "ranks of the truth": lambda name: name.startswith("rank")}  # fmt: skip
    for kind, belongs in kinds.items():
        z = [value for row in judged for name, value in row["z"].items() if belongs(name)]
        if z:
            print(line_of(kind, np.array(z)))
    for part in ("problem", "setting"):
        print(f"\nby {part}, the worst first")
        by = {}
        for row in judged:
            by.setdefault(row[part], []).extend(row["z"].values())
        for name, z in sorted(by.items(), key=lambda item: -np.max(np.abs(item[1]))):
            print(line_of(name, np.array(z)))
    wrong = [row for row in judged if max(map(abs, row["z"].values())) > WRONG]
    named = sum(row["light"] != "green" for row in wrong)
    green = sum(row["light"] == "green" for row in judged)
    print(
        f"\n{len(wrong)} runs more than {WRONG:g} errors off, {named} of them named by the "
        f"verdict; {green} of {len(judged)} runs are green"
    )


def main() -> int:
    """Run, then report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=SOURCE / "build/truth.jsonl")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--only", default="")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--print", action="store_true", dest="only_print")
    options = parser.parse_args()
    if not options.only_print:
        settings = ["hmc"] if options.quick else list(SETTINGS)
        n_seeds = 1 if options.quick else options.seeds
        run_all(options.out, n_seeds, options.only, settings)
    report(options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
