"""The best state that a replica has visited."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from temper.files.draws import DrawsPlace

CHECKED_FIELDS = ("best_theta", "best_energy", "best_prior_energy", "best_sweep")  # in this order


@dataclass(frozen=True)
class BestState:
    """The state of lowest objective that one replica has visited."""

    replica: int
    sweep: int
    energy: float  # U, nats
    prior_energy: float  # V, nats
    theta: np.ndarray = field(repr=False)  # [n_parameters], float32
    prior_constant: float = 0.0  # V at theta = 0, nats

    @property
    def objective(self) -> float:
        """U + V less the prior's constant, nats: as `temper train` and `temper compare` say it."""
        return self.energy + self.prior_energy - self.prior_constant


def read_best(
    place: DrawsPlace, replica: int, committed: int, prior_constant: float = 0.0
) -> BestState | None:
    """Read the best committed state of a replica.

    Two slots are written in turn, so that one is whole at any moment; a slot counts if its
    checksum is right, its sweep is committed and its energy is finite. None if neither does.
    """
    with place.open() as file:
        fields = [place.read(file[name], slice(None)) for name in CHECKED_FIELDS]
        checksum = place.read(file["best_checksum"], slice(None))
    states = [
        BestState(replica, int(sweep), float(energy), float(prior_energy), theta, prior_constant)
        for slot, (theta, energy, prior_energy, sweep) in enumerate(zip(*fields, strict=True))
        if sweep < committed
        and np.isfinite(energy + prior_energy)
        and checksum_of(fields, slot) == checksum[slot]
    ]
    return min(states, key=lambda state: state.objective, default=None)


def checksum_of(fields: list[np.ndarray], slot: int) -> int:
    """Return the CRC-32 of a slot's bytes, field after field."""
    checksum = 0
    for field_of_slots in fields:
        checksum = zlib.crc32(np.ascontiguousarray(field_of_slots[slot]).tobytes(), checksum)
    return checksum
