"""Rows by name: `run.predict` of a table, in any order, with the encodings of training."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from temper.export import command
from temper.files.errors import RunError
from test_export import N_INPUTS, SCALED, network_run

SCHEMA = {
    "columns": [
        {"name": "a", "kind": "number", "unit": "kg"},
        {"name": "c", "kind": "one-hot", "categories": ["1", "2", "blue"]},
        {"name": "d", "kind": "number", "has_indicator": True, "fill": 7.0},
    ],
    "beside": ["y"],
    "missing": [],
    "decimal": ".",
    "index": "id",
}
NAMES = ["a", "c=1", "c=2", "c=blue", "d", "d missing"]


@pytest.fixture
def run(tmp_path):
    """A classifier on a table of three columns."""
    attributes = {"data_schema": json.dumps(SCHEMA), "input_names": NAMES, "seed": 5}
    names = {"class_names": ["no", "perhaps", "yes"], "task": "classification"}
    return network_run(tmp_path / "run", "softmax", 3, **SCALED, **attributes, **names)


def test_columns_are_found_by_name_and_encoded(run):
    table = pd.DataFrame({"d": [1.0, None], "y": [0, 0], "c": [2, "blue"], "a": [3.0, 4.0]})
    as_array = np.array([[3, 0, 1, 0, 1, 0], [4, 0, 0, 1, 7, 1]], dtype=float)
    expected = run.predict(as_array)
    np.testing.assert_array_equal(run.predict(table), expected)
    np.testing.assert_array_equal(run.predict(table[["a", "c", "d"]]), expected)
    assert list(expected["class"].values) == ["no", "perhaps", "yes"]


def test_two_columns_of_one_name_are_refused(run):
    table = pd.DataFrame([[1.0, 2.0, "blue", 3.0]], columns=["a", "a", "c", "d"])
    with pytest.raises(RunError, match="two columns have the name 'a'"):
        run.predict(table)


def test_true_and_false_of_a_table_are_its_categories(tmp_path):
    columns = [
        {"name": "c", "kind": "one-hot", "categories": ["FALSE", "TRUE", "f", "g", "h", "i"]}
    ]
    schema = json.dumps({**SCHEMA, "columns": columns})
    run = network_run(tmp_path / "run", "softmax", 3, data_schema=schema, **SCALED)
    as_text = run.predict({"c": ["TRUE", "FALSE"]})
    np.testing.assert_array_equal(run.predict({"c": [True, False]}), as_text)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"a": [1.0], "c": ["blue"]}, "no column d"),
        ({"a": [1.0], "c": ["blue"], "d": [1.0], "z": [0]}, "without z"),
        ({"a": [1.0], "c": ["red"], "d": [1.0]}, "'red' is no category"),
        ({"a": [None], "c": ["blue"], "d": [1.0]}, "column 'a' lacks a value in row 0"),
        ({"a": ["x"], "c": ["blue"], "d": [1.0]}, "column 'a' holds no numbers"),
        ({"a": ["5 kg"], "c": ["blue"], "d": [1.0]}, "give the file itself to 'temper predict'"),
        (np.ones((2, 3)), "(2, 3); rows x 6"),
        (np.ones(6), "rows x 6"),
        (np.array([["1"] * 5 + ["x"]]), "no numbers"),
        (np.full((1, 6), np.nan), "NaN"),
    ],
)
def test_what_does_not_fit_is_refused(run, table, message):
    rows = pd.DataFrame(table) if isinstance(table, dict) else table
    with pytest.raises(RunError, match=re.escape(message)):
        run.predict(rows)


def test_exports_say_what_they_are_and_follow_the_umask(run, tmp_path):
    import onnx  # noqa: PLC0415
    from safetensors import safe_open  # noqa: PLC0415

    for to in ("onnx", "safetensors"):
        path = str(tmp_path / "new" / "best")
        assert command.main([str(run.path), "--to", to, "-o", path]) == 0
    model = onnx.load(f"{path}.onnx")
    said = {prop.key: prop.value for prop in model.metadata_props}
    with safe_open(f"{path}.safetensors", "numpy") as file:
        assert file.metadata() == said
    assert json.loads(said["input_names"]) == NAMES
    assert json.loads(said["class_names"]) == ["no", "perhaps", "yes"]
    assert json.loads(said["units"]) == {"a": "kg"}
    assert json.loads(said["input_mean"]) == list(range(N_INPUTS))
    assert said["seed"] == "5"
    modes = {(tmp_path / "new" / f"best.{end}").stat().st_mode for end in ("onnx", "safetensors")}
    assert len(modes) == 1
