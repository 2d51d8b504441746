"""Metadata of the wheel, from where it stands already, so that it can't drift apart."""

import re
import sys
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SOURCE = Path(__file__).parents[2]

# libmpi and mpirun. Versions 4 and 5 have the same binary interface.
MPI = "openmpi>=4.1.7,<6; sys_platform == 'linux'"


def dynamic_metadata(field: str, settings: dict | None = None) -> object:
    """Return the value of a field of [project], as scikit-build-core asks for it."""
    analysis = tomllib.loads((SOURCE / "analysis" / "pyproject.toml").read_text())["project"]
    match field:
        case "version":
            text = (SOURCE / "CMakeLists.txt").read_text()
            return re.search(r"project\(Temper VERSION ([0-9.]+)", text)[1]
        case "dependencies":
            return [*analysis["dependencies"], MPI]
        case "optional-dependencies":
            extras = analysis["optional-dependencies"]
            return {
                name: [item.replace("temper[", "temper-pt[") for item in items]
                for name, items in extras.items()
            }
        case "scripts":
            return analysis["scripts"]
    raise ValueError(f"the wheel's {field} stands in pyproject.toml")
