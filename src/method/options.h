#pragma once
// Options that several methods read, so that they have one name and one meaning.

#include <vector>

#include "method/method.h"
#include "method/walk.h"

namespace temper {

/// `lr_factor`: times the problem's learning rate.
double read_lr_factor(const Section& options);

/// A share of the budget in (0, 1].
double read_share(const Section& options, const std::string& key, double fallback,
                  const std::string& help);

/// A number of things, at least `min`.
std::size_t read_number(const Section& options, const std::string& key, std::int64_t fallback,
                        std::int64_t min, const std::string& help);

/// A temperature above zero, in nats.
double read_temperature(const Section& options, const std::string& key, double fallback,
                        const std::string& help);

/// `polish`: the share of the budget that L-BFGS from the best state gets at the end; 0: none.
double read_polish(const Section& options);

/// `descent`: how walkers go downhill, as a pace: "momentum", or by curvature.
/// @param fallback  also "auto": by curvature for few parameters, momentum for many
Pace read_descent(const Section& options, const std::string& fallback);

/// The pace that "auto" stands for on this problem: for up to 300 parameters Levenberg-Marquardt,
/// where the budget pays for it; else for up to 10,000 L-BFGS, if an epoch has fewer than 32
/// minibatches; else momentum. Any other pace as it is.
Pace suited_to(Search& search, const Pace& pace);

/// The grid of methods that have nothing to tune but the learning rate.
std::vector<Setting> three_rates();

}  // namespace temper
