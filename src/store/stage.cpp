#include "store/stage.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/errors.h"
#include "h5/apart.h"
#include "store/run_layout.h"

namespace temper {
namespace {

namespace fs = std::filesystem;

/// A new folder that nobody else can enter; it goes with this object, and all in it.
class PassingFolder {
 public:
  explicit PassingFolder(const std::string& disk) : path_(disk + "/temper-stage-XXXXXX") {
    std::error_code error;
    fs::create_directories(disk, error);
    if (error) throw IoError(disk + ": can't make the folder to stage in: " + error.message());
    if (::mkdtemp(path_.data()) == nullptr)
      throw IoError(disk + ": can't make a folder in it to stage in: " + std::strerror(errno));
  }
  ~PassingFolder() {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  PassingFolder(const PassingFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void copy_file(const std::string& from, const std::string& to) {
  RawFile(to, RawFile::Mode::create).copy_from(RawFile(from, RawFile::Mode::read));
}

}  // namespace

void require_stage(const std::string& disk, const RunDescription& description,
                   const std::set<std::uint32_t>& firsts, bool is_root) {
  const PassingFolder passing(disk);
  auto bytes = is_root ? data_bytes(run_layout(description)) : 0;
  for (const auto first : firsts)
    bytes = sum_or_most(bytes, data_bytes(draws_layout(description, first)));
  require_space(RunFolder(disk), bytes, "free some, or give another --stage");
}

RankFiles copies_without_names(const std::string& disk, const RunFolder& run,
                               const RunDescription& description,
                               const std::set<std::uint32_t>& firsts, bool is_root) {
  const PassingFolder passing(disk);
  const RunFolder copy(passing.path());
  std::error_code error;
  fs::create_directory(copy.draws_folder(), error);
  if (error) throw IoError(copy.draws_folder() + ": can't make the folder: " + error.message());
  for (const auto first : firsts) copy_file(run.draws_file(first), copy.draws_file(first));
  if (is_root) copy_file(run.run_file(), copy.run_file());
  trust_folder(copy.path());
  return RankFiles::open(copy, description, firsts, is_root);
}

void Stage::begin_at(std::uint64_t sweep, const RankFiles& staged) {
  begin_ = sweep;
  for (auto& [first, file] : home_.draws)
    for (const auto replica : file.replicas())
      file.restore_n_bests(replica, staged.draws.at(first).n_bests(replica));
}

/// The best state that is `ahead` of the last one in the folder, if there are so many.
void Stage::bring_bests(const RankFiles& staged, std::uint64_t ahead) {
  for (auto& [first, file] : home_.draws) {
    const auto& here = staged.draws.at(first);
    for (const auto replica : file.replicas())
      if (const auto n = file.n_bests(replica) + ahead; n < here.n_bests(replica))
        file.take_best(here, replica, n);
  }
}

/// Of a replica's two best slots one is valid all the time: until the count rises the one that is
/// there, and then the other.
void Stage::bring_home(const RankFiles& staged, std::uint64_t end,
                       const Communicator& communicator) {
  communicator.together([&] {
    for (auto& [first, file] : home_.draws) {
      file.take_draws(staged.draws.at(first), description_.n_draws_before(begin_),
                      description_.n_draws_before(end));
    }
    bring_bests(staged, 0);
    for (auto& [first, file] : home_.draws) file.sync();
  });
  communicator.together([&] {
    if (!home_.table) return;
    home_.table->take_rows(staged.table.value(), begin_, end);
    home_.table->sync();
    home_.table->commit(end);
    home_.table->sync();
  });
  communicator.together([&] {
    bring_bests(staged, 1);
    for (auto& [first, file] : home_.draws) file.sync();
  });
  begin_at(end, staged);
}

}  // namespace temper
