"""What may import what in the analysis package: read out of the import lines of its files."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# Rooms of the package from the bottom to the top: each may import rooms above it in this list and
# its own files. A room is a folder or a file of analysis/temper.
ROOMS = [
    "potential",
    "files",
    "tables",
    "comparison",
    "committed_run",
    "stored_run",
    "network",
    "diagnostics",
    "encoding",
    "predict",
    "inference_data",
    "side_by_side",
    "run",
    "program",
    "predictive",
    "estimators",
    "export",
    "report",
    "__init__",
]


class Import(NamedTuple):
    """One import of a module of the package by another, both by their dotted names."""

    module: str
    target: str

    @property
    def rooms(self) -> tuple[str, str]:
        """The rooms of both."""
        return room_of(self.module), room_of(self.target)


def room_of(module: str) -> str:
    """The part after `temper`; the package itself is `__init__`."""
    return module.partition(".")[2].split(".")[0] or "__init__"


def modules(package: Path) -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for file in sorted(package.rglob("*.py")):
        parts = file.relative_to(package.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


def read_imports(package: Path) -> Iterator[Import]:
    """Every import within the package: at the top, in functions, and for type checking alone."""
    known = modules(package)
    for module, file in known.items():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            for target in sorted(targets(node, known)):
                yield Import(module, target)


def targets(node: ast.AST, known: dict[str, Path]) -> set[str]:
    """The modules of the package that a statement imports."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names if alias.name in known}
    if not isinstance(node, ast.ImportFrom) or node.module not in known:
        return set()
    return {n if (n := f"{node.module}.{alias.name}") in known else node.module
            for alias in node.names}  # fmt: skip


def room_violations(imports: list[Import]) -> list[str]:
    """Imports of a room that stands higher up, or of one that has no place in ROOMS."""
    return [
        f"{i.module} imports {i.target}"
        for i in imports
        for above, below in [i.rooms]
        if above not in ROOMS or below not in ROOMS or ROOMS.index(below) > ROOMS.index(above)
    ]


def circles(imports: list[Import]) -> list[str]:
    """Modules that can reach themselves."""
    graph: dict[str, set[str]] = {}
    for module, target in imports:
        graph.setdefault(module, set()).add(target)

    def below(module: str, seen: set[str]) -> set[str]:
        for target in graph.get(module, set()) - seen:
            seen |= {target}
            below(target, seen)
        return seen

    return [module for module in graph if module in below(module, set())]
