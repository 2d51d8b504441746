#pragma once
// Whether two models learn from the same examples, so that their log Z can be compared.

#include <cstdint>
#include <optional>
#include <string>

#include "store/run_folder.h"
#include "train/experiment.h"

namespace temper {

/// What a model learns from.
struct LearnedData {
  std::string who;                        ///< for messages
  std::optional<std::uint64_t> checksum;  ///< of all that training sees; none without data
  std::string fingerprint;                ///< "" of runs that are older than it
  std::string config;                     ///< the resolved one
};

LearnedData data_of(const RunFolder& run);
LearnedData data_of(const std::string& who, const Experiment& experiment);

/// Throws UsageError that says what differs: the data, their split or their scaling. Of models
/// without data it is for the user to know.
void require_same_data(const LearnedData& one, const LearnedData& other);

}  // namespace temper
