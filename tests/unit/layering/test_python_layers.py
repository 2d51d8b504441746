"""Rooms of the analysis package are layers, and no two of its files import each other."""

from pathlib import Path

import pytest
import python_layers

PACKAGE = Path(__file__).parents[3] / "analysis" / "temper"
IMPORTS = list(python_layers.read_imports(PACKAGE))


def test_every_room_has_its_place():
    rooms = {python_layers.room_of(module) for module in python_layers.modules(PACKAGE)}
    assert rooms == set(python_layers.ROOMS)


def test_imports_go_down_only():
    assert python_layers.room_violations(IMPORTS) == []


def test_no_files_import_each_other():
    assert python_layers.circles(IMPORTS) == []


def test_files_stay_short():
    assert [f for f in PACKAGE.rglob("*.py") if len(f.read_text().splitlines()) > 300] == []


# The checks must be able to fail: each finds what is planted.


@pytest.mark.parametrize(
    "line",
    [
        "from temper.run import Run",
        "import temper.run",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from temper.run import Run",
        "def f():\n    from temper.run import Run",
    ],
)
def test_a_planted_import_is_found(tmp_path, line):
    (tmp_path / "temper" / "files").mkdir(parents=True)
    (tmp_path / "temper" / "run.py").write_text("")
    (tmp_path / "temper" / "files" / "h5.py").write_text(line)
    imports = list(python_layers.read_imports(tmp_path / "temper"))
    assert python_layers.room_violations(imports) == ["temper.files.h5 imports temper.run"]


def test_a_planted_circle_is_found(tmp_path):
    (tmp_path / "temper").mkdir()
    (tmp_path / "temper" / "run.py").write_text("from temper import predict\n")
    (tmp_path / "temper" / "predict.py").write_text("from temper.run import Run\n")
    (tmp_path / "temper" / "__init__.py").write_text("")
    imports = list(python_layers.read_imports(tmp_path / "temper"))
    assert sorted(python_layers.circles(imports)) == ["temper.predict", "temper.run"]
