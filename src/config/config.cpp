#include "config/config.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/errors.h"
#include "config/changed.h"
#include "config/node.h"
#include "config/override.h"
#include "config/resolved.h"
#include "config/toml_reader.h"
#include "config/unknown.h"

namespace temper {
namespace {

std::string read_file(const std::string& path) {
  if (std::filesystem::is_directory(path))
    throw UsageError(path + ": is a directory; expected a TOML file");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw UsageError(path + ": can't be read: " + std::strerror(errno));
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The table that "ladder.rungs" is a key of, and the key.
std::pair<std::shared_ptr<ConfigNode>, std::string> place_of(ConfigNode& root,
                                                             const Override& option) {
  const auto dot = option.key.find('.');
  return {root.child(option.key.substr(0, dot)), option.key.substr(dot + 1)};
}

void give(ConfigNode& node, const std::string& key, const Override& option) {
  auto value = read_toml_value(option.value, {option.origin, Place::after_file, 0});
  node.given.entries.push_back({key, std::move(value).value()});
  node.is_given = true;
}

}  // namespace

Config Config::load(const std::string& path, const std::vector<Override>& overrides) {
  return parse(path.empty() ? "" : read_file(path), path, overrides);
}

Config Config::parse(const std::string& text, const std::string& origin,
                     const std::vector<Override>& overrides) {
  Value file = read_toml(text, origin);
  std::uint32_t number = 0;
  for (const auto& override_ : overrides) apply_override(file, override_, ++number);
  Config config;
  config.root_ = std::make_shared<ConfigNode>();
  config.root_->given = std::get<Table>(file.data);
  config.root_->place = file.place;
  return config;
}

Section Config::section(const std::string& name) const { return Section(root_).child(name); }

bool Config::has(const std::string& section) const { return Section(root_).has(section); }

void Config::supply(const std::vector<Override>& defaults) {
  for (const auto& option : defaults) {
    const auto [node, key] = place_of(*root_, option);
    if (!node->given.find(key)) give(*node, key, option);
  }
}

void Config::decide(const std::vector<Override>& decisions) {
  for (const auto& decision : decisions) {
    const auto [node, key] = place_of(*root_, decision);
    std::erase_if(node->given.entries, [&key = key](const Entry& e) { return e.key == key; });
    if (!decision.value.empty()) give(*node, key, decision);
    node->reads.clear();
  }
}

void Config::refuse_unknown() const { refuse_first_unknown(*root_); }

std::string Config::resolved(bool comments) const { return resolved_text(*root_, comments); }

std::vector<ChangedKey> Config::changed_from(const Config& then) const {
  return changed_keys(*then.root_, *root_);
}

}  // namespace temper
