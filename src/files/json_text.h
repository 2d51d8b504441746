#pragma once
// Text as a JSON string, quotes included (RFC 8259), which is a TOML string as well. Bytes that
// aren't UTF-8 stay as they are, so that whoever reads the string refuses them: text_of of
// files/json.h replaces them.

#include <string>

namespace temper {

std::string json_text(const std::string& text);

}  // namespace temper
