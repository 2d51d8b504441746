#pragma once
// An HDF5 file that HDF5 makes and never writes to again: all its datasets have their place on
// the disk before the first value, and values are written at their offsets by pwrite. So at every
// instant, also after kill -9, the file opens in plain HDF5, h5py and xarray.
//
// Legal calls: create (write | read | sync)* publish (write | read | sync)*, or open (…)*.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "h5/layout.h"
#include "h5/raw_file.h"
#include "h5/read_file.h"

namespace temper {

class PreallocatedFile {
 public:
  /// Whether somebody else may lay out the same file at the same time.
  enum class Writers {
    one,      ///< a lock keeps others out: it is `path`.tmp until it is published
    several,  ///< nothing does: it has a name of its own until then
  };

  /// Lays the file out under another name and reserves its disk space. Throws IoError, naming path
  /// and size, if the disk has too little left. `publish` gives it its name; a file that is not
  /// published is removed with its object.
  static PreallocatedFile create(const std::string& path, const FileLayout& layout,
                                 Writers writers = Writers::one);

  ~PreallocatedFile();
  PreallocatedFile(PreallocatedFile&& other) noexcept;
  PreallocatedFile& operator=(PreallocatedFile&& other) noexcept;

  /// Opens a published file for reading and writing at its datasets' offsets.
  static PreallocatedFile open(const std::string& path, RawFile::Mode mode = RawFile::Mode::update);

  /// Gives it the name `path`, replacing what was there. With `durable`, after a power loss
  /// the name stands for the whole file or for what was there before.
  void publish(bool durable);

  /// Rows [row, row + n) of a dataset, where n is what `values` fills; a scalar has one row.
  template <class T>
  void write(const std::string& dataset, std::uint64_t row, std::span<const T> values) {
    write_bytes(dataset, row, std::as_bytes(values));
  }
  template <class T>
  void write(const std::string& dataset, std::uint64_t row, const std::vector<T>& values) {
    write_bytes(dataset, row, std::as_bytes(std::span(values)));
  }
  template <class T>
  void write_value(const std::string& dataset, std::uint64_t row, const T& value) {
    write_bytes(dataset, row, std::as_bytes(std::span(&value, 1)));
  }

  /// Fills `values` from row on.
  template <class T>
  void read(const std::string& dataset, std::uint64_t row, std::span<T> values) const {
    read_bytes(dataset, row, std::as_writable_bytes(values));
  }
  template <class T>
  T read_value(const std::string& dataset, std::uint64_t row = 0) const {
    T value{};
    read_bytes(dataset, row, std::as_writable_bytes(std::span(&value, 1)));
    return value;
  }

  /// Throws IoError if a dataset of the layout is missing here, has fewer rows, or rows of another
  /// length. More rows are fine.
  void require_room_for(const FileLayout& layout) const;

  /// From now on a row of the dataset, if it is there, is one of its first two axes together: row
  /// i n + k for [i, k] of n. Throws IoError if it has one axis.
  void join_axes(const std::string& dataset);

  /// Throws IoError "path: it has no dataset 'name'".
  const Extent& extent(const std::string& dataset) const;
  bool has(const std::string& dataset) const { return extents_.contains(dataset); }
  const std::map<std::string, Extent>& extents() const { return extents_; }
  /// The attributes of these names of the root group; 0 and nothing if there is none.
  std::uint64_t format_version() const { return format_version_; }
  std::optional<std::uint64_t> replica() const { return replica_; }
  const RawFile& raw() const { return raw_; }
  RawFile& raw() { return raw_; }
  const std::string& path() const { return path_; }

  void sync() { raw_.sync(); }

 private:
  PreallocatedFile(const std::string& path, RawFile raw, const ReadFile& laid_out);
  void write_contents(const FileLayout& layout);
  void write_sequence(const std::string& dataset, const Sequence& sequence);
  void write_bytes(const std::string& dataset, std::uint64_t row, std::span<const std::byte>);
  void read_bytes(const std::string& dataset, std::uint64_t row, std::span<std::byte>) const;
  std::uint64_t offset_of(const std::string& dataset, std::uint64_t row, std::size_t bytes) const;

  std::string path_;
  std::string unnamed_ = {};  ///< its name until it is published; empty then
  RawFile raw_;
  std::map<std::string, Extent> extents_;
  std::uint64_t format_version_ = 0;
  std::optional<std::uint64_t> replica_ = {};
};

/// Copies rows [first, end) of a dataset to another file that has it, with rows of the same length.
void copy_rows(const PreallocatedFile& from, PreallocatedFile& to, const std::string& dataset,
               std::uint64_t first, std::uint64_t end);

/// The name that a file of one writer has until it is published.
std::string unpublished(const std::string& path);

}  // namespace temper
