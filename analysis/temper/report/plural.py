"""Numbers of things in words."""

from __future__ import annotations


def plural(n: int, noun: str) -> str:
    """Return "1 sweep" or "1,000 sweeps"."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
