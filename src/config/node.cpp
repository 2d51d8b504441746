#include "config/node.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/errors.h"
#include "config/config.h"

namespace temper {
namespace {

/// `expected a number above 0, got "fast"`, with the nearest word if one is near.
std::string mismatch(const Domain& domain, const Value& value) {
  const auto* text = std::get_if<std::string>(&value.data);
  const auto near = text ? nearest(*text, domain.words) : "";
  return fmt::format("expected {}, got {}", domain.text, found_text(value)) +
         (near.empty() ? "" : fmt::format(" (did you mean \"{}\"?)", near));
}

Value accepted_item(const Domain& each, const Value& item, const std::string& path) {
  auto accepted = each.accept(item);
  if (!accepted) refuse_at(item.place, path, mismatch(each, item));
  return *std::move(accepted);
}

}  // namespace

Value ConfigNode::read(const std::string& key, const Domain& domain,
                       const std::optional<Value>& fallback, const std::string& help) {
  if (fallback && !domain.accept(*fallback))
    throw std::logic_error(path(key) + ": the default " + mismatch(domain, *fallback));
  const Value* value = given.find(key);
  if (!value && !fallback && !placeholders) refuse(key, "missing; expected " + domain.text);
  const Value absent = fallback.value_or(domain.placeholder);
  Value accepted = accepted_item(domain, value ? *value : absent, path(key));
  remember({key, toml_text(accepted), fallback ? toml_text(*fallback) : "required", domain.text,
            help, value != nullptr});
  return accepted;
}

std::optional<List> ConfigNode::read_list(const std::string& key, const Domain& each,
                                          const std::string& help) {
  const auto range = "a list of " + each.plural;
  const Value* value = given.find(key);
  if (!value) {
    remember({key, "", "", range, help, false});
    return std::nullopt;
  }
  const auto* list = std::get_if<List>(&value->data);
  if (!list) refuse(key, fmt::format("expected {}, got {}", range, found_text(*value)));
  List accepted;
  for (const auto& item : list->items)
    accepted.items.push_back(
        accepted_item(each, item, fmt::format("{}[{}]", path(key), accepted.items.size())));
  remember({key, toml_text({accepted}), "", range, help, true});
  return accepted;
}

std::shared_ptr<ConfigNode> ConfigNode::child(const std::string& key) {
  if (const auto* asked = find_child(key)) return asked->nodes.front();
  const Value* value = given.find(key);
  if (value && !value->is_table())
    refuse(key, fmt::format("expected a table [{}], got {}", path(key), found_text(*value)));
  children.push_back({key, false, {make_child(path(key), value)}});
  return children.back().nodes.front();
}

std::vector<std::shared_ptr<ConfigNode>> ConfigNode::child_list(const std::string& key) {
  if (const auto* asked = find_child(key)) return asked->nodes;
  const Value* value = given.find(key);
  const auto* list = value ? std::get_if<List>(&value->data) : nullptr;
  if (value && !list)
    refuse(key, fmt::format("expected tables [[{}]], got {}", path(key), found_text(*value)));
  Child tables{key, true, {}};
  for (std::size_t i = 0; list && i < list->items.size(); ++i)
    tables.nodes.push_back(make_item(fmt::format("{}[{}]", path(key), i), list->items[i]));
  children.push_back(tables);
  return tables.nodes;
}

std::vector<std::shared_ptr<ConfigNode>> ConfigNode::required_list(const std::string& key) {
  if (placeholders && !given.find(key) && !find_child(key))
    children.push_back({key, true, {make_child(path(key) + "[0]", nullptr)}});
  auto nodes = child_list(key);
  if (nodes.empty()) refuse(key, fmt::format("missing; expected tables [[{}]]", path(key)));
  return nodes;
}

std::string ConfigNode::path(const std::string& key) const {
  if (name.empty() || key.empty()) return name + key;
  return name + "." + key;
}

std::vector<std::string> ConfigNode::known() const {
  std::vector<std::string> keys;
  for (const auto& option : reads) keys.push_back(option.key);
  for (const auto& below : children) keys.push_back(below.key);
  std::sort(keys.begin(), keys.end());
  return keys;
}

void ConfigNode::refuse(const std::string& key, const std::string& problem) const {
  const Value* value = given.find(key);
  refuse_at(value ? value->place : place, path(key), problem);
}

const ConfigNode::Child* ConfigNode::find_child(const std::string& key) const {
  const auto found = std::find_if(children.begin(), children.end(),
                                  [&](const Child& below) { return below.key == key; });
  return found == children.end() ? nullptr : &*found;
}

std::shared_ptr<ConfigNode> ConfigNode::make_child(const std::string& child_name,
                                                   const Value* value) const {
  auto node = std::make_shared<ConfigNode>();
  node->name = child_name;
  node->place = value ? value->place : place;
  node->is_given = value != nullptr;
  node->placeholders = placeholders;
  if (value) node->given = std::get<Table>(value->data);
  return node;
}

std::shared_ptr<ConfigNode> ConfigNode::make_item(const std::string& item_name,
                                                  const Value& item) const {
  if (!item.is_table())
    refuse_at(item.place, item_name, "expected a table, got " + found_text(item));
  return make_child(item_name, &item);
}

void ConfigNode::remember(ReadOption option) {
  const auto known_option = std::find_if(
      reads.begin(), reads.end(), [&](const auto& earlier) { return earlier.key == option.key; });
  if (known_option == reads.end())
    reads.push_back(std::move(option));
  else if (option.help.empty())  // read back: what was declared of it stays
    known_option->value = std::move(option.value);
  else
    *known_option = std::move(option);
}

void refuse_at(const Place& place, const std::string& path, const std::string& problem) {
  throw UsageError((place.where.empty() ? "" : place.where + ": ") + path + ": " + problem);
}

}  // namespace temper
