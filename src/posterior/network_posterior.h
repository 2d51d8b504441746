#pragma once
// A network, a prior and training data as a potential: U is the loss summed over the training
// examples, V the negative log prior.
//
// Every sum over examples runs block by block of Network::max_rows in the order of the examples,
// so that its bits depend on theta and the examples only.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/dataset.h"
#include "net/network.h"
#include "posterior/example_reader.h"
#include "posterior/gauss_newton.h"
#include "posterior/prior.h"
#include "potential/potential.h"

namespace temper {

class Section;

class NetworkPosterior final : public Potential {
 public:
  /// Requires that the network takes the data's inputs and its loss the data's targets.
  NetworkPosterior(std::unique_ptr<Network> network, std::unique_ptr<Prior> prior, Dataset data);

  std::size_t dim() const override { return dim_; }
  std::size_t n_points() const override { return data_.train.n; }
  std::vector<ParameterBlock> layout() const override;

  Energy energy(std::span<const float> theta) override;
  double prior_energy(std::span<const float> theta) override { return prior_->energy(theta); }
  void gradients(std::span<GradientTask> group) override;
  void pointwise(std::span<const float> theta, Batch batch, std::span<double> out) override;

  /// Gauss-Newton's matrix of the loss, if it knows its Fisher information, and of the prior what
  /// its second derivatives by single parameters have above zero.
  void curvature(CurvatureTask& task) override;
  double curvature_cost() const override;

  /// Layers start at their `init`, biases at 0, log_sd at 0.
  void initialise(std::span<float> theta, Rng& rng) const override;
  void draw_prior(std::span<float> theta, Rng& rng) const override;

  /// Of the validation and the test part, as far as they have examples: accuracy (classification)
  /// or rmse (regression, original units), and log_score, the mean log predictive probability (or
  /// density per original unit) of an example, in nats.
  std::vector<std::string> metric_names() const override;
  void measure(std::span<const float> theta, std::span<double> out) override;

  /// Predictions of one theta: class probabilities [n, n_classes], or means and standard
  /// deviations [n, 2 n_targets] in original units. @param out [part.n, n_predictions()]
  void predict(std::span<const float> theta, const Part& part, std::span<double> out);
  std::size_t n_predictions() const { return network_->n_predictions(); }
  const TargetNoise* noise() const { return network_->noise(); }  ///< null for classes
  bool takes_counts() const;  ///< the loss is of targets 0, 1, 2, ...

  const Dataset& data() const { return data_; }

 private:
  /// The network's part of theta; the rest is the prior's.
  template <class Number>
  std::span<Number> weights(std::span<Number> theta) const {
    return theta.first(network_->dim());
  }
  void compute(GradientTask& task);
  void add_prior_curvature(CurvatureTask& task);
  void measure_part(std::span<const float> theta, const Part& part, std::span<double> out);

  std::unique_ptr<Network> network_;
  std::unique_ptr<Prior> prior_;
  std::size_t dim_;
  Dataset data_;
  ExampleReader reader_;
  std::optional<GaussNewton> gauss_newton_;
  std::vector<double> losses_;       ///< [max_rows]
  std::vector<double> predictions_;  ///< [max_rows, n_predictions]
};

/// The least difference of two training targets that differ, by target, in the units that training
/// sees: what they were rounded to. Of regression. [n_targets]
std::vector<double> target_resolution(const Dataset& data);

/// Builds network and prior from [model] and [prior] for this data; refuses (UsageError) what
/// doesn't fit together.
std::unique_ptr<NetworkPosterior> make_posterior(const Section& model, const Section& prior,
                                                 const Dataset& data);

/// The same where the training targets are gone. @param resolution  what target_resolution said
std::unique_ptr<NetworkPosterior> make_posterior(const Section& model, const Section& prior,
                                                 const Dataset& data,
                                                 const std::vector<double>& resolution);

}  // namespace temper
