// A student of k ReLU units that learns from a teacher of n, over all normal inputs at once: the
// mean squared error has a closed form, so there is no data set. From random starts gradient
// descent often ends in a minimum that isn't global, the more often the larger the nets are.
//
//   y(x) = sum_j relu(e_j . x),  student(x) = sum_i relu(w_i . x),  x ~ N(0, I)
//   U = scale E (student(x) - y(x))² / 2
//     = scale (sum_ij f(w_i, w_j) / 2 - sum_ij f(w_i, e_j) + sum_ij f(e_i, e_j) / 2)
//   f(w, v) = E relu(w . x) relu(v . x) = |w| |v| (sin a + (pi - a) cos a) / (2 pi)
//   grad_w f = (|v| sin a w / |w| + (pi - a) v) / (2 pi),   a the angle between w and v
//   V = -sum ln N(w; 0, prior_sd²)
//
// theta holds w_1, …, w_k one after the other. The global minimum of U is 0 if k >= n.
// Sources: Safran & Shamir, "Spurious local minima are common in two-layer ReLU neural networks",
// ICML 2018, section 4 and (2) there; f: Cho & Saul, "Kernel methods for deep learning", NIPS 2009.

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "base/dot.h"
#include "config/section.h"
#include "potential/potentials.h"

namespace temper {
namespace {

constexpr double pi = std::numbers::pi;

/// f(w, v) and what its gradient by w is made of: along w and along v.
struct Overlap {
  double value, along_w, along_v;

  Overlap(double dot, double norm_w, double norm_v) {
    const double product = norm_w * norm_v;
    const double cosine = product > 0 ? std::clamp(dot / product, -1.0, 1.0) : 0;
    const double sine = std::sqrt(1 - cosine * cosine), rest = pi - std::acos(cosine);
    value = product * (sine + rest * cosine) / (2 * pi);
    along_w = norm_w > 0 ? norm_v * sine / (norm_w * 2 * pi) : 0;
    along_v = rest / (2 * pi);
  }
};

class StudentTeacher final : public Potential {
 public:
  explicit StudentTeacher(const Section& options)
      : n_inputs_(options.count(
            "inputs", {.fallback = 20, .min = 1, .max = 1000, .help = "n, the teacher's units"})),
        n_units_(options.count(
            "hidden", {.fallback = 20, .min = 1, .max = 1000, .help = "k, the student's units"})),
        scale_(options.number("scale", {.fallback = 100.0,
                                        .min = 0,
                                        .above_min = true,
                                        .help = "of U: as so many examples with unit noise"})),
        prior_sd_(options.number("prior_sd", {.fallback = 10.0, .min = 0, .above_min = true})),
        sums_(n_inputs_),
        norms_(n_units_) {}

  std::size_t dim() const override { return n_units_ * n_inputs_; }
  std::size_t n_points() const override { return 1; }
  std::vector<ParameterBlock> layout() const override {
    return {{"weight", {n_units_, n_inputs_}, 0}};
  }

  Energy energy(std::span<const float> theta) override { return evaluate(theta, {}, {}); }

  void gradients(std::span<GradientTask> group) override {
    for (auto& task : group) task.energy = evaluate(task.theta, task.weights, task.gradient);
  }

  void pointwise(std::span<const float> theta, Batch /*one point*/,
                 std::span<double> out) override {
    std::fill(out.begin(), out.end(), energy(theta).U);
  }

  void initialise(std::span<float> theta, Rng& rng) const override {
    fill_normal(theta, 1 / std::sqrt(static_cast<double>(n_inputs_)), rng);
  }

  void draw_prior(std::span<float> theta, Rng& rng) const override {
    fill_normal(theta, prior_sd_, rng);
  }

 private:
  using Row = std::span<const float>;

  static void fill_normal(std::span<float> theta, double sd, Rng& rng) {
    for (float& weight : theta) weight = static_cast<float>(sd * rng.normal());
  }

  Row unit(std::span<const float> theta, std::size_t i) const {
    return theta.subspan(i * n_inputs_, n_inputs_);
  }

  /// E y² / 2: n pairs of a unit with itself, the others at right angles.
  double teacher() const {
    const auto n = static_cast<double>(n_inputs_);
    return (n * Overlap(1, 1, 1).value + n * (n - 1) * Overlap(0, 1, 1).value) / 2;
  }

  /// The terms of U / scale that have w_i in front; leaves the gradient of U / scale by w_i in
  /// sums_.
  double terms_of(std::span<const float> theta, std::size_t i) {
    const Row w = unit(theta, i);
    double value = 0, along_w = 0;
    std::fill(sums_.begin(), sums_.end(), 0);
    for (std::size_t j = 0; j < n_units_; ++j) {
      const Row v = unit(theta, j);
      const Overlap overlap(i == j ? norms_[i] * norms_[i] : dot(w, v), norms_[i], norms_[j]);
      value += overlap.value / 2;
      along_w += overlap.along_w;
      for (std::size_t k = 0; k < n_inputs_; ++k) sums_[k] += overlap.along_v * v[k];
    }
    for (std::size_t j = 0; j < n_inputs_; ++j) {
      const Overlap overlap(w[j], norms_[i], 1);
      value -= overlap.value;
      along_w -= overlap.along_w;
      sums_[j] -= overlap.along_v;
    }
    for (std::size_t k = 0; k < n_inputs_; ++k) sums_[k] += along_w * w[k];
    return value;
  }

  Energy evaluate(std::span<const float> theta, Weights weights, std::span<float> gradient) {
    for (std::size_t i = 0; i < n_units_; ++i)
      norms_[i] = std::sqrt(dot(unit(theta, i), unit(theta, i)));
    const double prior_precision = 1 / (prior_sd_ * prior_sd_);
    double loss = teacher();
    for (std::size_t i = 0; i < n_units_; ++i) {
      loss += terms_of(theta, i);
      if (gradient.empty()) continue;
      for (std::size_t k = 0; k < n_inputs_; ++k) {
        const std::size_t at = i * n_inputs_ + k;
        gradient[at] = static_cast<float>(weights.U * scale_ * sums_[k] +
                                          weights.V * prior_precision * theta[at]);
      }
    }
    return {scale_ * loss,
            dot(theta, theta) * prior_precision / 2 +
                static_cast<double>(dim()) * std::log(std::sqrt(2 * pi) * prior_sd_)};
  }

  std::size_t n_inputs_, n_units_;
  double scale_, prior_sd_;
  std::vector<double> sums_;   ///< scratch [inputs]
  std::vector<double> norms_;  ///< scratch [units], |w_i|
};

const bool registered = potentials().add(
    "student-teacher", "a ReLU net that learns from another, over all normal inputs at once",
    [](const Section& options) { return std::make_unique<StudentTeacher>(options); });

}  // namespace
}  // namespace temper
