#include "h5/read_dataset.h"

#include "base/errors.h"
#include "h5/handle.h"

namespace temper {
namespace {

Handle open_to_read(const std::string& path) {
  prepare_hdf5();
  const std::string problem = path + ": can't be opened as HDF5";
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, problem);
  checked(H5Pset_file_locking(access.get(), false, true), problem);  // NFS may have no locks
  return Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()), H5Fclose, problem);
}

herr_t keep_dataset_name(hid_t group, const char* name, const H5L_info_t*, void* names) {
  const hid_t object = H5Oopen(group, name, H5P_DEFAULT);
  if (object < 0) return 0;  // a dangling link
  if (H5Iget_type(object) == H5I_DATASET)
    static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  H5Oclose(object);
  return 0;
}

std::vector<std::size_t> shape_of(const Handle& space, const std::string& where) {
  const int n_dimensions =
      checked(H5Sget_simple_extent_ndims(space.get()), where + ": has no simple shape");
  std::vector<hsize_t> sizes(static_cast<std::size_t>(n_dimensions));
  checked(H5Sget_simple_extent_dims(space.get(), sizes.data(), nullptr), where + ": has no shape");
  return {sizes.begin(), sizes.end()};
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
  std::vector<std::string> names;
  checked(H5Literate(file.get(), H5_INDEX_NAME, H5_ITER_INC, nullptr, keep_dataset_name, &names),
          path + ": its datasets can't be listed");
  return names;
}

NumericDataset read_dataset(const std::string& path, const std::string& name) {
  const auto where = path + ": dataset '" + name + "'";
  const Handle file = open_to_read(path);
  const Handle dataset(H5Dopen2(file.get(), name.c_str(), H5P_DEFAULT), H5Dclose,
                       where + ": there is no such dataset");
  const Handle type(H5Dget_type(dataset.get()), H5Tclose, where + ": has no type");
  if (!is_number(type.get())) throw IoError(where + ": holds no numbers");

  const Handle space(H5Dget_space(dataset.get()), H5Sclose, where + ": has no shape");
  NumericDataset result{shape_of(space, where), {}};
  std::size_t n = 1;
  for (const auto length : result.shape)
    if (__builtin_mul_overflow(n, length, &n)) throw IoError(where + ": has a damaged shape");

  if (H5Tget_class(type.get()) == H5T_FLOAT && H5Tget_size(type.get()) == sizeof(float))
    result.values = read_all<float>(dataset, H5T_NATIVE_FLOAT, n, where);
  else if (is_byte(type.get()))
    result.values = read_all<std::uint8_t>(dataset, H5T_NATIVE_UINT8, n, where);
  else
    result.values = read_all<double>(dataset, H5T_NATIVE_DOUBLE, n, where);
  return result;
}

}  // namespace temper
