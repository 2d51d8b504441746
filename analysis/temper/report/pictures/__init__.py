"""The pictures of the report, in the order in which the page shows them."""

from __future__ import annotations

from dataclasses import replace

from temper.report.facts import Facts
from temper.report.picture import Picture
from temper.report.pictures.energy import energy_by_replica, energy_by_rung
from temper.report.pictures.flow import flow, rungs_over_time
from temper.report.pictures.histograms import energy_histograms
from temper.report.pictures.ladder import acceptance
from temper.report.pictures.landscape import landscape_pictures
from temper.report.pictures.metrics import metrics_over_draws
from temper.report.pictures.predictions import prediction_pictures
from temper.report.pictures.temperature import effective_temperature


def all_pictures(facts: Facts) -> list[Picture]:
    """Draw every picture for which the run has numbers."""
    if facts.run.committed == 0:
        return []
    pictures = [
        energy_by_rung(facts),
        *metrics_over_draws(facts),
        *prediction_pictures(facts),
        acceptance(facts),
        energy_histograms(facts),
        flow(facts),
        rungs_over_time(facts),
        energy_by_replica(facts),
        effective_temperature(facts),
        *landscape_pictures(facts),
    ]
    return without_gap([picture for picture in pictures if picture is not None])


def without_gap(pictures: list[Picture]) -> list[Picture]:
    """Widen the last narrow picture if it would stand alone in its row."""
    narrow = [i for i, picture in enumerate(pictures) if not picture.wide]
    if len(narrow) % 2 == 1:
        pictures[narrow[-1]] = replace(pictures[narrow[-1]], wide=True)
    return pictures
