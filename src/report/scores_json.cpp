#include "report/scores_json.h"

namespace temper {

Json scores_json(const std::vector<std::string>& names, const StoredPredictor& predictor) {
  Json scores;
  for (std::size_t i = 0; i < names.size(); ++i)
    scores[names[i]] = {{"value", predictor.scores[i]},
                        {"standard_error", predictor.score_errors[i]}};
  return scores;
}

}  // namespace temper
