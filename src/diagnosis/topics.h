#pragma once
// The parts of a diagnosis: each fills in its numbers and adds its findings.

#include "diagnosis/diagnosis.h"

namespace temper {

/// R-hat and effective sizes of what stands on rung 0: energy, metrics, parameters.
void judge_convergence(const DiagnosedRun& run, Diagnosis& diagnosis);

/// Notes whether the copies of an ensemble have settled. What they disagree about is no finding:
/// each lies about a minimum of its own.
void judge_ensemble(const DiagnosedRun& run, Diagnosis& diagnosis);

/// Acceptance by pair, barrier, round trips, and how many rungs would suit.
void judge_ladder(const DiagnosedRun& run, Diagnosis& diagnosis);

/// The temperatures that each rung has, against its nominal one.
void judge_temperature(const DiagnosedRun& run, Diagnosis& diagnosis);

/// Whether a search for the lowest minimum, or descents at T = 0, have come to an end. An ensemble
/// of descents that hasn't is one all the same: a note.
void judge_descent(const DiagnosedRun& run, Diagnosis& diagnosis);

/// From all findings: the light and its sentence.
void give_verdict(Diagnosis& diagnosis);

}  // namespace temper
