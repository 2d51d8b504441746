"""Reads a run as src/store/FORMAT.md says, with h5py and xarray and without Temper.

Usage: plain_reader.py RUN. Prints "ok", or fails with what is wrong.
"""

import pathlib
import re
import sys
import zlib

import h5py
import numpy as np
import xarray

# The columns of a sweep, in the order in which its checksum covers them: FORMAT.md's own rows.
FORMAT = pathlib.Path(__file__).parents[3] / "src/store/FORMAT.md"
SWEEP_FIELDS = [
    name
    for name in re.findall(r"^\| `(\w+)` \| \w+ \| sweep\b", FORMAT.read_text(), re.MULTILINE)
    if name != "sweep_checksum"
]
ROUND_FIELDS = ("beta", "step_size", "noise_level")
BEST_FIELDS = ("best_theta", "best_energy", "best_prior_energy", "best_sweep")
NEVER = 2**64 - 1


def checksum(*rows):
    value = 0
    for row in rows:
        value = zlib.crc32(np.ascontiguousarray(row).tobytes(), value)
    return value


def check_static_part(path):
    """Recomputes the checksum of all bytes outside of the datasets that are written to."""
    data = path.read_bytes()
    holes = []
    with h5py.File(path, "r") as file:
        stored = int(file["static_checksum"][()])
        for dataset in file.values():
            size = dataset.id.get_storage_size()
            if "written" in dataset.attrs and size > 0:
                holes.append((dataset.id.get_offset(), size))
    value, position = 0, 0
    for offset, size in sorted(holes):
        value = zlib.crc32(data[position:offset], value)
        position = offset + size
    value = zlib.crc32(data[position:], value)
    assert value == stored, f"{path}: static part"


def check_run(path):
    with h5py.File(path, "r") as run:
        assert run.attrs["format"] == "temper-run"
        committed = int(run["committed"][()])
        for sweep in range(committed):
            rows = [run[name][sweep] for name in SWEEP_FIELDS if name in run]
            assert checksum(*rows) == run["sweep_checksum"][sweep], f"sweep {sweep}"
        for round_, first in enumerate(run["round_first_sweep"][:]):
            if first < committed:
                rows = [run[name][round_] for name in ROUND_FIELDS]
                assert checksum(*rows) == run["round_checksum"][round_], f"round {round_}"
        draws = np.flatnonzero(run["draw_sweep"][:] < committed)
        for draw in draws:
            rows = [run[name][draw] for name in run.attrs["metric_names"]]
            assert checksum(*rows) == run["draw_checksum"][draw], f"metrics of draw {draw}"
        assert [scale.name for scale in (run["energy"].dims[0][0], run["energy"].dims[1][0])] == [
            "/sweep",
            "/replica",
        ]
    return committed


def check_draws(path, committed):
    with h5py.File(path, "r") as draws:
        assert draws.attrs["format"] == "temper-draws"
        shares = "replica" in draws
        for place in range(len(draws["replica"])) if shares else [...]:
            check_replica({name: of_replica(draws[name], place) for name in draws}, committed)


def of_replica(dataset, place):
    is_by_replica = place is not ... and dataset.attrs.get("written") and dataset.ndim > 0
    return dataset[:, place] if is_by_replica else dataset[()]


def check_replica(draws, committed):
    for draw in np.flatnonzero(draws["sweep"] < committed):
        assert checksum(draws["theta"][draw]) == draws["checksum"][draw], f"draw {draw}"
    n_whole = 0
    for slot in range(2):
        rows = [draws[name][slot] for name in BEST_FIELDS]
        if draws["best_sweep"][slot] < committed:
            n_whole += checksum(*rows) == draws["best_checksum"][slot]
    assert n_whole > 0 or committed == 0 or np.all(draws["best_sweep"] == NEVER)


def check_xarray(folder, committed):
    with xarray.open_dataset(folder / "run.h5", engine="h5netcdf") as run:
        assert run["energy"].dims == ("sweep", "replica")
        assert run["accept_prob"].dims == ("sweep", "copy", "pair")
        assert int(run["committed"]) == committed
        assert list(run["sweep"].values) == list(range(run.sizes["sweep"]))
        run.load()
    with xarray.open_dataset(folder / "draws" / "replica-0000.h5", engine="h5netcdf") as draws:
        shares = ("replica",) if "replica" in draws.dims else ()
        assert draws["theta"].dims == ("draw", *shares, "parameter")
        draws.load()


def main(folder):
    committed = check_run(folder / "run.h5")
    for path in sorted(folder.glob("draws/*.h5")):
        check_draws(path, committed)
    for path in sorted(folder.rglob("*.h5")):
        check_static_part(path)
    check_xarray(folder, committed)
    print("ok")


main(pathlib.Path(sys.argv[1]))
