#include "store/run_layout.h"

#include <algorithm>
#include <numeric>

#include "store/sweep_columns.h"

namespace temper {
namespace {

using Names = std::vector<std::string>;

constexpr std::size_t block_axes = 4;

DatasetLayout changing(const std::string& name, ElementType type, const Names& dimensions,
                       const std::string& written, const std::string& meaning) {
  return {.name = name,
          .type = type,
          .dimensions = dimensions,
          .written = written,
          .attributes = {{"long_name", meaning}}};
}

DatasetLayout in_nats(DatasetLayout dataset) {
  dataset.attributes.push_back({"units", std::string("nat")});
  return dataset;
}

DatasetLayout starting_as_never(DatasetLayout dataset, std::size_t n) {
  dataset.contents = contents_of(std::vector<std::uint64_t>(n, never));
  return dataset;
}

template <class T>
DatasetLayout fixed(const std::string& name, ElementType type, const Names& dimensions,
                    const std::vector<T>& values, const std::string& meaning) {
  return {.name = name,
          .type = type,
          .dimensions = dimensions,
          .attributes = {{"long_name", meaning}},
          .contents = contents_of(values)};
}

DatasetLayout draw_sweeps(const std::string& name, const RunDescription& run,
                          const std::string& meaning) {
  auto sweeps = fixed<std::uint64_t>(name, ElementType::uint64, {"draw"}, {}, meaning);
  sweeps.sequence = Sequence{run.draw_sweep(0), run.thin};
  return sweeps;
}

std::vector<Attribute> run_attributes(const RunDescription& run) {
  std::vector<Attribute> attributes = {
      {"format", std::string("temper-run")},
      {"format_version", run.version},
      {"n_warmup", run.n_warmup},
      {"n_sweeps", run.n_sweeps},
      {"thin", run.thin},
      {"n_rungs", std::uint64_t{run.n_rungs}},
      {"n_copies", std::uint64_t{run.n_copies}},
      {"n_parameters", std::uint64_t{run.n_parameters}},
      {"durability", std::string(run.durability == Durability::power ? "power" : "kill")},
      {"metric_names", run.metric_names}};
  if (run.replicas_per_file > 1)
    attributes.push_back({"replicas_per_file", std::uint64_t{run.replicas_per_file}});
  attributes.insert(attributes.end(), run.attributes.begin(), run.attributes.end());
  return attributes;
}

std::vector<DatasetLayout> sweep_tables() {
  const std::string when = "at every sweep";
  std::vector<DatasetLayout> tables;
  for (const auto& column : sweep_columns()) {
    Names dimensions = {"sweep"};
    dimensions.insert(dimensions.end(), column.dimensions.begin(), column.dimensions.end());
    tables.push_back(changing(column.name, column.type(), dimensions, when, column.meaning));
    if (!column.units.empty()) tables.back().attributes.push_back({"units", column.units});
  }
  tables.push_back(changing("sweep_checksum", ElementType::uint32, {"sweep"}, when,
                            "CRC-32 of the sweep's rows"));
  return tables;
}

std::vector<DatasetLayout> round_tables(const RunDescription& run) {
  const std::string when = "when the round begins";
  const Names by_rung = {"round", "rung"};
  using enum ElementType;
  return {fixed("round_first_sweep", uint64, {"round"}, run.round_first_sweep,
                "the ladder is in force from this sweep on"),
          changing("beta", float64, by_rung, when, "inverse temperature"),
          changing("step_size", float64, by_rung, when, "of the kernel"),
          changing("noise_level", float64, by_rung, when, "s of the kernel"),
          changing("round_checksum", uint32, {"round"}, when, "CRC-32 of the round's rows")};
}

std::vector<DatasetLayout> draw_tables(const RunDescription& run) {
  using enum ElementType;
  std::vector<DatasetLayout> tables = {
      draw_sweeps("draw_sweep", run, "the draw is stored after this sweep")};
  for (const auto& name : run.metric_names)
    tables.push_back(changing(name, float64, {"draw", "replica"}, "at every draw", name));
  tables.push_back(
      changing("draw_checksum", uint32, {"draw"}, "at every draw", "CRC-32 of the draw's metrics"));
  return tables;
}

template <class... Lists>
std::vector<DatasetLayout> joined(std::vector<DatasetLayout> first, const Lists&... rest) {
  (first.insert(first.end(), rest.begin(), rest.end()), ...);
  return first;
}

std::vector<DatasetLayout> block_tables(const RunDescription& run) {
  Names names;
  std::vector<std::uint64_t> offsets, shapes;
  std::size_t width = 1;
  for (const auto& block : run.blocks) {
    names.push_back(block.name);
    width = std::max(width, block.name.size());
    offsets.push_back(block.offset);
    for (std::size_t axis = 0; axis < block_axes; ++axis)
      shapes.push_back(axis < block.shape.size() ? block.shape[axis] : 0);
  }
  using enum ElementType;
  DatasetLayout name = {.name = "block_name",
                        .type = text,
                        .dimensions = {"block"},
                        .contents = contents_of(names, width),
                        .text_width = width};
  return {name, fixed("block_offset", uint64, {"block"}, offsets, "first parameter of the block"),
          fixed("block_shape", uint64, {"block", "block_axis"}, shapes,
                "lengths of the block's axes, padded with zeros")};
}

std::vector<DatasetLayout> best_tables() {
  const std::string when = "when a replica finds a better state";
  using enum ElementType;
  return {changing("best_theta", float32, {"slot", "parameter"}, when, "parameters"),
          in_nats(changing("best_energy", float64, {"slot"}, when, "U")),
          in_nats(changing("best_prior_energy", float64, {"slot"}, when, "V")),
          starting_as_never(changing("best_sweep", uint64, {"slot"}, when, "found after it"), 2),
          changing("best_checksum", uint32, {"slot"}, when, "CRC-32 of the slot's other fields")};
}

/// The same file for several replicas: each table has an axis more, after that by which it grows.
void share(FileLayout& file, const RunDescription& run, std::uint32_t first) {
  const auto n = run.draws_groups().n_with(first);
  std::erase_if(file.attributes, [](const auto& attribute) { return attribute.name == "copy"; });
  file.dimensions.push_back({.name = "replica", .length = n, .first = first});
  for (auto& dataset : file.datasets) {
    if (std::ranges::find(tables_of_draws(), dataset.name) == tables_of_draws().end()) continue;
    dataset.dimensions.insert(dataset.dimensions.begin() + 1, "replica");
    if (dataset.name == "best_sweep") dataset = starting_as_never(dataset, 2 * n);
  }
}

std::vector<DatasetLayout> state_tables(std::size_t n_replicas) {
  const std::string when = "at checkpoints";
  using enum ElementType;
  const auto of_replica = [&](const std::string& name, ElementType type) {
    return changing(name, type, {"replica"}, when, name);
  };
  return {changing("theta", float32, {"replica", "parameter"}, when, "parameters"),
          changing("slots", float32, {"replica", "slot", "parameter"}, when, "kernel state"),
          changing("scalars", float64, {"replica", "scalar"}, when, "kernel state"),
          of_replica("energy", float64),
          of_replica("prior_energy", float64),
          changing("best_theta", float32, {"replica", "parameter"}, when, "of lowest U + V"),
          of_replica("best_energy", float64),
          of_replica("best_prior_energy", float64),
          starting_as_never(of_replica("best_sweep", uint64), n_replicas),
          of_replica("n_bests", uint64),
          changing("replica_checksum", uint32, {"replica"}, when,
                   "CRC-32 of the replica's rows above")};
}

std::vector<DatasetLayout> header_tables(const RunDescription& run) {
  const std::string when = "at checkpoints";
  using enum ElementType;
  std::vector<DatasetLayout> tables = {
      starting_as_never(changing("sweep", uint64, {}, when, "all sweeps before it are done"), 1),
      changing("round", uint64, {}, when, "whose ladder is in force"),
      changing("replica_at", int32, {"copy", "rung"}, when, "which replica holds the rung"),
      changing("beta", float64, {"rung"}, when, "inverse temperature"),
      changing("step_size", float64, {"rung"}, when, "of the kernel"),
      changing("noise_level", float64, {"rung"}, when, "s of the kernel")};
  for (const auto& array : run.adaptation)
    tables.push_back(changing(adaptation_dataset(array.name), float64,
                              {adaptation_dataset(array.name) + "_index"}, when, array.name));
  tables.push_back(changing("header_checksum", uint32, {}, when,
                            "CRC-32 of the fields above and of replica_checksum"));
  return tables;
}

}  // namespace

DatasetLayout static_checksum_dataset() {
  return changing("static_checksum", ElementType::uint32, {}, "before publication",
                  "CRC-32 of all bytes outside of the datasets that are written to");
}

std::string adaptation_dataset(const std::string& name) { return "adaptation_" + name; }

Names sweep_fields(const PreallocatedFile& run) {
  Names names;
  for (const auto& column : sweep_columns())
    if (run.has(column.name)) names.push_back(column.name);
  return names;
}

const Names& round_fields() {
  static const Names names = {"beta", "step_size", "noise_level"};
  return names;
}

const Names& best_fields() {
  static const Names names = {"best_theta", "best_energy", "best_prior_energy", "best_sweep"};
  return names;
}

const Names& replica_state_fields() {
  static const Names names = {"theta",        "slots",      "scalars",     "energy",
                              "prior_energy", "best_theta", "best_energy", "best_prior_energy",
                              "best_sweep",   "n_bests"};
  return names;
}

FileLayout run_layout(const RunDescription& run) {
  const DatasetLayout committed =
      changing("committed", ElementType::uint64, {}, "last of every commit",
               "number of sweeps committed: only rows below it are valid");
  return {run_attributes(run),
          {{"sweep", run.total_sweeps()},
           {"copy", run.n_copies},
           {"replica", run.n_replicas()},
           {"rung", run.n_rungs},
           {"pair", run.n_rungs - 1},
           {"round", run.round_first_sweep.size()},
           {"draw", run.n_draws()}},
          joined({committed}, sweep_tables(), round_tables(run), draw_tables(run),
                 std::vector{static_checksum_dataset()})};
}

const Names& tables_of_draws() {
  static const Names names = {"theta",        "checksum",          "best_theta",
                              "best_energy",  "best_prior_energy", "best_sweep",
                              "best_checksum"};
  return names;
}

FileLayout draws_layout(const RunDescription& run, std::uint32_t first) {
  using enum ElementType;
  const std::string when = "at every draw";
  FileLayout file = {
      {{"format", std::string("temper-draws")},
       {"format_version", run.version},
       {"replica", std::uint64_t{first}},
       {"copy", std::uint64_t{first / run.n_rungs}}},
      {{"draw", run.n_draws()},
       {"parameter", run.n_parameters, false},
       {"slot", 2},
       {"block", run.blocks.size()},
       {"block_axis", block_axes}},
      joined({changing("theta", float32, {"draw", "parameter"}, when, "parameters"),
              draw_sweeps("sweep", run, "stored after this sweep"),
              changing("checksum", uint32, {"draw"}, when, "CRC-32 of the theta row")},
             best_tables(), block_tables(run), std::vector{static_checksum_dataset()})};
  if (run.replicas_per_file > 1) share(file, run, first);
  return file;
}

FileLayout checkpoint_layout(const RunDescription& run) {
  std::vector<Dimension> dimensions = {
      {"replica", run.n_replicas()},   {"parameter", run.n_parameters, false},
      {"slot", run.slot_names.size()}, {"scalar", run.scalar_names.size()},
      {"copy", run.n_copies},          {"rung", run.n_rungs}};
  for (const auto& array : run.adaptation)
    dimensions.push_back({adaptation_dataset(array.name) + "_index", array.length});
  return {{{"format", std::string("temper-checkpoint")},
           {"format_version", run.version},
           {"slot_names", run.slot_names},
           {"scalar_names", run.scalar_names}},
          dimensions,
          joined(state_tables(run.n_replicas()), header_tables(run),
                 std::vector{static_checksum_dataset()})};
}

}  // namespace temper
