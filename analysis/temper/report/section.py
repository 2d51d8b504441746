"""A part of the page: pictures and tables under one heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from temper.report.picture import Picture
from temper.report.table import Table


@dataclass(frozen=True)
class TitledTable:
    """A table with its heading; the slug is the name of its CSV file."""

    slug: str
    title: str
    table: Table


@dataclass(frozen=True)
class Section:
    """One entry of the contents."""

    slug: str
    title: str
    pictures: Sequence[Picture] = ()
    tables: Sequence[TitledTable] = ()

    @property
    def by_rung(self) -> bool:
        """Whether colours stand for rungs in any of its pictures."""
        return any(picture.by_rung for picture in self.pictures)


def section(
    slug: str, title: str, pictures: Sequence[Picture | None], tables: Sequence[TitledTable] = ()
) -> Section:
    """Make a section of what there is: pictures that were drawn, tables with rows."""
    drawn = [picture for picture in pictures if picture is not None]
    filled = [table for table in tables if table.table.rows]
    return Section(slug, title, without_gap(drawn), filled)


def without_gap(pictures: list[Picture]) -> list[Picture]:
    """Widen each narrow picture that would stand alone in its row."""
    placed: list[Picture] = []
    n_in_row = 0  # narrow pictures, since the last wide one
    for picture, follower in zip(pictures, [*pictures[1:], None], strict=False):
        n_in_row = 0 if picture.wide else n_in_row + 1
        is_last = follower is None or follower.wide
        is_alone = n_in_row % 2 == 1 and is_last
        placed.append(replace(picture, wide=True) if is_alone else picture)
    return placed
