#pragma once
// The end of a comparison in words: a table for each problem, which method to use, and how sure
// that is.

#include <string>
#include <vector>

#include "comparison/score.h"

namespace temper {

std::string table_of(const ProblemScore& score);

/// One sentence. Requires the methods sorted by median, as score_problem leaves them.
std::string answer_of(const ProblemScore& score);

/// Where there is one parameter: how often each method ends in the global minimum; else "".
std::string ends_of(const ProblemScore& score);

/// Over several problems: how often each method was first, and its mean place.
std::string standings_of(const std::vector<ProblemScore>& scores);

/// The tables of all problems, for spreadsheets.
std::string table_csv_of(const std::vector<ProblemScore>& scores);

/// All items, for spreadsheets.
std::string csv_of(const ComparePlan& plan, const CompareStore& store);

}  // namespace temper
