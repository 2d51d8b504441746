#pragma once
// Text as a JSON string, quotes included (RFC 8259).

#include <string>

namespace temper {

std::string json_text(const std::string& text);

}  // namespace temper
