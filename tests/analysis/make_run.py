"""Writes run directories for the tests, by the file format and with plain h5py.

`simulate` runs parallel tempering on a Gaussian whose answers are known: U = |theta|^2 / 2 in P
dimensions with V = |theta|^2 / 2, so that theta at a rung is N(0, 1 / (beta + 1)) and the mean of
U is P / (2 (beta + 1)). Exploring draws theta afresh, so sweeps are independent.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import h5py
import numpy as np

UNWRITTEN = 2**64 - 1


@dataclass
class MadeRun:
    """The arrays of a run; R rungs, C copies, P parameters."""

    beta: np.ndarray  # [round, rung]
    round_first_sweep: np.ndarray  # [round]
    energy: np.ndarray  # [sweep, replica]
    prior_energy: np.ndarray  # [sweep, replica]
    rung_of: np.ndarray  # [sweep, replica]
    accept_prob: np.ndarray  # [sweep, copy, pair]
    accepted: np.ndarray  # [sweep, copy, pair]
    draw_sweep: np.ndarray  # [draw]
    theta: np.ndarray  # [draw, replica, parameter]
    n_warmup: int = 0
    committed: int | None = None
    metrics: dict[str, np.ndarray] = field(default_factory=dict)  # [draw, replica]
    attributes: dict[str, object] = field(default_factory=dict)
    config: str = '[exchange]\nschedule = "even-odd"\n'
    sessions: list[dict[str, object]] = field(default_factory=list)
    blocks: list[tuple[str, int, tuple[int, ...]]] = field(default_factory=list)

    @property
    def n_rungs(self) -> int:
        """R."""
        return self.beta.shape[1]

    @property
    def n_copies(self) -> int:
        """C."""
        return self.energy.shape[1] // self.n_rungs


def simulate(  # noqa: PLR0913  (every argument is a size)
    temperatures: list[float],
    *,
    n_sweeps: int,
    n_warmup: int = 0,
    thin: int = 1,
    copies: int = 1,
    dimensions: int = 6,
    seed: int = 1,
) -> MadeRun:
    """Temper a Gaussian; rows 0 ... n_warmup - 1 are warm-up."""
    rng = np.random.default_rng(seed)
    beta = 1.0 / np.array(temperatures)
    n_rungs, n_rows = len(beta), n_warmup + n_sweeps
    rung_of = np.tile(np.arange(n_rungs), (copies, 1))
    rows = {name: [] for name in ("energy", "rung_of", "accept_prob", "accepted", "theta")}
    for sweep in range(n_rows):
        sd = 1.0 / np.sqrt(beta[rung_of] + 1.0)
        theta = sd[..., np.newaxis] * rng.standard_normal((copies, n_rungs, dimensions))
        energy = 0.5 * np.sum(theta**2, axis=-1)
        rows["theta"].append(theta.reshape(-1, dimensions))
        rows["energy"].append(energy.ravel())
        rows["rung_of"].append(rung_of.ravel())
        accept_prob, accepted, rung_of = swap_phase(beta, energy, rung_of, sweep, rng)
        rows["accept_prob"].append(accept_prob)
        rows["accepted"].append(accepted)
    draw_sweep = np.arange(n_warmup + thin - 1, n_rows, thin)
    energy = np.array(rows["energy"])
    theta = np.array(rows["theta"])[draw_sweep]
    return MadeRun(
        beta=beta[np.newaxis],
        round_first_sweep=np.array([0]),
        energy=energy,
        prior_energy=energy.copy(),
        rung_of=np.array(rows["rung_of"]),
        accept_prob=np.array(rows["accept_prob"]),
        accepted=np.array(rows["accepted"]),
        draw_sweep=draw_sweep,
        theta=theta,
        n_warmup=n_warmup,
        metrics={"test_accuracy": np.exp(-energy[draw_sweep] / 20)},
        blocks=[("layer0/weights", 0, (2, dimensions // 2))],
    )


def swap_phase(
    beta: np.ndarray, energy: np.ndarray, rung_of: np.ndarray, sweep: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Even pairs in even sweeps, odd pairs in odd ones; returns the new rungs last."""
    copies, n_rungs = rung_of.shape
    accept_prob = np.full((copies, n_rungs - 1), np.nan)
    accepted = np.zeros((copies, n_rungs - 1), dtype=np.uint8)
    rung_of = rung_of.copy()
    for copy in range(copies):
        at = np.argsort(rung_of[copy])
        for low in range(sweep % 2, n_rungs - 1, 2):
            gap = energy[copy, at[low]] - energy[copy, at[low + 1]]
            accept_prob[copy, low] = min(1.0, np.exp((beta[low] - beta[low + 1]) * gap))
            if rng.uniform() < accept_prob[copy, low]:
                accepted[copy, low] = 1
                rung_of[copy, at[low]], rung_of[copy, at[low + 1]] = low + 1, low
    return accept_prob, accepted, rung_of


def write_run(path: Path, made: MadeRun) -> Path:
    """Write a run directory and return its path."""
    (path / "draws").mkdir(parents=True)
    write_run_file(path / "run.h5", made)
    for replica in range(made.energy.shape[1]):
        write_draws(path / "draws" / f"replica-{replica:04d}.h5", made, replica)
    lines = "".join(json.dumps(session) + "\n" for session in made.sessions)
    (path / "sessions.jsonl").write_text(lines)
    return path


def write_run_file(path: Path, made: MadeRun) -> None:
    """Write run.h5."""
    n_rows, n_replicas = made.energy.shape
    sizes = {
        "sweep": n_rows,
        "copy": made.n_copies,
        "replica": n_replicas,
        "rung": made.n_rungs,
        "pair": made.n_rungs - 1,
        "round": len(made.round_first_sweep),
        "draw": len(made.draw_sweep),
    }
    nothing = np.full(made.energy.shape, np.nan)
    momentum = 1.0 / np.maximum(made.beta[-1], 1e-9)[made.rung_of]
    with h5py.File(path, "w") as file:
        file.attrs.update(run_attributes(made))
        for name, size in sizes.items():
            file[name] = np.arange(size, dtype=np.uint64)
            file[name].make_scale(name)
        file["committed"] = np.uint64(n_rows if made.committed is None else made.committed)
        by_replica = ("sweep", "replica")
        swaps = ("sweep", "copy", "pair")
        ladder = ("round", "rung")
        add(file, "energy", made.energy, by_replica, long_name="U", units="nat")
        add(file, "prior_energy", made.prior_energy, by_replica, long_name="V", units="nat")
        add(file, "rung_of", made.rung_of.astype(np.int32), by_replica)
        add(file, "accept_prob", made.accept_prob, swaps)
        add(file, "accepted", made.accepted.astype(np.uint8), swaps)
        add(file, "kernel_accept_prob", nothing, by_replica)
        add(file, "kinetic_temperature", momentum, by_replica)
        noise = np.random.default_rng(2).normal(1.0, 0.1, momentum.shape)
        add(file, "configurational_temperature", momentum * noise, by_replica)
        add(file, "clipped_share", nothing, by_replica)
        add(file, "cooling_scale", nothing, by_replica)
        add(file, "data_temperature", nothing, by_replica)
        examples = np.where(np.isnan(made.accept_prob), 0, 100)
        add(file, "swap_examples", examples.astype(np.uint32), swaps)
        add(file, "round_first_sweep", made.round_first_sweep.astype(np.uint64), ("round",))
        add(file, "beta", made.beta, ladder)
        add(file, "step_size", np.full_like(made.beta, 0.05), ladder)
        add(file, "noise_level", 0.01 / np.sqrt(np.maximum(made.beta, 1e-9)), ladder)
        add(file, "draw_sweep", made.draw_sweep.astype(np.uint64), ("draw",))
        for name, values in made.metrics.items():
            add(file, name, values, ("draw", "replica"))


def run_attributes(made: MadeRun) -> dict[str, object]:
    """Return the root attributes, those of `made` last."""
    names = sorted(made.metrics)
    return {
        "format": "temper-run",
        "format_version": 1,
        "temper_version": "0.1.0",
        "commit": "0000000",
        "config": made.config,
        "seed": 1,
        "n_warmup": made.n_warmup,
        "n_sweeps": len(made.energy) - made.n_warmup,
        "steps": 10,
        "thin": 1,
        "tempering": "likelihood",
        "n_points": 100,
        "n_parameters": made.theta.shape[-1],
        "data_name": "gaussian",
        "task": "classification",
        "metric_names": np.array(names, dtype=h5py.string_dtype()) if names else h5py.Empty("S1"),
        **made.attributes,
    }


def add(
    file: h5py.File, name: str, values: np.ndarray, dims: tuple[str, ...], **attributes: str
) -> None:
    """Write a contiguous dataset with its dimension scales and attributes."""
    dataset = file.create_dataset(name, data=values)
    dataset.attrs.update(attributes)
    for axis, dim in enumerate(dims):
        dataset.dims[axis].label = dim
        dataset.dims[axis].attach_scale(file[dim])


def write_draws(path: Path, made: MadeRun, replica: int) -> None:
    """Write the draws of one replica, its best state in the second slot."""
    theta = made.theta[:, replica].astype(np.float32)
    objective = (made.energy + made.prior_energy)[made.draw_sweep, replica]
    has_best = len(objective) > 0 and not np.all(np.isnan(objective))
    best = int(np.nanargmin(objective)) if has_best else 0
    sweep = int(made.draw_sweep[best]) if has_best else UNWRITTEN
    n_parameters = theta.shape[1]
    with h5py.File(path, "w") as file:
        file.attrs.update(format="temper-draws", format_version=1, replica=replica)
        file["theta"] = theta
        file["sweep"] = made.draw_sweep.astype(np.uint64)
        create_best_slots(file, n_parameters)
        file["checksum"] = np.array([zlib.crc32(row.tobytes()) for row in theta], dtype=np.uint32)
        if has_best:
            energies = made.energy[sweep, replica], made.prior_energy[sweep, replica]
            write_best_slot(file, 1, sweep, theta[best], energies)
        shapes = [(*shape, 0, 0, 0, 0)[:4] for _, _, shape in made.blocks]
        file["block_name"] = np.array([name.encode() for name, _, _ in made.blocks], dtype="S64")
        file["block_offset"] = np.array([offset for _, offset, _ in made.blocks], dtype=np.uint64)
        file["block_shape"] = np.array(shapes, dtype=np.uint64).reshape(-1, 4)


def create_best_slots(file: h5py.File, n_parameters: int) -> None:
    """Make both slots, unwritten."""
    file["best_theta"] = np.zeros((2, n_parameters), dtype=np.float32)
    file["best_energy"] = np.zeros(2)
    file["best_prior_energy"] = np.zeros(2)
    file["best_sweep"] = np.full(2, UNWRITTEN, dtype=np.uint64)
    file["best_checksum"] = np.zeros(2, dtype=np.uint32)


def write_best_slot(
    file: h5py.File, slot: int, sweep: int, theta: np.ndarray, energies: tuple[float, float]
) -> None:
    """Write a best state, its U and V in `energies`, with its checksum."""
    fields = {
        "best_theta": theta.astype(np.float32),
        "best_energy": np.float64(energies[0]),
        "best_prior_energy": np.float64(energies[1]),
        "best_sweep": np.uint64(sweep),
    }
    checksum = 0
    for name, value in fields.items():
        file[name][slot] = value
        checksum = zlib.crc32(value.tobytes(), checksum)
    file["best_checksum"][slot] = checksum
