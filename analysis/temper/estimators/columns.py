"""Tables with text and categories as numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

MOST_CATEGORIES = 50  # as the program: more become no inputs of their own


class Columns:
    """Columns of text or categories as one column of 0 and 1 for each of their values.

    Numbers stay as they are. Only DataFrames of pandas and polars have such columns; arrays pass
    through. A value that wasn't there in `fit` is 0 in all of its columns.
    """

    def fit(self, table: Any) -> Columns:
        """Learn the values of each column of text. Raises ValueError for one that has too many."""
        self.values_ = {}
        for name in text_columns(table):
            values = sorted({str(value) for value in column_of(table, name)})
            if len(values) > MOST_CATEGORIES:
                raise ValueError(
                    f"column '{name}' is text with {len(values)} distinct values, more than the "
                    f"{MOST_CATEGORIES} that become inputs of their own; leave it out"
                )
            self.values_[name] = values
        return self

    def numbers(self, table: Any) -> Any:
        """Return the table as an array if it has text, else the table itself."""
        if not self.values_:
            return table
        parts = []
        for name in table.columns:
            column = column_of(table, name)
            if name not in self.values_:
                parts.append(np.asarray(column, dtype=float)[:, np.newaxis])
                continue
            text = np.array([str(value) for value in column], dtype=object)
            parts.append(
                (text[:, np.newaxis] == np.array(self.values_[name], object)).astype(float)
            )
        return np.concatenate(parts, axis=1)


def column_of(table: Any, name: Any) -> Any:
    """Return the values of one column."""
    return table[name].to_numpy() if hasattr(table[name], "to_numpy") else table[name]


def text_columns(table: Any) -> list[Any]:
    """Return the names of a DataFrame's columns that hold text or categories."""
    if not (hasattr(table, "columns") and hasattr(table, "dtypes")):
        return []
    return [name for name in table.columns if is_text(table[name])]


def is_text(column: Any) -> bool:
    """Tell whether a column holds text, categories or a mixture with text."""
    kind = str(column.dtype).lower()
    if kind.startswith(("cat", "enum", "str", "utf8")):
        return True
    return kind == "object" and any(isinstance(value, str) for value in column)
