#include "config/unknown.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/config.h"
#include "config/standard_tables.h"

namespace temper {
namespace {

struct Unknown {
  const ConfigNode* node;  ///< the table that it is in
  const Entry* entry;
};

void collect(const ConfigNode& node, std::vector<Unknown>& unknown) {
  const auto known = node.known();
  for (const auto& entry : node.given.entries)
    if (!std::binary_search(known.begin(), known.end(), entry.key))
      unknown.push_back({&node, &entry});
  for (const auto& child : node.children)
    for (const auto& below : child.nodes) collect(*below, unknown);
}

/// The path of a key of that very name in another table; "" if there is none.
std::string elsewhere(const ConfigNode& node, const std::string& key) {
  for (const auto& child : node.children)
    for (const auto& below : child.nodes) {
      const auto known = below->known();
      if (std::binary_search(known.begin(), known.end(), key)) return below->path(key);
      if (auto deeper = elsewhere(*below, key); !deeper.empty()) return deeper;
    }
  return "";
}

bool is_or_has_table(const Value& value) {
  const auto* list = std::get_if<List>(&value.data);
  return value.is_table() || (list && !list->items.empty() && list->items.front().is_table());
}

std::string problem_of(const Unknown& unknown, const ConfigNode& root) {
  const auto& [node, entry] = unknown;
  const auto known = fmt::format("{}", fmt::join(node->known(), ", "));
  if (node == &root && is_standard_table(entry->key))
    return fmt::format("not used by this config (tables in use: {})", known);
  auto meant = nearest(entry->key, node->known());
  if (meant.empty()) meant = elsewhere(root, entry->key);
  return fmt::format("unknown {} ({}known: {})", is_or_has_table(entry->value) ? "table" : "key",
                     meant.empty() ? "" : fmt::format("did you mean {}? ", meant),
                     known.empty() ? "none" : known);
}

}  // namespace

void refuse_first_unknown(const ConfigNode& root) {
  std::vector<Unknown> unknown;
  collect(root, unknown);
  const auto first =
      std::min_element(unknown.begin(), unknown.end(), [](const Unknown& a, const Unknown& b) {
        return a.entry->value.place < b.entry->value.place;
      });
  if (first == unknown.end()) return;
  first->node->refuse(first->entry->key, problem_of(*first, root));
}

}  // namespace temper
