#!/usr/bin/env python3
"""log Z of a problem of tests/bench/tempering by dynesty, in so many CPU seconds.

    peer.py PROBLEM CPU_SECONDS [--live N] [--seed S]      needs numpy, scipy and dynesty

Prints one line of JSON: log_z, error, whether it came to its end (dlogz 0.1) in that time, and the
calls of the likelihood.
"""

import argparse
import csv
import json
import time
from collections.abc import Callable
from pathlib import Path

import dynesty
import numpy as np
from scipy.special import ndtri

HERE = Path(__file__).resolve().parent
Target = tuple[int, Callable[[np.ndarray], np.ndarray], Callable[[np.ndarray], float]]


def boxed(
    dim: int, log_likelihood: Callable[[np.ndarray], float], low: float, high: float
) -> Target:
    return dim, lambda u: low + (high - low) * u, log_likelihood


def normal_prior(dim: int, sd: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda u: sd * ndtri(u)


def shells(dim: int) -> Target:
    centre = np.zeros(dim)
    centre[0] = 3.5

    def log_likelihood(x: np.ndarray) -> float:
        radii = [np.linalg.norm(x - centre), np.linalg.norm(x + centre)]
        terms = [-((radius - 2) ** 2) / 0.02 for radius in radii]
        return float(np.logaddexp(*terms) - 0.5 * np.log(2 * np.pi * 0.01))

    return boxed(dim, log_likelihood, -6, 6)


def egg_box(dim: int) -> Target:
    return boxed(dim, lambda x: float((2 + np.prod(np.cos(x / 2))) ** 5), 0, 10 * np.pi)


def table(name: str) -> tuple[np.ndarray, list[str]]:
    with (HERE / name).open() as file:
        rows = list(csv.reader(file))[1:]
    return np.array([[float(cell) for cell in row[:-1]] for row in rows]), [r[-1] for r in rows]


def net(theta: np.ndarray, inputs: np.ndarray, units: int, squash: Callable) -> np.ndarray:
    """One hidden layer, one output."""
    n = inputs.shape[1] * units
    hidden = squash(inputs @ theta[:n].reshape(-1, units) + theta[n : n + units])
    return hidden @ theta[n + units : n + 2 * units] + theta[-1]


def energy() -> Target:
    inputs, words = table("energy_250.csv")
    targets, sd = np.array(words, float), 0.2
    constant = -len(targets) * np.log(sd * np.sqrt(2 * np.pi))

    def log_likelihood(theta: np.ndarray) -> float:
        residuals = targets - net(theta, inputs, 2, np.tanh)
        return float(constant - residuals @ residuals / (2 * sd**2))

    return 21, normal_prior(21, 1), log_likelihood


def xor() -> Target:
    inputs, words = table("xor.csv")
    signs = np.where(np.array(words) == sorted(set(words))[1], 1.0, -1.0)

    def log_likelihood(theta: np.ndarray) -> float:
        outputs = net(theta, inputs, 2, lambda a: 1 / (1 + np.exp(-a)))
        return float(-np.logaddexp(0, -signs * outputs).sum())

    return 9, normal_prior(9, np.sqrt(10)), log_likelihood


PROBLEMS: dict[str, Callable[[], Target]] = {
    **{f"shells-{dim}": (lambda dim=dim: shells(dim)) for dim in (2, 5, 10, 20, 30)},
    "egg-box": lambda: egg_box(2),
    "energy": energy,
    "xor": xor,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("problem", choices=PROBLEMS)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--live", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dim, transform, log_likelihood = PROBLEMS[options.problem]()
    sampler = dynesty.NestedSampler(
        log_likelihood, transform, dim, nlive=options.live, bound="multi",
        sample="rslice" if dim > 5 else "auto", rstate=np.random.default_rng(options.seed),
    )  # fmt: skip
    start, ends = time.process_time(), True
    for _ in sampler.sample(dlogz=0.1):
        if time.process_time() - start > options.seconds:
            ends = False
            break
    for _ in sampler.add_live_points():
        pass
    found = sampler.results
    print(
        json.dumps(
            {
                "log_z": float(found.logz[-1]),
                "error": float(found.logzerr[-1]),
                "ends": ends,
                "calls": int(np.sum(found.ncall)),
                "seconds": time.process_time() - start,
            }
        )
    )


if __name__ == "__main__":
    main()
