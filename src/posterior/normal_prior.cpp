// Independent normals: theta ~ N(mean, sd²), the mean 0 but for blocks with a belief of their own.
//
//   [prior]
//   type = "normal"
//   sd = 1.0          # also a rule, "1/sqrt(fan_in)", and by groups: width.h
//   scale = "unit"    # "fan-in": weights have sd / sqrt(fan in), biases sd

#include <array>
#include <cmath>
#include <memory>
#include <numeric>

#include "base/half_log_2pi.h"
#include "config/section.h"
#include "posterior/normal_belief.h"
#include "posterior/width.h"

namespace temper {
namespace {

/// Sum of (value - mean)² in float64: eight lanes, so that it vectorises, in an order that depends
/// on the length only.
double squared_distance(std::span<const float> values, double mean) {
  constexpr std::size_t n_lanes = 8;
  std::array<double, n_lanes> lanes{};
  const std::size_t whole = values.size() - values.size() % n_lanes;
  for (std::size_t i = 0; i < whole; i += n_lanes)
    for (std::size_t lane = 0; lane < n_lanes; ++lane) {
      const double distance = static_cast<double>(values[i + lane]) - mean;
      lanes[lane] += distance * distance;
    }
  for (std::size_t i = whole; i < values.size(); ++i) {
    const double distance = static_cast<double>(values[i]) - mean;
    lanes[i - whole] += distance * distance;
  }
  return std::accumulate(lanes.begin(), lanes.end(), 0.0);
}

class NormalPrior final : public Prior {
 public:
  explicit NormalPrior(std::vector<NormalRun> runs) : runs_(std::move(runs)) {
    for (const NormalRun& run : runs_)
      constant_ += static_cast<double>(run.size) * (std::log(run.belief.sd) + half_log_2pi);
  }

  double energy(std::span<const float> theta) const override {
    double energy = constant_;
    for (const auto& [offset, size, belief] : runs_)
      energy +=
          squared_distance(theta.subspan(offset, size), belief.mean) / (2 * belief.sd * belief.sd);
    return energy;
  }

  void gradient(std::span<const float> theta, double weight,
                std::span<float> gradient) const override {
    for (const auto& [offset, size, belief] : runs_) {
      const auto slope = static_cast<float>(weight / (belief.sd * belief.sd));
      const auto mean = static_cast<float>(belief.mean);
      for (std::size_t i = offset; i < offset + size; ++i) gradient[i] = slope * (theta[i] - mean);
    }
  }

  void draw(std::span<float> theta, Rng& rng) const override {
    for (const auto& [offset, size, belief] : runs_)
      for (float& value : theta.subspan(offset, size))
        value = static_cast<float>(belief.mean + belief.sd * rng.normal());
  }

 private:
  std::vector<NormalRun> runs_;
  double constant_ = 0;
};

double scaled(double sd, const Block& block, bool by_fan_in) {
  const bool is_weight = block.fans.in > 0;
  return by_fan_in && is_weight ? sd / std::sqrt(static_cast<double>(block.fans.in)) : sd;
}

std::unique_ptr<Prior> make_normal(const Section& prior, const std::vector<Block>& blocks) {
  const auto sds = read_widths(prior, "sd", "of each parameter", blocks);
  const auto scale = prior.choice("scale", {"unit", "fan-in"}, "unit",
                                  "fan-in: weights have sd / sqrt(inputs of a unit)");
  std::vector<NormalRun> runs;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Block& block = blocks[i];
    const NormalBelief general{0, scaled(sds[i], block, scale == "fan-in")};
    runs.push_back({block.offset, volume(block.shape), block.belief.value_or(general)});
  }
  return make_normal_prior(std::move(runs));
}

const bool registered = priors().add("normal", "independent normals around 0", make_normal);

}  // namespace

std::unique_ptr<Prior> make_normal_prior(std::vector<NormalRun> runs) {
  return std::make_unique<NormalPrior>(std::move(runs));
}

}  // namespace temper
