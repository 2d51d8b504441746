"""What a fit may take."""

from __future__ import annotations

import re

UNITS = {"h": 3600.0, "min": 60.0, "m": 60.0, "s": 1.0}


def cpu_seconds_of(budget: float | str) -> float:
    """Return CPU seconds: of a number itself; of text as run.budget has it, "600 cpu-s", "1h30m".

    Raises ValueError for what is neither, and for what isn't above 0.
    """
    text = str(budget).strip().removesuffix("cpu-s").strip()
    parts = re.findall(r"([\d.]+)\s*(h|min|m|s)", text)
    try:
        seconds = sum(float(n) * UNITS[unit] for n, unit in parts) if parts else float(text)
    except ValueError:
        seconds = 0.0
    if not seconds > 0 or (parts and re.sub(r"[\d.]+\s*(h|min|m|s)\s*", "", text)):
        raise ValueError(
            f"budget must be CPU seconds above 0, or a time as '2m' or '1h30m', got {budget!r}"
        )
    return seconds
