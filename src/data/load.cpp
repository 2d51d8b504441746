#include "data/load.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <memory>
#include <new>

#include "base/errors.h"
#include "comm/communicator.h"
#include "config/section.h"
#include "data/dataset_metadata.h"
#include "data/pool.h"
#include "data/prepare.h"
#include "data/source.h"

namespace temper {
namespace {

struct LoadPlan {
  std::unique_ptr<Source> source;
  PrepareOptions options;
  std::size_t pool = 1;
};

std::optional<Task> read_task(const Section& data) {
  const auto task = data.choice("task", {"auto", "classification", "regression"}, "auto",
                                "auto: classification if the target is text or few whole numbers");
  if (task == "auto") return {};
  return task == "regression" ? Task::regression : Task::classification;
}

Fractions read_split(const Section& data, const Fractions& fallback) {
  const auto given = data.numbers(
      "split", {.min = 0, .max = 1, .help = "shares of training, validation and test"});
  if (!given) return fallback;
  if (given->size() != 3) data.refuse("split", "needs three shares: training, validation, test");
  const Fractions split{(*given)[0], (*given)[1], (*given)[2]};
  const double sum = split[0] + split[1] + split[2];
  if (std::abs(sum - 1) > 1e-6)
    data.refuse("split", fmt::format("sums to {}; the shares must sum to 1", sum));
  if (split[0] == 0) data.refuse("split", "leaves nothing to train on; the first must be above 0");
  return split;
}

/// Of a file or folder, for the record; "" for what comes with the program.
std::string absolute_path(const std::string& path) {
  std::error_code unreadable;
  if (path == "-" || !std::filesystem::exists(path, unreadable)) return path == "-" ? path : "";
  return std::filesystem::absolute(path, unreadable).lexically_normal().string();
}

LoadPlan read_plan(const Section& data, const std::string& found_at) {
  LoadPlan plan;
  plan.options.name = data.text("source", {}, "a data set (temper list data), a file or a folder");
  const auto place = found_at.empty() ? plan.options.name : found_at;
  plan.source = make_source(data, place);
  if (!is_known_set(place)) plan.options.path = absolute_path(place);
  plan.options.task = read_task(data);
  plan.options.split = read_split(data, plan.source->default_split());
  plan.options.standardise =
      data.flag("standardise", true, "inputs and regression targets to mean 0 and sd 1");
  plan.options.balance = data.choice("class_weights", {"none", "balanced"}, "none",
                                     "balanced: examples of rare classes count more") == "balanced";
  plan.pool = data.count(
      "pool", {.fallback = 1, .min = 1, .max = 1024, .help = "average-pool images by this factor"});
  return plan;
}

Prepared load_raw(const LoadPlan& plan, const Section& data, std::uint64_t seed) try {
  RawData raw = plan.source->load();
  if (plan.pool > 1) {
    if (!can_pool(raw.input_shape, plan.pool))
      data.refuse("pool", "must divide the height and the width of images; the inputs are " +
                              fmt::format("{}", fmt::join(raw.input_shape, " x ")));
    pool_images(raw, plan.pool);
  }
  return prepare(std::move(raw), plan.options, seed);
} catch (const Error&) {
  throw;
} catch (const std::bad_alloc&) {
  throw DataError(plan.options.name + ": needs more memory than there is");
} catch (const std::exception& error) {  // of the standard library; other ranks must hear of it
  throw DataError(plan.options.name + ": " + error.what());
}

/// Nodes load each their own copy of a file, and copies can differ.
void require_same(const Dataset& dataset, const Communicator& world) {
  const auto mine = fmt::format("{:016x}", dataset.checksum);
  const auto all = world.all_gather(mine);
  for (std::size_t rank = 0; rank < all.size(); ++rank)
    if (all[rank] != all[0])
      throw DataError(
          fmt::format("{}: rank {} has loaded other data than rank 0 (checksums {} and "
                      "{}); all nodes must see the same file",
                      dataset.name, rank, all[rank], all[0]));
}

}  // namespace

Dataset load_dataset(const Section& data, std::uint64_t seed, const Communicator& world,
                     const std::string& found_at) {
  LoadPlan plan;
  world.together([&] { plan = read_plan(data, found_at); });

  const Communicator node = world.node();
  Prepared prepared;
  world.together([&] {
    if (node.is_root()) prepared = load_raw(plan, data, seed);
  });
  Dataset dataset =
      unpack_header(node.broadcast(node.is_root() ? pack_header(prepared.dataset) : ""));

  const SharedMemory memory = node.share(shared_bytes(dataset));
  const SharedLayout window = layout_over(dataset, memory.bytes);
  if (node.is_root()) fill(prepared, window);
  node.barrier();

  view(dataset, window);
  dataset.memory = memory.owner;
  require_same(dataset, world);
  return dataset;
}

}  // namespace temper
