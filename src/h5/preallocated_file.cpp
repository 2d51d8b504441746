#include "h5/preallocated_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <numeric>

#include "base/errors.h"
#include "h5/write_layout.h"

namespace temper {

std::string unpublished(const std::string& path) { return path + ".tmp"; }

PreallocatedFile::PreallocatedFile(const std::string& path, RawFile raw,
                                   const std::vector<Extent>& extents)
    : path_(path), raw_(std::move(raw)) {
  for (const auto& extent : extents) extents_.emplace(extent.name, extent);
}

PreallocatedFile PreallocatedFile::create(const std::string& path, const FileLayout& layout) {
  const std::string unnamed = unpublished(path);
  write_layout(unnamed, layout);
  RawFile raw(unnamed, RawFile::Mode::update);
  raw.allocate();
  PreallocatedFile file(path, std::move(raw), ReadFile(unnamed).extents());
  file.write_contents(layout);
  return file;
}

void PreallocatedFile::write_contents(const FileLayout& layout) {
  for (const auto& dimension : layout.dimensions) {
    if (!dimension.has_values) continue;
    std::vector<std::int64_t> values(dimension.length);
    std::iota(values.begin(), values.end(), 0);
    write(dimension.name, 0, values);
  }
  for (const auto& dataset : layout.datasets)
    if (!dataset.contents.empty()) write(dataset.name, 0, dataset.contents);
}

PreallocatedFile PreallocatedFile::open(const std::string& path, RawFile::Mode mode) {
  const auto extents = ReadFile(path).extents();
  return PreallocatedFile(path, RawFile(path, mode), extents);
}

void PreallocatedFile::publish(bool durable) {
  if (durable) sync();
  if (std::rename(unpublished(path_).c_str(), path_.c_str()) == -1)
    throw IoError(fmt::format("{}: can't give it this name: {}", path_, std::strerror(errno)));
  if (durable) sync_folder(std::filesystem::path(path_).parent_path());
}

const Extent& PreallocatedFile::extent(const std::string& dataset) const {
  const auto found = extents_.find(dataset);
  if (found == extents_.end())
    throw IoError(fmt::format("{}: it has no dataset '{}'", path_, dataset));
  return found->second;
}

std::uint64_t PreallocatedFile::offset_of(const std::string& dataset, std::uint64_t row,
                                          std::size_t bytes) const {
  const Extent& place = extent(dataset);
  const std::uint64_t start = row * place.row_bytes();
  if (start + bytes > place.bytes)
    throw IoError(fmt::format("{}: {}: row {} of {} bytes is beyond its {} rows of {} bytes", path_,
                              dataset, row, bytes, place.n_rows(), place.row_bytes()));
  return place.offset + start;
}

void PreallocatedFile::write_bytes(const std::string& dataset, std::uint64_t row,
                                   std::span<const std::byte> bytes) {
  raw_.write_at(offset_of(dataset, row, bytes.size()), bytes);
}

void PreallocatedFile::read_bytes(const std::string& dataset, std::uint64_t row,
                                  std::span<std::byte> bytes) const {
  raw_.read_at(offset_of(dataset, row, bytes.size()), bytes);
}

}  // namespace temper
