"""Writes diagnosis.json as the program does, by its format."""

from __future__ import annotations

import json
from pathlib import Path

HEALTHY = {
    "format": "temper-diagnosis",
    "format_version": 1,
    "temper_version": "0.1.0",
    "run": {"committed": 2100, "kept_sweeps": 2000, "rungs": 4, "copies": 2, "purpose": "sample"},
    "verdict": {"light": "green", "sentence": "replicas mix well"},
    "findings": [],
    "quantities": [
        {
            "name": "energy U",
            "mean": 1.5,
            "standard_error": 0.02,
            "r_hat": 1.001,
            "bulk_size": 3900.0,
            "tail_size": 3700.0,
            "values_a_copy": 2000,
            "upper_mode_share": [],
        },
        {"name": "projection 1", "mean": 0.0, "standard_error": None, "r_hat": None},
    ],
    "ladder": {
        "schedule": "even-odd",
        "acceptance": [0.8, 0.7, 0.75],
        "rejection": [0.2, 0.3, 0.25],
        "mean_acceptance": 0.75,
        "tightest_pair": 1,
        "barrier": 0.75,
        "rungs_wanted": 3,
        "round_trips": 1300,
        "round_trips_by_replica": [162] * 8,
        "round_trip_rate": 0.33,
        "predicted_round_trips": 1312.0,
    },
    "temperatures": [
        {
            "rung": rung,
            "nominal": 2.0**rung,
            "verdict": "agrees",
            "clipped_share": None,
            "kinetic": {"mean": 2.0**rung, "standard_error": 0.001, "verdict": "agrees"},
            "configurational": None,
        }
        for rung in range(4)
    ],
}


def write_diagnosis(folder: Path, **changes: object) -> Path:
    """Write that of a healthy run into a run's folder, with some of its keys changed."""
    (folder / "diagnosis.json").write_text(json.dumps({**HEALTHY, **changes}))
    return folder
