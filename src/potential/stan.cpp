// A Stan model, compiled by BridgeStan, as a potential: U = -ln of its density over unconstrained
// parameters, constants and Jacobian included. Prior and likelihood can't be told apart there, so V
// is 0 and the ladder tempers the whole density (ladder.tempering = "posterior"); or V is a normal
// that the user names with `reference`, and the ladder goes from it to the model with log Z.
// The constrained parameters are stored with each draw, as metrics under their names.
//
//   [potential]
//   type = "stan"
//   library = "eight_schools_model.so"
//   data = "eight_schools.json"
//
// Source: BridgeStan 2, bridgestan.h (Roualdes, Ward, Carpenter, Seyboldt & Axen, JOSS 8(87),
// 2023).

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <sstream>

#include "base/errors.h"
#include "base/rank_error.h"
#include "config/section.h"
#include "potential/crash_guard.h"
#include "potential/own_potential.h"
#include "potential/potentials.h"
#include "potential/shared_library.h"

namespace temper {
namespace {

/// The functions of BridgeStan that are used, with its signatures; model and rng are opaque.
struct BridgeStan {
  void* (*construct)(const char* data, unsigned seed, char** error);
  void (*destruct)(void* model);
  void (*free_error)(char* error);
  const char* (*unconstrained_names)(const void* model);
  const char* (*names)(const void* model, bool transformed, bool generated);
  int (*n_unconstrained)(const void* model);
  int (*log_density_gradient)(const void* model, bool propto, bool jacobian, const double* theta,
                              double* value, double* gradient, char** error);
  int (*log_density)(const void* model, bool propto, bool jacobian, const double* theta,
                     double* value, char** error);
  int (*constrain)(const void* model, bool transformed, bool generated, const double* theta,
                   double* out, void* rng, char** error);
  void* (*make_rng)(unsigned seed, char** error);
  void (*destruct_rng)(void* rng);

  explicit BridgeStan(const SharedLibrary& library) {
    const std::string remedy = "compile the Stan model with BridgeStan 2";
    const auto get = [&](auto& function, const char* symbol) {
      function = library.require<std::decay_t<decltype(function)>>(symbol, remedy);
    };
    get(construct, "bs_model_construct");
    get(destruct, "bs_model_destruct");
    get(free_error, "bs_free_error_msg");
    get(unconstrained_names, "bs_param_unc_names");
    get(names, "bs_param_names");
    get(n_unconstrained, "bs_param_unc_num");
    get(log_density_gradient, "bs_log_density_gradient");
    get(log_density, "bs_log_density");
    get(constrain, "bs_param_constrain");
    get(make_rng, "bs_rng_construct");
    get(destruct_rng, "bs_rng_destruct");
  }
};

std::vector<std::string> split(const char* text) {
  std::vector<std::string> list;
  std::istringstream stream(text ? text : "");
  for (std::string item; std::getline(stream, item, ',');) list.push_back(item);
  return list;
}

struct StanOptions {
  std::string library, data;
  bool transformed = false;
  unsigned seed = 0;
};

class StanModel final : public OwnModel {
 public:
  explicit StanModel(const StanOptions& options)
      : library_(options.library), stan_(library_), transformed_(options.transformed) {
    const CrashGuard guard(library_.name());
    char* error = nullptr;
    model_ = stan_.construct(options.data.c_str(), options.seed, &error);
    if (!model_)
      throw UsageError(fmt::format("potential.data: {} refuses {}: {}", library_.name(),
                                   options.data.empty() ? "to run without data" : options.data,
                                   take(error)));
    rng_ = stan_.make_rng(options.seed, &error);
    const int n = stan_.n_unconstrained(model_);
    names_ = split(stan_.unconstrained_names(model_));
    metric_names_ = split(stan_.names(model_, transformed_, false));
    if (n < 1 || names_.size() != static_cast<std::size_t>(n))
      throw UsageError(fmt::format(
          "potential.library: {} has {} unconstrained parameters with {} names; there must be at "
          "least one, and as many names",
          library_.name(), n, names_.size()));
  }
  ~StanModel() override {
    const CrashGuard guard(library_.name());
    if (rng_) stan_.destruct_rng(rng_);
    if (model_) stan_.destruct(model_);
  }
  StanModel(const StanModel&) = delete;
  StanModel& operator=(const StanModel&) = delete;

  std::string label() const override { return library_.name(); }
  std::string file() const override { return library_.path(); }
  std::size_t dim() const override { return names_.size(); }
  std::vector<std::string> names() const override { return names_; }
  std::vector<std::string> metric_names() const override { return metric_names_; }

  void evaluate(const OwnEvaluation& call) override {
    const CrashGuard guard(library_.name());
    for (std::size_t i = 0; i < call.n; ++i) evaluate_one(call, i);
  }

  void measure(std::span<const double> theta, std::span<double> out) override {
    const CrashGuard guard(library_.name());
    char* error = nullptr;
    if (stan_.constrain(model_, transformed_, false, theta.data(), out.data(), rng_, &error) != 0)
      throw RankError(fmt::format("{}: bs_param_constrain failed: {}", label(), take(error)));
  }

 private:
  /// Stan's "reject": a theta where the density isn't defined is out of bounds, no failure.
  void evaluate_one(const OwnEvaluation& call, std::size_t i) {
    const double* theta = call.theta.data() + i * dim();
    double* gradient = call.grad_U.empty() ? nullptr : call.grad_U.data() + i * dim();
    double log_density = -infinity;
    char* error = nullptr;
    const int code = gradient ? stan_.log_density_gradient(model_, false, true, theta, &log_density,
                                                           gradient, &error)
                              : stan_.log_density(model_, false, true, theta, &log_density, &error);
    if (code != 0) {
      take(error);
      log_density = -infinity;
      if (gradient) std::fill_n(gradient, dim(), 0);
    }
    call.U[i] = -log_density;
    call.V[i] = 0;
    if (!gradient) return;
    for (std::size_t p = 0; p < dim(); ++p) {
      gradient[p] = -gradient[p];
      call.grad_V[i * dim() + p] = 0;
    }
  }

  std::string take(char* error) const {
    if (!error) return "it says no more";
    std::string text = error;
    stan_.free_error(error);
    return text;
  }

  SharedLibrary library_;
  BridgeStan stan_;
  bool transformed_;
  void* model_ = nullptr;
  void* rng_ = nullptr;
  std::vector<std::string> names_, metric_names_;
};

std::unique_ptr<Potential> make_stan(const Section& section) {
  StanOptions options;
  options.library = section.text("library", std::nullopt,
                                 "path of a Stan model that BridgeStan 2 compiled: …_model.so");
  options.data =
      section.text("data", "", "its data: a path that ends in .json, or JSON; \"\": none");
  options.transformed =
      section.flag("transformed", false, "store transformed parameters with each draw, too");
  options.seed = static_cast<unsigned>(section.integer(
      "stan_seed", {.fallback = 1, .min = 0, .max = 4294967295, .help = "of transformed data"}));
  std::unique_ptr<OwnModel> model;
  if (section.has("library")) model = std::make_unique<StanModel>(options);
  return make_own_potential(std::move(model), section);
}

const bool registered = potentials().add("stan", "a Stan model, compiled by BridgeStan", make_stan);

}  // namespace
}  // namespace temper
