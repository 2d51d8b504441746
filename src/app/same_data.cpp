#include "app/same_data.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>
#include <vector>

#include "base/errors.h"
#include "data/fingerprint.h"
#include "store/same_run.h"

namespace temper {
namespace {

/// What decides which examples a run has learned from: the lines of [data], and the seed of the
/// split.
std::vector<std::string> settings_of_data(const std::string& config) {
  std::vector<std::string> settings;
  std::istringstream lines(config);
  std::string section;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('['))
      section = line;
    else if (section == "[data]" && !line.empty())
      settings.push_back("data." + line);
    else if (section == "[run]" && line.starts_with("seed "))
      settings.push_back("run." + line);
  }
  return settings;
}

std::string lines_without(const std::vector<std::string>& lines,
                          const std::vector<std::string>& others) {
  std::vector<std::string> own;
  for (const auto& line : lines)
    if (std::ranges::find(others, line) == others.end()) own.push_back(line);
  return fmt::format("{}", fmt::join(own, ", "));
}

/// "" as well for a run that is older than fingerprints: its checksum has to do.
std::string change_of_columns(const LearnedData& one, const LearnedData& other) {
  if (one.fingerprint.empty() || other.fingerprint.empty()) return "";
  return difference(fingerprint_of_json(one.fingerprint, one.who),
                    fingerprint_of_json(other.fingerprint, other.who));
}

std::string difference_of(const LearnedData& one, const LearnedData& other) {
  if (one.checksum.has_value() != other.checksum.has_value())
    return "one has data, the other has none";
  if (auto change = change_of_columns(one, other); !change.empty()) return change;
  if (one.checksum == other.checksum) return "";
  const auto first = settings_of_data(one.config), second = settings_of_data(other.config);
  return fmt::format("they are split or scaled otherwise: {} in the one, {} in the other",
                     lines_without(first, second), lines_without(second, first));
}

}  // namespace

LearnedData data_of(const RunFolder& folder) {
  const auto run = open_run_file(folder);
  LearnedData data{folder.path(), {}, "", run.text_attribute("config")};
  if (run.attribute("data_checksum")) data.checksum = run.integer_attribute("data_checksum");
  if (run.attribute("data_fingerprint")) data.fingerprint = run.text_attribute("data_fingerprint");
  return data;
}

LearnedData data_of(const std::string& who, const Experiment& experiment) {
  LearnedData data{who, {}, "", experiment.config.resolved(/*comments=*/false)};
  if (!experiment.data) return data;
  data.checksum = experiment.data->checksum;
  data.fingerprint = experiment.data->fingerprint;
  return data;
}

void require_same_data(const LearnedData& one, const LearnedData& other) {
  const auto change = difference_of(one, other);
  if (!change.empty())
    throw UsageError(
        fmt::format("evidence: {} and {} learn from different data, so that their log "
                    "Z can't be compared: {}",
                    one.who, other.who, change));
}

}  // namespace temper
