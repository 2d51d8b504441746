#pragma once
// Why rungs are hotter or colder than they are called, and which settings would mend it.
//
// The momentum m <- momentum m - lr (gradient of U/N) + s xi, s² = 2 lr (1 - momentum) T / N, gets
// two noises. A minibatch of B examples, drawn with replacement, estimates the gradient of U/N with
// variance v / B (v: between examples), so that the stationary mean square of m is
// [s² + lr² v / B] / (1 - momentum²) and the kinetic temperature N (1 + momentum) <m²> / (2 lr) is
//
//   K = T + N lr v / (2 B (1 - momentum)).
//
// The excess K - T doesn't depend on T: it is proportional to lr and to 1/B. A kernel that takes
// v / B off s² has an excess only where s² is less than that (kernel/cooling_scale.h). With full
// batches what is left is the error of the step, K = T / (1 - lr h / (2 (1 + momentum))) at a
// curvature h of U/N, to first order proportional to lr as well.
//
// Source: Mandt, Hoffman & Blei, "Stochastic gradient descent as approximate Bayesian inference",
// JMLR 18, 2017, section 4 (minibatch noise as a temperature); Ahn, Korattikara & Welling,
// "Bayesian posterior sampling via stochastic gradient Fisher scoring", ICML 2012.

#include <string>
#include <vector>

#include "diagnosis/diagnosed_run.h"
#include "diagnosis/finding.h"
#include "diagnosis/thermometer.h"

namespace temper {

/// One finding for each kind of fault; none if all is well as far as the readings can tell.
std::vector<DiagnosisFinding> temperature_findings(const DiagnosedRun& run,
                                                   const std::vector<Thermometer>& thermometers);

}  // namespace temper
