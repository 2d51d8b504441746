"""Runs clang-tidy on sources, on all cores; a source that passed is not run again.

What a source's outcome depends on is its own text, that of the project's headers it includes,
the checks, the compiler's flags and the tool: a file in ~/.cache/temper-tidy, named by the hash
of these, stands for "passed".

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
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[2]
SRC = SOURCE / "src"
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


def as_clang_reads(build: Path) -> Path:
    """A copy of the build's compile commands, one a source, without what GCC alone knows: its
    precompiled headers, which are read as text, and how it is told to save seconds."""
    gcc_alone = r" -Winvalid-pch -include \S+/cmake_pch\.hxx| --param=\S+| -fno-tree-\S+"
    commands = json.loads((build / "compile_commands.json").read_text())
    for entry in commands:
        entry["command"] = re.sub(gcc_alone, "", entry["command"])
    folder = build / "tidy"
    folder.mkdir(exist_ok=True)
    (folder / "compile_commands.json").write_text(json.dumps(commands + one_by_one(commands)))
    return folder


def one_by_one(commands: list[dict]) -> list[dict]:
    """Commands of the sources that the build compiles with others as one: those of their folder."""
    known = {Path(entry["file"]) for entry in commands}
    of_folder = {}
    for entry in commands:
        if folder := re.search(r"/temper_(\w+)\.dir/Unity/", entry["file"]):
            of_folder[folder[1]] = entry
    apart = []
    for source in SRC.glob("*/*.cpp"):
        if source not in known and source.parent.name in of_folder:
            together = of_folder[source.parent.name]
            command = together["command"].replace(together["file"], str(source))
            apart.append({**together, "file": str(source), "command": command})
    return apart


def check(file: Path, build: Path, version: bytes) -> str:
    """Empty if the source passes, else what clang-tidy says."""
    passed = PASSED / fingerprint(file, version)
    if passed.exists():
        return ""
    flags = ["--quiet", "--extra-arg=-Wno-unknown-warning-option"]  # the build may be GCC's
    run = subprocess.run(
        [tool(), *flags, "-p", build, file], capture_output=True, text=True, check=False
    )
    if run.returncode != 0:
        return run.stdout or run.stderr
    PASSED.mkdir(parents=True, exist_ok=True)
    passed.touch()
    return ""


def main(build: Path, files: list[str]) -> int:
    """The number of sources that don't pass, as an exit code."""
    version = subprocess.run([tool(), "--version"], capture_output=True, check=True).stdout
    sources = [Path(file).resolve() for file in files] or sorted(SRC.rglob("*.cpp"))
    build = as_clang_reads(build)
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        findings = [f for f in pool.map(lambda s: check(s, build, version), sources) if f]
    print(*findings, sep="\n")
    print(f"clang-tidy: {len(findings)} of {len(sources)} sources have findings")
    return min(len(findings), 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
