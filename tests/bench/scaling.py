#!/usr/bin/env python3
"""What many replicas, every core and a slow rank cost: tests/bench/scaling.py TEMPER

Runs `temper train` and reads where its time went from RUN/sessions.jsonl. Sizes take turns, and
each figure is the median over the turns.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

N_REPLICA_SWEEPS = 20_000  # replicas times sweeps of a run, so that runs of all sizes take as long
AS_ROOT = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
Seconds = dict[str, float]  # by phase, as the root has it


def on_cores(command: list[str], cores: list[int]) -> list[str]:
    """The command with one rank on each of these cores; a core may be given twice."""
    if len(cores) == 1:
        return ["taskset", "--cpu-list", str(cores[0]), *command]
    launcher = ["mpirun", "--oversubscribe", "--bind-to", "none"]
    for core in cores:
        launcher += ["-n", "1", "taskset", "--cpu-list", str(core), *command, ":"]
    return launcher[:-1]


def train(
    temper: str, net: str, replicas: int, sweeps: int, cores: list[int], *more: str
) -> Seconds:
    """Where the time of one run went."""
    data = "fashion-mnist" if net.startswith("784") else "iris"
    with tempfile.TemporaryDirectory(prefix="temper-scaling-") as folder:
        run = Path(folder) / "run"
        command = [
            *(temper, "train", "--data", data, "--layers", net.replace("-", ",")),
            *("--replicas", str(replicas), "--warmup", "0", "--sweeps", str(sweeps)),
            *("--quiet", "--out", str(run), *more),
        ]
        subprocess.run(
            on_cores(command, cores), check=True, capture_output=True, env=os.environ | AS_ROOT
        )
        return json.loads((run / "sessions.jsonl").read_text().splitlines()[-1])["seconds"]


def take_turns(cases: dict[object, Callable[[], Seconds]], repetitions: int) -> dict:
    """What each case answered, by name."""
    answers: dict[object, list[Seconds]] = {name: [] for name in cases}
    for _ in range(repetitions):
        for name, case in cases.items():
            answers[name].append(case())
    return answers


def busy(seconds: Seconds) -> float:
    return seconds["explore"] + seconds["energy"]


def share(seconds: Seconds, phase: str) -> float:
    return 100 * seconds[phase] / sum(seconds.values())


def many_replicas(temper: str, net: str, repetitions: int) -> None:
    """The cost of a replica, by how many a rank has."""
    sizes = [2, 10, 100, 1000]
    cases = {n: lambda n=n: train(temper, net, n, N_REPLICA_SWEEPS // n, [0]) for n in sizes}
    runs = take_turns(cases, repetitions)
    each = {n: statistics.median(map(busy, runs[n])) / N_REPLICA_SWEEPS for n in sizes}
    print(f"\n| replicas of {net} | us a replica and sweep | against 2 | swap | write |")
    print("|---|---|---|---|---|")
    for n in sizes:
        swap, write = (
            statistics.median(share(run, phase) for run in runs[n]) for phase in ("swap", "write")
        )
        ratio = each[n] / each[2]
        print(f"| {n} | {1e6 * each[n]:.0f} | {ratio:.3f} | {swap:.2f} % | {write:.2f} % |")


def every_core(temper: str, net: str, repetitions: int) -> None:
    """As many replicas a rank on one core and on all: 1 if cores don't disturb each other."""
    cores = sorted(os.sched_getaffinity(0))
    cases = {n: lambda n=n: train(temper, net, 8 * n, 30, cores[:n]) for n in (1, len(cores))}
    runs = take_turns(cases, repetitions)
    ratios = [
        busy(one) / (busy(run) + run["wait"])
        for one, run in zip(runs[1], runs[len(cores)], strict=True)
    ]
    print(f"\nEfficiency on {len(cores)} cores, 8 replicas of {net} a rank: "
          f"{statistics.median(ratios):.3f}")  # fmt: skip


def slow_ranks(temper: str, net: str, repetitions: int) -> None:
    """Three ranks, of which two share a core: half as fast as the first, which waits for them."""
    cores = sorted(os.sched_getaffinity(0))
    places = [cores[0], cores[-1], cores[-1]]
    cases = {
        shares: lambda shares=shares: train(temper, net, 12, 30, places, "--shares", shares)
        for shares in ("1,1,1", "1,0.5,0.5")
    }
    runs = take_turns(cases, repetitions)
    print("\n| --shares of three ranks, two on one core | seconds | of which the first waits |")
    print("|---|---|---|")
    for shares, answers in runs.items():
        seconds = statistics.median(sum(run.values()) for run in answers)
        waits = statistics.median(share(run, "wait") for run in answers)
        print(f"| {shares} | {seconds:.2f} | {waits:.0f} % |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("temper", help="the program")
    parser.add_argument("--repetitions", type=int, default=5)
    arguments = parser.parse_args()
    many_replicas(arguments.temper, "4-12-3", arguments.repetitions)
    every_core(arguments.temper, "784-32-10", arguments.repetitions)
    slow_ranks(arguments.temper, "784-32-10", arguments.repetitions)


if __name__ == "__main__":
    main()
