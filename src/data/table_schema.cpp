#include "data/table_schema.h"

#include <set>

#include "base/errors.h"
#include "files/json.h"

namespace temper {
namespace {

Json json_of(const TableInput& input) {
  Json json = {{"name", input.name}, {"kind", input.is_text ? "one-hot" : "number"}};
  if (!input.unit.empty()) json["unit"] = input.unit;
  if (input.is_text) json["categories"] = input.categories;
  if (input.has_indicator) json["has_indicator"] = true;
  if (!std::isnan(input.fill)) json["fill"] = input.fill;
  return json;
}

TableInput input_of(const Json& json) {
  return {.name = json.at("name"),
          .unit = json.value("unit", ""),
          .is_text = json.at("kind") == "one-hot",
          .categories = json.value("categories", std::vector<std::string>{}),
          .has_indicator = json.value("has_indicator", false),
          .fill = json.value("fill", std::nan(""))};
}

}  // namespace

std::string to_json(const TableSchema& schema) {
  if (schema.inputs.empty()) return "";
  Json json = {{"columns", Json::array()},
               {"beside", schema.beside},
               {"missing", schema.missing},
               {"decimal", std::string(1, schema.decimal)},
               {"index", schema.index}};
  for (const auto& input : schema.inputs) json["columns"].push_back(json_of(input));
  return text_of(json);
}

TableSchema schema_of_json(const std::string& text, const std::string& origin) try {
  TableSchema schema;
  if (text.empty()) return schema;
  const auto json = parse_json(text);
  std::set<std::string> names;
  for (const auto& column : json.at("columns")) {
    schema.inputs.push_back(input_of(column));
    if (!names.insert(schema.inputs.back().name).second)
      throw IoError(origin + ": damaged: its table has two columns of one name");
  }
  schema.beside = json.at("beside").get<std::vector<std::string>>();
  schema.missing = json.at("missing").get<std::vector<std::string>>();
  const auto decimal = json.at("decimal").get<std::string>();
  if (decimal != "." && decimal != ",")
    throw IoError(origin +
                  ": damaged: the decimal mark of its table is neither a point nor a comma");
  schema.decimal = decimal[0];
  schema.index = json.at("index");
  return schema;
} catch (const Json::exception& error) {
  throw IoError(origin + ": damaged: the schema of its table can't be read: " + error.what());
}

}  // namespace temper
