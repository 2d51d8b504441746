#include "train/run_budget.h"

#include <charconv>
#include <optional>
#include <string_view>

#include "config/duration.h"

namespace temper {
namespace {

/// The number at the start of `text`, which is cut off.
std::optional<double> take_number(std::string_view& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || !(number > 0) || number > 1e300) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

}  // namespace

RunBudget parse_budget(const std::string& text) {
  using Unit = RunBudget::Unit;
  std::string_view rest = text;
  if (const auto number = take_number(rest)) {
    if (rest.empty()) return {Unit::evaluations, *number};
    if (rest == " epochs" || rest == "epochs") return {Unit::epochs, *number};
    if (rest == " cpu-s" || rest == "cpu-s") return {Unit::cpu_seconds, *number};
  }
  const auto seconds = parse_duration(text);
  return seconds ? RunBudget{Unit::seconds, *seconds} : RunBudget{};
}

RunBudget read_budget(const Section& run) {
  const auto given = run.number_or_text(
      "budget", "",
      {.min = 1,
       .help = "what the run may take, and what is auto is fitted to: \"10m\", \"2h\" of time, "
               "\"600 cpu-s\", \"2000 epochs\", or gradient evaluations; \"\": no plan is made"});
  if (const auto* evaluations = std::get_if<double>(&given))
    return {RunBudget::Unit::evaluations, *evaluations};
  const auto& text = std::get<std::string>(given);
  const auto budget = parse_budget(text);
  if (!text.empty() && !budget.is_given())
    run.refuse("budget", "is no budget: \"" + text +
                             "\"; expected a time as \"10m\" or \"1h30m\", \"600 cpu-s\", "
                             "\"2000 epochs\", or a number of gradient evaluations");
  return budget;
}

}  // namespace temper
