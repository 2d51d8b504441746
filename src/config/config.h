#pragma once
// A whole config: a TOML file, overrides from the command line, and what was read from them.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/section.h"

namespace temper {

/// One `--set a.b=c`, or what a flag stands for. Tables and list entries on the way are made as
/// needed; a new list entry must be the next one.
struct Override {
  std::string key;               ///< "kernel.lr", "model.layer[0].units" or "model.layer.0.units"
  std::string value;             ///< a TOML value; what isn't one is taken as a string
  std::string origin = "--set";  ///< what an error calls it; "--set" is followed by key=value

  /// From "kernel.lr=0.01". Throws UsageError if there is no "=" or nothing before it.
  static Override parse(const std::string& text);
};

/// A key that has another value than before, both as TOML; "" where there is no such key.
struct ChangedKey {
  std::string key;
  std::string then;
  std::string now;
};

class Config {
 public:
  /// Throws UsageError "file:line: …" if the file can't be read or parsed or an override is bad.
  /// An empty path is an empty file. Later overrides win.
  static Config load(const std::string& path, const std::vector<Override>& overrides);
  /// Parses text, for `temper resume` (the config stored in the run) and tests.
  static Config parse(const std::string& text, const std::string& origin,
                      const std::vector<Override>& overrides = {});

  Section section(const std::string& name) const;  ///< top-level table; empty if absent
  bool has(const std::string& section) const;

  /// Gives what the user has left open: "run.sweeps", "model.layer". A key that is given stays as
  /// it is. Call it before those keys are read; `origin` is what an error calls the value.
  void supply(const std::vector<Override>& defaults);

  /// Gives keys a value in place of the one they had, "auto" say, once the program has found it
  /// out; an empty value leaves the key out. What was read of their tables is forgotten, so read
  /// them again.
  void decide(const std::vector<Override>& decisions);

  /// Throws UsageError for the first key or table (by line, overrides last) that nobody has read,
  /// with the nearest name among those that were. Call it when everything has been built.
  void refuse_unknown() const;

  /// Everything that was read with its value, as TOML; defaults included. With comments: the help
  /// and range of each key. Parsing it gives the same config.
  std::string resolved(bool comments) const;

  /// Keys that file or flags give here and that read otherwise in `then`. Call it when everything
  /// of both has been built.
  std::vector<ChangedKey> changed_from(const Config& then) const;

 private:
  std::shared_ptr<ConfigNode> root_;
};

/// The candidate that `word` most likely means, or "". By edit distance with transpositions,
/// case ignored, at most a third of its length (or one letter) away; else by abbreviation:
/// learning_rate means lr, batch_size means batch.
std::string nearest(const std::string& word, const std::vector<std::string>& candidates);

/// Makes the registered thing that `section.key` names; an unknown name is refused with the
/// nearest one. Forwards `args` after the section.
template <class R, class... Args>
auto make_registered(const R& registry, const Section& section, const std::string& key,
                     const std::optional<std::string>& fallback, const std::string& help,
                     Args&&... args) {
  const std::string name = section.choice(key, registry.names(), fallback, help);
  return registry.find(name)->make(section, std::forward<Args>(args)...);
}

}  // namespace temper
