#pragma once
// A diagnosis in words, as temper diagnose and the end of temper train print it.

#include <string>

#include "diagnosis/diagnosis.h"

namespace temper {

/// Tables of what was found, the verdict, and what to change.
std::string diagnosis_page(const Diagnosis& diagnosis);

/// One line each on ladder and temperatures, as far as there is something to say, then the verdict
/// with what to change.
std::string diagnosis_summary(const Diagnosis& diagnosis);

/// "Verdict: nothing to change: …." with numbered findings, and notes below.
std::string verdict_text(const Diagnosis& diagnosis);

}  // namespace temper
