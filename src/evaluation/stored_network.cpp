#include "evaluation/stored_network.h"

#include "base/errors.h"
#include "store/same_run.h"

namespace temper {
namespace {

using Texts = std::vector<std::string>;
using Numbers = std::vector<double>;

template <class T>
T attribute_of(const ReadFile& run, const std::string& name) {
  const auto attribute = run.attribute(name);
  const auto* value = attribute ? std::get_if<T>(&attribute->value) : nullptr;
  return value ? *value : T{};
}

constexpr double most_inputs = 1e9;

/// Whether numbers are lengths that a network may have.
bool are_lengths(const Numbers& shape) {
  double product = 1;
  for (const double length : shape) product *= length >= 1 ? length : most_inputs * most_inputs;
  return product <= most_inputs;
}

bool fits(const Scaling& scaling, std::size_t n) {
  return scaling.mean.size() == scaling.sd.size() &&
         (scaling.mean.empty() || scaling.mean.size() == n);
}

std::size_t inputs_of_columns(const TableSchema& schema) {
  std::size_t n = 0;
  for (const auto& input : schema.inputs) n += input.n_inputs();
  return n;
}

/// Somebody else may have written the run: what it says must fit together.
void require_whole(const Dataset& data, const std::string& path) {
  const auto n_outputs = data.task == Task::classification ? data.n_classes : data.n_targets;
  const bool is_whole =
      n_outputs > 0 && fits(data.input_scaling, data.n_inputs) &&
      fits(data.target_scaling, data.n_targets) &&
      (data.input_names.empty() || data.input_names.size() == data.n_inputs) &&
      (data.schema.inputs.empty() || inputs_of_columns(data.schema) == data.n_inputs);
  if (!is_whole)
    throw IoError(path +
                  ": what it says of its data (shapes, names, scalings) doesn't fit "
                  "together: the run is damaged");
}

Dataset stored_dataset(const ReadFile& run, const std::string& path) {
  const auto task = attribute_of<std::string>(run, "task");
  if (task == "none")
    throw UsageError(path + ": the run has a potential without data; there is nothing to predict");
  Dataset data;
  data.name = attribute_of<std::string>(run, "data_name");
  data.task = task == "classification" ? Task::classification : Task::regression;
  data.class_names = attribute_of<Texts>(run, "class_names");
  data.target_names = attribute_of<Texts>(run, "target_names");
  data.input_names = attribute_of<Texts>(run, "input_names");
  data.n_inputs = 1;
  const auto shape = attribute_of<Numbers>(run, "input_shape");
  if (!are_lengths(shape)) throw IoError(path + ": input_shape is damaged");
  for (const double length : shape) {
    data.input_shape.push_back(static_cast<std::size_t>(length));
    data.n_inputs *= data.input_shape.back();
  }
  data.n_classes = data.class_names.size();
  data.n_targets = data.target_names.size();
  data.input_scaling = {attribute_of<Numbers>(run, "input_mean"),
                        attribute_of<Numbers>(run, "input_sd")};
  data.target_scaling = {attribute_of<Numbers>(run, "target_mean"),
                         attribute_of<Numbers>(run, "target_sd")};
  data.schema = schema_of_json(attribute_of<std::string>(run, "data_schema"), path);
  require_whole(data, path);
  return data;
}

}  // namespace

std::unique_ptr<NetworkPosterior> stored_network(const RunFolder& folder, const Config& config) {
  const auto run = open_run_file(folder);
  return make_posterior(config.section("model"), config.section("prior"),
                        stored_dataset(run, folder.run_file()),
                        attribute_of<Numbers>(run, "target_resolution"));
}

}  // namespace temper
