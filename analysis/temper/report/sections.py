"""The sections of a run's page, in their order."""

from __future__ import annotations

from temper.report import tables
from temper.report.facts import Facts
from temper.report.pictures.energy import energy_pictures
from temper.report.pictures.flow import flow, rungs_over_time
from temper.report.pictures.histograms import energy_histograms
from temper.report.pictures.ladder import acceptance
from temper.report.pictures.landscape import landscape_pictures
from temper.report.pictures.metrics import metrics_over_draws
from temper.report.pictures.parameters import parameter_pictures
from temper.report.pictures.predictions import prediction_pictures
from temper.report.pictures.temperature import effective_temperature
from temper.report.section import Section, TitledTable, section


def all_sections(facts: Facts) -> list[Section]:
    """Return every section for which the run has numbers; none before the first sweep."""
    if facts.run.committed == 0:
        return []
    first = [predicts(facts), settled(facts)]
    if facts.descends:  # what it came down to is the point
        first.reverse()
    found = [*first, mixes(facts), landscape(facts), was_run(facts)]
    return [one for one in found if one.pictures or one.tables]


def predicts(facts: Facts) -> Section:
    """Show what the run is for: predictions, or draws of a potential."""
    pictures = [*metrics_over_draws(facts), *prediction_pictures(facts)]
    of_parameters = parameter_pictures(facts)
    return section(
        "predictions" if facts.has_data else "draws",
        "What it predicts" if facts.has_data else "What it draws",
        [*pictures, *of_parameters] if facts.has_data else [*of_parameters, *pictures],
        [
            TitledTable("predictions", "Predictions", tables.prediction_table(facts)),
            TitledTable(
                "least-certain-examples",
                "Least certain examples",
                tables.least_certain_table(facts),
            ),
        ],
    )


def settled(facts: Facts) -> Section:
    """Show whether energies are level, copies agree and temperatures are right."""
    title = "How it descends" if facts.descends else "Whether it has settled"
    convergence = tables.convergence_table(facts)
    return section(
        "convergence",
        title,
        [*energy_pictures(facts), effective_temperature(facts)],
        [TitledTable("convergence", "Convergence", convergence)],
    )


def mixes(facts: Facts) -> Section:
    """Show how replicas move along the ladder."""
    if facts.run.n_rungs == 1:
        return section("replicas", "Copies", [], [replicas(facts)])
    return section(
        "ladder",
        "How the ladder works",
        [acceptance(facts), energy_histograms(facts), flow(facts), rungs_over_time(facts)],
        [TitledTable("rungs", "Rungs", tables.rung_table(facts)), replicas(facts)],
    )


def replicas(facts: Facts) -> TitledTable:
    """Return the table of what each replica has found."""
    title = "Replicas" if facts.run.n_rungs > 1 else "What each copy has found"
    return TitledTable("replicas", title, tables.replica_table(facts))


def landscape(facts: Facts) -> Section:
    """Show what `temper landscape` found."""
    minima = tables.minima_table(facts)
    title = "Minima that differ in what they predict" if facts.has_data else "Minima"
    return section(
        "landscape",
        "The landscape",
        landscape_pictures(facts),
        [TitledTable("minima", title, minima)],
    )


def was_run(facts: Facts) -> Section:
    """Show when and where it was computed."""
    sessions = tables.session_table(facts)
    return section(
        "sessions", "How it was run", [], [TitledTable("sessions", "Sessions", sessions)]
    )
