#pragma once
// A user's model as a potential: any door (C library, Stan, Python) behind one face.

#include <memory>
#include <optional>
#include <vector>

#include "potential/own_model.h"
#include "potential/potential.h"

namespace temper {

class Section;

/// A normal distribution that stands for V where a model has no prior to draw from, or can't tell
/// it from the likelihood: then V = -ln N(theta; mean, sd²) and U is the rest, so that the ladder
/// goes from that normal to the model, with an exact log Z.
struct NormalReference {
  double mean = 0;
  double sd = 1;
};

class OwnPotential final : public Potential {
 public:
  OwnPotential(std::unique_ptr<OwnModel> model, std::optional<NormalReference> reference);

  std::size_t dim() const override { return model_->dim(); }
  std::size_t n_points() const override { return model_->n_points(); }
  Energy energy(std::span<const float> theta) override;
  double prior_energy(std::span<const float> theta) override;
  void gradients(std::span<GradientTask> group) override;
  void pointwise(std::span<const float> theta, Batch batch, std::span<double> out) override;

  /// Where the model says; else a draw of the prior; else uniform in (-2, 2), as Stan does. Tries
  /// again where the energy isn't finite; throws RankError that names the model after 100 times.
  void initialise(std::span<float> theta, Rng& rng) const override;
  /// Whether `draw_prior` works, which a rung at beta = 0 needs.
  bool has_prior_draws() const;
  void draw_prior(std::span<float> theta, Rng& rng) const override;

  std::vector<ParameterBlock> layout() const override;
  std::vector<std::string> metric_names() const override { return model_->metric_names(); }
  void measure(std::span<const float> theta, std::span<double> out) override;

  /// What the user should know before a run, in sentences; may be empty.
  const std::vector<std::string>& notes() const { return notes_; }

  void note(const std::string& text) { notes_.push_back(text); }
  OwnModel& model() { return *model_; }
  const OwnModel& model() const { return *model_; }

 private:
  void gradient_of_rows(GradientTask& task);
  void finish(GradientTask& task, Energy energy, std::size_t offset);
  Energy with_reference(std::span<const double> theta, Energy energy) const;
  void start(std::span<double> theta, Rng& rng) const;
  void draw(std::span<double> theta, Rng& rng) const;

  std::unique_ptr<OwnModel> model_;
  std::optional<NormalReference> reference_;
  std::vector<std::string> notes_;
  std::vector<double> theta_, U_, V_, grad_U_, grad_V_;
};

/// Reads `reference`, `reference_mean`, `reference_sd` and `check` from [potential], checks the
/// model (own_check.h), and wraps it.
std::unique_ptr<Potential> make_own_potential(std::unique_ptr<OwnModel> model,
                                              const Section& options);

}  // namespace temper
