#include "comm/spread.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include "base/output.h"

namespace temper {
namespace {

/// A line when the last one is ten seconds old.
class Report {
 public:
  Report(std::string what, std::size_t n_items) : what_(std::move(what)), n_items_(n_items) {}

  void show(std::size_t item) {
    const auto now = std::chrono::steady_clock::now();
    if (what_.empty() || now - shown_ < std::chrono::seconds(10)) return;
    shown_ = now;
    say(fmt::format("{}: {} of {}\n", what_, item + 1, n_items_));
  }

 private:
  std::string what_;
  std::size_t n_items_;
  std::chrono::steady_clock::time_point shown_ = std::chrono::steady_clock::now();
};

}  // namespace

std::vector<std::vector<double>> spread(const Communicator& world, std::size_t n_items,
                                        const std::string& what, const ItemWork& work) {
  const auto n_ranks = static_cast<std::size_t>(world.size());
  Report report(world.is_root() ? what : "", n_items);
  std::vector<double> mine;  // of each item its length, then its numbers
  world.together([&] {
    for (auto item = static_cast<std::size_t>(world.rank()); item < n_items; item += n_ranks) {
      const auto numbers = work(item);
      mine.push_back(static_cast<double>(numbers.size()));
      mine.insert(mine.end(), numbers.begin(), numbers.end());
      report.show(item);
    }
  });
  const auto all = world.all_gather(mine);
  std::vector<std::vector<double>> results(n_items);
  std::size_t at = 0;
  for (std::size_t rank = 0; rank < n_ranks; ++rank)
    for (std::size_t item = rank; item < n_items; item += n_ranks) {
      const auto first = all.begin() + static_cast<std::ptrdiff_t>(at) + 1;
      const auto length = static_cast<std::size_t>(all[at]);
      results[item].assign(first, first + static_cast<std::ptrdiff_t>(length));
      at += 1 + length;
    }
  return results;
}

}  // namespace temper
