#pragma once
// The folder of a comparison: compare.h5 with one row an item, written when the search is done, so
// that a comparison that was killed goes on where it was; seconds.h5, the same for the CPU time
// that each took, which alone differs from one machine to the next. Specified in FORMAT.md.

#include <string>
#include <vector>

#include "comm/communicator.h"
#include "comparison/plan.h"
#include "h5/preallocated_file.h"
#include "store/run_lock.h"

namespace temper {

/// What a finished search leaves.
struct ItemResult {
  double objective = 0, energy = 0, prior_energy = 0, test_metric = 0, evaluations = 0;
  std::vector<double> trace;  ///< [Finding::n_marks]
  std::vector<float> path =
      {};                  ///< [SearchPath::n_moments]; empty unless the problem has one parameter
  float lowest_place = 0;  ///< likewise
  double lr = 0;           ///< learning rate that the search found; NaN: it was given
  double seconds = 0;      ///< of CPU time
};

/// The budgets of the comparison in a folder, by problem; empty if there is none.
std::vector<double> stored_budgets(const std::string& folder);

class CompareStore {
 public:
  /// Makes the folder or opens it. Throws UsageError if what is there is another comparison, or if
  /// another job works on it. Collective.
  CompareStore(const std::string& folder, const ComparePlan& plan, const Communicator& world);

  bool is_done(std::size_t item) const;
  void commit(std::size_t item, const ItemResult& result);

  /// Notes how many seeds each problem is given, where they are more than before. Of the root.
  void give_seeds(const std::vector<std::size_t>& seeds);
  ItemResult read(std::size_t item) const;

  /// Where a file of that name lies in the folder.
  std::string path_of(const std::string& name) const { return folder_ + "/" + name; }

 private:
  std::string folder_;
  bool has_line_;
  std::vector<RunLock> lock_;
  std::vector<PreallocatedFile> files_;  ///< compare.h5, seconds.h5
};

}  // namespace temper
