#include "store/checkpoint_file.h"

#include <algorithm>
#include <stdexcept>

#include "store/checked_row.h"
#include "store/checksum.h"
#include "store/first_reading.h"
#include "store/run_layout.h"
#include "store/static_checksum.h"

namespace temper {
namespace {

template <class T>
std::vector<T> read_all(const PreallocatedFile& file, const std::string& dataset) {
  std::vector<T> values(file.extent(dataset).bytes / sizeof(T));
  file.read(dataset, 0, std::span(values));
  return values;
}

/// The datasets under the header's checksum, in its order.
std::vector<std::string> header_fields(const PreallocatedFile& file) {
  std::vector<std::string> names = {"sweep", "round",     "replica_at",
                                    "beta",  "step_size", "noise_level"};
  for (const auto& [name, extent] : file.extents())  // a map: by name
    if (name.starts_with(adaptation_dataset("")) && extent.changes) names.push_back(name);
  names.push_back("replica_checksum");
  return names;
}

template <class T>
std::span<const T> one(const T& value) {
  return {&value, 1};
}

}  // namespace

PreallocatedFile CheckpointFile::create(const RunFolder& folder, const RunDescription& description,
                                        int which) {
  auto file =
      PreallocatedFile::create(folder.checkpoint_file(which), checkpoint_layout(description));
  write_static_checksum(file);
  return file;
}

bool CheckpointFile::is_usable(const RunDescription& description) const {
  if (!static_part_is_whole(file_)) return false;
  file_.require_room_for(checkpoint_layout(description));
  return true;
}

CheckpointFile::CheckpointFile(const RunFolder& folder, int which, RawFile::Mode mode)
    : file_((try_files_of(folder), PreallocatedFile::open(folder.checkpoint_file(which), mode))) {}

std::uint32_t CheckpointFile::write_replica(const ReplicaState& state, std::uint64_t n_bests) {
  std::vector<float> slots;
  for (const auto& slot : state.slots) slots.insert(slots.end(), slot.begin(), slot.end());
  const std::vector<RowField> fields = {
      row_field("theta", std::span<const float>(state.theta)),
      row_field("slots", std::span<const float>(slots)),
      row_field("scalars", std::span<const double>(state.scalars)),
      row_field("energy", one(state.energy)),
      row_field("prior_energy", one(state.prior_energy)),
      row_field("best_theta", std::span<const float>(state.best_theta)),
      row_field("best_energy", one(state.best_energy)),
      row_field("best_prior_energy", one(state.best_prior_energy)),
      row_field("best_sweep", one(state.best_sweep)),
      row_field("n_bests", one(n_bests))};
  write_row(file_, "replica_checksum", state.replica, fields, /*committed=*/false);
  return file_.read_value<std::uint32_t>("replica_checksum", state.replica);
}

void CheckpointFile::write_header(const RunState& state,
                                  const std::vector<std::uint32_t>& checksums) {
  file_.write("replica_checksum", 0, checksums);
  file_.write_value("sweep", 0, state.sweep);
  file_.write_value("round", 0, state.round);
  file_.write("replica_at", 0, state.replica_at);
  file_.write("beta", 0, state.beta);
  file_.write("step_size", 0, state.step_size);
  file_.write("noise_level", 0, state.noise_level);
  for (const auto& array : state.adaptation) {
    const std::string dataset = adaptation_dataset(array.name);
    if (array.values.size() * sizeof(double) != file_.extent(dataset).bytes)
      throw std::logic_error(dataset + ": of another length than the run's description says");
    file_.write(dataset, 0, array.values);
  }
  file_.write_value("header_checksum", 0, computed_header_checksum());
}

std::uint32_t CheckpointFile::computed_header_checksum() const {
  Checksum checksum(file_.format_version());
  for (const auto& name : header_fields(file_)) checksum.add(read_all<std::byte>(file_, name));
  return checksum.value();
}

std::uint64_t CheckpointFile::sweep() const {
  if (!static_part_is_whole(file_)) return never;
  if (file_.read_value<std::uint32_t>("header_checksum") != computed_header_checksum())
    return never;
  return file_.read_value<std::uint64_t>("sweep");
}

bool CheckpointFile::replica_is_whole(std::uint32_t replica) const {
  return row_is_whole(file_, "replica_checksum", replica, replica_state_fields());
}

RunState CheckpointFile::read_header(const RunDescription& description) const {
  RunState state{.sweep = file_.read_value<std::uint64_t>("sweep"),
                 .round = file_.read_value<std::uint64_t>("round"),
                 .replica_at = read_all<std::int32_t>(file_, "replica_at"),
                 .beta = read_all<double>(file_, "beta"),
                 .step_size = read_all<double>(file_, "step_size"),
                 .noise_level = read_all<double>(file_, "noise_level"),
                 .adaptation = {}};
  for (const auto& array : description.adaptation)
    state.adaptation.push_back(
        {array.name, read_all<double>(file_, adaptation_dataset(array.name))});
  return state;
}

std::uint64_t CheckpointFile::read_replica(ReplicaState& state) const {
  const std::uint64_t row = state.replica;
  file_.read("theta", row, state.theta);
  std::vector<float> slots(file_.extent("slots").row_bytes() / sizeof(float));
  file_.read("slots", row, std::span(slots));
  auto from = slots.begin();
  for (const auto& slot : state.slots) {
    std::copy_n(from, slot.size(), slot.begin());
    from += static_cast<std::ptrdiff_t>(slot.size());
  }
  file_.read("scalars", row, state.scalars);
  state.energy = file_.read_value<double>("energy", row);
  state.prior_energy = file_.read_value<double>("prior_energy", row);
  file_.read("best_theta", row, state.best_theta);
  state.best_energy = file_.read_value<double>("best_energy", row);
  state.best_prior_energy = file_.read_value<double>("best_prior_energy", row);
  state.best_sweep = file_.read_value<std::uint64_t>("best_sweep", row);
  return file_.read_value<std::uint64_t>("n_bests", row);
}

}  // namespace temper
