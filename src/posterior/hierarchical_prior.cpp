// Normals whose sds are unknown, too, and sampled along, one for each layer or each input: the data
// decide how large weights are and which inputs matter. log Z is exact, since everything has a
// proper prior:
//
//   s_g ~ N(ln median_g, spread²),   theta_i ~ N(0, exp(s_g)²) for each weight i of group g
//
//   [prior]
//   type = "hierarchical"
//   over = "layer"       # "input": weights of the first layer have one sd for each input
//   median = 1.0         # of the sds; also a rule, and by groups of blocks: width.h
//   spread = 1.0         # sd of ln sd
//   sd = 1.0             # of biases, which have no group
//
// The s_g are blocks of theta behind the network's: "prior.log_sd.layer0.weight".
//
// Sources: Neal, Bayesian Learning for Neural Networks, 1996, section 4.3 (automatic relevance
// determination); Javid, Handley, Hobson & Lasenby, "Compromise-free Bayesian neural networks",
// arXiv:2004.12211, 2020, for the evidence of nets with sampled scales.

#include <algorithm>
#include <cmath>
#include <memory>

#include "base/half_log_2pi.h"
#include "config/section.h"
#include "posterior/normal_belief.h"
#include "posterior/prior.h"
#include "posterior/width.h"

namespace temper {
namespace {

/// Weights of one block, and where their s are: weight i has s[i % n_sds].
struct Group {
  std::size_t offset, size;
  std::size_t first_sd, n_sds;
  double ln_median;
};

class HierarchicalPrior final : public Prior {
 public:
  HierarchicalPrior(std::vector<Group> groups, std::unique_ptr<Prior> rest,
                    std::vector<Block> own_blocks, double spread)
      : groups_(std::move(groups)),
        rest_(std::move(rest)),
        own_blocks_(std::move(own_blocks)),
        spread_(spread) {}

  double energy(std::span<const float> theta) const override {
    double energy = rest_->energy(theta);
    for (const Group& group : groups_) {
      for (std::size_t i = 0; i < group.size; ++i) {
        const double s = theta[group.first_sd + i % group.n_sds];
        const double z = theta[group.offset + i] * std::exp(-s);
        energy += 0.5 * z * z + s + half_log_2pi;
      }
      for (std::size_t k = 0; k < group.n_sds; ++k) {
        const double z = (theta[group.first_sd + k] - group.ln_median) / spread_;
        energy += 0.5 * z * z + std::log(spread_) + half_log_2pi;
      }
    }
    return energy;
  }

  void gradient(std::span<const float> theta, double weight,
                std::span<float> gradient) const override {
    rest_->gradient(theta, weight, gradient);
    for (const Group& group : groups_) gradient_of(group, theta, weight, gradient);
  }

  void draw(std::span<float> theta, Rng& rng) const override {
    rest_->draw(theta, rng);
    for (const Group& group : groups_) {
      for (std::size_t k = 0; k < group.n_sds; ++k)
        theta[group.first_sd + k] = static_cast<float>(group.ln_median + spread_ * rng.normal());
      for (std::size_t i = 0; i < group.size; ++i)
        theta[group.offset + i] = static_cast<float>(
            std::exp(static_cast<double>(theta[group.first_sd + i % group.n_sds])) * rng.normal());
    }
  }

  std::vector<Block> own_blocks() const override { return own_blocks_; }

 private:
  void gradient_of(const Group& group, std::span<const float> theta, double weight,
                   std::span<float> gradient) const {
    const double n_each = static_cast<double>(group.size) / static_cast<double>(group.n_sds);
    for (std::size_t k = 0; k < group.n_sds; ++k) {
      const double s = theta[group.first_sd + k], precision = std::exp(-2 * s);
      double squares = 0;
      for (std::size_t i = k; i < group.size; i += group.n_sds) {
        const double value = theta[group.offset + i];
        squares += value * value;
        gradient[group.offset + i] = static_cast<float>(weight * value * precision);
      }
      gradient[group.first_sd + k] = static_cast<float>(
          weight * (n_each - squares * precision + (s - group.ln_median) / (spread_ * spread_)));
    }
  }

  std::vector<Group> groups_;
  std::unique_ptr<Prior> rest_;  ///< biases, and blocks with a belief of their own
  std::vector<Block> own_blocks_;
  double spread_;
};

/// Has weights that sum over inputs, and no belief of its own.
bool has_group(const Block& block) { return !block.belief && block.fans.in > 0; }

/// The sds of the first weight block are one for each input, its last axis, if they are wanted.
std::size_t number_of_sds(const Block& block, bool is_first, bool by_input) {
  return by_input && is_first && block.shape.size() == 2 ? block.shape.back() : 1;
}

std::unique_ptr<Prior> make_hierarchical(const Section& prior, const std::vector<Block>& blocks) {
  const auto over =
      prior.choice("over", {"layer", "input"}, "layer",
                   "what has an sd of its own: each layer; in the first one, each input");
  const auto medians = read_widths(prior, "median", "of the sds", blocks);
  const double spread =
      prior.number("spread", {.fallback = 1.0, .min = 0, .above_min = true, .help = "sd of ln sd"});
  const double sd =
      prior.number("sd", {.fallback = 1.0, .min = 0, .above_min = true, .help = "of biases"});
  std::vector<Group> groups;
  std::vector<Block> own_blocks;
  std::vector<NormalRun> rest;
  std::size_t end = 0;
  for (const Block& block : blocks) end = std::max(end, block.offset + volume(block.shape));
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Block& block = blocks[i];
    if (!has_group(block)) {
      rest.push_back(
          {block.offset, volume(block.shape), block.belief.value_or(NormalBelief{0, sd})});
      continue;
    }
    const std::size_t n_sds = number_of_sds(block, groups.empty(), over == "input");
    groups.push_back({block.offset, volume(block.shape), end, n_sds, std::log(medians[i])});
    own_blocks.push_back({"prior.log_sd." + block.name, {n_sds}, {}, nullptr, {}, end});
    end += n_sds;
  }
  return std::make_unique<HierarchicalPrior>(std::move(groups), make_normal_prior(std::move(rest)),
                                             std::move(own_blocks), spread);
}

const bool registered = priors().add(
    "hierarchical", "normals whose sds, by layer or input, are sampled along", make_hierarchical);

}  // namespace
}  // namespace temper
