#pragma once
// Whether text is UTF-8.

#include <cstddef>
#include <optional>
#include <string_view>

namespace temper {

/// Where the first byte stands that is no part of a character; none if all of it is UTF-8.
/// Source: The Unicode Standard 15.0, table 3-7, well-formed byte sequences.
std::optional<std::size_t> find_not_utf8(std::string_view text);

}  // namespace temper
