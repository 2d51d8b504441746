#include "store/checked_row.h"

#include <fmt/format.h>

#include <stdexcept>

#include "base/errors.h"
#include "store/checksum.h"

namespace temper {
namespace {

std::uint32_t checksum_of(const PreallocatedFile& file, std::span<const RowField> fields) {
  Checksum checksum(file.format_version());
  for (const auto& field : fields) checksum.add(field.bytes);
  return checksum.value();
}

void refuse_another_result(const PreallocatedFile& file, const std::string& checksum_dataset,
                           std::uint64_t row, std::span<const RowField> fields) {
  if (file.read_value<std::uint32_t>(checksum_dataset, row) == checksum_of(file, fields)) return;
  std::vector<std::string> names;
  for (const auto& field : fields) names.push_back(field.dataset);
  if (!row_is_whole(file, checksum_dataset, row, names)) return;
  throw IoError(
      fmt::format("{}: row {} of {}, computed again, differs from what was committed; resume with "
                  "the program, libraries and kind of processor that the run began with",
                  file.path(), row, fields.front().dataset));
}

}  // namespace

void write_row(PreallocatedFile& file, const std::string& checksum_dataset, std::uint64_t row,
               std::span<const RowField> fields, bool committed) {
  if (committed) refuse_another_result(file, checksum_dataset, row, fields);
  for (const auto& field : fields) {
    if (field.bytes.size() != file.extent(field.dataset).row_bytes())
      throw std::logic_error(field.dataset + ": a row of another length than the file's");
    file.write(field.dataset, row, field.bytes);
  }
  file.write_value(checksum_dataset, row, checksum_of(file, fields));
}

bool row_is_whole(const PreallocatedFile& file, const std::string& checksum_dataset,
                  std::uint64_t row, std::span<const std::string> datasets) {
  Checksum checksum(file.format_version());
  for (const auto& name : datasets) {
    std::vector<std::byte> bytes(file.extent(name).row_bytes());
    file.read(name, row, std::span(bytes));
    checksum.add(bytes);
  }
  return checksum.value() == file.read_value<std::uint32_t>(checksum_dataset, row);
}

}  // namespace temper
