#include "config/config.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/errors.h"
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
  for (const auto& [path, text, origin] : defaults) {
    const auto dot = path.find('.');
    const auto node = root_->child(path.substr(0, dot));
    const auto key = path.substr(dot + 1);
    if (node->given.find(key)) continue;
    auto value = read_toml_value(text, {origin, Place::after_file, 0});
    node->given.entries.push_back({key, *std::move(value)});
    node->is_given = true;
  }
}

void Config::refuse_unknown() const { refuse_first_unknown(*root_); }

std::string Config::resolved(bool comments) const { return resolved_text(*root_, comments); }

}  // namespace temper
