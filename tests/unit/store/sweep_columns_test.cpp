// The one table of a sweep's columns, and what must agree with it.
#include "store/sweep_columns.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace temper {
namespace {

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string type_name(ElementType type) {
  switch (type) {
    case ElementType::float64:
      return "float64";
    case ElementType::int32:
      return "int32";
    case ElementType::uint32:
      return "uint32";
    default:
      return "uint8";
  }
}

/// "| `energy` | float64 | sweep, replica |", as FORMAT.md has it.
std::string row_of_format(const SweepColumn& column) {
  std::string dimensions = "sweep";
  for (const auto& dimension : column.dimensions) dimensions += ", " + dimension;
  return fmt::format("| `{}` | {} | {} |", column.name, type_name(column.type()), dimensions);
}

TEST(SweepColumns, AreSpecifiedEachByARowOfTheFormat) {
  const auto format = text_of(TEMPER_SOURCE_DIR "/src/store/FORMAT.md");
  for (const auto& column : sweep_columns())
    EXPECT_NE(format.find(row_of_format(column)), std::string::npos) << row_of_format(column);
}

TEST(SweepColumns, LieAtTheirOwnValues) {
  SweepTables row;
  row.energy = {1, 2};
  row.swap_examples = {3};
  for (const auto& column : sweep_columns()) {
    const auto bytes = column.bytes(row).size();
    EXPECT_EQ(bytes, column.name == "energy" ? 16u : column.name == "swap_examples" ? 4u : 0u);
  }
}

}  // namespace
}  // namespace temper
