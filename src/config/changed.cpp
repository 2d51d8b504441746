#include "config/changed.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/resolved.h"

namespace temper {
namespace {

using Nodes = std::vector<std::shared_ptr<ConfigNode>>;

/// What the program supplies has no number among the overrides.
bool is_users(const Place& place) { return place.line != Place::after_file || place.column > 0; }

bool user_gives(const ConfigNode& node, const std::string& key) {
  const auto* value = node.given.find(key);
  return value && is_users(value->place);
}

std::string value_of(const ConfigNode& node, const std::string& key) {
  const auto found = std::ranges::find(node.reads, key, &ReadOption::key);
  return found == node.reads.end() ? "" : found->value;
}

Nodes nodes_of(const ConfigNode& node, const std::string& key) {
  const auto found = std::ranges::find(node.children, key, &ConfigNode::Child::key);
  return found == node.children.end() ? Nodes{} : found->nodes;
}

std::string tables_text(std::size_t n) { return fmt::format("{} table{}", n, n == 1 ? "" : "s"); }

void collect_changes(const ConfigNode& then, const ConfigNode& now,
                     std::vector<ChangedKey>& changes) {
  for (const auto& [key, value, fallback, range, help, given] : now.reads)
    if (user_gives(now, key) && !is_of_session(now.name, key) && value_of(then, key) != value)
      changes.push_back({now.path(key), value_of(then, key), value});
  for (const auto& child : now.children) {
    const auto before = nodes_of(then, child.key);
    if (child.is_list && user_gives(now, child.key) && before.size() != child.nodes.size())
      changes.push_back(
          {now.path(child.key), tables_text(before.size()), tables_text(child.nodes.size())});
    for (std::size_t i = 0; i < std::min(before.size(), child.nodes.size()); ++i)
      collect_changes(*before[i], *child.nodes[i], changes);
  }
}

}  // namespace

std::vector<ChangedKey> changed_keys(const ConfigNode& then, const ConfigNode& now) {
  std::vector<ChangedKey> changes;
  collect_changes(then, now, changes);
  return changes;
}

}  // namespace temper
