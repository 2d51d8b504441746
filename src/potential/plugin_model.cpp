#include "potential/plugin_model.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/errors.h"
#include "base/rank_error.h"
#include "potential/crash_guard.h"

namespace temper {
namespace {

/// What the user's code gets to draw random numbers from ours.
struct Random {
  temper_random base;
  Rng* rng;
};

Rng& rng_of(temper_random* random) { return *reinterpret_cast<Random*>(random)->rng; }

Random random_of(Rng& rng) {
  return {{[](temper_random* random) { return rng_of(random).uniform(); },
           [](temper_random* random) { return rng_of(random).normal(); }},
          &rng};
}

constexpr std::int64_t most_parameters = std::int64_t{1} << 31;

double* data_or_null(std::span<double> gradient, std::size_t offset = 0) {
  return gradient.empty() ? nullptr : gradient.data() + offset;
}

}  // namespace

PluginModel::PluginModel(const std::string& library, const std::string& options,
                         const std::optional<Identity>& identity)
    : library_(library), identity_(identity.value_or(Identity{library_.name(), library_.path()})) {
  const CrashGuard guard(identity_.label);
  find_functions();
  create(options);
  read_sizes();
  forget_absent();
}

PluginModel::~PluginModel() {
  const CrashGuard guard(identity_.label);
  if (destroy_ && state_) destroy_(state_);
}

void PluginModel::find_functions() {
  const auto abi = library_.require<decltype(&::temper_abi)>(
      "temper_abi", "it returns TEMPER_ABI of temper_potential.h (extern \"C\" in C++)");
  if (const auto version = abi(); version != TEMPER_ABI)
    throw UsageError(fmt::format(
        "potential.library: {} was compiled for version {} of temper_potential.h; this Temper "
        "speaks version {}: compile it again with the header that came with this program",
        library_.path(), version, TEMPER_ABI));
  dim_of_ =
      library_.require<decltype(dim_of_)>("temper_dim", "it returns the number of parameters");
  evaluate_f32_ = library_.find<decltype(evaluate_f32_)>("temper_evaluate_f32");
  evaluate_ = evaluate_f32_ ? library_.find<decltype(evaluate_)>("temper_evaluate")
                            : library_.require<decltype(evaluate_)>(
                                  "temper_evaluate",
                                  "it (or temper_evaluate_f32) computes U, V and their "
                                  "gradients, as temper_potential.h says");
  destroy_ = library_.find<decltype(destroy_)>("temper_destroy");
  message_ = library_.find<decltype(message_)>("temper_message");
  draw_prior_ = library_.find<decltype(draw_prior_)>("temper_draw_prior");
  start_ = library_.find<decltype(start_)>("temper_start");
  evaluate_many_ = library_.find<decltype(evaluate_many_)>("temper_evaluate_many");
  evaluate_rows_ = library_.find<decltype(evaluate_rows_)>("temper_evaluate_rows");
  measure_ = library_.find<decltype(measure_)>("temper_measure");
}

void PluginModel::create(const std::string& options) {
  const auto make = library_.find<decltype(&::temper_create)>("temper_create");
  if (!make) {
    if (!options.empty())
      throw UsageError(fmt::format("potential.options: {} takes none: it has no temper_create",
                                   library_.path()));
    return;
  }
  run("temper_create", [&] {
    state_ = make(options.c_str());
    return state_ ? 0 : 1;
  });
}

void PluginModel::read_sizes() {
  const auto dim = dim_of_(state_);
  if (dim < 1 || dim > most_parameters)
    throw UsageError(
        fmt::format("potential.library: temper_dim of {} returns {}; it must be 1 or "
                    "more parameters",
                    identity_.label, dim));
  dim_ = static_cast<std::size_t>(dim);
  if (const auto name = library_.find<decltype(&::temper_name)>("temper_name"))
    for (std::int64_t i = 0; i < dim; ++i) {
      const char* text = name(state_, i);
      names_.emplace_back(text ? text : "");
    }
  const auto points = library_.find<decltype(&::temper_points)>("temper_points");
  if ((points == nullptr) != (evaluate_rows_ == nullptr))
    throw UsageError(fmt::format(
        "potential.library: {} has one of temper_points and temper_evaluate_rows; minibatches "
        "need both",
        library_.path()));
  const std::int64_t n_points = points ? points(state_) : 0;
  if (n_points > 0) n_points_ = static_cast<std::size_t>(n_points);
  if (n_points <= 0) evaluate_rows_ = nullptr;
  const auto metrics = library_.find<decltype(&::temper_metrics)>("temper_metrics");
  const auto metric_name = library_.find<decltype(&::temper_metric_name)>("temper_metric_name");
  if (!metrics || !metric_name || !measure_) return;
  for (std::int64_t i = 0; i < metrics(state_); ++i)
    metric_names_.emplace_back(metric_name(state_, i));
}

/// A library that serves many models has functions that not all of them have.
void PluginModel::forget_absent() {
  Rng rng({/*seed=*/1, Stream::adapt, /*index=*/2, 0, 0});
  auto random = random_of(rng);
  std::vector<double> theta(dim_);
  for (auto* draw : {&draw_prior_, &start_})
    if (*draw && (*draw)(state_, &random.base, theta.data()) == TEMPER_ABSENT) *draw = nullptr;
}

std::string PluginModel::message() const {
  const char* text = message_ ? message_(state_) : nullptr;
  return text ? text : "";
}

void PluginModel::fail(const char* function, const std::string& why) const {
  throw RankError(
      fmt::format("{}: {} failed{}{}", identity_.label, function, why.empty() ? "" : ": ", why));
}

template <class Call>
void PluginModel::run(const char* function, const Call& call) {
  const CrashGuard guard(identity_.label);
  std::int32_t code = 0;
  try {
    code = call();
  } catch (const std::exception& error) {  // a library in C++ that lets one out
    fail(function, fmt::format("it threw {}", error.what()));
  } catch (...) {
    fail(function, "it threw something that is no std::exception");
  }
  if (code == 0) return;
  const auto why = message();
  fail(function, why.empty() ? fmt::format("it returned {}", code) : why);
}

void PluginModel::evaluate(const OwnEvaluation& call) {
  std::fill(call.V.begin(), call.V.end(), 0);
  std::fill(call.grad_V.begin(), call.grad_V.end(), 0);
  if (evaluate_many_ && call.n > 1) {
    run("temper_evaluate_many", [&] {
      return evaluate_many_(state_, static_cast<std::int64_t>(call.n), call.theta.data(),
                            call.U.data(), call.V.data(), data_or_null(call.grad_U),
                            data_or_null(call.grad_V));
    });
    return;
  }
  for (std::size_t i = 0; i < call.n; ++i)
    evaluate_ ? evaluate_one(call, i) : evaluate_one_f32(call, i);
}

void PluginModel::evaluate_one(const OwnEvaluation& call, std::size_t i) {
  run("temper_evaluate", [&] {
    return evaluate_(state_, call.theta.data() + i * dim_, &call.U[i], &call.V[i],
                     data_or_null(call.grad_U, i * dim_), data_or_null(call.grad_V, i * dim_));
  });
}

void PluginModel::evaluate_one_f32(const OwnEvaluation& call, std::size_t i) {
  const auto narrow = [](double value) { return static_cast<float>(value); };
  const auto theta = call.theta.subspan(i * dim_, dim_);
  theta_f32_.resize(dim_);
  std::transform(theta.begin(), theta.end(), theta_f32_.begin(), narrow);
  const bool has_gradient = !call.grad_U.empty();
  if (has_gradient) {
    const auto given = call.grad_U.subspan(i * dim_, dim_);
    grad_U_f32_.resize(dim_);
    std::transform(given.begin(), given.end(), grad_U_f32_.begin(), narrow);
    grad_V_f32_.assign(dim_, 0);
  }
  run("temper_evaluate_f32", [&] {
    return evaluate_f32_(state_, theta_f32_.data(), &call.U[i], &call.V[i],
                         has_gradient ? grad_U_f32_.data() : nullptr,
                         has_gradient ? grad_V_f32_.data() : nullptr);
  });
  if (!has_gradient) return;
  const auto offset = static_cast<std::ptrdiff_t>(i * dim_);
  std::copy(grad_U_f32_.begin(), grad_U_f32_.end(), call.grad_U.begin() + offset);
  std::copy(grad_V_f32_.begin(), grad_V_f32_.end(), call.grad_V.begin() + offset);
}

void PluginModel::evaluate_rows(OwnRows& call) {
  call.V = 0;
  std::fill(call.grad_V.begin(), call.grad_V.end(), 0);
  run("temper_evaluate_rows", [&] {
    return evaluate_rows_(state_, call.theta.data(), call.rows.data(),
                          static_cast<std::int64_t>(call.rows.size()), call.U.data(), &call.V,
                          data_or_null(call.grad_U), data_or_null(call.grad_V));
  });
}

void PluginModel::draw_prior(std::span<double> theta, Rng& rng) {
  auto random = random_of(rng);
  run("temper_draw_prior", [&] { return draw_prior_(state_, &random.base, theta.data()); });
}

bool PluginModel::start(std::span<double> theta, Rng& rng) {
  if (!start_) return false;
  auto random = random_of(rng);
  run("temper_start", [&] { return start_(state_, &random.base, theta.data()); });
  return true;
}

void PluginModel::measure(std::span<const double> theta, std::span<double> out) {
  run("temper_measure", [&] { return measure_(state_, theta.data(), out.data()); });
}

}  // namespace temper
