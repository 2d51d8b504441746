#pragma once
// A shared library that speaks temper_potential.h as a model.

#include <optional>
#include <string>

#include "potential/own_model.h"
#include "potential/shared_library.h"
#include "potential/temper_potential.h"

namespace temper {

class PluginModel final : public OwnModel {
 public:
  /// What stands behind the library: by default itself.
  struct Identity {
    std::string label;  ///< what errors call it
    std::string file;   ///< that it is made of; "": not known
  };

  /// @param options  for temper_create
  /// Throws UsageError for a missing function, another version, or a length that can't be.
  explicit PluginModel(const std::string& library, const std::string& options,
                       const std::optional<Identity>& identity = {});
  ~PluginModel() override;
  PluginModel(const PluginModel&) = delete;
  PluginModel& operator=(const PluginModel&) = delete;

  std::string label() const override { return identity_.label; }
  std::string file() const override { return identity_.file; }
  std::size_t dim() const override { return dim_; }
  std::size_t n_points() const override { return n_points_; }
  bool has_rows() const override { return evaluate_rows_ != nullptr; }
  bool has_batch() const override { return evaluate_many_ != nullptr; }
  bool has_prior_draws() const override { return draw_prior_ != nullptr; }
  std::vector<std::string> names() const override { return names_; }
  std::vector<std::string> metric_names() const override { return metric_names_; }

  void evaluate(const OwnEvaluation& call) override;
  void evaluate_rows(OwnRows& call) override;
  void draw_prior(std::span<double> theta, Rng& rng) override;
  bool start(std::span<double> theta, Rng& rng) override;
  void measure(std::span<const double> theta, std::span<double> out) override;

 private:
  void find_functions();
  void create(const std::string& options);
  void read_sizes();
  void forget_absent();
  void evaluate_one(const OwnEvaluation& call, std::size_t i);
  void evaluate_one_f32(const OwnEvaluation& call, std::size_t i);
  /// Calls into the library. Throws RankError if it says that it failed, or throws.
  template <class Call>
  void run(const char* function, const Call& call);
  [[noreturn]] void fail(const char* function, const std::string& why) const;
  std::string message() const;

  SharedLibrary library_;
  Identity identity_;
  void* state_ = nullptr;
  std::size_t dim_ = 0, n_points_ = 1;
  std::vector<std::string> names_, metric_names_;
  std::vector<float> theta_f32_, grad_U_f32_, grad_V_f32_;

  decltype(&::temper_dim) dim_of_ = nullptr;
  decltype(&::temper_evaluate) evaluate_ = nullptr;
  decltype(&::temper_evaluate_f32) evaluate_f32_ = nullptr;
  decltype(&::temper_destroy) destroy_ = nullptr;
  decltype(&::temper_message) message_ = nullptr;
  decltype(&::temper_draw_prior) draw_prior_ = nullptr;
  decltype(&::temper_start) start_ = nullptr;
  decltype(&::temper_evaluate_many) evaluate_many_ = nullptr;
  decltype(&::temper_evaluate_rows) evaluate_rows_ = nullptr;
  decltype(&::temper_measure) measure_ = nullptr;
};

}  // namespace temper
