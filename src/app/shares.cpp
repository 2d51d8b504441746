#include "app/shares.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <numeric>
#include <sstream>

#include "base/errors.h"

namespace temper {
namespace {

double parse_share(const std::string& word, const std::string& text) {
  double share = 0;
  const auto* end = word.data() + word.size();
  const auto read = std::from_chars(word.data(), end, share);
  if (read.ec != std::errc{} || read.ptr != end || !(share >= 0) || std::isinf(share))
    throw UsageError(fmt::format("--shares {}: '{}' is not a number of at least 0", text, word));
  return share;
}

}  // namespace

Flag shares_flag() {
  return {"shares", "N,N,…", "how many replicas each rank gets, as a proportion [even]"};
}

std::vector<double> shares_of(const Arguments& arguments, const Communicator& world) {
  if (!arguments.has("shares")) return {};
  return parse_shares(arguments.value("shares"), world.size());
}

std::vector<double> parse_shares(const std::string& text, int n_ranks) {
  std::vector<double> shares;
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, ',');) shares.push_back(parse_share(word, text));
  if (shares.size() != static_cast<std::size_t>(n_ranks))
    throw UsageError(fmt::format("--shares {}: {} numbers for {} ranks; give one for each rank",
                                 text, shares.size(), n_ranks));
  if (std::accumulate(shares.begin(), shares.end(), 0.0) <= 0)
    throw UsageError(fmt::format("--shares {}: all are 0; give some rank replicas", text));
  return shares;
}

}  // namespace temper
