"""The calls that a job made, as shim.cpp recorded them, and the folders that they make."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Call:
    rank: int
    name: str  # create, truncate, write, resize, grow, sync, rename, remove, mkdir, link
    path: str
    second: str  # what path is renamed to
    offset: int  # of a write; else a length of the file
    data: bytes

    def half(self) -> "Call":
        """As a process leaves it that is killed while it writes."""
        return Call(
            self.rank, self.name, self.path, "", self.offset, self.data[: len(self.data) // 2]
        )


def read_recording(log: Path) -> list[Call]:
    calls = []
    with log.open("rb") as file:
        while line := file.readline():
            rank, name, path, second, offset, length = line.decode().rstrip("\n").split("\t")
            data = file.read(int(length))
            calls.append(Call(int(rank), name, path, second, int(offset), data))
    return calls


@dataclass
class Disk:
    """Files and folders, by path."""

    files: dict[str, bytearray] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)

    def copy(self) -> "Disk":
        files = {path: bytearray(data) for path, data in self.files.items()}
        return Disk(files, list(self.folders))

    def apply(self, call: Call) -> None:
        if call.name == "mkdir":
            if call.path not in self.folders:
                self.folders.append(call.path)
        elif call.name == "create":
            self.files.setdefault(call.path, bytearray())
        elif call.name == "truncate":
            self.files[call.path] = bytearray()
        elif call.name == "write":
            self.write(call)
        elif call.name == "resize":
            self.resize(call.path, call.offset)
        elif call.name == "grow":
            self.resize(call.path, max(call.offset, len(self.files[call.path])))
        elif call.name == "rename":
            # diagnosis.json is written by a stream, which isn't recorded: a judgement, not the run
            if call.path in self.files or "/diagnosis.json." not in call.path:
                self.files[call.second] = self.files.pop(call.path)
        elif call.name == "remove":
            self.files.pop(call.path, None)
            self.folders = [path for path in self.folders if path != call.path]
        else:
            assert call.name == "sync", f"cannot replay {call.name}"

    def write(self, call: Call) -> None:
        data = self.files[call.path]
        end = call.offset + len(call.data)
        if len(data) < end:
            data.extend(bytes(end - len(data)))
        data[call.offset : end] = call.data

    def resize(self, path: str, length: int) -> None:
        data = self.files[path]
        del data[length:]
        data.extend(bytes(length - len(data)))

    def save(self, recorded: str, folder: Path) -> None:
        """Makes `folder` what the folder `recorded` was."""
        shutil.rmtree(folder, ignore_errors=True)
        for path in sorted(self.folders):
            (folder / path.removeprefix(recorded).lstrip("/")).mkdir(parents=True, exist_ok=True)
        for path, data in self.files.items():
            (folder / path.removeprefix(recorded).lstrip("/")).write_bytes(data)
