#pragma once
// Letters of ASCII in lower case, whatever the locale.

#include <string>
#include <string_view>

namespace temper {

inline std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

}  // namespace temper
