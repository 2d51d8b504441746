// Deep ensemble: a few long descents from their own starting points, each with a learning rate that
// falls to zero. An ensemble is for predicting together; what is compared here is its best member.
// Members to predict with: launch/examples/deep-ensemble.toml.
//
// Source: Lakshminarayanan, Pritzel & Blundell, "Simple and scalable predictive uncertainty
// estimation using deep ensembles", NeurIPS 2017, Algorithm 1.

#include "config/section.h"
#include "method/method.h"
#include "method/options.h"
#include "method/walk.h"
#include "schedule/schedule.h"

namespace temper {
namespace {

class DeepEnsemble final : public Method {
 public:
  explicit DeepEnsemble(const Section& options)
      : pace_{.lr_factor = read_lr_factor(options)},
        n_members_(read_number(options, "members", 5, 1, "of the ensemble")),
        rate_factor_(schedules().find("cosine")->make(options, 1.0, last_rate)) {}

  void run(Search& search) const override {
    Walk walk(search, pace_);
    for (std::size_t member = 0;; ++member) descend(walk, member);
  }

  std::vector<Setting> grid() const override {
    return {{"members", "10"}, {"members", "3"}, {"lr_factor", "3"}};
  }

 private:
  static constexpr double last_rate = 0.001;  ///< over the first
  static constexpr int n_stretches = 200;

  void descend(Walk& walk, std::size_t member) const {
    auto walker = walk.fresh();
    const double share = 1 / static_cast<double>(n_members_);
    for (int done = 0; done < n_stretches; ++done) {
      walker.lr = walk.lr() * rate_factor_->at(static_cast<double>(done) / n_stretches);
      walk.steps(walker, walk.affordable(share / n_stretches));
    }
    if (member + 1 >= n_members_)  // what rounding has left of the budget
      for (;;) walk.steps(walker, walk.affordable(1));
  }

  Pace pace_;
  std::size_t n_members_;
  std::unique_ptr<Schedule> rate_factor_;
};

const bool registered =
    methods().add("deep-ensemble", "a few long descents, each with a learning rate that falls",
                  [](const Section& options) { return std::make_unique<DeepEnsemble>(options); });

}  // namespace
}  // namespace temper
