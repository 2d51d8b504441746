#pragma once
// A table of the config: what was given for it, and what has been read of it.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/domain.h"
#include "config/section.h"
#include "config/value.h"

namespace temper {

struct ConfigNode {
  /// A table, or the tables of a list, that was asked for.
  struct Child {
    std::string key;
    bool is_list = false;
    std::vector<std::shared_ptr<ConfigNode>> nodes;
  };

  std::string name;  ///< "model.layer[1]"; "" for the whole config
  Table given = {};  ///< empty if absent
  Place place = {};  ///< of the table; where it is missing from, if absent
  bool is_given = false;
  bool placeholders = false;  ///< required keys needn't be given

  std::vector<ReadOption> reads = {};  ///< in order of reading, each key once
  std::vector<Child> children = {};

  /// What is given for `key`, as `domain` wants it, or else the fallback. Remembers the read.
  /// Throws UsageError for what the domain refuses and for a required key that is missing;
  /// std::logic_error for a fallback outside its own domain, which would not read back.
  Value read(const std::string& key, const Domain& domain, const std::optional<Value>& fallback,
             const std::string& help);

  /// A list with every item as `each` wants it; nullopt if absent. Remembers and throws as `read`.
  std::optional<List> read_list(const std::string& key, const Domain& each,
                                const std::string& help);

  /// The table below `key`, the same at every call; an empty one if absent.
  std::shared_ptr<ConfigNode> child(const std::string& key);

  /// The tables of the list below `key`, the same at every call; none if absent.
  std::vector<std::shared_ptr<ConfigNode>> child_list(const std::string& key);

  /// The same, but throws UsageError if there are none.
  std::vector<std::shared_ptr<ConfigNode>> required_list(const std::string& key);

  std::string path(const std::string& key) const;  ///< "model.layer[1].units"
  std::vector<std::string> known() const;          ///< keys and tables that were read, sorted

  /// Throws UsageError at the place of what is given for `key`, else of the table.
  [[noreturn]] void refuse(const std::string& key, const std::string& problem) const;

 private:
  const Child* find_child(const std::string& key) const;
  std::shared_ptr<ConfigNode> make_child(const std::string& child_name, const Value* value) const;
  std::shared_ptr<ConfigNode> make_item(const std::string& item_name, const Value& item) const;
  void remember(ReadOption option);
};

/// "where: path: problem".
[[noreturn]] void refuse_at(const Place& place, const std::string& path,
                            const std::string& problem);

}  // namespace temper
