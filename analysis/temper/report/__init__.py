"""A run as one self-contained page of words, pictures and tables."""

from temper.report.page import render, write_report

__all__ = ["render", "write_report"]
