#include "statistics/special_functions.h"

#include <cmath>
#include <limits>

namespace temper {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
constexpr double tiny = 1e-300;
constexpr int most_terms = 100'000;

double not_zero(double x) { return std::abs(x) < tiny ? tiny : x; }

/// A continued fraction by Lentz's method, whose value is the product of all steps c d.
class Lentz {
 public:
  Lentz(double c, double first) : c_(c), d_(1 / not_zero(first)), value_(d_) {}

  /// One more term a / (b + ...). True while it changes the value.
  bool step(double a, double b) {
    d_ = 1 / not_zero(a * d_ + b);
    c_ = not_zero(b + a / c_);
    value_ *= d_ * c_;
    return std::abs(d_ * c_ - 1) > epsilon;
  }
  double value() const { return value_; }

 private:
  double c_, d_, value_;
};

double gamma_by_series(double a, double x) {
  double term = 1 / a, sum = term;
  for (int n = 1; n < most_terms && term > sum * epsilon; ++n) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

double gamma_tail_by_fraction(double a, double x) {
  Lentz fraction(1 / tiny, x + 1 - a);
  for (int n = 1; n < most_terms && fraction.step(-n * (n - a), x + 2 * n + 1 - a); ++n) {
  }
  return fraction.value();
}

/// I_x(a, b) / (x^a (1 - x)^b / (a B(a, b))), for x < (a + 1) / (a + b + 2).
double beta_fraction(double x, double a, double b) {
  Lentz fraction(1, 1 - (a + b) * x / (a + 1));
  for (int n = 1; n < most_terms; ++n) {
    fraction.step(n * (b - n) * x / ((a + 2 * n - 1) * (a + 2 * n)), 1);
    if (!fraction.step(-(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 2 * n + 1)), 1)) break;
  }
  return fraction.value();
}

}  // namespace

double regularised_gamma(double a, double x) {
  if (x <= 0) return 0;
  const double front = std::exp(a * std::log(x) - x - std::lgamma(a));
  return x < a + 1 ? front * gamma_by_series(a, x) : 1 - front * gamma_tail_by_fraction(a, x);
}

double regularised_beta(double x, double a, double b) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const double front = std::exp(a * std::log(x) + b * std::log1p(-x) + std::lgamma(a + b) -
                                std::lgamma(a) - std::lgamma(b));
  return x < (a + 1) / (a + b + 2) ? front * beta_fraction(x, a, b) / a
                                   : 1 - front * beta_fraction(1 - x, b, a) / b;
}

double digamma(double x) {
  double sum = 0;
  for (; x < 10; ++x) sum -= 1 / x;
  const double square = 1 / (x * x);
  const double series =
      square * (1.0 / 12 -
                square * (1.0 / 120 - square * (1.0 / 252 - square * (1.0 / 240 - square / 132))));
  return sum + std::log(x) - 0.5 / x - series;
}

}  // namespace temper
