#include "train/starting_point.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <variant>

#include "base/errors.h"
#include "config/config.h"
#include "files/weight_file.h"
#include "kernel/chosen_kernel.h"
#include "store/run_reader.h"
#include "store/same_run.h"

namespace temper {
namespace {

/// What temper-export writes beside the weights.
constexpr std::array<std::string_view, 2> companions = {"input_mean", "input_sd"};

std::string text_of(const std::vector<std::size_t>& shape) {
  return fmt::format("[{}]", fmt::join(shape, ", "));
}

const Array& tensor_of(const Tensors& tensors, const ParameterBlock& block,
                       const std::string& path) {
  const auto found = tensors.find(block.name);
  if (found == tensors.end()) {
    std::vector<std::string> names;
    for (const auto& [name, tensor] : tensors) names.push_back(name);
    throw DataError(fmt::format("{}: has no tensor '{}' {}; it has {}", path, block.name,
                                text_of(block.shape), fmt::join(names, ", ")));
  }
  if (found->second.shape != block.shape)
    throw DataError(fmt::format("{}: {} is {}; the network's is {}", path, block.name,
                                text_of(found->second.shape), text_of(block.shape)));
  return found->second;
}

void refuse_strangers(const Tensors& tensors, const std::vector<ParameterBlock>& layout,
                      const std::string& path) {
  for (const auto& [name, tensor] : tensors) {
    const auto is_it = [&name = name](const ParameterBlock& block) { return block.name == name; };
    if (std::none_of(layout.begin(), layout.end(), is_it) &&
        std::find(companions.begin(), companions.end(), name) == companions.end())
      throw DataError(
          fmt::format("{}: the network has no '{}'; leave it out, or give the network "
                      "the layers that the file is of",
                      path, name));
  }
}

std::vector<float> weights_of(const Tensors& tensors, const Potential& potential,
                              const std::string& path) {
  std::vector<float> theta(potential.dim());
  for (const auto& block : potential.layout()) {
    const auto& tensor = tensor_of(tensors, block, path);
    const auto first = theta.begin() + static_cast<std::ptrdiff_t>(block.offset);
    std::visit(
        [&](const auto& values) {
          std::transform(values.begin(), values.end(), first,
                         [](auto value) { return static_cast<float>(value); });
          const auto end = first + static_cast<std::ptrdiff_t>(values.size());
          if (!std::all_of(first, end, [](float value) { return std::isfinite(value); }))
            throw DataError(fmt::format("{}: {} holds a number that is not finite in float32", path,
                                        block.name));
        },
        tensor.values);
  }
  refuse_strangers(tensors, potential.layout(), path);
  return theta;
}

bool adapts_by_error(const Kernel& kernel) { return !std::isnan(kernel.target_error(0)); }

std::string kernel_of(const std::string& config, const std::string& origin) {
  return kernel_type(Config::parse(config, origin).section("kernel"));
}

std::uint64_t n_kept_draws(const StoredTables& tables) {
  return static_cast<std::uint64_t>(
      std::count_if(tables.draw_sweep.begin(), tables.draw_sweep.end(),
                    [&](std::uint64_t sweep) { return sweep >= tables.n_warmup; }));
}

void refuse_misfit(const Experiment& experiment, const StoredTables& tables) {
  const auto& path = experiment.init.from;
  if (tables.n_parameters != experiment.potential->dim())
    throw DataError(fmt::format("{}: its network has {} parameters; this one has {}", path,
                                tables.n_parameters, experiment.potential->dim()));
  if (!experiment.init.from_best && n_kept_draws(tables) == 0)
    throw DataError(path +
                    ": has no draw after warm-up yet; init.state = \"best\" takes its best "
                    "states");
}

void look_at_run(Experiment& experiment) {
  const RunFolder folder(experiment.init.from);
  const auto tables = read_tables(folder);
  refuse_misfit(experiment, tables);
  if (!adapts_by_error(*experiment.kernel)) return;
  const auto type = kernel_of(open_run_file(folder).text_attribute("config"), folder.run_file());
  if (type != kernel_of(experiment.config.resolved(/*comments=*/false), "this run")) return;
  auto& step = experiment.ladder.step_size;
  const auto last = tables.step_size.end() - static_cast<std::ptrdiff_t>(tables.n_rungs);
  if (step.size() == tables.n_rungs)
    step.assign(last, tables.step_size.end());
  else
    step.assign(step.size(), *last);
}

/// Where in a run one replica starts.
void start_from_run(const Experiment& experiment, std::uint32_t replica, std::span<float> theta) {
  const RunFolder folder(experiment.init.from);
  const auto tables = read_tables(folder);
  const std::size_t n_rungs = experiment.ladder.size();
  const std::size_t copy = replica / n_rungs, from_copy = copy % tables.n_copies;
  const std::size_t rung = n_rungs == tables.n_rungs ? replica % n_rungs : 0;
  if (experiment.init.from_best) {
    const auto from = static_cast<std::uint32_t>(from_copy * tables.n_rungs + rung);
    if (DrawsReader(folder, tables.draws_groups, from).read_best(tables.committed, theta)) return;
    throw DataError(fmt::format("{}: replica {} has no best state yet", folder.path(), from));
  }
  const std::uint64_t n_kept = n_kept_draws(tables);
  const std::uint64_t n_times = (experiment.run.n_copies - 1) / tables.n_copies + 1;
  const std::uint64_t back = copy / tables.n_copies * n_kept / n_times;
  const std::uint64_t draw = tables.draw_sweep.size() - 1 - back;
  const auto from = tables.replica_on(rung, from_copy, tables.draw_sweep[draw]);
  DrawsReader(folder, tables.draws_groups, from).read(draw, theta);
}

}  // namespace

Replica fresh_replica(const Experiment& experiment) {
  const auto dim = experiment.potential->dim();
  Replica replica;
  replica.theta.resize(dim);
  replica.best.theta.resize(dim);
  replica.slots.assign(experiment.kernel->slot_names().size(), Floats(dim));
  replica.scalars.resize(experiment.kernel->scalar_names().size());
  return replica;
}

RngKey start_key(const Experiment& experiment, std::uint32_t replica) {
  return {experiment.run.seed, Stream::init, replica, 0, 0};
}

void load_starting_weights(Experiment& experiment, const Communicator& world) {
  const auto& path = experiment.init.from;
  if (path.empty()) return;
  world.together([&] {
    if (experiment.init.is_run) return look_at_run(experiment);
    experiment.starting_weights = weights_of(read_weight_file(path), *experiment.potential, path);
  });
}

void starting_point(const Experiment& experiment, std::uint32_t replica, std::span<float> theta) {
  if (experiment.init.is_run) return start_from_run(experiment, replica, theta);
  const auto& weights = experiment.starting_weights;
  if (!weights.empty()) {
    std::copy(weights.begin(), weights.end(), theta.begin());
    return;
  }
  Rng rng(start_key(experiment, replica));
  experiment.potential->initialise(theta, rng);
}

}  // namespace temper
