#pragma once
// JSON, of one type in the whole program, read and written by code that is compiled once.

#include <nlohmann/json.hpp>
#include <string>

namespace temper {

/// Keys stay in the order in which they were given.
using Json = nlohmann::ordered_json;

/// Throws Json::exception if it is no JSON.
Json parse_json(const std::string& text);

/// Without line breaks if the indent is negative. Numbers that aren't finite become null, and
/// bytes that aren't UTF-8 a replacement character.
std::string text_of(const Json& json, int indent = -1);

}  // namespace temper
