#pragma once
// A table of the config, [kernel] say, as extensions read it: each read names its key, its
// default, its range and one line of help. What was read is remembered, so that the resolved
// config prints itself with comments, `temper list` shows every option, and a key that nobody
// read is refused.

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/variant.h"

namespace temper {

inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// How a number is read. Without a fallback the key is required. Infinite values are refused
/// unless a bound says otherwise: `.max = infinity` takes inf. NaN is always refused.
struct NumberOption {
  std::optional<double> fallback = {};
  double min = std::numeric_limits<double>::lowest();
  double max = std::numeric_limits<double>::max();
  bool above_min = false;  ///< min itself is refused
  bool below_max = false;  ///< max itself is refused
  std::string help = {};
};

/// How a whole number is read; 1e3 and 8.0 are whole, 0.5 is refused.
struct IntegerOption {
  std::optional<std::int64_t> fallback = {};
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
  std::string help = {};
};

/// One option of a table as it was read, for the resolved config and `temper list`.
struct ReadOption {
  std::string key;
  std::string value;     ///< as TOML; "" for a list that is absent
  std::string fallback;  ///< as TOML; "required" without one, "" for a list, absent by default
  std::string range;     ///< "a number above 0"
  std::string help;
  bool given = false;  ///< by the user
};

/// What a key that takes a number or a word was given.
using NumberOrWord = Variant<double, std::string>;
using IntegerOrWord = Variant<std::int64_t, std::string>;

struct ConfigNode;  // the door to toml++ stays closed: src/config/node.h

/// A cheap handle; copies share what was read. Every read throws UsageError
/// "file:line: section.key: what is wrong; what would be right" on a wrong type or value.
class Section {
 public:
  explicit Section(std::shared_ptr<ConfigNode> node);

  /// A section of nothing but defaults, for `temper list` and tests: required keys read as
  /// placeholders (1 or else the lower bound, the first word, "…"). `toml` may give values:
  /// Section::of("kernel", "lr = 0.1").
  static Section of(const std::string& name, const std::string& toml = "");

  double number(const std::string& key, const NumberOption& option) const;
  std::int64_t integer(const std::string& key, const IntegerOption& option) const;
  /// An integer that counts something. Requires option.min >= 0.
  std::size_t count(const std::string& key, const IntegerOption& option) const;
  bool flag(const std::string& key, bool fallback, const std::string& help) const;
  std::string text(const std::string& key, const std::optional<std::string>& fallback,
                   const std::string& help) const;
  /// One of `words`; the nearest is suggested for a misspelt one.
  std::string choice(const std::string& key, const std::vector<std::string>& words,
                     const std::optional<std::string>& fallback, const std::string& help) const;
  /// A number in range, or one of `words`. The fallback may be either.
  NumberOrWord number_or(const std::string& key, const std::vector<std::string>& words,
                         const NumberOrWord& fallback, const NumberOption& option) const;
  IntegerOrWord integer_or(const std::string& key, const std::vector<std::string>& words,
                           const IntegerOrWord& fallback, const IntegerOption& option) const;
  /// A number in range, or any string, which the caller reads.
  NumberOrWord number_or_text(const std::string& key, const NumberOrWord& fallback,
                              const NumberOption& option) const;
  /// nullopt if the key is absent.
  std::optional<std::vector<double>> numbers(const std::string& key,
                                             const NumberOption& each) const;
  std::optional<std::vector<std::string>> texts(const std::string& key,
                                                const std::string& help) const;
  /// A list of texts, or a single text; empty if absent or "".
  std::vector<std::string> words(const std::string& key, const std::string& help) const;

  /// True if the key is given; this doesn't count as a read. A resolved config has all keys.
  bool has(const std::string& key) const;
  Section child(const std::string& key) const;                  ///< [a.b]; empty if absent
  std::vector<Section> children(const std::string& key) const;  ///< [[a.b]]; empty if absent
  /// The same, but refuses an absent list. A section of defaults has one table of defaults there.
  std::vector<Section> required_children(const std::string& key) const;

  /// Throws UsageError at the place of `key`: "file:line: section.key: problem".
  [[noreturn]] void refuse(const std::string& key, const std::string& problem) const;

  std::vector<ReadOption> reads() const;  ///< what was read of this table, in order of reading
  std::string name() const;               ///< "kernel", "model.layer[1]"

 private:
  std::shared_ptr<ConfigNode> node_;
};

}  // namespace temper
