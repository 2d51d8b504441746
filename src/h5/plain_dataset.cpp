#include "h5/plain_dataset.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/errors.h"
#include "base/memory_limit.h"
#include "h5/layout.h"
#include "h5/look_through.h"
#include "h5/lzf_filter.h"
#include "h5/whole_chunks.h"

namespace temper {
namespace {

// The parameters are those of HDF5.
// NOLINTNEXTLINE(readability-function-size)
herr_t refuse_other_files(const char* /*parent*/, const char* /*group*/, const char* /*file*/,
                          const char* /*object*/, unsigned* /*flags*/, hid_t /*access*/,
                          void* /*nothing*/) {
  return -1;
}

/// How many values a chunk has; 0: the values lie in the file as they are.
std::uint64_t chunk_length(const Handle& dataset, const std::string& problem) {
  const Handle creation(H5Dget_create_plist(dataset.get()), H5Pclose, problem);
  if (H5Pget_layout(creation.get()) != H5D_CHUNKED) return 0;
  std::array<hsize_t, H5S_MAX_RANK> shape{};
  const int rank = checked(H5Pget_chunk(creation.get(), H5S_MAX_RANK, shape.data()), problem);
  std::uint64_t length = 1;
  for (int axis = 0; axis < rank; ++axis)
    length = product_or_most(length, shape[static_cast<std::size_t>(axis)]);
  return length;
}

}  // namespace

Handle without_external_links(const std::string& problem) {
  Handle access(H5Pcreate(H5P_LINK_ACCESS), H5Pclose, problem);
  checked(H5Pset_elink_cb(access.get(), refuse_other_files, nullptr), problem);
  return access;
}

Handle open_to_read(const std::string& path) {
  prepare_hdf5();
  register_lzf();
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) throw IoError(path + ": the file is missing");
  if (!std::filesystem::is_regular_file(status)) throw IoError(path + ": is not a regular file");
  look_through_apart(path);
  const std::string problem = path + ": can't open it as an HDF5 file";
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, problem);
  checked(H5Pset_file_locking(access.get(), false, true), problem);
  return Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()), H5Fclose, problem);
}

Handle open_plain_dataset(hid_t file, const std::string& name, const std::string& problem) {
  const Handle access(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose, problem);
  checked(H5Pset_elink_cb(access.get(), refuse_other_files, nullptr), problem);
  Handle dataset(H5Dopen2(file, name.c_str(), access.get()), H5Dclose, problem);
  const Handle creation(H5Dget_create_plist(dataset.get()), H5Pclose, problem);
  if (H5Pget_external_count(creation.get()) != 0 || H5Pget_layout(creation.get()) == H5D_VIRTUAL)
    throw IoError(problem + ": its values lie in another file; copy them into this one");
  return dataset;
}

std::vector<std::uint64_t> shape_of(const Handle& dataset, const std::string& problem) {
  const Handle space(H5Dget_space(dataset.get()), H5Sclose, problem);
  if (H5Sget_simple_extent_type(space.get()) == H5S_NULL)
    throw IoError(problem + ": it is empty, without a shape");
  const int rank = checked(H5Sget_simple_extent_ndims(space.get()), problem);
  std::vector<hsize_t> shape(static_cast<std::size_t>(rank));
  if (rank > 0) checked(H5Sget_simple_extent_dims(space.get(), shape.data(), nullptr), problem);
  return {shape.begin(), shape.end()};
}

std::size_t checked_length(const Handle& dataset, const std::string& problem) {
  std::uint64_t length = 1;
  for (const auto axis : shape_of(dataset, problem)) length = product_or_most(length, axis);
  if (length == 0) return 0;
  require_whole_chunks(dataset, problem);
  const Handle type(H5Dget_type(dataset.get()), H5Tclose, problem);
  const std::uint64_t width = H5Tget_size(type.get());
  const std::uint64_t stored = H5Dget_storage_size(dataset.get());
  if (stored == 0) throw IoError(problem + ": it was never written");
  const auto chunk = chunk_length(dataset, problem);
  const auto declared = product_or_most(std::max(length, chunk), width);
  if (declared > (chunk > 0 ? most_unpacked(stored) : stored))
    throw IoError(
        fmt::format("{}: it declares {} bytes, but {} are stored", problem, declared, stored));
  require_memory(product_or_most(length, std::max<std::uint64_t>(width, sizeof(double))), problem);
  return length;
}

}  // namespace temper
