#pragma once
// How others write that a value is not known.

#include <string_view>

namespace temper {

/// Without blanks, tabs and no-break spaces around it.
std::string_view without_blanks(std::string_view text);

/// What pandas, R, Stata, SAS, databases and spreadsheets in several languages write for a missing
/// value: "", "NA", "n/a", "NaN", "<NA>", "NULL", "\N", "NaT", "#N/A", "#DIV/0!", "#WERT!"; in any
/// column.
bool is_missing_word(std::string_view text);

/// What people write for one, "-", ".", "none", "missing", "unbekannt": missing in a column of
/// numbers, but perhaps a category in one of text.
bool may_be_missing_word(std::string_view text);

}  // namespace temper
