"""What a run holds, read with plain h5py, against the run without a disturbance."""

import zlib
from pathlib import Path

import h5py
import numpy as np


def hdf5_files(run: Path) -> list[Path]:
    return sorted(path.relative_to(run) for path in run.rglob("*.h5"))


def committed_sweeps(run: Path) -> int:
    """Sweeps, by run.h5; 0 before there is one."""
    try:
        with h5py.File(run / "run.h5") as file:
            return int(file["committed"][()])
    except FileNotFoundError:
        return 0


def differing_files(run: Path, reference: Path) -> list[str]:
    """HDF5 files that are not the same byte for byte, or only in one of the two."""
    files, wanted = hdf5_files(run), hdf5_files(reference)
    missing = [str(path) for path in set(files) ^ set(wanted)]
    both = set(files) & set(wanted)
    differ = [str(p) for p in both if (run / p).read_bytes() != (reference / p).read_bytes()]
    return sorted(missing + differ)


def same_rows(table: h5py.Dataset, wanted: h5py.Dataset, n: int) -> bool:
    return table[:n].tobytes() == wanted[:n].tobytes()


def tables_by(dimension: str, run: h5py.File) -> list[str]:
    """Every dataset whose rows are of that dimension."""
    datasets = (run[name] for name in run)
    return [
        dataset.name.strip("/")
        for dataset in datasets
        if dataset.ndim > 0 and [scale.name for scale in dataset.dims[0].values()] == [dimension]
    ]


def wrong_rows(run: Path, reference: Path) -> list[str]:
    """Everything that the run says is committed and that isn't what it should be."""
    wrong = []
    with h5py.File(run / "run.h5") as one, h5py.File(reference / "run.h5") as other:
        committed = int(one["committed"][()])
        n_rounds = int(np.sum(other["round_first_sweep"][:] < committed))
        n_draws = int(np.sum(other["draw_sweep"][:] < committed))
        for dimension, n in (("/sweep", committed), ("/round", n_rounds), ("/draw", n_draws)):
            wrong += [
                f"run.h5: {name} below {n}"
                for name in tables_by(dimension, other)
                if not same_rows(one[name], other[name], n)
            ]
    for path in sorted((reference / "draws").iterdir()):
        wrong += wrong_draws(run / "draws" / path.name, path, committed, n_draws)
    return wrong


def wrong_draws(path: Path, reference: Path, committed: int, n_draws: int) -> list[str]:
    with h5py.File(path) as one, h5py.File(reference) as other:
        wrong = []
        for name in ("theta", "checksum"):
            if not same_rows(one[name], other[name], n_draws):
                wrong.append(f"{path.name}: {name} below {n_draws}")
        for place in places(other):
            best = [energy for energy, sweep in whole_bests(one, place) if sweep < committed]
            final = min((energy for energy, _ in whole_bests(other, place)), default=np.inf)
            if n_draws > 0 and not (best and min(best) >= final):
                wrong.append(f"{path.name}: no best state")
        return wrong


def places(draws: h5py.File) -> list[tuple[int, ...]]:
    """Where the replicas of a file stand along its axis `replica`, which a file of one has not."""
    return [(i,) for i in range(len(draws["replica"]))] if "replica" in draws else [()]


def whole_bests(draws: h5py.File, place: tuple[int, ...]) -> list[tuple[float, int]]:
    """(U + V, sweep) of the best slots of a replica whose checksum is right."""
    bests = []
    for slot in ((i, *place) for i in range(2)):
        checksum = 0
        for name in ("best_theta", "best_energy", "best_prior_energy", "best_sweep"):
            checksum = zlib.crc32(draws[name][slot].tobytes(), checksum)
        if checksum == draws["best_checksum"][slot]:
            energy = float(draws["best_energy"][slot] + draws["best_prior_energy"][slot])
            bests.append((energy, int(draws["best_sweep"][slot])))
    return bests
