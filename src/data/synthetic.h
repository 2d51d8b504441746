#pragma once
// Options and random numbers that synthetic data sets share.

#include <cstdint>
#include <string>

#include "random/rng.h"

namespace temper {

class Section;

/// Random numbers of the index-th part of a data set: inputs, noise, … They depend on
/// `data.data_seed` and not on the seed of the run, so that runs can be repeated on the same data.
Rng synthetic_rng(std::uint64_t data_seed, std::uint32_t index);

std::uint64_t read_data_seed(const Section& data);

/// A number of points, inputs, … of at least `min`.
std::size_t read_count(const Section& data, const std::string& key, std::int64_t fallback,
                       std::int64_t min, const std::string& help);

/// The sd of noise, at least 0.
double read_noise(const Section& data, double fallback, const std::string& help);

}  // namespace temper
