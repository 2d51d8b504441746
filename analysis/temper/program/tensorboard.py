"""Progress for TensorBoard, in its own file format, without its package.

The format: records of length, masked CRC-32C of it, bytes, masked CRC-32C of those (TensorFlow,
`lib/io/record_writer.h`); each is an Event, a protocol buffer (`core/util/event.proto`).
"""

from __future__ import annotations

import os
import socket
import struct
import time
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from temper.program.progress import Callback, Moment

POLYNOMIAL = 0x82F63B78  # of CRC-32C, reflected
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5  # wire types of protocol buffers


class TensorBoard(Callback):
    """Writes energies and metrics by rung for `tensorboard --logdir FOLDER`."""

    def __init__(self, folder: str | PathLike[str]) -> None:
        self._folder = Path(folder)
        self._file: BinaryIO | None = None

    def on_progress(self, moment: Moment) -> None:
        """Write one point of each curve."""
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            name = f"events.out.tfevents.{int(time.time())}.{socket.gethostname()}.{os.getpid()}"
            self._file = (self._folder / name).open("wb")
            self._write(field(3, BYTES, b"brain.Event:2"))
        self._write(field(2, VARINT, moment.sweep) + field(5, BYTES, summary(moment.metrics)))
        self._file.flush()

    def on_end(self, moment: Moment) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, event: bytes) -> None:
        event = field(1, FIXED64, struct.pack("<d", time.time())) + event
        length = struct.pack("<Q", len(event))
        parts = [length, masked_crc(length), event, masked_crc(event)]
        self._file.write(b"".join(parts))  # type: ignore[union-attr]


def summary(metrics: dict[str, float]) -> bytes:
    """Return a Summary of simple values."""
    values = (
        field(1, BYTES, name.encode()) + field(2, FIXED32, struct.pack("<f", value))
        for name, value in metrics.items()
    )
    return b"".join(field(1, BYTES, value) for value in values)


def field(number: int, wire_type: int, value: bytes | int) -> bytes:
    """Return one field of a protocol buffer."""
    key = varint(number << 3 | wire_type)
    if isinstance(value, int):
        return key + varint(value)
    return key + (varint(len(value)) if wire_type == BYTES else b"") + value


def varint(value: int) -> bytes:
    """Return a number in groups of seven bits, the lowest first."""
    groups = []
    while value > 127:
        groups.append(value & 127 | 128)
        value >>= 7
    return bytes([*groups, value])


def masked_crc(data: bytes) -> bytes:
    """Return the checksum as the record format masks it."""
    crc = crc32c(data)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def crc32c(data: bytes) -> int:
    """Return CRC-32C; crc32c(b"123456789") is 0xE3069283."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (POLYNOMIAL if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF
