#include "data/synthetic.h"

#include <limits>

#include "config/section.h"

namespace temper {
namespace {

constexpr std::int64_t max_count = 100'000'000;

}  // namespace

Rng synthetic_rng(std::uint64_t data_seed, std::uint32_t index) {
  return Rng({data_seed, Stream::synthetic, index, 0, 0});
}

std::uint64_t read_data_seed(const Section& data) {
  return data.count("data_seed",
                    {.fallback = 1, .min = 0, .help = "of the data; the split has the run's seed"});
}

std::size_t read_count(const Section& data, const std::string& key, std::int64_t fallback,
                       std::int64_t min, const std::string& help) {
  return data.count(key, {.fallback = fallback, .min = min, .max = max_count, .help = help});
}

double read_noise(const Section& data, double fallback, const std::string& help) {
  return data.number("noise", {.fallback = fallback, .min = 0, .help = help});
}

}  // namespace temper
