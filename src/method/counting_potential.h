#pragma once
// A potential that charges a budget for every evaluation, and notes the lowest objective among all
// states whose energy over all the data it computes, also on the way to a full-batch gradient.
// So no method can spend more than it may, or forget what it has found.

#include "method/budget.h"
#include "method/finding.h"
#include "method/path.h"
#include "potential/potential.h"

namespace temper {

class CountingPotential final : public Potential {
 public:
  /// Both must outlive it.
  CountingPotential(Potential& counted, Budget& budget);

  const Finding& finding() const { return finding_; }
  Finding& finding() { return finding_; }
  const SearchPath& path() const { return path_; }  ///< empty unless P = 1

  std::size_t dim() const override { return counted_.dim(); }
  std::size_t n_points() const override { return counted_.n_points(); }
  Energy energy(std::span<const float> theta) override;
  double prior_energy(std::span<const float> theta) override;
  void gradients(std::span<GradientTask> group) override;
  void curvature(CurvatureTask& task) override;
  /// Of the matrix and of two solutions with it, P³/6 multiplications each, where a gradient takes
  /// 3 P for each example.
  double curvature_cost() const override;
  /// Work of a method beside evaluations; a gradient takes 3 P multiplications for each example.
  void charge_multiplications(double number);
  void pointwise(std::span<const float> theta, Batch batch, std::span<double> out) override;
  /// The first call gives the first starting point of the search.
  void initialise(std::span<float> theta, Rng& rng) const override;
  void draw_prior(std::span<float> theta, Rng& rng) const override;
  std::vector<ParameterBlock> layout() const override { return counted_.layout(); }

 private:
  std::uint64_t n_examples(Batch batch) const { return batch.empty() ? n_points() : batch.size(); }
  double progress() const;
  void see(std::span<const float> theta, Energy energy);
  void pass(std::span<const float> theta);

  Potential& counted_;
  Budget& budget_;
  Finding finding_;
  SearchPath path_;
  mutable bool has_started_ = false;
};

}  // namespace temper
