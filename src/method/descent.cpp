// One replica that goes downhill until the budget is spent: gradient descent, mini-batch SGD,
// momentum, Adam; and with a learning rate that jumps up again, warm restarts. They end in the
// minimum next to where they started, or where minibatches or fast steps threw them.
//
// Sources: Robbins & Monro, "A stochastic approximation method", Ann. Math. Stat. 22, 1951; Polyak,
// "Some methods of speeding up the convergence of iteration methods", USSR Comput. Math. 4, 1964;
// Kingma & Ba, "Adam", ICLR 2015; Loshchilov & Hutter, "SGDR", ICLR 2017.

#include "config/section.h"
#include "method/method.h"
#include "method/options.h"
#include "method/walk.h"
#include "schedule/schedule.h"

namespace temper {
namespace {

class Descent final : public Method {
 public:
  Descent(const Pace& pace, std::unique_ptr<Schedule> rate_factor)
      : pace_(pace), rate_factor_(std::move(rate_factor)) {}

  void run(Search& search) const override {
    Walk walk(search, pace_);
    auto walker = walk.fresh();
    for (;;) {
      walker.lr = walk.lr() * rate_factor_->at(search.progress());
      walk.steps(walker, walk.affordable(schedule_share));
    }
  }

  std::vector<Setting> grid() const override { return three_rates(); }

 private:
  Pace pace_;
  std::unique_ptr<Schedule> rate_factor_;
};

std::unique_ptr<Method> make_descent(const Section& options, Pace pace, const char* schedule) {
  constexpr double last_rate = 0.001;
  pace.lr_factor = read_lr_factor(options);
  return std::make_unique<Descent>(pace, schedules().find(schedule)->make(options, 1.0, last_rate));
}

std::size_t read_batch(const Section& options) {
  return options.count(
      "batch", {.fallback = 32, .min = 1, .help = "examples in a gradient, if there are as many"});
}

const bool gradient_descent_registered =
    methods().add("gradient-descent", "one descent with the gradient of all the data",
                  [](const Section& options) {
                    Pace pace{.momentum = 0.0, .batch = 0};
                    return make_descent(options, pace, "constant");
                  });

const bool sgd_registered =
    methods().add("sgd", "one descent with small minibatches", [](const Section& options) {
      Pace pace{.momentum = 0.0, .batch = read_batch(options)};
      return make_descent(options, pace, "constant");
    });

const bool momentum_registered =
    methods().add("momentum", "one descent that keeps a share of each step",
                  [](const Section& options) { return make_descent(options, {}, "constant"); });

const bool adam_registered = methods().add(
    "adam", "one descent with a step of its own for every parameter", [](const Section& options) {
      Pace pace{.kernel = "adam",
                .lr = options.number("lr", {.fallback = 0.01, .min = 0, .above_min = true}),
                .is_lr_open = !options.has("lr")};
      return make_descent(options, pace, "constant");
    });

const bool cosine_registered =
    methods().add("cosine", "one descent whose learning rate falls by half a cosine",
                  [](const Section& options) { return make_descent(options, {}, "cosine"); });

const bool step_registered =
    methods().add("step", "one descent whose learning rate falls by steps",
                  [](const Section& options) { return make_descent(options, {}, "step"); });

const bool warm_up_registered =
    methods().add("warm-up", "one descent whose learning rate rises, then falls by half a cosine",
                  [](const Section& options) { return make_descent(options, {}, "warm-up"); });

const bool warm_restarts_registered = methods().add(
    "warm-restarts", "one descent whose learning rate falls by cosines and jumps up again",
    [](const Section& options) { return make_descent(options, {}, "warm-restarts"); });

}  // namespace
}  // namespace temper
