"""Methods side by side at equal cost, as `temper compare` leaves them."""

from temper.comparison.file import (
    Comparison,
    Line,
    is_comparison,
    open_comparison,
    read_answers,
)

__all__ = ["Comparison", "Line", "is_comparison", "open_comparison", "read_answers"]
