"""What the peers' scripts share: the arguments, and one measurement for each line read."""

import json
import sys
import time
from collections.abc import Callable

N_POINTS = 4096  # rows of data that minibatches are drawn from
LEARNING_RATE, MOMENTUM, NOISE = 1e-4, 0.9, 1e-4
SECONDS = 0.25  # one measurement at least


def arguments() -> tuple[str, int, int]:
    """Net, batch and replicas of the command line."""
    name, batch, replicas = sys.argv[1:4]
    return name, int(batch), int(replicas)


def answer(peer: str, run: Callable[[int], None], replicas: int) -> None:
    """Times `run(steps)`, a call that has finished when it returns, whenever a line comes in.

    Prints {"peer": …, "step_us": microseconds a step and replica} for each.
    """
    steps = 8
    run(steps)  # compiles
    while seconds(run, steps) < SECONDS / 2:
        steps *= 4
        run(steps)
    for _ in sys.stdin:
        step_us = seconds(run, steps) / (steps * replicas) * 1e6
        print(json.dumps({"peer": peer, "step_us": step_us}), flush=True)


def seconds(run: Callable[[int], None], steps: int) -> float:
    """CPU time of all threads, as bench_step takes it: other load of the machine does not count."""
    start = time.process_time()
    run(steps)
    return time.process_time() - start
