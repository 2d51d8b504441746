#pragma once
// An HDF5 file read through HDF5: attributes, shapes and values by name. It takes no lock, so a
// file that is being written can be read.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "h5/attribute.h"

namespace temper {

/// Where a contiguous dataset lies in its file.
struct Extent {
  std::string name;
  std::vector<std::uint64_t> shape;  ///< none: a scalar
  std::uint64_t element_bytes = 0;
  std::uint64_t offset = 0;  ///< bytes from the start of the file; 0 if `bytes` is 0
  std::uint64_t bytes = 0;
  bool changes = false;  ///< has the attribute "written": it changes after publication

  std::uint64_t n_rows() const { return shape.empty() ? 1 : shape.front(); }
  std::uint64_t row_bytes() const { return n_rows() == 0 ? 0 : bytes / n_rows(); }
};

/// Every read throws IoError "path: name: what is wrong".
class ReadFile {
 public:
  explicit ReadFile(const std::string& path);
  ~ReadFile();
  ReadFile(ReadFile&&) noexcept;

  bool has(const std::string& dataset) const;
  std::vector<Attribute> attributes() const;  ///< of the file, sorted by name
  std::optional<Attribute> attribute(const std::string& name) const;
  std::string text_attribute(const std::string& name) const;                ///< throws if missing
  std::uint64_t integer_attribute(const std::string& name) const;           ///< throws if missing
  std::vector<std::string> texts_attribute(const std::string& name) const;  ///< throws if missing

  std::vector<Extent> extents() const;  ///< of all datasets, sorted by offset

  /// All values, row-major, converted by HDF5. T: double, float, std::int32_t, std::uint8_t,
  /// std::uint32_t, std::uint64_t.
  template <class T>
  std::vector<T> read(const std::string& dataset) const;
  std::vector<std::string> read_texts(const std::string& dataset) const;  ///< of fixed width

 private:
  struct File;
  std::string path_;
  std::unique_ptr<File> file_;
};

}  // namespace temper
