#!/usr/bin/env python3
"""Times one training step of Temper beside PyTorch's and JAX's, one thread each, in one run.

    tests/bench/run                                  # the seven nets of the table
    tests/bench/run 784-64-10/64 1x8x8-c8-c16-10/64  # own ones: NET/BATCH

Measurements are interleaved, and each figure is the median of its repetitions: microseconds a step
and replica. JAX runs 1 and 16 replicas and the faster counts; of Temper both are shown.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NETS = [
    "4-12-3/32",
    "34-50-2/64",
    "784-32-10/32",
    "784-256-10/32",
    "784-256-10/128",
    "784-512-512-10/128",
    "784-1024-1024-10/256",
    "1x8x8-c8-c16-10/64",
]
ONE_CORE = ["taskset", "--cpu-list", "0"]
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}


def command_environment() -> dict[str, str]:
    """One thread, and the kernels that OpenBLAS chooses by itself."""
    chosen_by_hand = {"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"}
    return {k: v for k, v in os.environ.items() if k not in chosen_by_hand} | ONE_THREAD


class Peer:
    """A program that answers each line it reads with one measurement as JSON."""

    def __init__(self, name: str, net: str, batch: str, replicas: str):
        script = str(HERE / "peers" / f"{name}_step.py")
        self.process = subprocess.Popen(
            [*ONE_CORE, sys.executable, script, net, batch, replicas],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=command_environment(),
        )

    def measure(self) -> dict:
        """Raises RuntimeError if the program has ended."""
        try:
            self.process.stdin.write("\n")
            self.process.stdin.flush()
            return json.loads(self.process.stdout.readline())
        except (OSError, ValueError) as error:
            raise RuntimeError(f"{' '.join(self.process.args)} ended without an answer") from error

    def close(self) -> None:
        self.process.communicate()


class Temper:
    """`bench_step`, which starts in milliseconds: a process for each measurement."""

    def __init__(self, *arguments: str):
        self.command = [*ONE_CORE, *arguments]

    def measure(self) -> dict:
        ran = subprocess.run(
            self.command, check=True, capture_output=True, text=True, env=command_environment()
        )
        return json.loads(ran.stdout)

    def close(self) -> None:
        """Nothing is running."""


def median(answers: list[dict], field: str = "step_us") -> float:
    return statistics.median(answer[field] for answer in answers)


def measure(contenders: dict, repetitions: int) -> dict[str, list[dict]]:
    """The answers of each, by name, taken in turns."""
    answers = {name: [] for name in contenders}
    for _ in range(repetitions):
        for name, contender in contenders.items():
            answers[name].append(contender.measure())
    for contender in contenders.values():
        contender.close()
    return answers


def row(case: str, bench_step: str, repetitions: int) -> list[str]:
    net, batch = case.split("/")
    contenders = {
        "torch": Peer("torch", net, batch, "1"),
        "jax 1": Peer("jax", net, batch, "1"),
        "jax 16": Peer("jax", net, batch, "16"),
        "temper 1": Temper(bench_step, net, batch, "1"),
        "temper 16": Temper(bench_step, net, batch, "16"),
    }
    answers = measure(contenders, repetitions)
    torch, one, many = (median(answers[name]) for name in ("torch", "temper 1", "temper 16"))
    jax = min(median(answers["jax 1"]), median(answers["jax 16"]))
    ours = answers["temper 1"]
    parts = (median(ours, part) for part in ("forward_us", "backward_us", "update_us"))
    return [
        f"{net}, {batch}",
        *(f"{us:.4g}" for us in (torch, jax, one, many)),
        f"{torch / one:.1f} ({torch / many:.1f})",
        f"{jax / min(one, many):.1f}",
        f"{100 * median(ours, 'sgemm_share'):.0f} %",
        " + ".join(f"{us:.3g}" for us in parts),
    ]


HEADER = [
    "net, batch",
    "PyTorch us",
    "JAX us",
    "Temper us",
    "of 16 replicas",
    "x PyTorch",
    "x JAX",
    "of sgemm peak",
    "forward + backward + noise and update, us",
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", metavar="NET/BATCH", default=NETS)
    parser.add_argument("--bench-step", required=True, help="the program built from step_bench.cpp")
    parser.add_argument("--repetitions", type=int, default=7)
    arguments = parser.parse_args()
    print("| " + " | ".join(HEADER) + " |\n|" + "---|" * len(HEADER), flush=True)
    for case in arguments.cases:
        cells = row(case, arguments.bench_step, arguments.repetitions)
        print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
