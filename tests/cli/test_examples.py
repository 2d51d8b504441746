"""Every example config is accepted as it stands, and its resolved config says the same again."""

import sys
from pathlib import Path

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(__file__).parents[2] / "launch" / "examples"
EXAMPLES = sorted(set(FOLDER.glob("*.toml")) - {FOLDER / "compare.toml"})  # run by test_compare.py


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_is_accepted_and_resolves_to_itself(example, temper, tmp_path):
    (tmp_path / "mine.csv").write_text(
        "rooms,price\n" + "".join(f"{i},{3 * i}\n" for i in range(90))
    )
    resolved = temper("train", example, "--print-config", cwd=tmp_path).stdout
    (tmp_path / "resolved.toml").write_text(resolved)
    again = temper("train", "resolved.toml", "--print-config", cwd=tmp_path).stdout
    assert tomllib.loads(again) == tomllib.loads(resolved)
