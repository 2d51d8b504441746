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
  for (const double length : attribute_of<Numbers>(run, "input_shape")) {
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
  return data;
}

}  // namespace

std::unique_ptr<NetworkPosterior> stored_network(const RunFolder& folder, const Config& config) {
  const auto run = open_run_file(folder);
  return make_posterior(config.section("model"), config.section("prior"),
                        stored_dataset(run, folder.run_file()));
}

}  // namespace temper
