"""Rows as a network takes them: columns by name, with what training did to them."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np

from temper.files.errors import RunError
from temper.network import Network
from temper.stored_run import StoredRun

MISSING = frozenset({"", "na", "n/a", "nan", "<na>", "null", "nat", "#n/a"})


def encoded(run: StoredRun, network: Network, rows: object) -> np.ndarray:
    """Return rows as numbers [n, n_inputs] or [n, *image shape] in the data's own units.

    Parameters
    ----------
    run : StoredRun
    network : Network
        The run's.
    rows : DataFrame, mapping of names to columns, or array
        With names, columns are found by name, in any order, and get the encodings of training;
        without, they must stand as training had them.

    Raises
    ------
    RunError
        For a column that is missing or unknown, a category that training hadn't, a missing value
        where training had none, and an array of another width.
    """
    if isinstance(rows, Mapping) or hasattr(rows, "columns"):
        return from_columns(run, rows)
    return from_array(network, rows)


def from_array(network: Network, rows: object) -> np.ndarray:
    """Check an array: its width, and that it holds finite numbers."""
    try:
        values = np.asarray(rows, dtype=np.float64)
    except (TypeError, ValueError):
        raise RunError("predict: the rows are no numbers; give a DataFrame for text") from None
    shapes = {(network.n_inputs,), network.input_shape}
    if values.ndim == 0 or values.shape[1:] not in shapes:
        wanted = " x ".join(str(n) for n in network.input_shape)
        raise RunError(f"predict: the array is {values.shape}; rows x {wanted} are wanted")
    if not np.isfinite(values).all():
        raise RunError("predict: the array has NaN or infinite values; fill them in")
    return np.asarray(rows) if np.asarray(rows).dtype == np.float32 else values


def from_columns(run: StoredRun, rows: object) -> np.ndarray:
    """Encode a table by the names of its columns."""
    names = [str(name) for name in (rows if isinstance(rows, Mapping) else rows.columns)]
    schema = json.loads(run.attributes.get("data_schema") or "{}")
    columns = schema.get("columns") or [
        {"name": name, "kind": "number"} for name in run.attributes.get("input_names", [])
    ]
    if not columns:
        raise RunError("predict: the run's inputs have no names; give an array")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise RunError(f"predict: two columns have the name '{twice}'; rename one of them")
    require_names(names, [column["name"] for column in columns], schema)
    keys = dict(zip(names, rows if isinstance(rows, Mapping) else rows.columns, strict=True))
    pieces = [encode(column, np.asarray(rows[keys[column["name"]]])) for column in columns]
    return np.concatenate(pieces, axis=1)


def require_names(names: list[str], wanted: list[str], schema: dict) -> None:
    """Refuse a table that lacks a column of training, or has one that training didn't know."""
    absent = [name for name in wanted if name not in names]
    beside = {*schema.get("beside", []), schema.get("index")}
    strange = [name for name in names if name not in wanted and name not in beside]
    if absent:
        raise RunError(
            f"predict: there is no column {', '.join(absent)}; the run was trained on it"
        )
    if strange:
        raise RunError(f"predict: the run was trained without {', '.join(strange)}; leave it out")


def encode(column: dict, values: np.ndarray) -> np.ndarray:
    """Encode one column: [n, inputs that it makes]."""
    name = column["name"]
    missing = np.array([is_missing(value) for value in values], dtype=bool)
    if missing.any() and not column.get("has_indicator"):
        raise RunError(f"predict: column '{name}' lacks a value in row {missing.argmax()}")
    if column["kind"] == "number":
        pieces = [numbers(name, values, missing, column.get("fill", 0.0))[:, np.newaxis]]
    else:
        pieces = [one_hot(name, values, missing, column["categories"])]
    if column.get("has_indicator"):
        pieces.append(missing[:, np.newaxis])
    return np.concatenate(pieces, axis=1, dtype=np.float64)


def is_missing(value: object) -> bool:
    """Tell None, NaN, pandas.NA and the usual words."""
    if value is None or (isinstance(value, str) and value.strip().lower() in MISSING):
        return True
    return bool(np.isnan(value)) if isinstance(value, float | np.floating) else str(value) == "<NA>"


def numbers(name: str, values: np.ndarray, missing: np.ndarray, fill: float) -> np.ndarray:
    """Return the numbers of a column, with `fill` where they are missing."""
    result = np.full(len(values), fill, dtype=np.float64)
    try:
        result[~missing] = np.asarray(values[~missing], dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise RunError(
            f"predict: column '{name}' holds no numbers: {error}; make numbers of them, or give "
            "the file itself to 'temper predict', which reads it as training did"
        ) from None
    if not np.isfinite(result).all():
        row = np.flatnonzero(~np.isfinite(result))[0]
        raise RunError(f"predict: column '{name}' is infinite in row {row}")
    return result


def one_hot(
    name: str, values: np.ndarray, missing: np.ndarray, categories: list[str]
) -> np.ndarray:
    """Return a column of 0 and 1 for each category."""
    place = {category: i for i, category in enumerate(categories)}
    result = np.zeros((len(values), len(categories)))
    for row in np.flatnonzero(~missing):
        word = text_of(values[row])
        if isinstance(values[row], bool | np.bool_):  # TRUE and true are bools to pandas
            word = next((each for each in (word.upper(), word.lower()) if each in place), word)
        if word not in place:
            known = ", ".join(categories[:8])
            raise RunError(
                f"predict: column '{name}': '{word}' is no category of training; it had {known}"
            )
        result[row, place[word]] = 1
    return result


def text_of(value: object) -> str:
    """Return a value as a table has it: 3.0 is "3"."""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value).strip()
