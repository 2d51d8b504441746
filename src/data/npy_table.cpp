// One NumPy array [N, n_inputs + 1]: a table whose last column is the target.

#include <fmt/format.h>

#include "base/errors.h"
#include "config/section.h"
#include "data/source.h"
#include "files/npy.h"
#include "files/open_file.h"

namespace temper {
namespace {

class NpyTable final : public Source {
 public:
  explicit NpyTable(std::string path) : path_(std::move(path)) {}

  RawData load() const override {
    const Array table = parse_npy(read_file(path_), path_);
    if (table.shape.size() != 2 || table.shape[1] < 2)
      throw DataError(
          fmt::format("{}: is {}; a table of inputs with the target as last column is "
                      "needed, or an .npz with X and y",
                      path_, fmt::join(table.shape, " x ")));
    RawData raw;
    raw.origin = path_;
    raw.input_shape = {table.shape[1] - 1};
    raw.target_names = {"y"};
    std::visit([&](const auto& values) { cut(values, table.shape[1], raw); }, table.values);
    return raw;
  }

 private:
  template <class T>
  static void cut(const std::vector<T>& values, std::size_t n_columns, RawData& raw) {
    std::vector<T> inputs, targets;
    inputs.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
      ((i + 1) % n_columns == 0 ? targets : inputs).push_back(values[i]);
    raw.inputs = RawMatrix(n_columns - 1, std::move(inputs));
    raw.targets = RawMatrix(1, std::move(targets));
  }

  std::string path_;
};

const bool registered = formats().add(
    ".npy", "a NumPy table, the target its last column",
    [](const Section&, const std::string& path) { return std::make_unique<NpyTable>(path); });

}  // namespace
}  // namespace temper
