#include "store/run_store.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <system_error>

#include "base/errors.h"
#include "h5/apart.h"
#include "store/run_layout.h"
#include "store/same_run.h"
#include "store/static_checksum.h"

namespace temper {
namespace {

namespace fs = std::filesystem;

/// Whether the folder is new.
bool make_folder(const RunFolder& folder) {
  std::error_code error;
  const bool is_new = !fs::exists(folder.path(), error);
  fs::create_directories(folder.draws_folder(), error);
  if (error) throw IoError(folder.path() + ": can't make the folder: " + error.message());
  return is_new;
}

/// The first replica of each file that holds some of `mine`.
std::set<std::uint32_t> firsts_of(const std::vector<std::uint32_t>& mine,
                                  const RunDescription& description) {
  std::set<std::uint32_t> firsts;
  for (const auto replica : mine) firsts.insert(description.draws_groups().first_with(replica));
  return firsts;
}

/// A message with the numbers, before the first byte is reserved.
void require_space_for_all(const RunFolder& folder, const RunDescription& description) {
  require_space(folder, predicted_bytes(description),
                folder.holds_run() ? "the run that is here stays until the new one has its room: "
                                     "remove it, free some, or raise output.thin"
                                   : "free some, give another --out, or raise output.thin");
}

/// Once the lock is held: nothing but the run that is to be replaced is in the way.
void clear(const RunFolder& folder, const RunDescription& description, Existing existing,
           RunLock& lock) {
  folder.require_free(existing);  // somebody may have been faster
  require_space_for_all(folder, description);
  if (folder.holds_run()) {
    lock.exclude_readers();
    folder.discard_unpublished();
  } else {
    folder.discard();  // what a killed creation has left
  }
  make_folder(folder);
}

/// All files are laid out beside the run that they replace, if there is one, and take its place
/// when they are whole: nothing is lost if there is no room for them. run.h5 is laid out first and
/// gets its name last: a folder with run.h5.tmp alone is a creation that was killed, and free for a
/// new run.
void lay_out(const RunFolder& folder, const RunDescription& description,
             const std::vector<std::uint32_t>& mine, const Communicator& communicator) {
  std::optional<PreallocatedFile> run;
  std::vector<PreallocatedFile> others;  // on the root the checkpoints; draws
  communicator.together([&] {
    if (!communicator.is_root()) return;
    run = RunTableWriter::create(folder, description);
    for (const int which : {0, 1})
      others.push_back(CheckpointFile::create(folder, description, which));
  });
  communicator.together([&] {
    for (const auto first : firsts_of(mine, description))
      others.push_back(DrawsFile::create(folder, description, first));
  });
  const bool durable = description.durability == Durability::power;
  communicator.together([&] {
    if (run && folder.holds_run()) folder.discard_published();
  });
  communicator.together([&] {
    for (auto& file : others) file.publish(durable);
  });
  communicator.together([&] {
    if (run && durable) sync_folder(fs::path(folder.path()).parent_path());
    if (run) run->publish(durable);
  });
  trust_folder(folder.path());
}

/// A checkpoint that is lost or damaged beyond its rows is made afresh, as never written.
void mend_checkpoints(const RunFolder& folder, const RunDescription& description) {
  const auto is_usable = [&](int which) {
    try {
      return CheckpointFile(folder, which).is_usable(description);
    } catch (const IoError&) {
      return false;
    }
  };
  for (const int which : {0, 1})
    if (!is_usable(which))
      CheckpointFile::create(folder, description, which)
          .publish(description.durability == Durability::power);
}

/// Every file of draws stays open.
void allow_open_files(std::size_t n) {
  constexpr std::size_t others = 64;
  struct rlimit limit {};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == -1 || limit.rlim_cur >= n + others) return;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, n + others);
  ::setrlimit(RLIMIT_NOFILE, &limit);  // opening the files tells if it wasn't enough
}

}  // namespace

RunStore::RunStore(RunFolder folder, RunDescription description,
                   const std::vector<std::uint32_t>& mine, const Communicator& communicator,
                   RunLock lock, const std::string& disk)
    : folder_(std::move(folder)),
      description_(std::move(description)),
      communicator_(communicator),
      lock_(std::move(lock)) {
  for (const int which : {0, 1}) checkpoints_.emplace_back(folder_, which);
  const auto firsts = firsts_of(mine, description_);
  const bool is_root = communicator_.is_root();
  files_ = RankFiles::open(folder_, description_, firsts, is_root);
  if (disk.empty()) return;
  auto copies = copies_without_names(disk, folder_, description_, firsts, is_root);
  stage_.emplace(std::exchange(files_, std::move(copies)), description_);
}

RunStore RunStore::create(const std::string& path, const RunDescription& description,
                          const std::vector<std::uint32_t>& mine, const Communicator& communicator,
                          Existing existing, const std::string& disk) {
  const RunFolder folder(path);
  std::optional<RunLock> lock;
  bool is_new = false;
  const auto firsts = firsts_of(mine, description);
  allow_open_files(firsts.size() * (disk.empty() ? 1 : 2));
  communicator.together([&] {
    if (!disk.empty()) require_stage(disk, description, firsts, communicator.is_root());
    if (!communicator.is_root()) return;
    folder.require_free(existing);
    is_new = make_folder(folder);
    lock.emplace(RunLock::of_root(folder));
  });
  try {
    communicator.together([&] {
      if (lock) clear(folder, description, existing, *lock);
    });
    lay_out(folder, description, mine, communicator);
  } catch (const Error&) {
    if (lock) folder.abandon(is_new);
    throw;
  }
  return start(folder, description, mine, communicator, std::move(lock), disk);
}

RunStore RunStore::open(const std::string& path, const RunDescription& description,
                        const std::vector<std::uint32_t>& mine, const Communicator& communicator,
                        const std::string& disk) {
  const RunFolder folder(path);
  std::optional<RunLock> lock;
  allow_open_files(firsts_of(mine, description).size() * (disk.empty() ? 1 : 2));
  communicator.together([&] {
    if (!communicator.is_root()) return;
    folder.require_run();
    folder.require_own_folders();
    lock.emplace(RunLock::of_root(folder));
    require_same_run(folder, description);
    mend_checkpoints(folder, description);
  });
  return start(folder, description, mine, communicator, std::move(lock), disk);
}

RunStore RunStore::start(const RunFolder& folder, const RunDescription& description,
                         const std::vector<std::uint32_t>& mine, const Communicator& communicator,
                         std::optional<RunLock> lock, const std::string& disk) {
  std::optional<RunStore> store;
  communicator.together([&] {
    if (!lock) lock.emplace(RunLock::of_rank(folder));
    store.emplace(RunStore(folder, description, mine, communicator, std::move(*lock), disk));
  });
  const auto& table = store->files_.table;
  const double committed = table ? static_cast<double>(table->committed()) : 0;
  store->committed_ = static_cast<std::uint64_t>(communicator.broadcast(committed));
  store->committed_before_ = store->committed_;
  return std::move(*store);
}

void RunStore::begin_round(const RoundRow& row) {
  if (files_.table) files_.table->write_round(row);
}

void RunStore::write_draw(std::uint32_t replica, std::uint64_t sweep,
                          std::span<const float> theta) {
  draws_of(replica).write_draw(replica, description_.draw_after(sweep).value(), theta,
                               sweep < committed_);
}

void RunStore::write_best(std::uint32_t replica, const BestState& best) {
  draws_of(replica).write_best(replica, best, best.sweep < committed_before_);
}

void RunStore::commit(std::uint64_t sweep, const SweepTables& row,
                      std::span<const double> metrics) {
  const auto draw = description_.draw_after(sweep);
  const bool durable = syncs() && !stage_;
  if (durable)
    for (auto& [first, file] : files_.draws) file.sync();
  if (durable || (draw && !stage_)) communicator_.barrier();
  if (auto& table = files_.table) {
    table->write_sweep(sweep, row);
    if (draw) table->write_metrics(*draw, metrics);
    if (durable) table->sync();
    table->commit(sweep + 1);
    if (durable) table->sync();
  }
  committed_ = std::max(committed_, sweep + 1);
}

void RunStore::write_checkpoint(int which, const RunState& state,
                                std::span<const ReplicaState> replicas) {
  CheckpointFile& file = checkpoints_.at(static_cast<std::size_t>(which));
  std::vector<double> sums;
  communicator_.together([&] {
    for (const auto& replica : replicas) {
      sums.push_back(replica.replica);
      sums.push_back(
          file.write_replica(replica, draws_of(replica.replica).n_bests(replica.replica)));
    }
    if (syncs()) file.sync();
  });
  const auto all = communicator_.all_gather(sums);
  communicator_.together([&] {
    if (!communicator_.is_root()) return;
    std::vector<std::uint32_t> checksums(description_.n_replicas());
    for (std::size_t i = 0; i < all.size(); i += 2)
      checksums.at(static_cast<std::size_t>(all[i])) = static_cast<std::uint32_t>(all[i + 1]);
    file.write_header(state, checksums);
    if (syncs()) file.sync();
  });
}

void RunStore::checkpoint(const RunState& state, std::span<const ReplicaState> replicas) {
  if (stage_) stage_->bring_home(files_, state.sweep, communicator_);
  write_checkpoint(next_checkpoint_, state, replicas);
  next_checkpoint_ = 1 - next_checkpoint_;
}

void RunStore::finish(const RunState& state, std::span<const ReplicaState> replicas) {
  checkpoint(state, replicas);
  checkpoint(state, replicas);
  communicator_.together([&] {
    if (!stage_) files_.sync();
    if (!communicator_.is_root()) return;
    for (auto& file : checkpoints_) file.sync();
  });
}

std::optional<int> RunStore::newest_whole(std::span<const ReplicaState> replicas) const {
  std::array<double, 2> usable{};
  communicator_.together([&] {
    for (std::size_t which = 0; which < 2; ++which)
      usable[which] = checkpoints_[which].sweep() <= committed_ &&
                      std::ranges::all_of(replicas, [&](const ReplicaState& replica) {
                        return checkpoints_[which].replica_is_whole(replica.replica);
                      });
  });
  const auto all = communicator_.all_gather(usable);
  std::optional<int> newest;
  for (const int which : {0, 1}) {
    const auto index = static_cast<std::size_t>(which);
    bool everywhere = true;
    for (std::size_t i = index; i < all.size(); i += 2) everywhere = everywhere && all[i] > 0;
    if (everywhere && (!newest || checkpoints_[1].sweep() > checkpoints_[0].sweep()))
      newest = which;
  }
  return newest;
}

std::optional<RunState> RunStore::restore(std::span<ReplicaState> replicas) {
  const auto which = newest_whole(replicas);
  if (!which) return std::nullopt;
  const CheckpointFile& file = checkpoints_.at(static_cast<std::size_t>(*which));
  std::optional<RunState> state;
  communicator_.together([&] {
    state = file.read_header(description_);
    for (auto& replica : replicas)
      draws_of(replica.replica).restore_n_bests(replica.replica, file.read_replica(replica));
  });
  next_checkpoint_ = 1 - *which;
  if (stage_) stage_->begin_at(state->sweep, files_);
  return state;
}

void RunStore::log_session(const std::string& json) {
  if (communicator_.is_root())
    RawFile(folder_.sessions_file(), RawFile::Mode::append).append(json + "\n");
}

}  // namespace temper
