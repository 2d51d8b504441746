#pragma once
// One thing that is to be said of a run: what is wrong, by how much, and what would mend it.

#include <string>
#include <utility>
#include <vector>

namespace temper {

enum class Severity {
  note,   ///< to be known; nothing is wrong
  care,   ///< the numbers can be read, with care
  grave,  ///< the numbers can't be relied on
};

struct DiagnosisFinding {
  std::string id;  ///< for programs, "ladder.too-coarse": part.what; never reworded
  Severity severity = Severity::note;
  std::string what;    ///< a sentence: what was seen
  std::string advice;  ///< a sentence: what to change; "" if nothing would
  std::vector<std::pair<std::string, double>> numbers;  ///< by name, those that the words are of

  /// What is printed: both sentences.
  std::string text() const { return advice.empty() ? what : what + " " + advice; }
};

/// "note", "care", "grave".
inline const char* name_of(Severity severity) {
  return severity == Severity::note ? "note" : severity == Severity::care ? "care" : "grave";
}

}  // namespace temper
