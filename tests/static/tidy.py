"""Runs clang-tidy on sources, on all cores; a source that passed is not run again.

Sources of a folder are read as one, since most of the time goes into what all of them include.
What a source's outcome depends on is its own text, that of the project's headers it includes, the
checks, the compiler's flags and the tool: a file in ~/.cache/temper-tidy, named by the hash of
these, stands for "passed".

    tests/static/tidy.py BUILD_FOLDER [FILE …]      without files: every source of src
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from itertools import groupby
from pathlib import Path

SOURCE = Path(__file__).parents[2]
SRC = SOURCE / "src"
TOGETHER = 24  # sources
PASSED = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "temper-tidy"


def tool() -> str:
    """clang-tidy 14 where there are several: other versions find other things."""
    return shutil.which("clang-tidy-14") or shutil.which("clang-tidy") or sys.exit("no clang-tidy")


@cache
def files_read(file: Path) -> frozenset[Path]:
    """The file and the project's headers that it includes, directly or not."""
    found = {file}
    for name in re.findall(r'^\s*#\s*include\s*"([^"]+)"', file.read_text(), re.MULTILINE):
        if (SRC / name).exists() and SRC / name != file:
            found |= files_read(SRC / name)
    return frozenset(found)


def fingerprint(file: Path, version: bytes) -> str:
    """Names the outcome of the check of one source."""
    digest = hashlib.sha256(version)
    for path in [SOURCE / ".clang-tidy", SOURCE / "CMakeLists.txt", *sorted(files_read(file))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def commands(build: Path) -> dict[str, dict]:
    """The build's compile commands by file, and one for each folder of src; without what GCC alone
    knows: its precompiled headers, which are read as text, and how it is told to save seconds."""
    gcc_alone = r" -Winvalid-pch -include \S+/cmake_pch\.hxx| --param=\S+| -fno-tree-\S+"
    found = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        clean = {**entry, "command": re.sub(gcc_alone, "", entry["command"])}
        found[entry["file"]] = clean
        if folder := re.search(r"/temper_(\w+)\.dir/", entry["command"]):
            found[folder[1]] = clean
    return found


def batches(sources: list[Path]) -> list[list[Path]]:
    """Sources of one folder, at most TOGETHER; alone those that are compiled for several targets,
    since they include themselves."""
    found = []
    for _, folder in groupby(sources, lambda source: source.parent):
        mates = list(folder)
        alone = [source for source in mates if "foreach_target" in source.read_text()]
        mates = [source for source in mates if source not in alone]
        found += [[source] for source in alone]
        found += [mates[i : i + TOGETHER] for i in range(0, len(mates), TOGETHER)]
    return found


def as_one(batch: list[Path], name: Path) -> Path:
    """A source that includes those of the batch; each `registered` gets a name of its own."""
    if len(batch) == 1:
        return batch[0]
    lines = [
        f'#define registered registered_{i}\n#include "{source}"\n#undef registered\n'
        for i, source in enumerate(batch)
    ]
    name.write_text("".join(lines))
    return name


def as_clang_reads(batches: list[list[Path]], build: Path) -> list[Path]:
    """What to run clang-tidy on, batch by batch; its compile commands are in build/tidy."""
    known = commands(build)
    place = build / "tidy"
    place.mkdir(exist_ok=True)
    units, entries = [], []
    for i, batch in enumerate(batches):
        unit = as_one(batch, place / f"{batch[0].parent.name}_{i}.cpp")
        like = known.get(str(batch[0])) or known[batch[0].parent.name]
        command = like["command"].replace(like["file"], str(unit))
        entries.append({**like, "file": str(unit), "command": command})
        units.append(unit)
    (place / "compile_commands.json").write_text(json.dumps(entries))
    return units


def check(unit: Path, batch: list[Path], build: Path) -> str:
    """Empty if the sources pass, else what clang-tidy says."""
    flags = ["--quiet", "--extra-arg=-Wno-unknown-warning-option"]  # the build may be GCC's
    if len(batch) > 1:
        flags.append("--checks=-bugprone-suspicious-include")
    run = subprocess.run(
        [tool(), *flags, "-p", build / "tidy", unit], capture_output=True, text=True, check=False
    )
    return "" if run.returncode == 0 else run.stdout or run.stderr


def main(build: Path, files: list[str]) -> int:
    """Whether something was found, as an exit code."""
    version = subprocess.run([tool(), "--version"], capture_output=True, check=True).stdout
    sources = [Path(file).resolve() for file in files] or sorted(SRC.rglob("*.cpp"))
    PASSED.mkdir(parents=True, exist_ok=True)
    passed = {source: PASSED / fingerprint(source, version) for source in sources}
    new = [source for source in sources if not passed[source].exists()]
    todo = batches(new)
    findings = []
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        units = as_clang_reads(todo, build.resolve())
        found_in = pool.map(partial(check, build=build.resolve()), units, todo)
        for batch, found in zip(todo, found_in, strict=True):
            findings += [found] if found else []
            for source in [] if found else batch:
                passed[source].touch()
    print(*findings, sep="\n")
    print(f"clang-tidy: {len(new)} of {len(sources)} sources read, {len(findings)} findings")
    return min(len(findings), 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
