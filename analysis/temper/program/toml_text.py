"""Config files from Python: nested dictionaries, or dotted keys, as TOML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from os import PathLike
from typing import Any

import numpy as np


def toml_value(value: Any) -> str:  # noqa: ANN401  (whatever a config may hold)
    """Write one value; mappings become inline tables. Raises TypeError for what TOML lacks."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, str | PathLike):
        return json.dumps(str(value), ensure_ascii=False)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {toml_value(v)}" for key, v in value.items()) + "}"
    if isinstance(value, list | tuple | np.ndarray):
        return "[" + ", ".join(toml_value(v) for v in value) + "]"
    raise TypeError(f"a config can't hold {value!r}, a {type(value).__name__}")


def nested(config: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return a config by section: {"kernel.lr": 0.1} and {"kernel": {"lr": 0.1}} mean the same."""
    sections: dict[str, dict[str, Any]] = {}
    for key, value in config.items():
        section, dot, name = key.partition(".")
        if dot:
            sections.setdefault(section, {})[name] = value
        elif isinstance(value, Mapping):
            sections.setdefault(section, {}).update(value)
        else:
            raise TypeError(f"'{key}' is a section of the config: give it a dict, or '{key}.name'")
    return sections


def merged(*configs: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return one config of several, in which later ones win."""
    together: dict[str, dict[str, Any]] = {}
    for config in configs:
        for section, values in nested(config).items():
            together.setdefault(section, {}).update(values)
    return together


def toml_text(config: Mapping[str, Any]) -> str:
    """Write a config file."""
    lines = []
    for section, values in nested(config).items():
        lines.append(f"[{section}]")
        lines += [f"{name} = {toml_value(value)}" for name, value in values.items()]
    return "\n".join(lines) + "\n"
