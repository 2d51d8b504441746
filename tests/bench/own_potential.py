"""What a potential of one's own costs: CPU time of a step against the same built in.

    .venv/bin/python tests/bench/own_potential.py [--steps 400000]

A double well of 10 parameters, from C and built in; the same in NumPy, one call for all replicas.
Each is run twice with different lengths, so that starting up is left out; the least of five counts.
"""

import argparse
import os
import resource
import subprocess
import tempfile
from pathlib import Path

SOURCE = Path(__file__).parents[2]
TEMPER = os.environ.get("TEMPER", str(SOURCE / "build" / "ci" / "bin" / "temper"))

C = """
#include "temper_potential.h"
int32_t temper_abi(void) { return TEMPER_ABI; }
int64_t temper_dim(void* state) { return (void)state, 10; }
int32_t temper_evaluate(void* state, const double* theta, double* U, double* V, double* grad_U,
                        double* grad_V) {
  const double s = theta[0] / 2, excess = s * s - 1;
  double across = 0;
  for (int i = 1; i < 10; ++i) across += theta[i] * theta[i];
  *U = 8 * excess * excess - s / 2 + across / 2;
  *V = (theta[0] * theta[0] + across) / 18 + 20.175508218727823;
  if (!grad_U) return (void)state, 0;
  for (int i = 0; i < 10; ++i) grad_U[i] = theta[i], grad_V[i] = theta[i] / 9;
  grad_U[0] = (32 * s * excess - 0.5) / 2;
  return 0;
}
"""

NUMPY = """
import numpy as np
from temper.potential import Normal, from_numpy

@from_numpy(dim=10, prior=Normal(sd=3), batched=True)
def energy(theta):
    s = theta[:, 0] / 2
    excess = s**2 - 1
    slopes = theta.copy()
    slopes[:, 0] = (32 * s * excess - 0.5) / 2
    return 8 * excess**2 - s / 2 + 0.5 * np.sum(theta[:, 1:] ** 2, axis=1), slopes
"""


def cpu_seconds(options: list[str], steps: int) -> float:
    """Of a run of one sweep on 8 rungs."""
    with tempfile.TemporaryDirectory() as folder:
        settings = [*options, "kernel.type=mala", "kernel.step=0.1", "ladder.rungs=8"]
        settings += [f"run.steps={steps}", "run.sweeps=1", "run.warmup=0", "ladder.t_min=1"]
        settings += ["ladder.t_max=4"]
        command = [TEMPER, "train", "--out", f"{folder}/run", "--quiet"]
        for setting in settings:
            command += ["--set", setting]
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run(command, check=True, capture_output=True)
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def step_ns(options: list[str], steps: int) -> float:
    """CPU time of one step of one replica, in ns."""
    times = [cpu_seconds(options, 2 * steps) - cpu_seconds(options, steps) for _ in range(5)]
    return 1e9 * min(times) / (8 * steps)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=100_000)
    steps = parser.parse_args().steps
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder) / "well.c", Path(folder) / "well.so"
        source.write_text(C)
        include = str(SOURCE / "src" / "potential")
        flags = ["-O2", "-shared", "-fPIC", "-I", include]
        subprocess.run(["cc", *flags, str(source), "-o", str(library)], check=True)
        function = Path(folder) / "well.py"
        function.write_text(NUMPY)
        built_in = step_ns(["potential.type=double-well", "potential.dim=10"], steps)
        c = step_ns(["potential.type=plugin", f"potential.library={library}"], steps)
        python = step_ns(
            ["potential.type=python", f"potential.function={function}:energy"], steps // 100
        )
    print(f"built in {built_in:.0f} ns a step; C {c:.0f} ns, {c / built_in:.2f} times as much;")
    print(f"NumPy, 8 replicas a call: {python:.0f} ns")


if __name__ == "__main__":
    main()
