#include "store/run_store.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "base/errors.h"
#include "same_files.h"
#include "small_run.h"

namespace temper {
namespace {

RunStore create(const std::string& path, const RunDescription& run,
                Existing existing = Existing::refuse) {
  return RunStore::create(path, run, SmallRun::all_of(run), Communicator::world(), existing);
}

RunStore open(const std::string& path, const RunDescription& run) {
  return RunStore::open(path, run, SmallRun::all_of(run), Communicator::world());
}

std::string message_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(RunStore, CommitsSweepsDrawsAndMetrics) {
  const TemporaryFolder folder;
  run_through(folder / "run", small_description());

  const ReadFile run(folder / "run/run.h5");
  EXPECT_EQ(run.read<std::uint64_t>("committed"), std::vector<std::uint64_t>{9});
  EXPECT_EQ(run.read<std::uint64_t>("draw_sweep"), (std::vector<std::uint64_t>{1, 3, 5, 7}));
  EXPECT_EQ(run.read<double>("test_accuracy")[6], 3.0);
  EXPECT_EQ(run.read<double>("accept_prob")[4], 0.125);
  EXPECT_TRUE(std::isnan(run.read<double>("kinetic_temperature").back()));
  const ReadFile draws(folder / "run/draws/replica-0005.h5");
  EXPECT_EQ(draws.integer_attribute("copy"), 1u);
  EXPECT_EQ(draws.read_texts("block_name").front(), "layer0.weight");
  EXPECT_NE(draws.read<float>("theta").back(), 0.0f);
}

// Every sweep at which a job could have died, and what it had written beyond the count.
TEST(RunStore, ResumesToTheSameBytesFromEverySweep) {
  const TemporaryFolder folder;
  const auto run = small_description();
  run_through(folder / "whole", run);
  for (std::uint64_t stop = 0; stop <= run.total_sweeps(); ++stop) {
    const std::string path = folder / ("stopped-at-" + std::to_string(stop));
    {
      RunStore store = create(path, run);
      SmallRun(run).advance(store, stop);
    }
    RunStore store = open(path, run);
    EXPECT_EQ(store.committed(), stop);
    SmallRun engine(run);
    engine.restore(store);
    EXPECT_EQ(engine.sweep(), stop / 3 * 3);
    engine.advance(store, run.total_sweeps());
    engine.finish(store);
    expect_same_files(folder / "whole", path);
  }
}

TEST(RunStore, NeverLowersTheCountAndNeverTakesABestStateBack) {
  const TemporaryFolder folder;
  const auto run = small_description();
  const std::string path = folder / "run";
  {
    RunStore store = create(path, run);
    SmallRun(run).advance(store, 8);
  }
  const auto best_before = bytes_of(path + "/draws/replica-0000.h5");
  RunStore store = open(path, run);
  SmallRun engine(run);
  engine.restore(store);
  engine.advance(store, 7);
  EXPECT_EQ(store.committed(), 8u);
  EXPECT_EQ(ReadFile(path + "/run.h5").read<std::uint64_t>("committed").front(), 8u);
  EXPECT_EQ(bytes_of(path + "/draws/replica-0000.h5"), best_before);
}

TEST(RunStore, RefusesASecondRunUnlessTold) {
  const TemporaryFolder folder;
  const auto run = small_description();
  run_through(folder / "run", run);
  const auto before = bytes_of(folder / "run/run.h5");
  EXPECT_NE(message_of([&] { create(folder / "run", run); }).find("--force"), std::string::npos);
  EXPECT_EQ(bytes_of(folder / "run/run.h5"), before);
  const RunStore replaced = create(folder / "run", run, Existing::replace);
  EXPECT_EQ(replaced.committed(), 0u);
}

TEST(RunStore, GoesOverWhatAKilledCreationLeftButNotOverTheRemainsOfARun) {
  const TemporaryFolder folder;
  const auto run = small_description();
  run_through(folder / "run", run);
  fs::rename(folder / "run/run.h5", folder / "run/run.h5.tmp");
  EXPECT_EQ(create(folder / "run", run).committed(), 0u);

  fs::remove(folder / "run/run.h5");
  EXPECT_NE(message_of([&] { create(folder / "run", run); }).find("run.h5 is missing"),
            std::string::npos);
}

TEST(RunStore, RefusesASecondProcessAndNamesTheFirst) {
  const TemporaryFolder folder;
  const auto run = small_description();
  const RunStore first = create(folder / "run", run);
  const std::string message = message_of([&] { open(folder / "run", run); });
  EXPECT_NE(message.find("process " + std::to_string(getpid())), std::string::npos) << message;
  EXPECT_NE(message_of([&] { create(folder / "run", run, Existing::replace); }), "");
}

TEST(RunStore, NamesWhatDiffersFromTheRunItIsToGoOnWith) {
  const TemporaryFolder folder;
  const auto run = small_description();
  run_through(folder / "run", run);
  auto changed = run;
  changed.attributes = {{"config", std::string("[kernel]\nlr = 0.2\n")},
                        {"seed", std::uint64_t{2}}};
  changed.n_rungs = 6;
  changed.n_copies = 1;
  const std::string message = message_of([&] { open(folder / "run", changed); });
  for (const char* part : {"'lr = 0.1' in the run", "'lr = 0.2' now", "seed: 1 in the run, 2 now",
                           "n_rungs: 3 in the run, 6 now"})
    EXPECT_NE(message.find(part), std::string::npos) << message;
}

TEST(RunStore, GoesOnThoughAnotherProgramTellsOtherwiseWhatWasRead) {
  const TemporaryFolder folder;
  auto run = small_description();
  run.attributes.push_back({"what_was_read", std::string("data  mine.csv: 3 rows\n")});
  run_through(folder / "run", run);
  run.attributes.back().value = std::string("data  mine.csv: 3 rows\nleft out  id\n");
  EXPECT_EQ(message_of([&] { open(folder / "run", run); }), "");
}

TEST(RunStore, RefusesAFolderWithoutARun) {
  const TemporaryFolder folder;
  EXPECT_NE(message_of([&] {
              open(folder / "absent", small_description());
            }).find("there is no run here"),
            std::string::npos);
}

TEST(RunStore, LeavesNothingBehindWhenTheDiskIsTooSmall) {
  const TemporaryFolder folder;
  auto run = small_description();
  run.n_sweeps = std::uint64_t{1} << 50;
  run.thin = std::uint64_t{1} << 50;
  const std::string message = message_of([&] { create(folder / "run", run); });
  EXPECT_NE(message.find("needs"), std::string::npos) << message;
  EXPECT_FALSE(fs::exists(folder / "run"));
}

TEST(RunStore, KeepsTheOldRunWhenItsSuccessorFindsNoRoom) {
  const TemporaryFolder folder;
  const auto path = folder / "run";
  run_through(path, small_description());
  run_through(folder / "whole", small_description());
  auto large = small_description();
  large.n_sweeps = std::uint64_t{1} << 50;
  EXPECT_NE(message_of([&] { create(path, large, Existing::replace); }).find("are free here"),
            std::string::npos);
  expect_same_files(folder / "whole", path);

  fs::create_directories(path + "/draws/replica-0004.h5.tmp/in-the-way");  // found out late
  EXPECT_NE(message_of([&] { create(path, small_description(), Existing::replace); }), "");
  expect_same_files(folder / "whole", path);
}

TEST(RunStore, NeverRemovesWhatIsNotOurs) {
  for (const char* name : {"log.txt", "sessions.jsonl", "predictions.h5", "run.h5", "run.h5.tmp",
                           "lock", "checkpoint-A.h5", "landscape.h5", "draws/replica-0000.h5"})
    for (const auto existing : {Existing::refuse, Existing::replace}) {
      const TemporaryFolder folder;
      fs::create_directories(folder / "run/draws");
      std::ofstream(folder / ("run/" + std::string(name))) << "my notes of three years";
      const auto message =
          message_of([&] { create(folder / "run", small_description(), existing); });
      EXPECT_NE(message.find(name), std::string::npos) << message;
      EXPECT_EQ(bytes_of(folder / ("run/" + std::string(name))), "my notes of three years");
    }
}

TEST(RunStore, LeavesNotesBesideARunAlone) {
  const TemporaryFolder folder;
  run_through(folder / "run", small_description());
  for (const char* name : {"notes.txt", "draws/replica-notes.txt", "draws/replica-1.h5"})
    std::ofstream(folder / ("run/" + std::string(name))) << "mine";
  create(folder / "run", small_description(), Existing::replace);
  for (const char* name : {"notes.txt", "draws/replica-notes.txt", "draws/replica-1.h5"})
    EXPECT_EQ(bytes_of(folder / ("run/" + std::string(name))), "mine") << name;
}

TEST(RunStore, WritesThroughNoLink) {
  const TemporaryFolder folder;
  const auto path = folder / "run";
  for (const char* name : {"lock", "draws/replica-0001.h5", "run.h5"}) {
    fs::remove_all(path);
    run_through(path, small_description());
    const auto inside = path + "/" + name, outside = folder / "outside";
    fs::rename(inside, outside);
    const auto before = bytes_of(outside);
    fs::create_symlink(outside, inside);
    EXPECT_NE(message_of([&] { open(path, small_description()); }), "") << name;
    fs::remove(inside);
    fs::create_hard_link(outside, inside);
    EXPECT_NE(message_of([&] { open(path, small_description()); }).find("hard link"),
              std::string::npos)
        << name;
    EXPECT_EQ(bytes_of(outside), before) << name;
  }
  fs::rename(path + "/draws", folder / "elsewhere");
  fs::create_symlink(folder / "elsewhere", path + "/draws");
  EXPECT_NE(message_of([&] { open(path, small_description()); }).find("link"), std::string::npos);
}

TEST(RunStore, GoesOnOnlyWithFilesOfItsOwnShape) {
  const TemporaryFolder folder;
  auto wider = small_description();
  wider.n_parameters = 8;
  run_through(folder / "run", small_description());
  run_through(folder / "wider", wider);
  fs::copy_file(folder / "wider/draws/replica-0003.h5", folder / "run/draws/replica-0003.h5",
                fs::copy_options::overwrite_existing);
  EXPECT_NE(message_of([&] { open(folder / "run", small_description()); }).find("shape"),
            std::string::npos);
}

TEST(RunStore, TakesTheOtherCheckpointWhenTheNewestIsDamaged) {
  const TemporaryFolder folder;
  const auto run = small_description();
  {
    RunStore store = create(folder / "run", run);
    SmallRun(run).advance(store, 7);  // checkpoints after 3 (A) and 6 (B)
  }
  auto file = PreallocatedFile::open(folder / "run/checkpoint-B.h5");
  file.write_value("theta", 5, 1.0f);
  RunStore store = open(folder / "run", run);
  SmallRun engine(run);
  engine.restore(store);
  EXPECT_EQ(engine.sweep(), 3u);
  engine.advance(store, run.total_sweeps());
  engine.finish(store);
  run_through(folder / "whole", run);
  expect_same_files(folder / "whole", folder / "run");
}

TEST(RunStore, MendsCheckpointsThatAreGone) {
  const TemporaryFolder folder;
  const auto run = small_description();
  run_through(folder / "run", run);
  run_through(folder / "whole", run);
  fs::remove(folder / "run/checkpoint-A.h5");
  fs::resize_file(folder / "run/checkpoint-B.h5", 100);
  RunStore store = open(folder / "run", run);
  SmallRun engine(run);
  engine.restore(store);
  EXPECT_EQ(engine.sweep(), 0u);
  engine.advance(store, run.total_sweeps());
  engine.finish(store);
  expect_same_files(folder / "whole", folder / "run");
}

TEST(RunStore, StopsWhenAReplayedSweepComesOutOtherwise) {
  const TemporaryFolder folder;
  const auto run = small_description();
  {
    RunStore store = create(folder / "run", run);
    SmallRun(run).advance(store, 2);
  }
  RunStore store = open(folder / "run", run);
  auto other = run;
  other.n_parameters = 4;
  auto row = empty_row(run);
  row.energy.assign(run.n_replicas(), 7.0);
  EXPECT_NE(message_of([&] { store.commit(1, row); }).find("differs from what was committed"),
            std::string::npos);
}

TEST(RunStore, HoldsRunsOfOneReplicaOneParameterAndNoSweep) {
  const TemporaryFolder folder;
  RunDescription run;
  run.n_warmup = 0;
  run.n_sweeps = 0;
  { EXPECT_EQ(create(folder / "run", run).committed(), 0u); }
  EXPECT_EQ(open(folder / "run", run).committed(), 0u);
}

}  // namespace
}  // namespace temper
