#pragma once
// The folder of a comparison: compare.h5 with one row an item, written when the search is done, so
// that a comparison that was killed goes on where it was; seconds.h5, the same for the time that
// each took, which alone differs from one machine to the next.
//
// compare.h5 is plain HDF5, laid out once and written at its datasets' offsets:
//   root attributes  format = "temper-compare", format_version, config, seed, and the names that
//   the
//                    numbers below stand for: problem_names, metric_names (by problem),
//                    method_names, setting_names (method by method), budget (by problem)
//   problem, method, setting, seed   uint32 [item]   what the item is
//   objective       float64 [item]  lowest U + V over all the data, less V at theta = 0 [nats]
//   energy, prior_energy  float64 [item]  U and V there [nats]
//   test_metric     float64 [item]  there; NaN without
//   evaluations     float64 [item]  gradient evaluations spent
//   trace           float64 [item, mark]  lowest objective when that share of the budget was spent
//   share           float64 [mark]
//   done            uint8 [item]    1: the row is whole. Written last.
// And where a problem has one parameter (NaN for the others):
//   place           float64 [problem_number, place]  of the parameter
//   curve           float64 [problem_number, place]  the objective there [nats]
//   minibatch_curve float64 [problem_number, minibatch, place]  the same, from one minibatch [nats]
//   path            float32 [item, moment]  where the search was at each moment
//   moment_share    float64 [moment]        share of the budget that was spent then
//   lowest_place    float32 [item]          where its lowest objective is

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
  double seconds = 0;
};

class CompareStore {
 public:
  /// Makes the folder or opens it. Throws UsageError if what is there is another comparison, or if
  /// another job works on it. Collective.
  CompareStore(const std::string& folder, const ComparePlan& plan, const Communicator& world);

  bool is_done(std::size_t item) const;
  void commit(std::size_t item, const ItemResult& result);
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
