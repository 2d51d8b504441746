#pragma once
// Where examples come from. A new data set or file format is one .cpp file that adds itself to a
// registry here, and its test.
//
// A source is made on every rank, which reads its options from [data]; it loads on one rank of
// each node.

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "base/registry.h"
#include "data/raw_data.h"

namespace temper {

class Section;

/// Shares of training, validation and test; they sum to 1.
using Fractions = std::array<double, 3>;

class Source {
 public:
  virtual ~Source() = default;

  /// Throws DataError "file:line: column 'x': what is wrong; what would be right".
  virtual RawData load() const = 0;

  /// Used where `data.split` is not given.
  virtual Fractions default_split() const { return {0.8, 0.1, 0.1}; }
};

/// Data sets by name: "iris".
Registry<Source, const Section&>& sources();

/// Data sets with a number in their name: "parity-5" is "parity" and 5.
Registry<Source, const Section&, std::int64_t>& sized_sources();

/// File formats by the end of the path: ".csv"; "/" for a folder. Makers get section and path.
Registry<Source, const Section&, const std::string&>& formats();

/// True for a data set by name, "iris" or "parity-5"; false for a path.
bool is_known_set(const std::string& name);

/// What `data.source` = name means. Throws UsageError if it is nothing known.
std::unique_ptr<Source> make_source(const Section& data, const std::string& name);

}  // namespace temper
