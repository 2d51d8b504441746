#include "base/pattern.h"

#include <regex.h>

#include <stdexcept>

namespace temper {

struct Pattern::Compiled {
  explicit Compiled(const std::string& expression) {
    if (regcomp(&form, expression.c_str(), REG_EXTENDED) != 0)
      throw std::logic_error("'" + expression + "' is no pattern");
  }
  ~Compiled() { regfree(&form); }
  Compiled(const Compiled&) = delete;
  Compiled& operator=(const Compiled&) = delete;

  regex_t form{};
};

Pattern::Pattern(const std::string& expression)
    : compiled_(std::make_shared<Compiled>(expression)) {}

bool Pattern::matches(const std::string& text) const {
  // POSIX takes the longest of the leftmost matches: if the whole matches, that is the one.
  const auto found = find_in(text);
  return !found.empty() && found.front().size() == text.size();
}

std::vector<std::string> Pattern::find_in(const std::string& text) const {
  if (text.find('\0') != std::string::npos) return {};
  std::vector<regmatch_t> groups(compiled_->form.re_nsub + 1);
  if (regexec(&compiled_->form, text.c_str(), groups.size(), groups.data(), 0) != 0) return {};
  std::vector<std::string> found;
  for (const auto& [begin, end] : groups)
    found.push_back(begin < 0 ? ""
                              : text.substr(static_cast<std::size_t>(begin),
                                            static_cast<std::size_t>(end - begin)));
  return found;
}

}  // namespace temper
