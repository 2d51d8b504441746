#include "h5/read_dataset.h"

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

NumericDataset read_dataset(const std::string& path, const std::string& name) {
  const auto where = path + ": dataset '" + name + "'";
  const Handle file = open_to_read(path);
  const Handle dataset = open_plain_dataset(file.get(), name, where + ": can't be opened");
  const Handle type(H5Dget_type(dataset.get()), H5Tclose, where + ": has no type");
  if (!is_number(type.get())) throw IoError(where + ": holds no numbers");

  const auto shape = shape_of(dataset, where);
  const auto n = checked_length(dataset, where);
  NumericDataset result{{shape.begin(), shape.end()}, {}};
  if (H5Tget_class(type.get()) == H5T_FLOAT && H5Tget_size(type.get()) == sizeof(float))
    result.values = read_all<float>(dataset, H5T_NATIVE_FLOAT, n, where);
  else if (is_byte(type.get()))
    result.values = read_all<std::uint8_t>(dataset, H5T_NATIVE_UINT8, n, where);
  else
    result.values = read_all<double>(dataset, H5T_NATIVE_DOUBLE, n, where);
  return result;
}

}  // namespace temper
