#include "posterior/width.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>
#include <variant>

#include "config/section.h"

namespace temper {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr const char* known_rules =
    "a number above 0, or a rule such as \"1/sqrt(fan_in)\", \"sqrt(2/fan_in)\" or \"0.5/fan_in\"";

double number_of(std::string_view text) {
  double value = nan;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : nan;
}

/// "fan_in" or a number.
double term_of(std::string_view text, double fan_in) {
  return text == "fan_in" ? fan_in : number_of(text);
}

/// "sqrt(term)", "sqrt(term/term)" or a term.
double factor_of(std::string_view text, double fan_in) {
  constexpr std::string_view root = "sqrt(";
  if (!text.starts_with(root) || !text.ends_with(')')) return term_of(text, fan_in);
  const auto inside = text.substr(root.size(), text.size() - root.size() - 1);
  const auto slash = inside.find('/');
  if (slash == std::string_view::npos) return std::sqrt(term_of(inside, fan_in));
  return std::sqrt(term_of(inside.substr(0, slash), fan_in) /
                   term_of(inside.substr(slash + 1), fan_in));
}

using Width = NumberOrWord;

/// Reads a number or a rule.
Width read_width(const Section& section, const std::string& key, const std::string& help) {
  auto width = section.number_or_text(
      key, 1.0, {.min = 0, .above_min = true, .help = help + "; or a rule such as 1/sqrt(fan_in)"});
  if (const auto* rule = std::get_if<std::string>(&width);
      rule && std::isnan(width_by_rule(*rule, 1)))
    section.refuse(key, fmt::format("'{}' is no width; expected {}", *rule, known_rules));
  return width;
}

double width_of(const Width& width, const Block& block) {
  if (const auto* number = std::get_if<double>(&width)) return *number;
  const auto fan_in = static_cast<double>(std::max<std::size_t>(block.fans.in, 1));
  return width_by_rule(std::get<std::string>(width), fan_in);
}

std::string names_of(const std::vector<Block>& blocks) {
  std::string names;
  for (const auto& block : blocks) names += (names.empty() ? "" : ", ") + block.name;
  return names;
}

}  // namespace

double width_by_rule(const std::string& rule, double fan_in) {
  std::string text;
  std::copy_if(rule.begin(), rule.end(), std::back_inserter(text),
               [](char letter) { return letter != ' '; });
  const bool is_one_root = text.starts_with("sqrt(") && text.find(')') == text.size() - 1;
  const auto slash = is_one_root ? std::string::npos : text.find('/');
  const double width = slash == std::string::npos
                           ? factor_of(text, fan_in)
                           : factor_of(std::string_view(text).substr(0, slash), fan_in) /
                                 factor_of(std::string_view(text).substr(slash + 1), fan_in);
  return width > 0 && std::isfinite(width) ? width : nan;
}

bool fits(const std::string& name, const std::string& pattern) {
  const auto star = pattern.find('*');
  if (star == std::string::npos) return name == pattern;
  if (!name.starts_with(pattern.substr(0, star))) return false;
  const auto rest = pattern.substr(star + 1);
  for (std::size_t from = star; from <= name.size(); ++from)
    if (fits(name.substr(from), rest)) return true;
  return false;
}

std::vector<double> read_widths(const Section& prior, const std::string& key,
                                const std::string& help, const std::vector<Block>& blocks) {
  const auto general = read_width(prior, key, help);
  std::vector<double> widths;
  for (const Block& block : blocks) widths.push_back(width_of(general, block));
  std::vector<bool> is_taken(blocks.size(), false);
  for (const Section& group : prior.children("group")) {
    const auto pattern = group.text("blocks", std::nullopt,
                                    "names of blocks of theta: layer0.weight; * is any text");
    const auto width = read_width(group, key, help);
    bool is_used = false;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      if (!fits(blocks[i].name, pattern)) continue;
      is_used = true;
      if (!is_taken[i]) widths[i] = width_of(width, blocks[i]);
      is_taken[i] = true;
    }
    if (!is_used && !blocks.empty())
      group.refuse("blocks", fmt::format("'{}' fits no block; the network has {}", pattern,
                                         names_of(blocks)));
  }
  return widths;
}

}  // namespace temper
