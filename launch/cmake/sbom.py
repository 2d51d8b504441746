"""Prints the bill of materials of a release, CycloneDX 1.5: what it is built on and imports.

sbom.py VERSION
"""

import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from wheel_metadata import SOURCE, dynamic_metadata

FOUND = ("MPI", "HDF5", "BLAS", "zlib")  # whichever the machine has


def pinned() -> list[dict]:
    """Libraries that TEMPER_FETCH gets, with their hashes."""
    text = (SOURCE / "launch" / "cmake" / "dependencies.cmake").read_text()
    return [
        {
            "type": "library",
            "name": name,
            "version": re.search(r"_([0-9]+(?:[.][0-9]+)*)", path)[1],
            "hashes": [{"alg": "SHA-256", "content": sha}],
            "externalReferences": [
                {
                    "type": "distribution",
                    "url": f"http://deb.debian.org/debian/pool/main/{path}",
                }
            ],
        }
        for name, path, sha in re.findall(
            r"^temper_(?:headers|library)\(\S+ (\S+) .*?PATH (\S+)\s+SHA256 (\w+)",
            text,
            re.MULTILINE | re.DOTALL,
        )
    ]


def imported() -> list[dict]:
    """Packages of Python that the analysis package imports."""
    names = [re.match(r"[\w-]+", item)[0] for item in dynamic_metadata("dependencies")]
    return [{"type": "library", "name": n, "purl": f"pkg:pypi/{n.lower()}"} for n in names]


def main(version: str) -> None:
    """Print it."""
    root = {
        "type": "application",
        "name": "temper",
        "version": version,
        "licenses": [{"license": {"id": "BSD-3-Clause"}}],
    }
    found = [{"type": "library", "name": name} for name in FOUND]
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": root},
        "components": [*pinned(), *found, *imported()],
    }
    print(json.dumps(bill, indent=1))


if __name__ == "__main__":
    main(sys.argv[1])
