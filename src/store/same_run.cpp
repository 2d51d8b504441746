#include "store/same_run.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "base/errors.h"
#include "store/pack.h"
#include "store/run_layout.h"
#include "store/static_checksum.h"

namespace temper {
namespace {

std::string in_words(const AttributeValue& value) {
  return std::visit([](const auto& any) { return fmt::format("{}", any); }, value);
}

std::map<std::string, std::string> by_name(const std::vector<Attribute>& attributes) {
  std::map<std::string, std::string> values;
  for (const auto& attribute : attributes)
    if (!tells_the_program(attribute.name))
      values.emplace(attribute.name, in_words(attribute.value));
  return values;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Lines that one text has and the other has not: "config: 'lr = 0.1' in the run, …".
std::vector<std::string> line_differences(const std::string& then, const std::string& now) {
  const auto lines_then = lines_of(then), lines_now = lines_of(now);
  std::vector<std::string> list;
  for (const auto& line : lines_then)
    if (std::ranges::find(lines_now, line) == lines_now.end())
      list.push_back(fmt::format("config: '{}' in the run, not now", line));
  for (const auto& line : lines_now)
    if (std::ranges::find(lines_then, line) == lines_then.end())
      list.push_back(fmt::format("config: '{}' now, not in the run", line));
  return list;
}

}  // namespace

bool tells_the_program(const std::string& attribute) {
  static const std::set<std::string> names = {
      "temper_version", "program",   "format_version", "commit",           "compiler",
      "simd",           "data_path", "data_schema",    "data_fingerprint", "n_training",
      "n_validation",   "n_test",    "what_was_read",  "model_file",       "model_checksum"};
  return names.contains(attribute);
}

ReadFile open_unchecked(const RunFolder& folder) {
  folder.require_run();
  ReadFile run(folder.run_file());
  if (!run.attribute("format_version") || !run.has("static_checksum"))
    throw UsageError(folder.run_file() + ": not the run.h5 of a Temper run");
  const std::uint64_t version = run.integer_attribute("format_version");
  if (version > format_version)
    throw UsageError(
        fmt::format("{}: written by a later Temper, in format version {}; this one "
                    "reads versions up to {}: use the later one",
                    folder.run_file(), version, format_version));
  return run;
}

ReadFile open_run_file(const RunFolder& folder) {
  ReadFile run = open_unchecked(folder);
  if (!run.attribute(packed_attribute))  // HDF5 checks the chunks of an archive itself
    require_static_part(PreallocatedFile::open(folder.run_file(), RawFile::Mode::read));
  if (run.text_attribute("format") != "temper-run")
    throw UsageError(folder.run_file() + ": not the run.h5 of a Temper run");
  return run;
}

DrawsGroups draws_groups_of(const ReadFile& run) {
  constexpr std::uint64_t most = 1 << 24;  // replicas: far beyond what anything here is made for
  const auto n_rungs = run.integer_attribute("n_rungs"),
             n_copies = run.integer_attribute("n_copies");
  const auto per_file =
      run.attribute("replicas_per_file") ? run.integer_attribute("replicas_per_file") : 1;
  const DrawsGroups groups{product_or_most(n_rungs, n_copies), per_file};
  if (groups.n_replicas == 0 || groups.n_replicas > most || per_file == 0 || per_file > most)
    throw IoError(fmt::format(
        "run.h5: {} rungs, {} copies and {} replicas a file: the run is damaged, or its files are "
        "of different runs",
        n_rungs, n_copies, per_file));
  return groups;
}

std::uint64_t read_committed(const ReadFile& run, const RunFolder& folder) {
  const auto committed = run.read<std::uint64_t>("committed").at(0);
  const auto total = run.integer_attribute("n_warmup") + run.integer_attribute("n_sweeps");
  if (committed > total)
    throw IoError(fmt::format("{}: damaged: committed is {}, of {} sweeps", folder.run_file(),
                              committed, total));
  return committed;
}

std::vector<std::string> differences(const ReadFile& run, const RunDescription& description) {
  auto then = by_name(run.attributes());
  auto now = by_name(run_layout(description).attributes);
  std::vector<std::string> list = line_differences(then["config"], now["config"]);
  then.erase("config");
  now.erase("config");
  for (const auto& [name, value] : now)  // an older program may have said less of the same run
    if (then.contains(name) && then[name] != value)
      list.push_back(fmt::format("{}: {} in the run, {} now", name, then[name], value));
  for (const auto& [name, value] : then)
    if (!now.contains(name))
      list.push_back(fmt::format("{}: {} in the run, nothing now", name, value));
  return list;
}

std::string begun_otherwise(const std::string& folder,
                            const std::vector<std::string>& differences) {
  return fmt::format("{}: can't go on with this run, because it was begun otherwise: {}", folder,
                     fmt::join(differences, "; "));
}

void require_same_run(const RunFolder& folder, const RunDescription& description) {
  require_not_packed(folder, "going on");
  const auto list = differences(open_run_file(folder), description);
  if (list.empty()) return;
  throw UsageError(begun_otherwise(folder.path(), list));
}

}  // namespace temper
