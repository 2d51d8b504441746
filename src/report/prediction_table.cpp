#include "report/prediction_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "files/json.h"
#include "posterior/mixture.h"

namespace temper {
namespace {

std::string csv_text(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos && !text.empty()) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string nine_digits(double value) { return fmt::format("{:.9g}", value); }

/// The mean over members of the class probabilities of row i.
std::vector<double> probabilities_of(const MemberPredictions& predictions, std::size_t i,
                                     std::size_t n_classes) {
  std::vector<double> mean(n_classes, 0);
  for (const auto& member : predictions.of)
    for (std::size_t c = 0; c < n_classes; ++c)
      mean[c] += member[i * n_classes + c] / static_cast<double>(predictions.n_members);
  return mean;
}

/// What the members say of target t in row i.
std::vector<MeanSd> predicted_of(const MemberPredictions& predictions, std::size_t i, std::size_t t,
                                 std::size_t n_targets) {
  std::vector<MeanSd> members;
  for (const auto& member : predictions.of)
    members.push_back({member[i * 2 * n_targets + t], member[(i * 2 + 1) * n_targets + t]});
  return members;
}

std::size_t largest(const std::vector<double>& values) {
  return static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
}

struct Tails {
  double low, high;
};

Tails tails_of(double interval) { return {0.5 - interval / 2, 0.5 + interval / 2}; }

}  // namespace

std::string PredictionTable::index_of(std::size_t row) const {
  return rows_.index.empty() ? fmt::format("{}", row + 1) : rows_.index[row];
}

std::string PredictionTable::kind(const std::string& run) const {
  if (options_.is_json) {
    const Json kind = {{"run", run},
                       {"task", classifies() ? "classification" : "regression"},
                       {"targets", data_.target_names}};
    auto text = text_of(kind);
    text.back() = ',';  // what follows may differ
    return text;
  }
  std::vector<std::string> names;
  for (const auto& name : column_names()) names.push_back(csv_text(name));
  return fmt::format("{}\n", fmt::join(names, ","));
}

void PredictionTable::begin(const std::string& run, std::size_t n_members) {
  out_ << kind(run);
  if (!options_.is_json) return;
  Json head;
  if (classifies())
    head["classes"] = data_.class_names;
  else
    head["interval"] = options_.interval;
  head["n_thetas"] = n_members;
  auto text = text_of(head).substr(1);  // the object goes on
  text.back() = ',';
  out_ << text << "\"rows\":[";
}

std::vector<std::string> PredictionTable::column_names() const {
  std::vector<std::string> names = {rows_.index.empty() ? "row" : rows_.index_name};
  if (options_.has_members) names.emplace_back("member");
  if (classifies()) {
    names.push_back(data_.target_names.at(0));
    for (const auto& name : data_.class_names) names.push_back("P(" + name + ")");
    return names;
  }
  const auto [low, high] = tails_of(options_.interval);
  for (const auto& name : data_.target_names) {
    names.insert(names.end(), {name, name + " sd"});
    if (!options_.has_members)
      names.insert(names.end(),
                   {fmt::format("{} q{:.4g}", name, low), fmt::format("{} q{:.4g}", name, high)});
  }
  return names;
}

void PredictionTable::classes_row(std::size_t row, std::size_t i,
                                  const MemberPredictions& predictions) {
  const auto n = data_.n_classes;
  const auto line = [&](const std::string& member, const std::vector<double>& p) {
    out_ << csv_text(index_of(row)) << member << "," << csv_text(data_.class_names[largest(p)]);
    for (const double each : p) out_ << "," << nine_digits(each);
    out_ << "\n";
  };
  if (!options_.has_members) return line("", probabilities_of(predictions, i, n));
  for (std::size_t m = 0; m < predictions.n_members; ++m) {
    const auto from = predictions.of[m].begin() + static_cast<std::ptrdiff_t>(i * n);
    line(fmt::format(",{}", m), {from, from + static_cast<std::ptrdiff_t>(n)});
  }
}

void PredictionTable::numbers_row(std::size_t row, std::size_t i,
                                  const MemberPredictions& predictions) {
  const auto n = data_.n_targets;
  if (options_.has_members) {
    for (std::size_t m = 0; m < predictions.n_members; ++m) {
      out_ << csv_text(index_of(row)) << "," << m;
      for (std::size_t t = 0; t < n; ++t) {
        const auto one = predicted_of(predictions, i, t, n)[m];
        out_ << "," << nine_digits(one.mean) << "," << nine_digits(one.sd);
      }
      out_ << "\n";
    }
    return;
  }
  const auto [low, high] = tails_of(options_.interval);
  out_ << csv_text(index_of(row));
  for (std::size_t t = 0; t < n; ++t) {
    const auto predicted = predicted_of(predictions, i, t, n);
    const TargetMixture mixture(*noise_, predicted);
    const auto [mean, sd] = mixture.moments();
    for (const double value : {mean, sd, mixture.quantile(low), mixture.quantile(high)})
      out_ << "," << nine_digits(value);
  }
  out_ << "\n";
}

void PredictionTable::json_row(std::size_t row, std::size_t i,
                               const MemberPredictions& predictions) {
  Json json = {{"row", index_of(row)}};
  if (data_.task == Task::classification) {
    const auto p = probabilities_of(predictions, i, data_.n_classes);
    json["class"] = data_.class_names[largest(p)];
    json["probability"] = p;
    for (std::size_t m = 0; m < predictions.n_members && options_.has_members; ++m) {
      const auto from =
          predictions.of[m].begin() + static_cast<std::ptrdiff_t>(i * data_.n_classes);
      json["members"].push_back(
          std::vector<double>(from, from + static_cast<std::ptrdiff_t>(data_.n_classes)));
    }
  }
  const auto [low, high] = tails_of(options_.interval);
  for (std::size_t t = 0; t < data_.n_targets && data_.task == Task::regression; ++t) {
    const auto predicted = predicted_of(predictions, i, t, data_.n_targets);
    const TargetMixture mixture(*noise_, predicted);
    const auto [mean, sd] = mixture.moments();
    Json target = {{"mean", mean},
                   {"sd", sd},
                   {"lower", mixture.quantile(low)},
                   {"upper", mixture.quantile(high)}};
    for (std::size_t m = 0; m < predicted.size() && options_.has_members; ++m)
      target["members"].push_back({predicted[m].mean, predicted[m].sd});
    json[data_.target_names[t]] = target;
  }
  out_ << (row > 0 ? ",\n" : "\n") << text_of(json);
}

void PredictionTable::rows(std::size_t first, const MemberPredictions& predictions) {
  for (std::size_t i = 0; i < predictions.n_rows; ++i)
    if (options_.is_json)
      json_row(first + i, i, predictions);
    else if (data_.task == Task::classification)
      classes_row(first + i, i, predictions);
    else
      numbers_row(first + i, i, predictions);
}

void PredictionTable::end() {
  if (options_.is_json) out_ << "\n]}\n";
}

}  // namespace temper
