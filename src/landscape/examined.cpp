#include "landscape/examined.h"

#include <cmath>
#include <limits>

#include "base/dot.h"

namespace temper {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Reads numbers one after another.
class Reader {
 public:
  explicit Reader(std::span<const double> numbers) : numbers_(numbers) {}

  double next() { return take(1).front(); }
  std::span<const double> take(std::size_t n) {
    const auto taken = numbers_.first(n);
    numbers_ = numbers_.subspan(n);
    return taken;
  }
  /// The next n, up to the first NaN.
  std::vector<double> list(std::size_t n) {
    std::vector<double> values;
    for (const double value : take(n)) {
      if (value != value) break;
      values.push_back(value);
    }
    return values;
  }

 private:
  std::span<const double> numbers_;
};

constexpr std::size_t n_scalars = 7;

}  // namespace

void append_padded(std::vector<double>& numbers, std::span<const double> values, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) numbers.push_back(i < values.size() ? values[i] : none);
}

double rounding_gradient(const Examined& point) {
  constexpr double relative = std::numeric_limits<float>::epsilon() / 2;
  const auto& highest = point.spectrum.highest;
  return highest.empty() ? 0 : relative * std::abs(highest.front()) * norm_of(point.theta);
}

Examined examine(Views& views, std::span<const float> theta, const SpectrumOptions& options) {
  Examined point;
  point.theta.assign(theta.begin(), theta.end());
  std::vector<float> gradient(theta.size());
  views.whole.gradient(theta, gradient);
  point.energy = views.whole.energy(theta);
  point.gradient_norm = norm_of(gradient);
  auto& potential = views.whole.potential();
  point.metrics.resize(potential.metric_names().size());
  potential.measure(theta, point.metrics);
  Hessian hessian(views.sampled, theta, best_step(views.sampled, theta));
  point.spectrum = spectrum(hessian, options);
  return point;
}

std::size_t packed_size(std::size_t dim, std::size_t n_metrics, const SpectrumOptions& options) {
  return n_scalars + n_metrics + 2 * options.n_ends + options.whole_up_to + dim;
}

std::vector<double> pack(const Examined& point, const SpectrumOptions& options) {
  const auto& spectrum = point.spectrum;
  std::vector<double> numbers = {point.energy.U,  point.energy.V, point.gradient_norm,
                                 point.gradients, spectrum.index, spectrum.trace,
                                 spectrum.noise};
  numbers.insert(numbers.end(), point.metrics.begin(), point.metrics.end());
  append_padded(numbers, spectrum.lowest, options.n_ends);
  append_padded(numbers, spectrum.highest, options.n_ends);
  append_padded(numbers, spectrum.all, options.whole_up_to);
  numbers.insert(numbers.end(), point.theta.begin(), point.theta.end());
  return numbers;
}

Examined unpack(std::span<const double> numbers, std::size_t dim, std::size_t n_metrics,
                const SpectrumOptions& options) {
  Reader reader(numbers);
  Examined point;
  point.energy.U = reader.next();
  point.energy.V = reader.next();
  point.gradient_norm = reader.next();
  point.gradients = reader.next();
  point.spectrum.index = reader.next();
  point.spectrum.trace = reader.next();
  point.spectrum.noise = reader.next();
  const auto metrics = reader.take(n_metrics);
  point.metrics.assign(metrics.begin(), metrics.end());
  point.spectrum.lowest = reader.list(options.n_ends);
  point.spectrum.highest = reader.list(options.n_ends);
  point.spectrum.all = reader.list(options.whole_up_to);
  for (const double value : reader.take(dim)) point.theta.push_back(static_cast<float>(value));
  return point;
}

}  // namespace temper
