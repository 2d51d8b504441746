"""A run that is larger than memory is read in pieces.

By default a run of 1 GB within 0.5 GB, imports included; with TEMPER_LARGE_RUN=20e9 (bytes) one of
20 GB within 1 GB, in some minutes. The files are sparse: they take next to no disk.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np

BYTES = int(float(os.environ.get("TEMPER_LARGE_RUN", "1e9")))
LIMIT = max(500_000_000, BYTES // 20)
REPLICAS, PARAMETERS = 8, 1_000_000
SHARE_OF_TABLES = 0.1
FLOATS = ("energy", "prior_energy", "kernel_accept_prob", "kinetic_temperature")

READER = """
import resource, sys
import numpy as np
import temper
from temper.report import write_report

run = temper.open_run(sys.argv[1])
for piece in run.pieces(run.by_rung.energy):
    piece.sum()
theta = run.draws(rung=0)
for draw in range(0, theta.sizes["draw"], 20):
    theta.isel(draw=slice(draw, draw + 20)).values.mean(axis=(0, 1))
run.best()
run.to_arviz()
write_report(run, run.path / "report.html")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def test_a_large_run_takes_little_memory(tmp_path: Path) -> None:
    write_sparse_run(tmp_path / "run")
    stored = sum(file.stat().st_size for file in tmp_path.rglob("*.h5"))
    assert stored > 0.95 * BYTES
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", READER, tmp_path / "run"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) < LIMIT, f"{int(result.stdout) / 1e6:.0f} MB"


def write_sparse_run(path: Path) -> None:
    """Write a run of BYTES, mostly draws, whose values all read as zero."""
    (path / "draws").mkdir(parents=True)
    row = REPLICAS * (len(FLOATS) * 8 + 4) + (REPLICAS - 1) * 13
    n_sweeps = int(SHARE_OF_TABLES * BYTES / row)
    n_draws = int((1 - SHARE_OF_TABLES) * BYTES / (4 * PARAMETERS * REPLICAS))
    draw_sweep = np.linspace(0, n_sweeps - 1, n_draws).astype(np.uint64)
    with h5py.File(path / "run.h5", "w") as file:
        file.attrs.update(
            format="temper-run", format_version=1, n_warmup=0, n_parameters=PARAMETERS,
            n_points=10, tempering="likelihood", config="",
        )  # fmt: skip
        file["committed"] = np.uint64(n_sweeps)
        file["draw_sweep"] = draw_sweep
        file["round_first_sweep"] = np.zeros(1, np.uint64)
        for name in ("beta", "step_size", "noise_level"):
            file[name] = np.geomspace(1, 0.1, REPLICAS)[np.newaxis]
            name_dimensions(file, name, ("round", "rung"))
        for name in FLOATS:
            add_sparse(file, name, (n_sweeps, REPLICAS), h5py.h5t.IEEE_F64LE)
        add_sparse(file, "rung_of", (n_sweeps, REPLICAS), h5py.h5t.STD_I32LE)
        for name in (*FLOATS, "rung_of"):
            name_dimensions(file, name, ("sweep", "replica"))
        pairs = (n_sweeps, 1, REPLICAS - 1)
        add_sparse(file, "accept_prob", pairs, h5py.h5t.IEEE_F64LE)
        add_sparse(file, "accepted", pairs, h5py.h5t.STD_U8LE)
        add_sparse(file, "swap_examples", pairs, h5py.h5t.STD_U32LE)
        for name in ("accept_prob", "accepted", "swap_examples"):
            name_dimensions(file, name, ("sweep", "copy", "pair"))
    for replica in range(REPLICAS):
        with h5py.File(path / "draws" / f"replica-{replica:04d}.h5", "w") as file:
            file.attrs["replica"] = np.uint32(replica)
            add_sparse(file, "theta", (n_draws, PARAMETERS), h5py.h5t.IEEE_F32LE)
            add_sparse(file, "best_theta", (2, PARAMETERS), h5py.h5t.IEEE_F32LE)
            file["best_energy"] = file["best_prior_energy"] = np.zeros(2)
            file["best_sweep"] = np.zeros(2, np.uint64)
            file["best_checksum"] = np.zeros(2, np.uint32)


def name_dimensions(file: h5py.File, name: str, dims: tuple[str, ...]) -> None:
    """Attach dimension scales, which are made when they are first named."""
    for axis, dim in enumerate(dims):
        if dim not in file:
            add_sparse(file, dim, (file[name].shape[axis],), h5py.h5t.STD_U64LE)
            file[dim].make_scale(dim)
        file[name].dims[axis].attach_scale(file[dim])


def add_sparse(file: h5py.File, name: str, shape: tuple[int, ...], kind: h5py.h5t.TypeID) -> None:
    """Give a dataset its place in the file, and leave that a hole."""
    creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    creation.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    creation.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
    h5py.h5d.create(file.id, name.encode(), kind, h5py.h5s.create_simple(shape), creation)
