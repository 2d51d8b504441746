#pragma once
// A table from a config name to the maker of a `T`. Each kernel, layer, swap test and data set
// adds itself from its own .cpp file, with one line of help.

#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace temper {

/// @tparam T     what is made
/// @tparam Args  what its maker needs, a config section first
template <class T, class... Args>
class Registry {
 public:
  using Maker = std::function<std::unique_ptr<T>(Args...)>;

  struct Entry {
    std::string help;  ///< one line, for `temper list`
    Maker make;
  };

  /// Throws std::logic_error if the name is taken. Always returns true.
  bool add(const std::string& name, const std::string& help, Maker make) {
    if (!entries_.emplace(name, Entry{help, std::move(make)}).second)
      throw std::logic_error("'" + name + "' is registered twice");
    return true;
  }

  /// nullptr if there is no such name.
  const Entry* find(const std::string& name) const {
    const auto found = entries_.find(name);
    return found == entries_.end() ? nullptr : &found->second;
  }

  /// All names, sorted.
  std::vector<std::string> names() const {
    std::vector<std::string> list;
    for (const auto& [name, entry] : entries_) list.push_back(name);
    return list;
  }

 private:
  std::map<std::string, Entry> entries_;
};

/// The registry of `T` in this program, the same in every source and library.
template <class T, class... Args>
Registry<T, Args...>& registry_of() {
  static Registry<T, Args...> registry;
  return registry;
}

}  // namespace temper
