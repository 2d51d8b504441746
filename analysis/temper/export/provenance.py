"""What an exported file says of itself."""

from __future__ import annotations

import json

import numpy as np

from temper.files.replace import MARK
from temper.stored_run import StoredRun

LISTS = (
    "input_names",
    "class_names",
    "target_names",
    "input_mean",
    "input_sd",
    "target_mean",
    "target_sd",
)


def provenance(run: StoredRun) -> dict[str, str]:
    """Return names, scaling, units and origin as text; lists and tables as JSON.

    Keys
    ----
    input_names, class_names, target_names : what inputs and outputs are
    input_mean, input_sd, target_mean, target_sd : x_original = mean + sd x, where standardised
    units : by column, what stood around its numbers
    data_schema : how columns became inputs
    task, data_name, seed, temper_version, run
    generator : by this a later export knows the file as one that it may replace
    """
    attributes = run.attributes
    known = {
        name: json.dumps(np.asarray(attributes[name]).tolist())
        for name in LISTS
        if len(attributes.get(name, []))
    }
    schema = attributes.get("data_schema") or "{}"
    columns = json.loads(schema).get("columns", [])
    known["units"] = json.dumps({c["name"]: c["unit"] for c in columns if "unit" in c})
    known["data_schema"] = schema
    for name in ("task", "data_name", "seed", "temper_version"):
        known[name] = str(attributes.get(name, ""))
    return {**known, "run": run.path.name, "generator": MARK.decode()}
