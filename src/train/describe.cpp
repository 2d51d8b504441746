#include "train/describe.h"

#include "base/program_name.h"
#include "base/simd.h"
#include "base/version.h"
#include "files/checksum.h"
#include "posterior/network_posterior.h"
#include "potential/objective.h"
#include "train/own_target.h"
#include "train/training.h"
#include "train/what_was_read.h"

namespace temper {
namespace {

std::int64_t whole(std::uint64_t value) { return static_cast<std::int64_t>(value); }

std::vector<BlockDescription> blocks_of(const Potential& potential) {
  std::vector<BlockDescription> blocks;
  for (const auto& block : potential.layout())
    blocks.push_back({block.name, block.shape, block.offset});
  return blocks;
}

std::vector<Attribute> attributes_without_data(const Potential& potential) {
  std::vector<Attribute> attributes = {{"task", "none"}};
  if (const auto file = file_of_model(potential); !file.empty()) {
    attributes.push_back({"model_file", file});
    attributes.push_back({"model_checksum", checksum_of_file(file)});
  }
  return attributes;
}

std::vector<Attribute> attributes_of_data(const Experiment& experiment) {
  if (!experiment.data) return attributes_without_data(*experiment.potential);
  const auto& data = *experiment.data;
  std::vector<Attribute> attributes = {
      {"task", data.task == Task::classification ? "classification" : "regression"},
      {"data_name", data.name},
      {"data_checksum", data.checksum},
      {"data_path", data.path},
      {"data_fingerprint", data.fingerprint},
      {"data_schema", to_json(data.schema)},
      {"n_training", whole(data.train.n)},
      {"n_validation", whole(data.validation.n)},
      {"n_test", whole(data.test.n)},
      {"class_names", data.class_names},
      {"target_names", data.target_names},
      {"input_names", data.input_names},
      {"input_shape", std::vector<double>(data.input_shape.begin(), data.input_shape.end())}};
  if (!data.input_scaling.mean.empty()) {
    attributes.push_back({"input_mean", data.input_scaling.mean});
    attributes.push_back({"input_sd", data.input_scaling.sd});
  }
  if (!data.target_scaling.mean.empty()) {
    attributes.push_back({"target_mean", data.target_scaling.mean});
    attributes.push_back({"target_sd", data.target_scaling.sd});
  }
  if (data.task == Task::regression)
    attributes.push_back({"target_resolution", target_resolution(data)});
  return attributes;
}

std::vector<Attribute> attributes_of(const Experiment& experiment) {
  const auto& run = experiment.run;
  std::vector<Attribute> attributes = {
      {"temper_version", version()},
      {"program", program_name()},
      {"commit", commit()},
      {"compiler", compiler()},
      {"simd", simd_path()},
      {"config", experiment.config.resolved(/*comments=*/false)},
      {"seed", whole(run.seed)},
      {"steps", whole(run.steps)},
      {"tempering",
       experiment.ladder.tempering == Tempering::likelihood ? "likelihood" : "posterior"},
      {"n_points", whole(experiment.potential->n_points())},
      {"prior_constant", prior_constant(*experiment.potential)}};
  attributes.push_back({"what_was_read", what_was_read(experiment)});
  const auto of_data = attributes_of_data(experiment);
  attributes.insert(attributes.end(), of_data.begin(), of_data.end());
  return attributes;
}

}  // namespace

RunDescription describe(const Experiment& experiment) {
  const auto& run = experiment.run;
  RunDescription description;
  description.n_rungs = experiment.ladder.size();
  description.n_copies = run.n_copies;
  description.n_parameters = experiment.potential->dim();
  description.n_warmup = run.n_warmup;
  description.n_sweeps = run.n_sweeps;
  description.thin = run.thin;
  description.round_first_sweep = round_starts(experiment);
  description.metric_names = experiment.potential->metric_names();
  description.blocks = blocks_of(*experiment.potential);
  description.slot_names = experiment.kernel->slot_names();
  description.scalar_names = experiment.kernel->scalar_names();
  description.adaptation = saved_arrays(experiment);
  description.attributes = attributes_of(experiment);
  description.durability = run.durability;
  description.replicas_per_file = run.replicas_per_file;
  description.version = version_of_new_runs(run.replicas_per_file);
  return description;
}

std::uint64_t replica_bytes(const RunDescription& description) {
  const auto n_vectors = 2 + description.slot_names.size();
  return n_vectors * description.n_parameters * sizeof(float);
}

}  // namespace temper
