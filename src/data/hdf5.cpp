// HDF5 files with datasets X and y in the root group; see data/named_arrays.h for the names.

#include "base/errors.h"
#include "config/section.h"
#include "data/named_arrays.h"
#include "data/source.h"
#include "files/open_file.h"
#include "h5/apart.h"
#include "h5/read_dataset.h"

namespace temper {
namespace {

class Hdf5File final : public ArrayFile {
 public:
  explicit Hdf5File(std::string path) : path_(std::move(path)), names_(dataset_names(path_)) {}

  std::string path() const override { return path_; }
  std::vector<std::string> names() const override { return names_; }

  Array read(const std::string& name) const override {
    auto dataset = read_dataset(path_, name);
    return {std::move(dataset.shape), std::move(dataset.values), std::move(dataset.texts)};
  }

 private:
  std::string path_;
  std::vector<std::string> names_;
};

class Hdf5 final : public Source {
 public:
  explicit Hdf5(std::string path) : path_(std::move(path)) {}

  RawData load() const override try {
    require_file(path_);
    const auto read = [&] { return read_named_arrays(Hdf5File(path_)); };
    try_apart(path_, read);
    return read();
  } catch (const IoError& error) {  // what is an I/O error of a run is bad data here
    throw DataError(error.what());
  }

 private:
  std::string path_;
};

std::unique_ptr<Source> make_hdf5(const Section&, const std::string& path) {
  return std::make_unique<Hdf5>(path);
}

constexpr const char* what_it_is = "HDF5 datasets X and y, perhaps X_test and y_test";
const bool registered =
    formats().add(".h5", what_it_is, make_hdf5) && formats().add(".hdf5", what_it_is, make_hdf5);

}  // namespace
}  // namespace temper
