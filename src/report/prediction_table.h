#pragma once
// Predictions for new rows as a table, or as JSON.

#include <ostream>
#include <string>
#include <vector>

#include "data/new_rows.h"
#include "posterior/network_posterior.h"

namespace temper {

struct PredictionOptions {
  double interval = 0.9;     ///< central share between the quantiles
  bool has_members = false;  ///< what each theta predicts, too
  bool is_json = false;
};

/// What the thetas predict of some rows, one after another.
struct MemberPredictions {
  std::size_t n_members = 0, n_rows = 0;
  std::vector<std::vector<double>> of;  ///< [member][n_rows, n_predictions] as a network gives them
};

/// Legal order: begin rows* end. A CSV table has a line for each row, or, with members, one for
/// each row and member.
class PredictionTable {
 public:
  PredictionTable(std::ostream& out, const NetworkPosterior& network, const NewRows& rows,
                  PredictionOptions options)
      : out_(out), data_(network.data()), noise_(network.noise()), rows_(rows), options_(options) {}

  /// How the text begins: by that, a table that was written before is known as one of its kind.
  std::string kind(const std::string& run) const;
  void begin(const std::string& run, std::size_t n_members);
  /// @param first  the number of the first of these rows
  void rows(std::size_t first, const MemberPredictions& predictions);
  void end();

 private:
  bool classifies() const { return data_.task == Task::classification; }
  std::vector<std::string> column_names() const;
  std::string index_of(std::size_t row) const;
  void classes_row(std::size_t row, std::size_t i, const MemberPredictions& predictions);
  void numbers_row(std::size_t row, std::size_t i, const MemberPredictions& predictions);
  void json_row(std::size_t row, std::size_t i, const MemberPredictions& predictions);

  std::ostream& out_;
  const Dataset& data_;
  const TargetNoise* noise_;  ///< null for classes
  const NewRows& rows_;
  PredictionOptions options_;
};

}  // namespace temper
