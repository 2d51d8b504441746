// NumPy archives: numpy.savez("mine.npz", X=X, y=y); see data/named_arrays.h for the names.

#include "config/section.h"
#include "data/named_arrays.h"
#include "data/source.h"
#include "files/npy.h"
#include "files/zip_file.h"

namespace temper {
namespace {

constexpr std::string_view suffix = ".npy";

class NpzFile final : public ArrayFile {
 public:
  explicit NpzFile(const std::string& path) : zip_(path) {}

  std::string path() const override { return zip_.path(); }

  std::vector<std::string> names() const override {
    std::vector<std::string> names;
    for (const auto& name : zip_.names())
      if (name.ends_with(suffix)) names.push_back(name.substr(0, name.size() - suffix.size()));
    return names;
  }

  Array read(const std::string& name) const override {
    std::string space;
    return parse_npy(zip_.extract(name + std::string(suffix), space), path() + ": " + name);
  }

 private:
  ZipFile zip_;
};

class Npz final : public Source {
 public:
  explicit Npz(std::string path) : path_(std::move(path)) {}
  RawData load() const override { return read_named_arrays(NpzFile(path_)); }

 private:
  std::string path_;
};

const bool registered = formats().add(
    ".npz", "NumPy arrays X and y, perhaps X_test and y_test",
    [](const Section&, const std::string& path) { return std::make_unique<Npz>(path); });

}  // namespace
}  // namespace temper
