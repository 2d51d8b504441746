#include "config/resolved.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "config/standard_tables.h"

namespace temper {
namespace {

constexpr std::size_t line_length = 100;
constexpr std::size_t widest_assignment = 34;  // what is longer has its comment above it

/// An absent list has no value: only its comment says that it could be given.
std::string assignment(const ReadOption& option) {
  return option.value.empty() ? "# " + option.key : option.key + " = " + option.value;
}

std::string comment_text(const ReadOption& option) {
  const std::string note = option.given ? "" : option.value.empty() ? "; absent" : "; default";
  return (option.help.empty() ? "" : option.help + "; ") + option.range + note;
}

/// The text as comment lines that start at `column` and end before `line_length`.
std::vector<std::string> wrapped(const std::string& text, std::size_t column) {
  std::vector<std::string> lines(1, "#");
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (column + lines.back().size() + 1 + word.size() > line_length) lines.push_back("#");
    lines.back() += " " + word;
  }
  return lines;
}

std::string commented(const ReadOption& option, std::size_t column) {
  const auto line = assignment(option);
  if (line.size() + 2 > column)
    return fmt::format("{}\n{}\n", fmt::join(wrapped(comment_text(option), 0), "\n"), line);
  std::string text;
  for (const auto& comment : wrapped(comment_text(option), column))
    text += fmt::format("{:<{}}{}\n", text.empty() ? line : "", column, comment);
  return text;
}

/// Where the comments of a table start.
std::size_t comment_column(const std::vector<ReadOption>& reads) {
  std::size_t widest = 0;
  for (const auto& option : reads)
    if (const auto size = assignment(option).size(); size <= widest_assignment)
      widest = std::max(widest, size);
  return widest + 2;
}

/// Keys that runs of before don't have, at the default that stands for what these are: they go on.
bool is_as_before(const std::string& table, const ReadOption& option) {
  return table == "output" && option.key == "replicas_per_file" && option.value == option.fallback;
}

std::string keys_text(const ConfigNode& node, bool comments) {
  std::string text;
  for (const auto& option : node.reads)
    if (comments)
      text += commented(option, comment_column(node.reads));
    else if (!option.value.empty() && !is_of_session(node.name, option.key) &&
             !is_as_before(node.name, option))
      text += assignment(option) + "\n";
  return text;
}

/// "model.layer[1].extra" as TOML's "model.layer.extra": of the latest [[model.layer]].
std::string header_path(const std::string& name) {
  std::string path;
  bool is_index = false;
  for (const char c : name) {
    if (c == '[') is_index = true;
    if (!is_index) path += c;
    if (c == ']') is_index = false;
  }
  return path;
}

std::string table_text(const ConfigNode& node, bool is_list, bool comments) {
  std::string text;
  if (node.is_given || !node.reads.empty())
    text = fmt::format("\n{}{}{}\n{}", is_list ? "[[" : "[", header_path(node.name),
                       is_list ? "]]" : "]", keys_text(node, comments));
  for (const auto& child : node.children)
    for (const auto& below : child.nodes) text += table_text(*below, child.is_list, comments);
  return text;
}

}  // namespace

bool is_of_session(const std::string& table, const std::string& key) {
  return table == "run" && key == "time";
}

std::string resolved_text(const ConfigNode& root, bool comments) {
  auto tables = root.children;
  std::stable_sort(tables.begin(), tables.end(), [](const auto& a, const auto& b) {
    return table_rank(a.key) < table_rank(b.key);
  });
  std::string text;
  for (const auto& table : tables)
    for (const auto& node : table.nodes) text += table_text(*node, table.is_list, comments);
  return text.empty() ? text : text.substr(1);  // without the blank line above the first table
}

}  // namespace temper
