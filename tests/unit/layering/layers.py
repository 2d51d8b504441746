"""What may include what: read out of CMakeLists.txt and compared with the #include lines of src."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# Each library has one door: the folders of src whose files may include its headers.
DOORS = {
    r"hdf5": {"h5"},
    r"mpi\.h$": {"comm"},
    r"toml\+\+": {"config"},
    r"cxxopts": {"app"},
    r"cblas|openblas": {"net"},
    r"Eigen": {"potential", "posterior", "kernel", "method", "landscape"},
    r"Spectra|LBFGS": {"landscape"},
    r"nlohmann": {"files", "data", "diagnosis", "app"},
    r"Python\.h": {"potential"},
    r"hwy/": {"base", "random", "net", "kernel"},
    r"zlib": {"files", "store", "h5"},
}


class Include(NamedTuple):
    """One #include line: the file it stands in (relative to src) and what it names."""

    file: Path
    target: str

    @property
    def folder(self) -> str:
        """The folder of src that the including file is in."""
        return self.file.parts[0]


def read_uses(cmake: str) -> dict[str, set[str]]:
    """Folders with the folders they may use, from the lines temper_folder(name USES … LINKS …)."""
    calls = re.findall(r"^temper_folder\((\w+)([^)]*)\)", cmake, re.MULTILINE)
    uses = {name: re.search(r"USES\s+([\w\s]+?)\s*(?:LINKS|$)", rest) for name, rest in calls}
    return {name: set(match[1].split()) if match else set() for name, match in uses.items()}


def read_includes(src: Path) -> Iterator[Include]:
    """Every #include line of every C++ file below `src`."""
    for file in sorted(src.rglob("*")):
        if file.suffix in {".h", ".cpp"}:
            for target in re.findall(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', file.read_text(), re.M):
                yield Include(file.relative_to(src), target)


def edge_violations(includes: list[Include], uses: dict[str, set[str]]) -> list[str]:
    """Includes of another folder of src that the USES list of the including folder lacks."""
    return [
        f"src/{i.file} includes {i.target}: {i.folder} may use {sorted(uses.get(i.folder, set()))}"
        for i in includes
        for used in [i.target.split("/")[0]]
        if used in uses and used != i.folder and used not in uses.get(i.folder, set())
    ]


def door_violations(includes: list[Include]) -> list[str]:
    """Includes of a library's header outside its door."""
    return [
        f"src/{i.file} includes {i.target}: only {sorted(folders)} may"
        for i in includes
        for header, folders in DOORS.items()
        if re.match(header, i.target) and i.folder not in folders
    ]


def unused_edges(includes: list[Include], uses: dict[str, set[str]]) -> list[str]:
    """Folders in USES lists that no #include of the using folder needs: the drawing would lie."""
    needed = {(i.folder, i.target.split("/")[0]) for i in includes}
    return [
        f"{above} needn't use {below}"
        for above in uses
        for below in sorted(uses[above])
        if (above, below) not in needed
    ]


def types_defined(header: str) -> set[str]:
    """Names of the types that a header defines in namespace temper itself."""
    at_top = re.compile(r"^(?:struct|class|enum class|using)\s+(\w+)[^;{]*(?:\{|=)", re.MULTILINE)
    return set(at_top.findall(header))


def defined_twice(headers: dict[str, str]) -> list[str]:
    """Types that two headers define; by path, the text of each."""
    homes: dict[str, list[str]] = {}
    for path, text in headers.items():
        for name in types_defined(text):
            homes.setdefault(name, []).append(path)
    return [
        f"{name}: {', '.join(paths)}" for name, paths in sorted(homes.items()) if len(paths) > 1
    ]


def cycles(uses: dict[str, set[str]]) -> list[str]:
    """Folders that can reach themselves."""

    def below(folder: str, seen: set[str]) -> set[str]:
        for used in uses.get(folder, set()) - seen:
            seen |= {used}
            below(used, seen)
        return seen

    return [folder for folder in uses if folder in below(folder, set())]
