#include "train/what_was_read.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sstream>

#include "base/printable.h"
#include "base/text_width.h"
#include "kernel/chosen_kernel.h"
#include "posterior/network_posterior.h"

namespace temper {
namespace {

constexpr std::size_t label_width = 12, text_width = usual_columns - label_width;

/// A label and a text beside it, broken between words; the rest of a long one is cut.
std::string entry(const std::string& label, const std::string& text, std::size_t most_lines = 3) {
  std::istringstream all(wrapped(printable(text), text_width));
  std::string lines, line;
  for (std::size_t i = 0; i < most_lines && std::getline(all, line); ++i) {
    const bool is_cut = i + 1 == most_lines && all.peek() != EOF;
    lines += padded_right(i == 0 ? label : "", label_width) +
             clipped(line, is_cut ? text_width - 2 : text_width) + (is_cut ? " …" : "") + "\n";
  }
  return lines;
}

template <class List>
std::string joined(const List& list) {
  return fmt::format("{}", fmt::join(list, ", "));
}

std::string counted(std::size_t n, const std::string& noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

/// "3 numbers: area (m2), rooms; 1 text as 4 of 0 and 1: colour (blue, red, …)".
std::string inputs_of_table(const TableSchema& schema) {
  std::vector<std::string> numbers, texts, filled;
  std::size_t n_one_hot = 0;
  for (const auto& input : schema.inputs) {
    const auto unit = input.unit.empty() ? "" : fmt::format(" ({})", input.unit);
    if (input.has_indicator && !input.is_text)
      filled.push_back(fmt::format("{} ({:.4g})", input.name, input.fill));
    else if (input.has_indicator)
      filled.push_back(fmt::format("{} (no category)", input.name));
    if (!input.is_text) {
      numbers.push_back(input.name + unit);
      continue;
    }
    n_one_hot += input.categories.size();
    texts.push_back(fmt::format("{} ({})", input.name, input.categories.size()));
  }
  std::string text;
  if (!numbers.empty())
    text += entry("numbers", fmt::format("{}: {}", numbers.size(), joined(numbers)));
  if (!texts.empty())
    text += entry("categories",
                  fmt::format("{}, one-hot as {}: {}", texts.size(), n_one_hot, joined(texts)));
  if (!filled.empty())
    text +=
        entry("missing", fmt::format("filled, with an input that says where: {}", joined(filled)));
  return text;
}

std::string inputs_text(const Dataset& data) {
  if (data.input_shape.size() > 1)
    return entry("inputs", fmt::format("{}: images of {}", data.n_inputs,
                                       fmt::join(data.input_shape, " x ")));
  if (!data.schema.inputs.empty())
    return entry("inputs", fmt::format("{}", data.n_inputs)) + inputs_of_table(data.schema);
  return entry("inputs", fmt::format("{}: {}", data.n_inputs, joined(data.input_names)));
}

std::string target_text(const Dataset& data) {
  if (data.task == Task::regression)
    return entry("target", joined(data.target_names) + ": regression");
  return entry("target",
               fmt::format("{}: classification, {} classes: {}", joined(data.target_names),
                           data.n_classes, joined(data.class_names)));
}

bool are_counts(const Dataset& data) {
  constexpr double rounding = 1e-3;  // of a standardised float32, and back
  const auto& [mean, sd] = data.target_scaling;
  for (std::size_t i = 0; i < data.train.targets.size(); ++i) {
    const auto t = i % data.n_targets;
    const double target = data.train.targets[i];
    const double original = sd.empty() ? target : mean[t] + sd[t] * target;
    if (original < -rounding || std::abs(original - std::round(original)) > rounding) return false;
  }
  return true;
}

/// Whole numbers under a loss that takes them for any numbers.
std::string counts_text(const Experiment& experiment) {
  if (!experiment.network || experiment.data->task != Task::regression) return "";
  if (experiment.network->takes_counts() || !are_counts(*experiment.data)) return "";
  return entry("counts",
               "targets are whole numbers from 0 on; if they count something, model.loss = "
               "\"poisson\", or \"negative-binomial\" where they scatter more, fits them");
}

std::string data_text(const Dataset& data) {
  const auto n = data.train.n + data.validation.n + data.test.n;
  auto text = entry("data", fmt::format("{}: {}", data.name, counted(n, "row")));
  text += inputs_text(data) + target_text(data);
  text += entry("parts", fmt::format("{} training, {} validation, {} test", data.train.n,
                                     data.validation.n, data.test.n));
  if (data.is_weighted) text += entry("weights", "of training examples");
  for (const auto& note : data.notes) {
    const auto colon = note.find(": ");
    text += entry(note.substr(0, colon), note.substr(colon + 2));
  }
  return text;
}

/// "layer0  weight 8 x 4, bias 8: 40 parameters"; blocks of one owner on one line.
std::string layers_text(const Potential& potential) {
  constexpr std::size_t most_layers = 10;
  std::vector<std::pair<std::string, std::string>> layers;
  std::vector<std::size_t> counts;
  for (const auto& block : potential.layout()) {
    const auto dot = block.name.rfind('.');
    const auto owner = dot == std::string::npos ? block.name : block.name.substr(0, dot);
    std::size_t size = 1;
    for (const auto length : block.shape) size *= length;
    if (layers.empty() || layers.back().first != owner) {
      layers.emplace_back(owner, "");
      counts.push_back(0);
    }
    auto& shapes = layers.back().second;
    shapes += fmt::format("{}{} {}", shapes.empty() ? "" : ", ",
                          dot == std::string::npos ? "" : block.name.substr(dot + 1),
                          fmt::join(block.shape, " x "));
    counts.back() += size;
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(layers.size(), most_layers); ++i)
    text += entry(layers[i].first,
                  fmt::format("{}: {}", layers[i].second, counted(counts[i], "parameter")), 1);
  if (layers.size() > most_layers)
    text += entry("", fmt::format("and {} more layers", layers.size() - most_layers));
  return text + entry("parameters", fmt::format("{}", potential.dim()));
}

std::string sampler_text(const Experiment& experiment) {
  auto text = kernel_type(experiment.config.section("kernel"));
  if (const double step = experiment.kernel->step_size(); !std::isnan(step))
    text += fmt::format(", step size {:.4g}", step);
  const auto& temperature = experiment.ladder.temperature;
  return entry("kernel", text) +
         entry("ladder", fmt::format("{} rung{}, T {:.4g} to {:.4g}", temperature.size(),
                                     temperature.size() == 1 ? "" : "s", temperature.front(),
                                     temperature.back()));
}

}  // namespace

std::string what_was_read(const Experiment& experiment) {
  return (experiment.data ? data_text(*experiment.data) : std::string()) + counts_text(experiment) +
         layers_text(*experiment.potential) + sampler_text(experiment);
}

}  // namespace temper
