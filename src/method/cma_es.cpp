// CMA-ES: candidates from a normal distribution whose mean, size and covariance follow the better
// of them, without a gradient. It is affordable for up to 300 parameters. Where the best candidates
// of many generations differ by less than 0.001 nats, it begins anew at a fresh starting point,
// with twice as many candidates.
//
// Its matrices are charged as the gradients that take as many multiplications: P² a candidate and
// P²/2 for its share of the covariance, 4.5 P³ for an eigendecomposition (Golub & Van Loan, "Matrix
// Computations", 4th ed., 2013, section 8.3: 9 P³ operations).
//
// Sources: Hansen, "The CMA evolution strategy: a tutorial", arXiv:1604.00772, 2016, Figure 6 with
// the parameters of Table 1, whose equations are cited below; Auger & Hansen, "A restart CMA
// evolution strategy with increasing population size", CEC 2005.

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "config/section.h"
#include "method/method.h"
#include "method/options.h"
#include "method/search.h"

namespace temper {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

double square(double x) { return x * x; }

/// Table 1: what depends on P and the number of candidates alone.
struct StrategyParameters {
  VectorXd weights;  ///< by rank; those of the worse half are negative
  double mu_eff, c_sigma, d_sigma, c_c, c_1, c_mu, expected_norm;

  StrategyParameters(double n, Eigen::Index n_candidates) : weights(n_candidates) {
    const auto half = n_candidates / 2;
    for (Eigen::Index i = 0; i < n_candidates; ++i)  // eq. 49
      weights[i] = std::log((static_cast<double>(n_candidates) + 1) / 2) -
                   std::log(static_cast<double>(i) + 1);
    const auto effective = [](const auto& part) { return square(part.sum()) / part.squaredNorm(); };
    mu_eff = effective(weights.head(half));
    const double mu_eff_worse = effective(weights.tail(n_candidates - half));
    c_sigma = (mu_eff + 2) / (n + mu_eff + 5);  // eqs. 55 to 58
    d_sigma = 1 + 2 * std::max(0.0, std::sqrt((mu_eff - 1) / (n + 1)) - 1) + c_sigma;
    c_c = (4 + mu_eff / n) / (n + 4 + 2 * mu_eff / n);
    c_1 = 2 / (square(n + 1.3) + mu_eff);
    c_mu = std::min(1 - c_1, 2 * (0.25 + mu_eff + 1 / mu_eff - 2) / (square(n + 2) + mu_eff));
    const double most_negative = std::min(
        {1 + c_1 / c_mu, 1 + 2 * mu_eff_worse / (mu_eff + 2), (1 - c_1 - c_mu) / (n * c_mu)});
    const double positive = weights.cwiseMax(0).sum(), negative = -weights.cwiseMin(0).sum();
    for (double& weight : weights)  // eq. 53
      weight *= weight >= 0 ? 1 / positive : most_negative / negative;
    expected_norm = std::sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
  }
};

/// One distribution on its way from a starting point.
class Evolution {
 public:
  /// @param sd  of the first candidates
  Evolution(Search& search, const Floats& start, double sd, Eigen::Index n_candidates)
      : search_(search),
        id_(search.next_id()),
        n_(static_cast<Eigen::Index>(start.size())),
        parameters_(static_cast<double>(n_), n_candidates),
        theta_(start),
        mean_(Eigen::Map<const Eigen::VectorXf>(start.data(), n_).cast<double>()),
        sigma_(sd),
        path_sigma_(VectorXd::Zero(n_)),
        path_c_(VectorXd::Zero(n_)),
        covariance_(MatrixXd::Identity(n_, n_)),
        axes_(MatrixXd::Identity(n_, n_)),
        lengths_(VectorXd::Ones(n_)) {}

  void generation() {
    draw();
    evaluate();
    rank();
    move();
    adapt();
    ++n_generations_;
    if (static_cast<double>(n_generations_ - decomposed_) >= generations_of_a_decomposition())
      decompose();
  }

  /// Nothing left to gain here, or lost.
  bool is_stuck() const {
    const auto length = 10 + 30 * static_cast<std::size_t>(n_ / n_candidates() + 1);
    if (!std::isfinite(bests_.back()) || !std::isfinite(sigma_)) return true;
    if (bests_.size() < length) return false;
    const auto [low, high] =
        std::minmax_element(bests_.end() - static_cast<std::ptrdiff_t>(length), bests_.end());
    return *high - *low < 1e-3;  // nats
  }

 private:
  Eigen::Index n_candidates() const { return parameters_.weights.size(); }

  void charge(double multiplications) {
    search_.potential().charge_multiplications(multiplications);
  }
  double n_squared() const { return square(static_cast<double>(n_)); }

  void draw() {
    normals_.resize(n_, n_candidates());
    Rng rng({search_.seed(), Stream::adapt, id_, n_generations_, 0});
    for (double& value : normals_.reshaped()) value = rng.normal();
    charge(n_squared() * static_cast<double>(n_candidates()));
    steps_.noalias() = axes_ * (lengths_.asDiagonal() * normals_);  // eq. 39
  }

  void evaluate() {
    objectives_.clear();
    for (Eigen::Index k = 0; k < n_candidates(); ++k) {
      Eigen::Map<Eigen::VectorXf>(theta_.data(), n_) =
          (mean_ + sigma_ * steps_.col(k)).cast<float>();
      const auto energy = search_.potential().energy(theta_);
      const double objective = energy.U + energy.V;
      objectives_.push_back(std::isnan(objective) ? infinity : objective);
    }
  }

  void rank() {
    order_.resize(objectives_.size());
    std::iota(order_.begin(), order_.end(), 0);
    std::stable_sort(order_.begin(), order_.end(), [&](Eigen::Index a, Eigen::Index b) {
      return objectives_[static_cast<std::size_t>(a)] < objectives_[static_cast<std::size_t>(b)];
    });
    bests_.push_back(objectives_[static_cast<std::size_t>(order_.front())]);
  }

  /// The mean and both paths, eqs. 41 to 45.
  void move() {
    const auto& p = parameters_;
    VectorXd step = VectorXd::Zero(n_), normal = step;
    for (Eigen::Index i = 0; i < n_candidates() / 2; ++i) {
      step += p.weights[i] * steps_.col(order_[static_cast<std::size_t>(i)]);
      normal += p.weights[i] * normals_.col(order_[static_cast<std::size_t>(i)]);
    }
    mean_ += sigma_ * step;
    path_sigma_ = (1 - p.c_sigma) * path_sigma_ +
                  std::sqrt(p.c_sigma * (2 - p.c_sigma) * p.mu_eff) * (axes_ * normal);
    const double norm = path_sigma_.norm(),
                 grown = std::sqrt(1 - std::pow(1 - p.c_sigma, 2 * (n_generations_ + 1.0)));
    is_steady_ = norm / grown < (1.4 + 2 / (static_cast<double>(n_) + 1)) * p.expected_norm;
    path_c_ *= 1 - p.c_c;
    if (is_steady_) path_c_ += std::sqrt(p.c_c * (2 - p.c_c) * p.mu_eff) * step;
    sigma_ *= std::exp(p.c_sigma / p.d_sigma * (norm / p.expected_norm - 1));
  }

  /// The covariance, eqs. 46 and 47.
  void adapt() {
    const auto& p = parameters_;
    charge(n_squared() * (0.5 * static_cast<double>(n_candidates()) + 1.5));
    const double lost = is_steady_ ? 0 : p.c_c * (2 - p.c_c);
    covariance_ *= 1 + p.c_1 * (lost - 1) - p.c_mu * p.weights.sum();
    auto lower = covariance_.selfadjointView<Eigen::Lower>();
    lower.rankUpdate(path_c_, p.c_1);
    for (Eigen::Index i = 0; i < n_candidates(); ++i) {
      const auto k = order_[static_cast<std::size_t>(i)];
      const double weight = p.weights[i];
      const double scale =
          weight >= 0 ? 1 : static_cast<double>(n_) / normals_.col(k).squaredNorm();
      lower.rankUpdate(steps_.col(k), p.c_mu * weight * scale);
    }
  }

  double generations_of_a_decomposition() const {  // so that it takes a tenth of the time or so
    return 1 / (10 * static_cast<double>(n_) * (parameters_.c_1 + parameters_.c_mu));
  }

  void decompose() {
    charge(4.5 * n_squared() * static_cast<double>(n_));
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(covariance_);  // reads the lower half
    axes_ = solver.eigenvectors();
    lengths_ = solver.eigenvalues().cwiseMax(0).cwiseSqrt();
    decomposed_ = n_generations_;
  }

  Search& search_;
  std::uint32_t id_;
  Eigen::Index n_;
  StrategyParameters parameters_;
  Floats theta_;  ///< [P] of a candidate
  VectorXd mean_;
  double sigma_;
  VectorXd path_sigma_, path_c_;
  MatrixXd covariance_;  ///< its lower half
  MatrixXd axes_;        ///< of the covariance, one a column
  VectorXd lengths_;     ///< of the axes
  bool is_steady_ = true;
  std::uint32_t n_generations_ = 0, decomposed_ = 0;
  MatrixXd normals_, steps_;         ///< [P, candidates]
  std::vector<double> objectives_;   ///< [candidates]
  std::vector<Eigen::Index> order_;  ///< [candidates] best first
  std::vector<double> bests_;        ///< [generations]
};

class CmaEs final : public Method {
 public:
  explicit CmaEs(const Section& options)
      : sd_(options.number("sd",
                           {.fallback = 1,
                            .min = 0,
                            .above_min = true,
                            .help = "of the first candidates, over that of starting points"})),
        factor_(read_number(options, "candidates", 1, 1, "times 4 + 3 ln P")) {}

  std::size_t most_parameters() const override { return 300; }

  void run(Search& search) const override {
    const double usual = 4 + 3 * std::log(static_cast<double>(search.potential().dim()));
    for (auto n_candidates = static_cast<Eigen::Index>(usual) * static_cast<Eigen::Index>(factor_);;
         n_candidates *= 2) {
      const auto start = search.starting_point(search.next_id()),
                 other = search.starting_point(search.next_id());
      search.potential().energy(start);
      Evolution evolution(search, start, sd_ * sd_between(start, other), n_candidates);
      do evolution.generation();
      while (!evolution.is_stuck());
    }
  }

  std::vector<Setting> grid() const override {
    return {{"sd", "0.3"}, {"candidates", "4"}, {"sd", "3"}};
  }

 private:
  /// Of starting points, by two of them; 1 if they are the same.
  static double sd_between(const Floats& one, const Floats& other) {
    double squares = 0;
    for (std::size_t i = 0; i < one.size(); ++i) squares += square(one[i] - other[i]);
    return squares > 0 ? std::sqrt(squares / static_cast<double>(2 * one.size())) : 1;
  }

  double sd_;
  std::size_t factor_;
};

const bool registered = methods().add(
    "cma-es", "candidates of a normal distribution that adapts, for up to 300 parameters",
    [](const Section& options) { return std::make_unique<CmaEs>(options); });

}  // namespace
}  // namespace temper
