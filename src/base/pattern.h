#pragma once
// Patterns of text, by the C library's POSIX extended regular expressions: std::regex costs four
// seconds of compilation in each source that uses it.

#include <memory>
#include <string>
#include <vector>

namespace temper {

/// A compiled pattern. Thread safe once it is made.
class Pattern {
 public:
  /// @param expression  POSIX extended: [0-9] rather than \d; "(…)" is a group
  /// Throws std::logic_error if it is none.
  explicit Pattern(const std::string& expression);

  /// Whether the whole of `text` is of this form. A text with a NUL never is.
  bool matches(const std::string& text) const;

  /// The first part of `text` that is of this form, followed by what its groups caught ("" for a
  /// group that took no part); empty if there is none.
  std::vector<std::string> find_in(const std::string& text) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace temper
