#pragma once
// A survey in words: the table of minima and two answers.

#include <string>
#include <vector>

#include "landscape/survey.h"

namespace temper {

/// One row a cluster, with the objective in nats and the first metric of the test split, and below
/// it where each lies, if parameters are few.
/// @param names  of the parameters, or none
std::string minima_table(const Survey& survey, Potential& potential,
                         const std::vector<std::string>& names);

/// Are local minima about as good as the best one; how many critical points are saddles; how high
/// are the ways between the minima. @param tolerance  of a gradient that is as good as zero
std::vector<std::string> landscape_answers(const Survey& survey,
                                           const std::vector<std::string>& metric_names,
                                           double tolerance, std::size_t n_points);

}  // namespace temper
