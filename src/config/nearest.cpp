// What a misspelt word was meant to be.

#include <algorithm>
#include <cctype>
#include <numeric>

#include "base/lower.h"
#include "config/config.h"

namespace temper {
namespace {

/// Edit distance where a transposition of neighbours is one edit, and no letter is edited twice
/// (optimal string alignment: Damerau, Comm. ACM 7(3), 1964).
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  std::iota(d[0].begin(), d[0].end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t differs = a[i - 1] != b[j - 1];
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + differs});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

std::vector<std::string> split_words(const std::string& name) {
  std::vector<std::string> words(1);
  for (const char c : name)
    if (c == '_' || c == '-')
      words.emplace_back();
    else
      words.back() += c;
  return words;
}

/// True for lr of learning_rate and for batch of batch_size.
bool abbreviates(const std::string& shorter, const std::string& name) {
  const auto words = split_words(name);
  if (words.size() < 2) return false;
  std::string initials;
  for (const auto& word : words) initials += word.substr(0, 1);
  return shorter == initials || std::find(words.begin(), words.end(), shorter) != words.end();
}

}  // namespace

std::string nearest(const std::string& word, const std::vector<std::string>& candidates) {
  const auto wanted = lower(word);
  const auto tolerance = std::max<std::size_t>(1, wanted.size() / 3);
  std::string best;
  std::size_t best_distance = std::min(tolerance + 1, wanted.size());
  for (const auto& candidate : candidates) {
    const auto edits = distance(wanted, lower(candidate));
    if (edits >= best_distance) continue;
    best = candidate;
    best_distance = edits;
  }
  if (!best.empty()) return best;
  const auto short_form = std::find_if(candidates.begin(), candidates.end(), [&](const auto& name) {
    return abbreviates(lower(name), wanted) || abbreviates(wanted, lower(name));
  });
  return short_form == candidates.end() ? "" : *short_form;
}

}  // namespace temper
