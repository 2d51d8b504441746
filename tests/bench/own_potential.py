"""What a potential of one's own costs: CPU time of a step against the same built in.

    .venv/bin/python tests/bench/own_potential.py [--steps 400000]

A double well of 10 parameters, from C and built in; the same in NumPy, one call for all replicas.
A net of PyTorch (784-64-10, 128 examples a step) against the same loop written in PyTorch: gradient
of loss and prior, momentum, noise. It takes the Python that TEMPER_PYTHON names [python3], with
torch. Each is run twice with different lengths, so that starting up is left out; the least of
five counts, of runs that take turns.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
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


PIECES = """
import torch

torch.set_num_threads(1)
generator = torch.Generator().manual_seed(1)
x = torch.randn(6000, 784, generator=generator)
y = torch.randint(10, (6000,), generator=generator)
module = torch.nn.Sequential(torch.nn.Linear(784, 64), torch.nn.Tanh(), torch.nn.Linear(64, 10))
loss = torch.nn.CrossEntropyLoss(reduction="none")
"""

NET = """
from pieces import module, x, y, loss
from temper.potential import Normal, from_module

net = from_module(module, loss, (x, y), prior=Normal(sd=1))
"""

LOOP = """
import sys, torch
from pieces import module, x, y, loss

N, B, lr, momentum = len(x), 128, 1e-3, 0.9
parameters = list(module.parameters())
velocity = [torch.zeros_like(p) for p in parameters]
for step in range(int(sys.argv[1])):
    rows = torch.randint(N, (B,))
    for p in parameters:
        p.grad = None
    U = N / B * loss(module(x[rows]), y[rows]).sum()
    V = sum((p**2).sum() for p in parameters) / 2
    (U + V).backward()
    with torch.no_grad():
        for p, v in zip(parameters, velocity):
            v.mul_(momentum).add_(p.grad, alpha=-lr / N).add_(torch.randn_like(p), alpha=1e-4)
            p.add_(v)
"""


def cpu_seconds(command: list[str], folder: Path) -> float:
    """Of a command in this folder."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    path = os.pathsep.join([str(folder), str(SOURCE / "analysis")])
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment = {**os.environ, **threads, "PYTHONPATH": path}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=folder)
    if run.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{run.stderr}")
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def training(options: list[str], rungs: int, steps: int, folder: Path) -> list[str]:
    """Return the command of a run of one sweep."""
    settings = [*options, f"ladder.rungs={rungs}", f"run.steps={steps}", "run.sweeps=1"]
    settings += ["run.warmup=0", "ladder.t_min=1", "ladder.t_max=4", "potential.check=false"]
    command = [TEMPER, "train", "--out", str(folder / "run"), "--quiet", "--force"]
    if options[0] == "potential.type=double-well":
        settings.remove("potential.check=false")
    for setting in settings:
        command += ["--set", setting]
    return command


def step_ns(commands: list[Callable[[int], list[str]]], steps: int, folder: Path) -> list[float]:
    """CPU time of `steps` more steps by each command, in ns a step; they take turns."""
    times = [
        [
            cpu_seconds(make(2 * steps), folder) - cpu_seconds(make(steps), folder)
            for make in commands
        ]
        for _ in range(5)
    ]
    return [1e9 * min(of_one) / steps for of_one in zip(*times, strict=True)]


def small(folder: Path, steps: int) -> None:
    """Print what a potential of 10 parameters costs, built in, in C and in NumPy."""
    source, library = folder / "well.c", folder / "well.so"
    source.write_text(C)
    (folder / "well.py").write_text(NUMPY)
    flags = ["-O2", "-shared", "-fPIC", "-I", str(SOURCE / "src" / "potential")]
    subprocess.run(["cc", *flags, str(source), "-o", str(library)], check=True)
    kernel = ["kernel.type=mala", "kernel.step=0.1"]

    def run(*options: str) -> Callable[[int], list[str]]:
        return lambda n: training([*options, *kernel], 8, n, folder)

    ours = run("potential.type=double-well", "potential.dim=10")
    theirs = run("potential.type=plugin", f"potential.library={library}")
    built_in, c = (time / 8 for time in step_ns([ours, theirs], steps, folder))
    numpy = run("potential.type=python", "potential.function=well.py:energy")
    python = step_ns([numpy], steps // 100, folder)[0] / 8
    print(f"built in {built_in:.0f} ns a step; C {c:.0f} ns, {c / built_in:.2f} times as much;")
    print(f"NumPy, 8 replicas a call: {python:.0f} ns")


def net(folder: Path, steps: int) -> None:
    """Print what a net of PyTorch costs by itself and as a potential."""
    for name, text in (("pieces", PIECES), ("net", NET), ("loop", LOOP)):
        (folder / f"{name}.py").write_text(text)
    python = os.environ.get("TEMPER_PYTHON", "python3")
    options = ["potential.type=python", "potential.function=net.py:net", "kernel.type=sgd"]
    options += ["kernel.lr=0.001", "kernel.batch=128", "kernel.order=replacement"]
    loop, temper = step_ns(
        [
            lambda n: [python, "loop.py", str(n)],
            lambda n: training(options, 1, n, folder),
        ],
        steps,
        folder,
    )
    print(f"PyTorch's own loop {loop / 1000:.0f} us a step; as a potential {temper / 1000:.0f} us,")
    print(f"{temper / loop:.2f} times as much")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=100_000)
    steps = parser.parse_args().steps
    with tempfile.TemporaryDirectory() as name:
        small(Path(name), steps)
        net(Path(name), steps // 100)


if __name__ == "__main__":
    main()
