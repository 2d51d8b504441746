// What a run says of its table, and behind a zero byte new rows, read as `temper predict` does.

#include "base/errors.h"
#include "data/new_rows.h"
#include "data/table_schema.h"
#include "input_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace temper;
  static const FuzzFolder folder;
  const std::string input(reinterpret_cast<const char*>(bytes), size);
  const auto end = std::min(input.find('\0'), size);
  try {
    const auto schema = schema_of_json(input.substr(0, end), "fuzz");
    const auto rest = std::min(end + 1, size);
    read_new_rows(folder.write("new.csv", bytes + rest, size - rest), schema);
  } catch (const Error&) {
  }
  return 0;
}
