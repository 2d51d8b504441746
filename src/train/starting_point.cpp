#include "train/starting_point.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <variant>

#include "base/errors.h"
#include "files/weight_file.h"

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
    const auto place = theta.begin() + static_cast<std::ptrdiff_t>(block.offset);
    std::visit(
        [&](const auto& values) {
          std::transform(values.begin(), values.end(), place,
                         [](auto value) { return static_cast<float>(value); });
          const auto end = place + static_cast<std::ptrdiff_t>(values.size());
          if (!std::all_of(place, end, [](float value) { return std::isfinite(value); }))
            throw DataError(fmt::format("{}: {} holds a number that is not finite in float32", path,
                                        block.name));
        },
        tensor.values);
  }
  refuse_strangers(tensors, potential.layout(), path);
  return theta;
}

}  // namespace

RngKey start_key(const Experiment& experiment, std::uint32_t replica) {
  return {experiment.run.seed, Stream::init, replica, 0, 0};
}

void load_starting_weights(Experiment& experiment, const Communicator& world) {
  const auto& path = experiment.init_from;
  if (path.empty()) return;
  world.together([&] {
    experiment.starting_weights = weights_of(read_weight_file(path), *experiment.potential, path);
  });
}

void starting_point(const Experiment& experiment, std::uint32_t replica, std::span<float> theta) {
  const auto& weights = experiment.starting_weights;
  if (!weights.empty()) {
    std::copy(weights.begin(), weights.end(), theta.begin());
    return;
  }
  Rng rng(start_key(experiment, replica));
  experiment.potential->initialise(theta, rng);
}

}  // namespace temper
