#pragma once
// How wide a prior is for each block of a network: one number, a rule by fan-in, or by groups.
//
//   sd = 1.0                     # or "1/sqrt(fan_in)", "sqrt(2/fan_in)", "0.5/fan_in"
//   [[prior.group]]
//   blocks = "layer0.*"          # * is any text; the first group that fits a block counts
//   sd = "2/sqrt(fan_in)"

#include <string>
#include <vector>

#include "net/block.h"

namespace temper {

class Section;

/// Reads `key` of [prior] and of each [[prior.group]] and returns the width of each block. The
/// fan-in of biases and scales, which sum over nothing, is 1. Refuses a rule that isn't one and a
/// group that fits no block.
std::vector<double> read_widths(const Section& prior, const std::string& key,
                                const std::string& help, const std::vector<Block>& blocks);

/// What a rule such as "2/sqrt(fan_in)" gives; NaN if it is none, or not above 0.
double width_by_rule(const std::string& rule, double fan_in);

/// Whether the name is the pattern's, in which * is any text.
bool fits(const std::string& name, const std::string& pattern);

}  // namespace temper
