#include "potential/parameter_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <numeric>
#include <optional>
#include <set>

#include "base/errors.h"

namespace temper {
namespace {

/// "spin[3]" and "spin.3" are element [3] of spin, "w[0,2]" is element [0, 2] of w.
struct Element {
  std::string stem;
  std::vector<std::size_t> index;
};

std::optional<Element> element_of(const std::string& name) {
  const bool in_brackets = name.ends_with(']');
  const auto open = name.find_last_of(in_brackets ? '[' : '.');
  if (open == std::string::npos || open == 0) return std::nullopt;
  Element element{name.substr(0, open), {}};
  if (!in_brackets && element.stem.find('.') != std::string::npos) return std::nullopt;
  const char* place = name.data() + open + 1;
  const char* last = name.data() + name.size() - (in_brackets ? 1 : 0);
  while (place < last) {
    const auto [end, error] = std::from_chars(place, last, element.index.emplace_back());
    if (error != std::errc() || (end != last && *end != ',')) return std::nullopt;
    place = end + 1;
  }
  return element;
}

/// What comes after `index` in row-major order within `shape`, counting from `base`.
std::vector<std::size_t> next_of(std::vector<std::size_t> index,
                                 const std::vector<std::size_t>& shape, std::size_t base) {
  for (std::size_t axis = index.size(); axis-- > 0;) {
    if (++index[axis] < base + shape[axis]) return index;
    index[axis] = base;
  }
  return {};
}

/// The shape of the array whose elements in row-major order the names from `first` on are; none if
/// they are no array.
std::vector<std::size_t> shape_from(const std::vector<std::string>& names, std::size_t first) {
  constexpr std::size_t most_axes = 4;
  const auto begin = element_of(names[first]);
  if (!begin || begin->index.empty() || begin->index.size() > most_axes) return {};
  const std::size_t base = begin->index.back();
  if (base > 1 || begin->index != std::vector(begin->index.size(), base)) return {};
  std::vector<Element> elements = {*begin};
  for (std::size_t i = first + 1; i < names.size(); ++i) {
    const auto next = element_of(names[i]);
    if (!next || next->stem != begin->stem || next->index.size() != begin->index.size()) break;
    elements.push_back(*next);
  }
  std::vector<std::size_t> shape = elements.back().index;
  for (auto& length : shape) {
    if (length < base) return {};
    length += 1 - base;
  }
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const auto next = next_of(elements[i].index, shape, base);
    const bool is_last = i + 1 == elements.size();
    if (is_last ? !next.empty() : next != elements[i + 1].index) return {};
  }
  return shape;
}

void refuse_bad_names(const std::vector<std::string>& names) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty() || names[i].find('/') != std::string::npos)
      throw UsageError(fmt::format(
          "potential: the name '{}' of parameter {} is empty or has a '/'; give another", names[i],
          i));
    if (!seen.insert(names[i]).second)
      throw UsageError(
          fmt::format("potential: two parameters are called '{}'; give each its own", names[i]));
  }
}

}  // namespace

std::vector<ParameterBlock> blocks_of(const std::vector<std::string>& names, std::size_t dim) {
  if (names.empty()) return {{"theta", {dim}, 0}};
  refuse_bad_names(names);
  std::vector<ParameterBlock> blocks;
  for (std::size_t i = 0; i < names.size();) {
    const auto shape = shape_from(names, i);
    blocks.push_back({shape.empty() ? names[i] : element_of(names[i])->stem, shape, i});
    i += std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
  }
  return blocks;
}

std::string name_of(std::size_t parameter, const std::vector<std::string>& names) {
  return names.empty() ? fmt::format("theta[{}]", parameter) : names[parameter];
}

std::string text_of(std::span<const double> theta, const std::vector<std::string>& names) {
  constexpr std::size_t most = 6;
  std::string text;
  for (std::size_t i = 0; i < std::min(theta.size(), most); ++i)
    text += fmt::format("{}{} = {:.6g}", i == 0 ? "" : ", ", name_of(i, names), theta[i]);
  return theta.size() > most ? text + ", …" : text;
}

}  // namespace temper
