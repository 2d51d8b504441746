#include "potential/own_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

#include "base/errors.h"
#include "potential/own_potential.h"
#include "potential/parameter_names.h"

namespace temper {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr const char* way_out = "mend it, or set potential.check = false";

/// Whatever was there before, no model writes this by accident.
const double untouched = std::bit_cast<double>(std::uint64_t{0x7ff8'5a5a'a5a5'1234});
bool has_bits_of(double one, double other) {
  return std::bit_cast<std::uint64_t>(one) == std::bit_cast<std::uint64_t>(other);
}
bool is_untouched(double value) { return has_bits_of(value, untouched); }

/// What a model says of one theta.
struct Answer {
  Energy energy;
  std::vector<double> grad_U, grad_V;  ///< [P]
};

/// A derivative that differences don't agree with.
struct Worst {
  double excess = 0;  ///< how far beyond what rounding explains, 1 is at its edge
  std::size_t parameter = 0;
  const char* gradient = "grad_U";
  double said = 0, measured = 0;
};

class OwnCheck {
 public:
  explicit OwnCheck(OwnPotential& potential)
      : potential_(potential),
        model_(potential.model()),
        names_(model_.names()),
        P_(model_.dim()) {}

  void run() {
    for (std::uint32_t point = 0; point < 2; ++point) {
      Rng rng({/*seed=*/1, Stream::adapt, point, 0, 0});
      std::vector<float> start(P_);
      potential_.initialise(start, rng);
      std::vector<double> theta(start.begin(), start.end());
      if (point == 1 && !shake(theta, rng)) return;
      const Answer answer = first_answer(theta);
      check_again(theta, answer);
      noise_ = noise_at(theta, answer, rng);
      check_gradient(theta, answer, rng);
      check_several(theta, answer);
      check_rows(theta, answer);
    }
  }

 private:
  [[noreturn]] void refuse(const std::string& problem) const {
    throw UsageError(fmt::format("{}: {}; {}", model_.label(), problem, way_out));
  }

  std::string at(std::span<const double> theta) const {
    return fmt::format("at the start ({})", text_of(theta, names_));
  }

  Answer ask(std::span<const double> theta) const {
    std::array<double, 1> U{nan}, V{nan};
    Answer answer{{}, std::vector<double>(P_), std::vector<double>(P_)};
    model_.evaluate({1, theta, U, V, answer.grad_U, answer.grad_V});
    answer.energy = {U[0], V[0]};
    return answer;
  }

  Energy energy(std::span<const double> theta) const {
    std::array<double, 1> U{nan}, V{nan};
    model_.evaluate({1, theta, U, V, {}, {}});
    return {U[0], V[0]};
  }

  /// A starting point may be special: a symmetric one hides wrong gradients. False if the model
  /// isn't defined around it.
  bool shake(std::vector<double>& theta, Rng& rng) const {
    constexpr double size = 0.05;
    for (double& value : theta)
      value = static_cast<float>(value + size * std::max(1.0, std::abs(value)) * rng.normal());
    const Energy here = energy(theta);
    return std::isfinite(here.U + here.V);
  }

  /// With room behind the gradients, so that one too long does no harm, and is seen.
  Answer first_answer(std::span<const double> theta) const {
    constexpr std::size_t room = 64;
    std::array<double, 1> U{nan}, V{nan};
    std::vector<double> grad_U(P_ + room, untouched), grad_V(P_ + room, untouched);
    model_.evaluate({1, theta, U, V, std::span(grad_U).first(P_), std::span(grad_V).first(P_)});
    for (std::size_t i = 0; i < room; ++i)
      if (!is_untouched(grad_U[P_ + i]) || !is_untouched(grad_V[P_ + i]))
        refuse(fmt::format("it writes beyond the end of a gradient, element {} of {} parameters",
                           P_ + i, P_));
    grad_U.resize(P_);
    grad_V.resize(P_);
    if (!std::isfinite(U[0] + V[0]))
      refuse(fmt::format("U = {}, V = {} {}", U[0], V[0], at(theta)));
    for (std::size_t i = 0; i < P_; ++i) {
      if (is_untouched(grad_U[i]))
        refuse(fmt::format("it leaves grad_U of {} unset", name_of(i, names_)));
      if (!std::isfinite(grad_U[i]) || !std::isfinite(grad_V[i]))
        refuse(fmt::format("grad_U = {}, grad_V = {} of {} {}", grad_U[i], grad_V[i],
                           name_of(i, names_), at(theta)));
    }
    return {{U[0], V[0]}, std::move(grad_U), std::move(grad_V)};
  }

  void check_again(std::span<const double> theta, const Answer& answer) const {
    const Answer again = ask(theta);
    const Energy alone = energy(theta);
    compare("U evaluated twice", answer.energy.U, again.energy.U);
    compare("V evaluated twice", answer.energy.V, again.energy.V);
    compare("U with and without a gradient", answer.energy.U, alone.U);
    compare("V with and without a gradient", answer.energy.V, alone.V);
    for (std::size_t i = 0; i < P_; ++i)
      compare("a gradient evaluated twice", answer.grad_U[i] + answer.grad_V[i],
              again.grad_U[i] + again.grad_V[i], largest(answer.grad_U));
  }

  /// The same to rounding, or refused; the same to the bit, or noted.
  void compare(const std::string& what, double one, double other, double scale = 0) const {
    constexpr double rounding = 1e-5;  // float32, summed carelessly
    if (has_bits_of(one, other) || one == other) return;
    const double size = std::max({std::abs(one), std::abs(other), scale, 1e-3});
    if (!(std::abs(one - other) <= rounding * size))
      refuse(fmt::format("{} differs: {} and {}; the same theta must always give the same", what,
                         one, other));
    const auto text =
        fmt::format("{}: {} differs in the last bits, so runs will too, from one to the next",
                    model_.label(), what);
    const auto notes = potential_.notes();
    if (std::find(notes.begin(), notes.end(), text) == notes.end()) potential_.note(text);
  }

  /// How far rounding moves U and V: second differences over steps too short for curvature.
  Energy noise_at(std::span<const double> theta, const Answer& answer, Rng& rng) const {
    constexpr int n_directions = 8;
    constexpr double step = 1e-7;
    Energy noise;
    for (int k = 0; k < n_directions; ++k) {
      std::vector<double> right(theta.begin(), theta.end()), left = right;
      for (std::size_t i = 0; i < P_; ++i) {
        const double move = step * std::max(1.0, std::abs(theta[i])) * rng.normal();
        right[i] += move;
        left[i] -= move;
      }
      const Energy above = energy(right), below = energy(left);
      noise.U = std::max(noise.U, std::abs(above.U + below.U - 2 * answer.energy.U));
      noise.V = std::max(noise.V, std::abs(above.V + below.V - 2 * answer.energy.V));
    }
    return noise;
  }

  static double largest(std::span<const double> values) {
    double most = 0;
    for (const double value : values) most = std::max(most, std::abs(value));
    return most;
  }

  static double length_of(std::span<const double> direction) {
    return std::sqrt(
        std::inner_product(direction.begin(), direction.end(), direction.begin(), 0.0));
  }

  void check_gradient(std::span<const double> theta, const Answer& answer, Rng& rng) const {
    constexpr std::size_t all_below = 64, some = 24;
    Worst worst;
    const std::size_t stride = P_ <= all_below ? 1 : P_ / some;
    for (std::size_t i = 0; i < P_; i += stride) {
      std::vector<double> direction(P_);
      direction[i] = std::max(1.0, std::abs(theta[i]));
      differentiate(theta, direction, answer, i, worst);
    }
    if (worst.excess > 1)
      refuse(fmt::format("{} of {} is {:.6g}, but differences of {} give {:.6g} {}", worst.gradient,
                         name_of(worst.parameter, names_), worst.said,
                         worst.gradient + std::strlen("grad_"), worst.measured, at(theta)));
    if (stride == 1) return;
    std::vector<double> direction(P_);
    for (double& value : direction) value = rng.normal();
    differentiate(theta, direction, answer, 0, worst);
    if (worst.excess > 1)
      refuse(fmt::format("{} along a random direction is {:.6g}, but differences give {:.6g} {}",
                         worst.gradient, worst.said, worst.measured, at(theta)));
  }

  /// Differences along `direction` at several steps, down from a long one: that a gradient is right
  /// at one of them is enough, for curvature spoils the long and rounding the short.
  void differentiate(std::span<const double> theta, std::span<const double> direction,
                     const Answer& answer, std::size_t parameter, Worst& worst) const {
    const double length = length_of(direction);
    std::array<Worst, 2> nearest = {Worst{nan, parameter, "grad_U"},
                                    Worst{nan, parameter, "grad_V"}};
    for (const double step : {1e-2, 1e-3, 1e-4, 1e-5, 1e-6}) {
      std::vector<double> right(theta.begin(), theta.end()), left = right;
      for (std::size_t i = 0; i < P_; ++i) {
        right[i] += step * direction[i];
        left[i] -= step * direction[i];
      }
      const Energy above = energy(right), below = energy(left);
      const std::array<double, 2> measured = {(above.U - below.U) / (2 * step * length),
                                              (above.V - below.V) / (2 * step * length)};
      const double per_noise = 2 / (step * length);
      note(direction, answer.grad_U, measured[0], per_noise * noise_.U, nearest[0]);
      note(direction, answer.grad_V, measured[1], per_noise * noise_.V, nearest[1]);
      if (nearest[0].excess <= 1 && nearest[1].excess <= 1) break;
    }
    for (const Worst& of_gradient : nearest)  // NaN: not defined a step away
      if (of_gradient.excess > worst.excess) worst = of_gradient;
  }

  void note(std::span<const double> direction, const std::vector<double>& gradient, double measured,
            double noise, Worst& nearest) const {
    constexpr double relative = 1e-3, of_largest = 1e-5, absolute = 1e-7, most_noise = 0.01;
    const double length = length_of(direction);
    const double said =
        std::inner_product(direction.begin(), direction.end(), gradient.begin(), 0.0) / length;
    const double allowed = relative * std::max(std::abs(said), std::abs(measured)) +
                           of_largest * largest(gradient) + absolute + noise;
    const bool says_little = noise > most_noise * largest(gradient);
    if (says_little && !std::isnan(nearest.excess)) return;  // a longer step has said more
    const double excess = std::abs(said - measured) / allowed;
    if (std::isnan(nearest.excess) || excess < nearest.excess) {
      nearest.excess = excess;
      nearest.said = said;
      nearest.measured = measured;
    }
  }

  void check_several(std::span<const double> theta, const Answer& answer) const {
    constexpr std::size_t n = 3;
    if (!model_.has_batch()) return;
    std::vector<double> thetas, U(n), V(n), grad_U(n * P_), grad_V(n * P_);
    for (std::size_t i = 0; i < n; ++i) {  // the answer is asked for in the middle
      thetas.insert(thetas.end(), theta.begin(), theta.end());
      if (i != 1) thetas.back() += 0.01;
    }
    model_.evaluate({n, thetas, U, V, grad_U, grad_V});
    compare("U alone and among several", answer.energy.U, U[1]);
    compare("V alone and among several", answer.energy.V, V[1]);
    for (std::size_t i = 0; i < P_; ++i)
      compare("a gradient alone and among several", answer.grad_U[i] + answer.grad_V[i],
              grad_U[P_ + i] + grad_V[P_ + i], largest(answer.grad_U));
  }

  void check_rows(std::span<const double> theta, const Answer& answer) const {
    if (!model_.has_rows()) return;
    constexpr double rounding = 1e-4;
    std::vector<std::uint32_t> all(model_.n_points());
    std::iota(all.begin(), all.end(), 0U);
    std::vector<double> U(all.size()), grad_U(P_), grad_V(P_);
    OwnRows rows{theta, all, U, 0, grad_U, grad_V};
    model_.evaluate_rows(rows);
    const double sum = std::accumulate(U.begin(), U.end(), 0.0);
    if (!(std::abs(sum - answer.energy.U) <= rounding * std::max(1.0, std::abs(sum))))
      refuse(fmt::format("U of the examples sums to {}, but U is {}", sum, answer.energy.U));
    const double scale = std::max(1e-3, largest(answer.grad_U));
    for (std::size_t i = 0; i < P_; ++i)
      if (!(std::abs(grad_U[i] - answer.grad_U[i]) <= 10 * rounding * scale))
        refuse(fmt::format("grad_U of {} is {} of the examples, but {} of all at once",
                           name_of(i, names_), grad_U[i], answer.grad_U[i]));
  }

  OwnPotential& potential_;
  OwnModel& model_;
  std::vector<std::string> names_;
  std::size_t P_;
  Energy noise_;
};

}  // namespace

void check_own(OwnPotential& potential) { OwnCheck(potential).run(); }

}  // namespace temper
