#include "doctor/examine.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace temper {
namespace {

constexpr std::uint64_t giga = 1'000'000'000;

RankFacts rank_on(const std::string& host, const std::string& cores, std::uint64_t n_cores) {
  return {host, "0123", "Open MPI 4.1.4", "AVX2", cores, n_cores, giga, 8 * giga, 1024, 1000};
}

const std::vector<RankFacts> two_hosts = {rank_on("a", "0", 1), rank_on("a", "1", 1),
                                          rank_on("b", "0", 1), rank_on("b", "1", 1)};
const Installation sound = {"Open MPI 4.1.4", "Open MPI 4.1.4", "1.10.8", "1.10.8", 4};
const FolderFacts shared_folder = {"/runs", "nfs", true, true, true, 10 * giga};

/// The worst health that is found on a topic.
Health health(const Symptoms& findings, const std::string& topic) {
  Health worst = Health::good;
  for (const auto& finding : findings)
    if (finding.topic == topic) worst = std::max(worst, finding.health);
  return worst;
}

const Symptom& worst(const Symptoms& findings) {
  return *std::ranges::max_element(findings, {}, &Symptom::health);
}

TEST(Doctor, IsContentWithASoundCluster) {
  const Needs needs{8, 1000, 1000, 1000, 8};
  for (const auto& findings : {examine_installation(sound, two_hosts),
                               examine_ranks(two_hosts, needs), examine_memory(two_hosts, needs),
                               examine_hosts(two_hosts), examine_folder(shared_folder, needs, 2)})
    EXPECT_EQ(worst(findings).health, Health::good) << worst(findings).text;
}

TEST(Doctor, GivesAdviceWhereverSomethingIsWrong) {
  auto ranks = two_hosts;
  ranks[3].program = "4567";
  ranks[2].simd = "AVX3";
  ranks[1].clock += 100;
  for (const auto& finding : examine_hosts(ranks)) {
    EXPECT_NE(finding.health, Health::good) << finding.topic;
    EXPECT_NE(finding.advice, "") << finding.topic;
  }
}

TEST(Doctor, SeesALauncherOfAnotherMpi) {
  const std::vector<RankFacts> alone = {rank_on("a", "0", 1)};
  EXPECT_EQ(health(examine_installation(sound, alone), "mpirun"), Health::bad);
  auto other = sound;
  other.launched = 1;
  other.mpirun = "MPICH 4.0.2";
  EXPECT_EQ(health(examine_installation(other, alone), "mpirun"), Health::bad);
  other.mpirun = "";
  EXPECT_EQ(health(examine_installation(other, alone), "mpirun"), Health::doubtful);
}

TEST(Doctor, SeesALibraryOfAnotherInterface) {
  auto built = sound;
  built.mpi_headers = "Open MPI 5.0.8";
  EXPECT_EQ(health(examine_installation(built, two_hosts), "mpi"), Health::good);
  for (const char* other : {"MPICH 4.0.2", "Open MPI 3.1.6"}) {
    built.mpi_headers = other;
    EXPECT_EQ(health(examine_installation(built, two_hosts), "mpi"), Health::bad) << other;
  }
}

TEST(Doctor, SeesRanksThatShareCores) {
  const std::vector<RankFacts> bound_twice = {rank_on("a", "0", 1), rank_on("a", "0", 1)};
  EXPECT_EQ(health(examine_ranks(bound_twice, {}), "cores"), Health::doubtful);
  const std::vector<RankFacts> unbound(3, rank_on("a", "0,1", 2));
  EXPECT_EQ(health(examine_ranks(unbound, {}), "cores"), Health::doubtful);
  const std::vector<RankFacts> enough(2, rank_on("a", "0,1", 2));
  EXPECT_EQ(health(examine_ranks(enough, {}), "cores"), Health::good);
}

TEST(Doctor, SeesIdleRanksAndTooFewOpenFiles) {
  EXPECT_EQ(health(examine_ranks(two_hosts, {3, 1, 1, 1, 3}), "replicas"), Health::doubtful);
  EXPECT_EQ(health(examine_ranks(two_hosts, {5, 1, 1, 1, 5}), "replicas"), Health::doubtful);
  EXPECT_EQ(health(examine_ranks(two_hosts, {8000, 1, 1, 1, 8000}), "open files"), Health::bad);
  // 8,000 replicas of which 4,000 share a file: no more than two ranks are busy.
  EXPECT_EQ(health(examine_ranks(two_hosts, {8000, 1, 1, 1, 2}), "replicas"), Health::doubtful);
  EXPECT_EQ(health(examine_ranks(two_hosts, {8000, 1, 1, 1, 4}), "replicas"), Health::good);
}

TEST(Doctor, SeesTooLittleSharedMemoryAndMemory) {
  auto ranks = two_hosts;
  ranks[2].shared_memory = 64 << 20;
  EXPECT_EQ(health(examine_memory(ranks, {8, 1, 100 << 20, 1}), "shared memory"), Health::bad);
  EXPECT_EQ(health(examine_memory(ranks, {8, 1, 1 << 20, 1}), "shared memory"), Health::good);
  EXPECT_EQ(health(examine_memory(ranks, {8, 3 * giga, 1, 1}), "memory"), Health::bad);
}

TEST(Doctor, SeesFoldersThatWillNotDo) {
  auto folder = shared_folder;
  EXPECT_EQ(health(examine_folder(folder, {1, 1, 1, 11 * giga}, 2), "room"), Health::bad);
  folder.has_locks = false;
  EXPECT_EQ(health(examine_folder(folder, {}, 2), "locks"), Health::doubtful);
  folder.is_shared = false;
  const auto local = examine_folder(folder, {}, 2);
  EXPECT_EQ(health(local, "folder"), Health::bad);
  EXPECT_EQ(std::count_if(local.begin(), local.end(),
                          [](const Symptom& symptom) { return symptom.topic == "folder"; }),
            1)
      << "one verdict for one folder";
  EXPECT_EQ(health(examine_folder(folder, {}, 1), "folder"), Health::good);
  folder.is_writable = false;
  EXPECT_EQ(health(examine_folder(folder, {}, 1), "folder"), Health::bad);
}

}  // namespace
}  // namespace temper
