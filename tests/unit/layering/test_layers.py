"""Folders of src are layers, libraries have one door, files stay short."""

import re
import subprocess
from pathlib import Path

import layers
import pytest

SOURCE = Path(__file__).parents[3]
SRC = SOURCE / "src"
USES = layers.read_uses((SOURCE / "CMakeLists.txt").read_text())
INCLUDES = list(layers.read_includes(SRC))

# What the design forbids, whatever CMakeLists.txt may come to say.
FORBIDDEN = [
    ("tempering", "comm"),
    ("tempering", "store"),
    ("comm", "tempering"),
    ("kernel", "net"),
    ("store", "kernel"),
]


def test_uses_lists_name_every_folder_of_src():
    folders = {folder.name for folder in SRC.iterdir() if any(folder.glob("*.cpp"))}
    assert folders <= set(USES)


def test_edges_go_down_only():
    assert layers.cycles(USES) == []


@pytest.mark.parametrize(("above", "below"), FORBIDDEN)
def test_edges_that_the_design_forbids_are_not_listed(above, below):
    assert below not in USES[above]


def test_includes_follow_the_uses_lists():
    assert layers.edge_violations(INCLUDES, USES) == []


def test_each_library_is_included_behind_its_door_only():
    assert layers.door_violations(INCLUDES) == []


def test_every_allowed_edge_is_needed():
    assert layers.unused_edges(INCLUDES, USES) == []


def test_a_type_is_defined_in_one_header_only():
    """All headers share namespace temper and one library: two definitions break the one definition
    rule without a word from compiler or linker. (-inl.h has a namespace for each SIMD target.)"""
    headers = {
        str(h.relative_to(SRC)): h.read_text()
        for h in SRC.rglob("*.h")
        if not h.name.endswith("-inl.h")
    }
    assert layers.defined_twice(headers) == []


def test_every_table_of_the_config_has_a_place_in_it():
    """One that is missing in standard_tables.h would be an unknown table where nobody reads it."""
    listed = set(re.findall(r'"(\w+)"', (SRC / "config/standard_tables.h").read_text()))
    read = {
        name
        for source in SRC.rglob("*.cpp")
        for name in re.findall(r'\.section\("(\w+)"\)', source.read_text())
    }
    assert read - {"landscape"} <= listed  # whose flags are read as a table of their own


def drawn_edges(page: str) -> dict[str, set[str]]:
    """The arrows of a page's mermaid picture."""
    drawing = re.sub(r"\[.*?\]", "", re.search(r"```mermaid\n(.*?)```", page, re.DOTALL)[1])
    arrows = (line.split("-->") for line in drawing.splitlines() if "-->" in line)
    return {above.strip(): set(re.findall(r"\w+", below)) for above, below in arrows}


def test_the_picture_of_the_architecture_is_that_of_the_uses_lists():
    """It draws each folder but those below all others, and leaves out edges that a way implies."""
    drawn = drawn_edges((SOURCE / "docs/architecture.md").read_text())
    low = {"base", "random", "config", "statistics", "files", "h5", "comm"}

    def reached(folder: str) -> set[str]:
        below = drawn.get(folder, set())
        return below.union(*map(reached, below))

    for above, below in drawn.items():
        assert below <= USES[above], above
    for above in set(USES) - low:
        assert USES[above] - low <= reached(above), above


def test_every_finding_of_a_diagnosis_is_specified():
    ids = {
        name
        for source in (SRC / "diagnosis").glob("*.cpp")
        for name in re.findall(r'"([a-z]+\.[a-z-]+)"', source.read_text())
    }
    specified = re.findall(r"`([a-z]+\.[a-z-]+)`", (SRC / "diagnosis/FORMAT.md").read_text())
    assert ids
    assert ids - set(specified) == set()


def test_files_stay_short():
    files = [*SRC.rglob("*.h"), *SRC.rglob("*.cpp")]
    assert [f for f in files if len(f.read_text().splitlines()) > 400] == []


def test_a_source_includes_its_own_header_first():
    """So that the compiler shows that the header stands alone."""
    first = {}
    for include in INCLUDES:
        first.setdefault(include.file, include.target)
    for source, target in first.items():
        header = source.with_suffix(".h")
        if source.suffix == ".cpp" and (SRC / header).exists():
            assert target == header.as_posix(), f"src/{source}"


def headers_without_source():
    return [h for h in sorted(SRC.rglob("*.h")) if not h.with_suffix(".cpp").exists()]


@pytest.mark.parametrize("header", headers_without_source(), ids=lambda h: str(h.relative_to(SRC)))
def test_a_header_without_source_compiles_alone(header, compile_flags):
    if header.name.endswith("-inl.h"):
        pytest.skip("included once per SIMD target, by its source")
    command = [
        "g++",
        *compile_flags,
        "-fsyntax-only",
        "-x",
        "c++",
        "-include",
        str(header),
        "/dev/null",
    ]
    subprocess.run(command, check=True)


# The checks must be able to fail: each finds what is planted.


def planted(tmp_path: Path, file: str, include: str) -> list[layers.Include]:
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(f"// a comment\n#include {include}\n")
    return list(layers.read_includes(tmp_path))


@pytest.mark.parametrize(
    ("file", "include"),
    [
        ("tempering/swap_phase.cpp", '"comm/communicator.h"'),
        ("comm/communicator.h", '"tempering/ladder.h"'),
        ("kernel/sgd.cpp", '"net/network.h"'),
        ("random/rng.cpp", '"config/section.h"'),
    ],
)
def test_a_planted_edge_is_found(tmp_path, file, include):
    assert len(layers.edge_violations(planted(tmp_path, file, include), USES)) == 1


@pytest.mark.parametrize(
    ("file", "include"),
    [
        ("store/run.cpp", "<hdf5.h>"),
        ("store/run.cpp", "<hdf5_hl.h>"),
        ("app/train.cpp", "<mpi.h>"),
        ("data/csv.cpp", "<toml++/toml.h>"),
        ("config/config.cpp", "<cxxopts.hpp>"),
        ("kernel/sgd.cpp", "<cblas.h>"),
        ("tempering/ladder.cpp", "<Eigen/Dense>"),
        ("posterior/prior.cpp", "<hwy/highway.h>"),
    ],
)
def test_a_planted_library_is_found(tmp_path, file, include):
    assert len(layers.door_violations(planted(tmp_path, file, include))) == 1


def test_an_edge_that_nobody_needs_is_found(tmp_path):
    includes = planted(tmp_path, "app/train.cpp", '"base/rng.h"')
    uses = {"app": {"base", "config"}, "base": set()}
    assert layers.unused_edges(includes, uses) == ["app needn't use config"]


def test_a_type_with_two_homes_is_found():
    headers = {
        "a/path.h": "struct Path {\n};\nclass Later;\n",
        "b/path.h": "class Path final : X {",
        "c/later.h": "class Later {};",
    }
    assert layers.defined_twice(headers) == ["Path: a/path.h, b/path.h"]


def test_a_cycle_is_found():
    assert layers.cycles({"base": set(), "a": {"b"}, "b": {"a", "base"}}) == ["a", "b"]


def test_uses_lists_are_read_over_several_lines():
    cmake = (
        "temper_folder(base LINKS hwy)\ntemper_folder(app USES base\n    config LINKS fmt::fmt)\n"
    )
    assert layers.read_uses(cmake) == {"base": set(), "app": {"base", "config"}}
