"""The deliberate faults of tests/mutants can be applied to the sources as they are."""

import sys
from pathlib import Path

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SOURCE = Path(__file__).parents[3]
MUTANTS = tomllib.loads((SOURCE / "tests/mutants/mutants.toml").read_text())["mutant"]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant["name"])
def test_its_line_is_found_once(mutant):
    assert (SOURCE / mutant["file"]).read_text().count(mutant["find"]) == 1
