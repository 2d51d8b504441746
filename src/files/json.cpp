#include "files/json.h"

namespace temper {

Json parse_json(const std::string& text) { return Json::parse(text); }

std::string text_of(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace temper
