#include "h5/read_dataset.h"

#include <algorithm>
#include <string_view>

#include "base/errors.h"
#include "h5/handle.h"
#include "h5/plain_dataset.h"

namespace temper {
namespace {

struct DatasetNames {
  hid_t access;
  std::vector<std::string> names;
};

herr_t keep_dataset_name(hid_t group, const char* name, const H5L_info_t*, void* found) {
  auto& datasets = *static_cast<DatasetNames*>(found);
  const hid_t object = H5Oopen(group, name, datasets.access);
  if (object < 0) return 0;  // a link to nothing, or to another file
  if (H5Iget_type(object) == H5I_DATASET) datasets.names.emplace_back(name);
  H5Oclose(object);
  return 0;
}

/// h5py stores booleans as an enumeration of bytes.
bool is_number(hid_t type) {
  const auto kind = H5Tget_class(type);
  return kind == H5T_INTEGER || kind == H5T_FLOAT || kind == H5T_ENUM;
}

template <class T>
std::vector<T> read_all(const Handle& dataset, hid_t memory_type, std::size_t n,
                        const std::string& where) {
  std::vector<T> values(n);
  checked(H5Dread(dataset.get(), memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
          where + ": can't be read");
  return values;
}

/// Text of fixed length, padded with zeros or blanks, or of variable length.
std::vector<std::string> read_texts(const Handle& dataset, hid_t type, std::size_t n,
                                    const std::string& where) {
  std::vector<std::string> texts;
  if (checked(H5Tis_variable_str(type), where + ": has no type") == 0) {
    const auto size = H5Tget_size(type);
    const auto bytes = read_all<char>(dataset, type, n * size, where);
    for (std::size_t i = 0; i < n; ++i) {
      const std::string_view text(&bytes[i * size], size);
      const auto last = text.find_last_not_of(std::string_view(" \0", 2));
      texts.emplace_back(text.substr(0, last == std::string_view::npos ? 0 : last + 1));
    }
    return texts;
  }
  const auto pointers = read_all<char*>(dataset, type, n, where);
  for (const char* const text : pointers) texts.emplace_back(text ? text : "");
  for (char* const text : pointers) H5free_memory(text);
  return texts;
}

/// Whole numbers as text if one is beyond 2^53, where doubles can't tell them apart.
std::vector<std::string> read_vast(const Handle& dataset, hid_t type, std::size_t n,
                                   const std::string& where) {
  constexpr std::int64_t largest_exact = std::int64_t{1} << 53;
  if (H5Tget_class(type) != H5T_INTEGER || H5Tget_size(type) < sizeof(std::int64_t)) return {};
  const auto values = read_all<std::int64_t>(dataset, H5T_NATIVE_INT64, n, where);
  const auto is_vast = [](std::int64_t x) { return x > largest_exact || x < -largest_exact; };
  if (std::none_of(values.begin(), values.end(), is_vast)) return {};
  std::vector<std::string> texts;
  for (const auto value : values) texts.push_back(std::to_string(value));
  return texts;
}

bool is_byte(hid_t type) {
  return H5Tget_class(type) == H5T_ENUM ||
         (H5Tget_class(type) == H5T_INTEGER && H5Tget_size(type) == 1 &&
          H5Tget_sign(type) == H5T_SGN_NONE);
}

}  // namespace

std::vector<std::string> dataset_names(const std::string& path) {
  const Handle file = open_to_read(path);
  const std::string problem = path + ": its datasets can't be listed";
  const Handle access = without_external_links(problem);
  DatasetNames found{access.get(), {}};
  checked(H5Literate(file.get(), H5_INDEX_NAME, H5_ITER_INC, nullptr, keep_dataset_name, &found),
          problem);
  return found.names;
}

ForeignDataset read_dataset(const std::string& path, const std::string& name) {
  const auto where = path + ": dataset '" + name + "'";
  const Handle file = open_to_read(path);
  const Handle dataset = open_plain_dataset(file.get(), name, where + ": can't be opened");
  const Handle type(H5Dget_type(dataset.get()), H5Tclose, where + ": has no type");
  const bool is_text = H5Tget_class(type.get()) == H5T_STRING;
  if (!is_number(type.get()) && !is_text) throw IoError(where + ": holds neither numbers nor text");

  const auto shape = shape_of(dataset, where);
  const auto n = checked_length(dataset, where);
  ForeignDataset result{{shape.begin(), shape.end()}, {}, {}};
  if (is_text)
    result.texts = read_texts(dataset, type.get(), n, where);
  else
    result.texts = read_vast(dataset, type.get(), n, where);
  if (!result.texts.empty()) return result;
  if (H5Tget_class(type.get()) == H5T_FLOAT && H5Tget_size(type.get()) == sizeof(float))
    result.values = read_all<float>(dataset, H5T_NATIVE_FLOAT, n, where);
  else if (is_byte(type.get()))
    result.values = read_all<std::uint8_t>(dataset, H5T_NATIVE_UINT8, n, where);
  else
    result.values = read_all<double>(dataset, H5T_NATIVE_DOUBLE, n, where);
  return result;
}

}  // namespace temper
