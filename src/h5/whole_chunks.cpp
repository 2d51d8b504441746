#include "h5/whole_chunks.h"

#include <fmt/format.h>
#include <hdf5.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/errors.h"
#include "h5/layout.h"
#include "h5/lzf_filter.h"

namespace temper {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t checksum_bytes = 4;  // that Fletcher's checksum adds

/// Nothing if they can't be inflated, or to more than `most`.
std::optional<std::size_t> inflated_size(Bytes bytes, std::size_t most) {
  std::array<unsigned char, 1 << 16> window{};
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return {};
  stream.next_in = const_cast<unsigned char*>(bytes.data());  // NOLINT: zlib doesn't write to it
  stream.avail_in = static_cast<uInt>(bytes.size());
  int status = Z_OK;
  while (status == Z_OK && stream.total_out <= most) {
    stream.next_out = window.data();
    stream.avail_out = static_cast<uInt>(window.size());
    status = inflate(&stream, Z_NO_FLUSH);
  }
  const std::size_t size = stream.total_out;
  inflateEnd(&stream);
  return status == Z_STREAM_END ? std::optional(size) : std::nullopt;
}

class Chunks {
 public:
  Chunks(const Handle& dataset, const std::string& problem)
      : dataset_(dataset),
        problem_(problem),
        space_(H5Dget_space(dataset.get()), H5Sclose, problem) {
    const Handle creation(H5Dget_create_plist(dataset.get()), H5Pclose, problem);
    if (H5Pget_layout(creation.get()) != H5D_CHUNKED) return;
    read_filters(creation.get());
    if (!filters_.empty()) read_shape(creation.get());
  }

  void require_whole() const {
    if (filters_.empty()) return;
    hsize_t n_written = 0;
    checked(H5Dget_num_chunks(dataset_.get(), space_.get(), &n_written), problem_);
    std::uint64_t n_chunks = 1;
    for (std::size_t axis = 0; axis < shape_.size(); ++axis)
      n_chunks = product_or_most(n_chunks, along(axis));
    if (n_chunks / 100 > n_written + 10) throw IoError(problem_ + ": most of it was never written");
    for (std::uint64_t chunk = 0; chunk < n_chunks; ++chunk) require_whole(offset_of(chunk));
  }

 private:
  void read_filters(hid_t creation) {
    const int n_filters = checked(H5Pget_nfilters(creation), problem_);
    for (unsigned i = 0; i < static_cast<unsigned>(n_filters); ++i) {
      unsigned flags = 0, settings = 0;
      std::size_t n_parameters = 0;
      std::array<char, 64> name{};
      filters_.push_back(H5Pget_filter2(creation, i, &flags, &n_parameters, nullptr, name.size(),
                                        name.data(), &settings));
      name.back() = '\0';
      constexpr std::array known = {H5Z_FILTER_DEFLATE, H5Z_FILTER_SHUFFLE, H5Z_FILTER_FLETCHER32,
                                    lzf_filter};
      if (std::find(known.begin(), known.end(), filters_.back()) == known.end())
        throw IoError(
            fmt::format("{}: is compressed by '{}' (HDF5 filter {}), which isn't read here; save "
                        "it with h5py's compression=\"gzip\" or \"lzf\"",
                        problem_, name.data(), filters_.back()));
    }
  }

  void read_shape(hid_t creation) {
    const auto rank =
        static_cast<std::size_t>(checked(H5Sget_simple_extent_ndims(space_.get()), problem_));
    shape_.resize(rank);
    chunk_.resize(rank);
    checked(H5Sget_simple_extent_dims(space_.get(), shape_.data(), nullptr), problem_);
    checked(H5Pget_chunk(creation, static_cast<int>(rank), chunk_.data()), problem_);
    const Handle type(H5Dget_type(dataset_.get()), H5Tclose, problem_);
    chunk_bytes_ = H5Tget_size(type.get());
    for (const auto length : chunk_) chunk_bytes_ = product_or_most(chunk_bytes_, length);
  }

  /// How many chunks there are along an axis.
  std::uint64_t along(std::size_t axis) const {
    return (shape_[axis] + chunk_[axis] - 1) / chunk_[axis];
  }

  std::vector<hsize_t> offset_of(std::uint64_t chunk) const {
    std::vector<hsize_t> offset(shape_.size());
    for (std::size_t axis = shape_.size(); axis-- > 0; chunk /= along(axis))
      offset[axis] = chunk % along(axis) * chunk_[axis];
    return offset;
  }

  void require_whole(const std::vector<hsize_t>& offset) const {
    unsigned skipped = 0;  // filters, a bit each
    haddr_t address = 0;
    hsize_t size = 0;
    checked(H5Dget_chunk_info_by_coord(dataset_.get(), offset.data(), &skipped, &address, &size),
            problem_);
    if (address == HADDR_UNDEF) return;  // never written: zeros
    if (size > file_size()) refuse();
    std::vector<std::uint8_t> bytes(size);
    checked(H5Dread_chunk(dataset_.get(), H5P_DEFAULT, offset.data(), &skipped, bytes.data()),
            problem_);
    if (unpacked_size(bytes, skipped) != chunk_bytes_) refuse();
  }

  /// Nothing if it can't be unpacked. Filters run backwards; at most one of them compresses.
  std::optional<std::size_t> unpacked_size(Bytes bytes, unsigned skipped) const {
    std::size_t size = bytes.size();
    for (std::size_t i = filters_.size(); i-- > 0;) {
      if ((skipped >> i & 1U) != 0 || filters_[i] == H5Z_FILTER_SHUFFLE) continue;
      if (filters_[i] == H5Z_FILTER_FLETCHER32) {
        if (size < checksum_bytes) return {};
        size -= checksum_bytes;
        continue;
      }
      if (size > bytes.size()) return {};  // a second compression
      const auto packed = bytes.first(size);
      const auto unpacked = filters_[i] == lzf_filter
                                ? lzf_unpacked_size(packed)
                                : inflated_size(packed, chunk_bytes_ + checksum_bytes);
      if (!unpacked) return {};
      size = *unpacked;
      bytes = {};
    }
    return size;
  }

  hsize_t file_size() const {
    const Handle file(H5Iget_file_id(dataset_.get()), H5Fclose, problem_);
    hsize_t size = 0;
    checked(H5Fget_filesize(file.get(), &size), problem_);
    return size;
  }

  [[noreturn]] void refuse() const {
    throw IoError(problem_ + ": a chunk doesn't unpack to what is declared");
  }

  const Handle& dataset_;
  const std::string& problem_;
  Handle space_;
  std::vector<H5Z_filter_t> filters_;
  std::vector<hsize_t> shape_, chunk_;
  std::uint64_t chunk_bytes_ = 0;
};

}  // namespace

void require_whole_chunks(const Handle& dataset, const std::string& problem) {
  Chunks(dataset, problem).require_whole();
}

}  // namespace temper
