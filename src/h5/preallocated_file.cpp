#include "h5/preallocated_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/errors.h"
#include "h5/apart.h"
#include "h5/write_layout.h"

namespace temper {

std::string unpublished(const std::string& path) { return path + ".tmp"; }

PreallocatedFile::PreallocatedFile(const std::string& path, RawFile raw, const ReadFile& laid_out)
    : path_(path), raw_(std::move(raw)) {
  for (const auto& extent : laid_out.extents()) extents_.emplace(extent.name, extent);
  if (laid_out.attribute("format_version"))
    format_version_ = laid_out.integer_attribute("format_version");
  if (laid_out.attribute("replica")) replica_ = laid_out.integer_attribute("replica");
}

PreallocatedFile::~PreallocatedFile() {
  if (!unnamed_.empty()) ::unlink(unnamed_.c_str());
}

PreallocatedFile::PreallocatedFile(PreallocatedFile&& other) noexcept
    : path_(std::move(other.path_)),
      unnamed_(std::exchange(other.unnamed_, {})),
      raw_(std::move(other.raw_)),
      extents_(std::move(other.extents_)),
      format_version_(other.format_version_),
      replica_(other.replica_) {}

PreallocatedFile& PreallocatedFile::operator=(PreallocatedFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(unnamed_, other.unnamed_);
  std::swap(raw_, other.raw_);
  std::swap(extents_, other.extents_);
  std::swap(format_version_, other.format_version_);
  std::swap(replica_, other.replica_);
  return *this;
}

namespace {

/// HDF5 makes the file; what fails then leaves none behind.
RawFile lay_out(const std::string& unnamed, const FileLayout& layout) {
  try {
    write_layout(unnamed, layout);
    trust_file(unnamed);
    RawFile raw(unnamed, RawFile::Mode::update);
    raw.allocate();
    return raw;
  } catch (const IoError&) {
    ::unlink(unnamed.c_str());
    throw;
  }
}

}  // namespace

PreallocatedFile PreallocatedFile::create(const std::string& path, const FileLayout& layout,
                                          Writers writers) {
  const std::string unnamed = writers == Writers::one ? unpublished(path) : name_of_ones_own(path);
  ::unlink(unnamed.c_str());  // left by a job that was killed; a link goes, not what it names
  auto raw = lay_out(unnamed, layout);
  PreallocatedFile file(path, std::move(raw), ReadFile(unnamed));
  file.unnamed_ = unnamed;
  file.write_contents(layout);
  return file;
}

void PreallocatedFile::write_contents(const FileLayout& layout) {
  for (const auto& dimension : layout.dimensions)
    if (dimension.has_values) write_sequence(dimension.name, {.first = dimension.first});
  for (const auto& dataset : layout.datasets) {
    if (!dataset.contents.empty()) write(dataset.name, 0, dataset.contents);
    if (dataset.sequence) write_sequence(dataset.name, *dataset.sequence);
  }
}

void PreallocatedFile::write_sequence(const std::string& dataset, const Sequence& sequence) {
  constexpr std::uint64_t block = 1 << 16;
  const std::uint64_t length = extent(dataset).n_rows();
  std::vector<std::uint64_t> values;
  for (std::uint64_t row = 0; row < length; row += values.size()) {
    values.resize(std::min(block, length - row));
    for (std::uint64_t i = 0; i < values.size(); ++i)
      values[i] = sequence.first + (row + i) * sequence.step;
    write(dataset, row, values);
  }
}

PreallocatedFile PreallocatedFile::open(const std::string& path, RawFile::Mode mode) {
  return PreallocatedFile(path, RawFile(path, mode), ReadFile(path));
}

void PreallocatedFile::publish(bool durable) {
  if (durable) sync();
  if (std::rename(unnamed_.c_str(), path_.c_str()) == -1)
    throw IoError(fmt::format("{}: can't give it this name: {}", path_, std::strerror(errno)));
  unnamed_.clear();
  if (durable) sync_folder(std::filesystem::path(path_).parent_path());
}

void PreallocatedFile::require_room_for(const FileLayout& layout) const {
  for (const auto& dataset : layout.datasets) {
    const Extent& found = extent(dataset.name);
    const auto shape = shape_of(dataset, layout);
    const auto agrees = [&](std::size_t axis) {
      return axis == 0 ? found.shape[0] >= shape[0] : found.shape[axis] == shape[axis];
    };
    bool fits = found.shape.size() == shape.size();
    for (std::size_t axis = 0; fits && axis < shape.size(); ++axis) fits = agrees(axis);
    if (!fits || found.element_bytes != element_bytes(dataset))
      throw IoError(
          fmt::format("{}: {}: has the shape [{}], and the run needs [{}]: the file is "
                      "damaged, or of another run",
                      path_, dataset.name, fmt::join(found.shape, ", "), fmt::join(shape, ", ")));
  }
}

void PreallocatedFile::join_axes(const std::string& dataset) {
  const auto found = extents_.find(dataset);
  if (found == extents_.end()) return;
  auto& shape = found->second.shape;
  if (shape.size() < 2) throw IoError(fmt::format("{}: {}: has too few axes", path_, dataset));
  shape[1] = product_or_most(shape[0], shape[1]);
  shape.erase(shape.begin());
}

const Extent& PreallocatedFile::extent(const std::string& dataset) const {
  const auto found = extents_.find(dataset);
  if (found == extents_.end())
    throw IoError(fmt::format("{}: it has no dataset '{}'", path_, dataset));
  return found->second;
}

std::uint64_t PreallocatedFile::offset_of(const std::string& dataset, std::uint64_t row,
                                          std::size_t bytes) const {
  const Extent& found = extent(dataset);
  const std::uint64_t start = product_or_most(row, found.row_bytes());
  if (sum_or_most(start, bytes) > found.bytes)
    throw IoError(fmt::format("{}: {}: row {} of {} bytes is beyond its {} rows of {} bytes", path_,
                              dataset, row, bytes, found.n_rows(), found.row_bytes()));
  return found.offset + start;
}

void PreallocatedFile::write_bytes(const std::string& dataset, std::uint64_t row,
                                   std::span<const std::byte> bytes) {
  raw_.write_at(offset_of(dataset, row, bytes.size()), bytes);
}

void PreallocatedFile::read_bytes(const std::string& dataset, std::uint64_t row,
                                  std::span<std::byte> bytes) const {
  raw_.read_at(offset_of(dataset, row, bytes.size()), bytes);
}

void copy_rows(const PreallocatedFile& from, PreallocatedFile& to, const std::string& dataset,
               std::uint64_t first, std::uint64_t end) {
  constexpr std::uint64_t most = 1 << 20;
  const auto row_bytes = from.extent(dataset).row_bytes();
  if (row_bytes == 0) return;
  const auto rows_at_once = std::max<std::uint64_t>(1, most / row_bytes);
  std::vector<std::byte> rows;
  for (auto row = first; row < end; row += rows_at_once) {
    rows.resize(std::min(rows_at_once, end - row) * row_bytes);
    from.read(dataset, row, std::span(rows));
    to.write(dataset, row, rows);
  }
}

}  // namespace temper
