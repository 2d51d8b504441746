#include "h5/pack_file.h"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <array>
#include <functional>

#include "base/errors.h"
#include "h5/apart.h"
#include "h5/handle.h"
#include "h5/layout.h"
#include "h5/plain_dataset.h"
#include "h5/read_attribute.h"
#include "h5/write_attribute.h"

namespace temper {
namespace {

constexpr hsize_t chunk_bytes = 1 << 20;
constexpr unsigned deflate_level = 4;
// What HDF5 itself writes with dimension scales.
constexpr std::array bookkeeping = {"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST"};

std::string about(const std::string& path, const std::string& dataset, const char* problem) {
  return fmt::format("{}: {}: {}", path, dataset, problem);
}

/// HDF5 takes no lock: RUN/lock is the one that counts, and a file system may have none.
Handle file_access(const std::string& problem) {
  Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, problem);
  checked(H5Pset_file_locking(access.get(), false, true), problem);
  return access;
}

Handle create_packed_file(const std::string& path) {
  const std::string problem = path + ": can't create it";
  const Handle access = file_access(problem);
  checked(H5Pset_libver_bounds(access.get(), H5F_LIBVER_V18, H5F_LIBVER_V18), problem);
  return Handle(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access.get()), H5Fclose,
                problem);
}

/// A dataset's rows in blocks of about chunk_bytes; a scalar is one row.
struct Rows {
  std::vector<hsize_t> shape;
  hsize_t row_bytes = 0;
  hsize_t per_block = 1;

  Rows(const Handle& dataset, const std::string& problem) {
    const auto lengths = shape_of(dataset, problem);
    shape.assign(lengths.begin(), lengths.end());
    const Handle type(H5Dget_type(dataset.get()), H5Tclose, problem);
    row_bytes = H5Tget_size(type.get());
    for (std::size_t axis = 1; axis < shape.size(); ++axis)
      row_bytes = product_or_most(row_bytes, shape[axis]);
    if (!shape.empty() && row_bytes > 0)
      per_block = std::clamp<hsize_t>(chunk_bytes / row_bytes, 1, std::max<hsize_t>(1, shape[0]));
  }

  bool is_empty() const { return !shape.empty() && (shape[0] == 0 || row_bytes == 0); }
  bool is_scalar() const { return shape.empty(); }
};

/// Calls `visit` with the memory and file spaces and the bytes of each block of rows.
using VisitBlock = std::function<void(hid_t memory, hid_t stored, std::size_t bytes)>;

void for_each_block(const Rows& rows, const VisitBlock& visit) {
  if (rows.is_empty()) return;
  if (rows.is_scalar()) return visit(H5S_ALL, H5S_ALL, rows.row_bytes);
  const int rank = static_cast<int>(rows.shape.size());
  const Handle stored(H5Screate_simple(rank, rows.shape.data(), nullptr), H5Sclose, "dataspace");
  for (hsize_t first = 0; first < rows.shape[0]; first += rows.per_block) {
    std::vector<hsize_t> start(rows.shape.size(), 0), count = rows.shape;
    start[0] = first;
    count[0] = std::min(rows.per_block, rows.shape[0] - first);
    checked(H5Sselect_hyperslab(stored.get(), H5S_SELECT_SET, start.data(), nullptr, count.data(),
                                nullptr),
            "hyperslab");
    const Handle memory(H5Screate_simple(rank, count.data(), nullptr), H5Sclose, "dataspace");
    visit(memory.get(), stored.get(), count[0] * rows.row_bytes);
  }
}

bool has_values(const Handle& dataset) { return H5Dget_storage_size(dataset.get()) > 0; }

Handle packed_creation(const Rows& rows, bool is_chunked, const std::string& problem) {
  Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, problem);
  if (!is_chunked) return creation;
  auto chunk = rows.shape;
  chunk[0] = rows.per_block;
  checked(H5Pset_chunk(creation.get(), static_cast<int>(chunk.size()), chunk.data()), problem);
  checked(H5Pset_shuffle(creation.get()), problem);
  checked(H5Pset_deflate(creation.get(), deflate_level), problem);
  checked(H5Pset_fletcher32(creation.get()), problem);
  return creation;
}

void copy_attributes(const Handle& from, const Handle& to, const std::string& problem) {
  for (const auto& name : attribute_names(from.get(), problem))
    if (std::find(bookkeeping.begin(), bookkeeping.end(), name) == bookkeeping.end())
      write_attribute(to.get(), read_attribute(from.get(), name, problem), problem);
}

void pack_dataset(const Handle& from, const Handle& to, const std::string& name,
                  const std::string& problem) {
  const Handle source = open_plain_dataset(from.get(), name, problem);
  const Rows rows(source, problem);
  const Handle type(H5Dget_type(source.get()), H5Tclose, problem);
  const Handle space(H5Dget_space(source.get()), H5Sclose, problem);
  const bool is_copied = has_values(source) && !rows.is_empty();
  const Handle creation = packed_creation(rows, is_copied && !rows.is_scalar(), problem);
  const Handle target(H5Dcreate2(to.get(), name.c_str(), type.get(), space.get(), H5P_DEFAULT,
                                 creation.get(), H5P_DEFAULT),
                      H5Dclose, problem);
  copy_attributes(source, target, problem);
  std::vector<std::byte> block;
  if (is_copied)
    for_each_block(rows, [&](hid_t memory, hid_t stored, std::size_t bytes) {
      block.resize(bytes);
      checked(H5Dread(source.get(), type.get(), memory, stored, H5P_DEFAULT, block.data()),
              problem);
      checked(H5Dwrite(target.get(), type.get(), memory, stored, H5P_DEFAULT, block.data()),
              problem);
    });
}

herr_t keep_scale(hid_t /*dataset*/, unsigned /*axis*/, hid_t scale, void* name) {
  std::array<char, 256> path{};
  H5Iget_name(scale, path.data(), path.size());
  *static_cast<std::string*>(name) = path.data() + 1;  // without the leading slash
  return 1;
}

void make_scale(const Handle& from, const Handle& to, const std::string& name,
                const std::string& problem) {
  const Handle source = open_plain_dataset(from.get(), name, problem);
  if (H5DSis_scale(source.get()) <= 0) return;
  std::array<char, 256> title{};
  H5DSget_scale_name(source.get(), title.data(), title.size());
  checked(H5DSset_scale(open_plain_dataset(to.get(), name, problem).get(), title.data()), problem);
}

void attach_scales(const Handle& from, const Handle& to, const std::string& name,
                   const std::string& problem) {
  const Handle source = open_plain_dataset(from.get(), name, problem);
  if (H5DSis_scale(source.get()) > 0) return;
  const Handle target = open_plain_dataset(to.get(), name, problem);
  for (unsigned axis = 0; axis < shape_of(source, problem).size(); ++axis) {
    std::string scale;
    checked(H5DSiterate_scales(source.get(), axis, nullptr, keep_scale, &scale), problem);
    if (!scale.empty())
      checked(
          H5DSattach_scale(target.get(), open_plain_dataset(to.get(), scale, problem).get(), axis),
          problem);
  }
}

std::vector<std::byte> read_block(const Handle& dataset, hid_t memory, hid_t stored,
                                  std::size_t bytes, const std::string& problem) {
  const Handle type(H5Dget_type(dataset.get()), H5Tclose, problem);
  std::vector<std::byte> block(bytes);
  checked(H5Dread(dataset.get(), type.get(), memory, stored, H5P_DEFAULT, block.data()), problem);
  return block;
}

}  // namespace

void pack_file(const std::string& from, const std::string& to,
               const std::vector<Attribute>& added) {
  const Handle source = open_to_read(from);
  Handle target = create_packed_file(to);
  const std::string problem = to + ": can't copy ";
  copy_attributes(source, target, problem + "attributes");
  for (const auto& attribute : added) write_attribute(target.get(), attribute, problem);
  const auto names = names_in(source, problem + "datasets");
  for (const auto& name : names) pack_dataset(source, target, name, problem + name);
  for (const auto& name : names) make_scale(source, target, name, problem + name);
  for (const auto& name : names) attach_scales(source, target, name, problem + name);
  target.close(to + ": can't close it");
  trust_file(to);
}

void require_same_values(const std::string& from, const std::string& to) {
  const Handle source = open_to_read(from), copy = open_to_read(to);
  for (const auto& name : names_in(source, from + ": can't list its datasets")) {
    const auto problem = about(to, name, "can't compare it");
    const Handle one = open_plain_dataset(source.get(), name, problem),
                 two = open_plain_dataset(copy.get(), name, problem);
    if (!has_values(one)) continue;
    for_each_block(Rows(one, problem), [&](hid_t memory, hid_t stored, std::size_t bytes) {
      if (read_block(one, memory, stored, bytes, problem) !=
          read_block(two, memory, stored, bytes, problem))
        throw IoError(about(to, name, "is not the same as in ") + from);
    });
  }
}

void read_through(const std::string& path) {
  const Handle file = open_to_read(path);
  for (const auto& name : names_in(file, path + ": can't list its datasets")) {
    const auto problem = about(path, name, "can't be read");
    const Handle dataset = open_plain_dataset(file.get(), name, problem);
    if (has_values(dataset))
      for_each_block(Rows(dataset, problem), [&](hid_t memory, hid_t stored, std::size_t bytes) {
        read_block(dataset, memory, stored, bytes, problem);
      });
  }
}

}  // namespace temper
