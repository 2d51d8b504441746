#!/usr/bin/env python3
"""A sweep of 10,000 replicas on 1,000 ranks, simulated from parts that one machine can measure.

    tests/bench/cluster_model.py [--step-us 30 --steps 50 --swap-us 600 --spread 0.02 …]

A sweep ends when the slowest rank has explored; then all ranks gather what they must know of the
replicas, and each works out the same swap phase.

    explore  replicas a rank x steps x step, times 1 + spread x a standard normal number, by rank
    wait     the slowest rank's explore less the mean: drawn, not taken from a formula
    gather   recursive doubling: log2(ranks) messages of latency each, and all the bytes once at
             the network's bandwidth (Thakur, Rabenseifner & Gropp 2005, section 4.1)
    swap     the measured time of bench_swap for so many replicas

The defaults are what was measured on the machine of tests/bench/README.md, with latency and
bandwidth of 10 Gbit/s Ethernet; give your own.
"""

import argparse
import math

import numpy as np

BYTES = 8 * 8  # of what is gathered of one replica: src/train/gather.h
N_SWEEPS = 2000  # simulated


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--replicas", type=int, default=10_000)
    add("--ranks", type=int, default=1_000)
    add("--steps", type=int, default=50, help="kernel steps in a sweep")
    add("--step-us", type=float, default=30, help="one step of one replica, by bench_step")
    add("--swap-us", type=float, default=600, help="a swap phase of all replicas, by bench_swap")
    add("--spread", type=float, default=0.02, help="standard deviation of a rank's sweep, relative")
    add("--latency-us", type=float, default=25, help="of one message")
    add("--bandwidth", type=float, default=1.25e9, help="bytes a second of one rank's link")
    model = parser.parse_args()

    explore = model.replicas / model.ranks * model.steps * model.step_us
    rng = np.random.default_rng(1)
    by_rank = explore * (1 + model.spread * rng.standard_normal((N_SWEEPS, model.ranks)))
    wait = float(np.mean(by_rank.max(axis=1))) - explore
    gather = math.ceil(math.log2(model.ranks)) * model.latency_us
    gather += 1e6 * BYTES * model.replicas / model.bandwidth
    parts = {"explore": explore, "wait": wait, "gather": gather, "swap": model.swap_us}
    total = sum(parts.values())
    print(f"| part of a sweep of {model.replicas} replicas on {model.ranks} ranks | us | share |")
    print("|---|---|---|")
    for name, us in parts.items():
        print(f"| {name} | {us:.0f} | {100 * us / total:.1f} % |")
    print(f"\nefficiency: {explore / total:.3f}")


if __name__ == "__main__":
    main()
