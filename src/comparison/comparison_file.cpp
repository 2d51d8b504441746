#include "comparison/comparison_file.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>

#include "base/errors.h"
#include "base/simd.h"
#include "base/version.h"
#include "h5/apart.h"
#include "h5/look_through.h"
#include "store/own_files.h"

namespace temper {
namespace {

using enum ElementType;

constexpr std::uint64_t compare_format_version = 1;

DatasetLayout column(const char* name, const char* meaning) {
  return {.name = name,
          .type = float64,
          .dimensions = {"item"},
          .written = "when the item is done",
          .attributes = {{"long_name", std::string(meaning)}}};
}

template <class Number>
DatasetLayout key_column(const ComparePlan& plan, const char* name, Number Item::*member) {
  std::vector<std::uint32_t> values;
  for (std::size_t i = 0; i < plan.n_items(); ++i)
    values.push_back(static_cast<std::uint32_t>(plan.item(i).*member));
  return {.name = name, .type = uint32, .dimensions = {"item"}, .contents = contents_of(values)};
}

DatasetLayout share_column() {
  std::vector<double> shares;
  for (std::size_t mark = 0; mark < Finding::n_marks; ++mark)
    shares.push_back(Finding::share_at(mark));
  return {
      .name = "share", .type = float64, .dimensions = {"mark"}, .contents = contents_of(shares)};
}

DatasetLayout seeds_column(const ComparePlan& plan) {
  std::vector<std::uint32_t> seeds;
  for (const auto n : plan.first_seeds()) seeds.push_back(static_cast<std::uint32_t>(n));
  return {.name = "n_seeds",
          .type = uint32,
          .dimensions = {"problem_number"},
          .written = "when seeds are added",
          .attributes = {{"long_name", std::string("seeds that the problem is given")}},
          .contents = contents_of(seeds)};
}

std::vector<Attribute> attributes_of(const ComparePlan& plan) {
  std::vector<std::string> problem_names, metric_names, method_names, setting_names;
  std::vector<double> budgets, levels;
  for (const auto& problem : plan.problems()) {
    levels.push_back(problem.options.level.value_or(std::nan("")));
    problem_names.push_back(problem.name);
    metric_names.push_back(problem.metric_name);
    budgets.push_back(static_cast<double>(problem.budget));
  }
  for (const auto& method : plan.methods()) {
    method_names.push_back(display_name(method.name));
    setting_names.insert(setting_names.end(), method.settings.begin(), method.settings.end());
  }
  return {{"format", std::string("temper-compare")},
          {"format_version", compare_format_version},
          {"config", plan.config()},
          {"problem_names", problem_names},
          {"metric_names", metric_names},
          {"method_names", method_names},
          {"setting_names", setting_names},
          {"budget", budgets},
          {"level", levels},
          {"temper_version", version()},
          {"commit", commit()},
          {"compiler", compiler()},
          {"simd", simd_path()}};
}

/// Curves of the problems with one parameter; NaN for the others.
struct Curves {
  std::vector<double> place, objective, minibatch;
};

Curves curves_of(const ComparePlan& plan) {
  const CompareLine unknown{
      std::vector<double>(CompareLine::n_places, std::nan("")),
      std::vector<double>(CompareLine::n_places, std::nan("")),
      {CompareLine::n_minibatches, std::vector<double>(CompareLine::n_places, std::nan(""))}};
  Curves curves;
  const auto append = [](std::vector<double>& to, const std::vector<double>& numbers) {
    to.insert(to.end(), numbers.begin(), numbers.end());
  };
  for (const auto& problem : plan.problems()) {
    const auto& line = problem.line ? *problem.line : unknown;
    append(curves.place, line.place);
    append(curves.objective, line.objective);
    for (const auto& curve : line.minibatch) append(curves.minibatch, curve);
  }
  return curves;
}

void add_line(FileLayout& layout, const ComparePlan& plan) {
  const auto curves = curves_of(plan);
  std::vector<double> shares;
  for (std::size_t i = 0; i < SearchPath::n_moments; ++i) shares.push_back(SearchPath::share_at(i));
  layout.dimensions.insert(layout.dimensions.end(), {{"place_number", CompareLine::n_places},
                                                     {"minibatch", CompareLine::n_minibatches},
                                                     {"moment", SearchPath::n_moments}});
  const auto add = [&](const char* name, std::vector<std::string> dimensions,
                       const std::vector<double>& values) {
    layout.datasets.push_back({.name = name,
                               .type = float64,
                               .dimensions = std::move(dimensions),
                               .contents = contents_of(values)});
  };
  add("place", {"problem_number", "place_number"}, curves.place);
  add("curve", {"problem_number", "place_number"}, curves.objective);
  add("minibatch_curve", {"problem_number", "minibatch", "place_number"}, curves.minibatch);
  add("moment_share", {"moment"}, shares);
  auto path = column("path", "the parameter at that moment of the search"),
       lowest = column("lowest_place", "the parameter at the lowest objective");
  path.type = lowest.type = float32;
  path.dimensions.emplace_back("moment");
  layout.datasets.insert(layout.datasets.end(), {path, lowest});
}

FileLayout compare_layout(const ComparePlan& plan) {
  auto trace = column("trace", "lowest objective when this share of the budget was spent");
  trace.dimensions.emplace_back("mark");
  FileLayout layout{.attributes = attributes_of(plan),
                    .dimensions = {{"item", plan.n_items()},
                                   {"mark", Finding::n_marks},
                                   {"problem_number", plan.problems().size()}},
                    .datasets = {key_column(plan, "problem", &Item::problem),
                                 key_column(plan, "method", &Item::method),
                                 key_column(plan, "setting", &Item::setting),
                                 key_column(plan, "seed", &Item::seed),
                                 column("objective", "lowest U + V, less V at theta = 0, nats"),
                                 column("energy", "U there, nats"),
                                 column("prior_energy", "V there, nats"),
                                 column("test_metric", "of that state, on examples not trained on"),
                                 column("evaluations", "gradient evaluations spent"),
                                 column("lr", "learning rate that the search found for itself"),
                                 trace,
                                 share_column(),
                                 seeds_column(plan),
                                 {.name = "done",
                                  .type = uint8,
                                  .dimensions = {"item"},
                                  .written = "when the item is done, last"}}};
  if (plan.has_line()) add_line(layout, plan);
  return layout;
}

FileLayout seconds_layout(const ComparePlan& plan) {
  return {.attributes = {{"format", std::string("temper-compare-seconds")}},
          .dimensions = {{"item", plan.n_items()}},
          .datasets = {column("seconds", "of CPU time that the item took")}};
}

void create(const std::string& path, const FileLayout& layout) {
  auto file = PreallocatedFile::create(path, layout);
  file.publish(/*durable=*/true);
}

void require_same(const std::string& path, const ComparePlan& plan) {
  if (ReadFile(path).text_attribute("config") != plan.config())
    throw UsageError(path +
                     ": is a comparison with another config; give another --out, or the config "
                     "that it was started with");
}

/// A folder without a comparison may hold files of somebody else.
void require_free(const std::string& folder) {
  for (const char* name : {"compare.csv", "table.csv", "answers.txt"})
    if (std::filesystem::exists(folder + "/" + name))
      throw UsageError(
          fmt::format("{}/{}: a comparison would write to it, but there is none here "
                      "yet; move it, or give another --out",
                      folder, name));
  require_replaceable(folder + "/seconds.h5");
}

}  // namespace

std::vector<double> stored_budgets(const std::string& folder) {
  const auto file = folder + "/compare.h5";
  if (!std::filesystem::exists(file)) return {};
  const auto budgets = ReadFile(file).attribute("budget");
  if (!budgets || !std::holds_alternative<std::vector<double>>(budgets->value)) return {};
  return std::get<std::vector<double>>(budgets->value);
}

CompareStore::CompareStore(const std::string& folder, const ComparePlan& plan,
                           const Communicator& world)
    : folder_(folder), has_line_(plan.has_line()) {
  const auto compare_file = folder + "/compare.h5", seconds_file = folder + "/seconds.h5";
  world.together([&] {
    if (!world.is_root()) return;
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) throw IoError(fmt::format("{}: can't make the folder: {}", folder, error.message()));
    require_replaceable(folder + "/lock");
    lock_.push_back(RunLock::of_root(RunFolder(folder)));
    if (std::filesystem::exists(compare_file)) {
      look_through_apart(seconds_file);
      return require_same(compare_file, plan);
    }
    require_free(folder);
    create(seconds_file, seconds_layout(plan));  // first: compare.h5 stands for both
    create(compare_file, compare_layout(plan));
  });
  trust_folder(folder);
  for (const auto& path : {compare_file, seconds_file})
    files_.push_back(PreallocatedFile::open(path));
}

bool CompareStore::is_done(std::size_t item) const {
  return files_[0].read_value<std::uint8_t>("done", item) != 0;
}

void CompareStore::commit(std::size_t item, const ItemResult& result) {
  files_[1].write_value("seconds", item, result.seconds);
  auto& file = files_[0];
  file.write_value("objective", item, result.objective);
  file.write_value("energy", item, result.energy);
  file.write_value("prior_energy", item, result.prior_energy);
  file.write_value("test_metric", item, result.test_metric);
  file.write_value("evaluations", item, result.evaluations);
  file.write_value("lr", item, result.lr);
  file.write("trace", item, result.trace);
  if (has_line_) {
    file.write("path", item, result.path);
    file.write_value("lowest_place", item, result.lowest_place);
  }
  file.write_value("done", item, std::uint8_t{1});
}

void CompareStore::give_seeds(const std::vector<std::size_t>& seeds) {
  for (std::size_t problem = 0; problem < seeds.size(); ++problem) {
    const auto n = static_cast<std::uint32_t>(seeds[problem]);
    if (files_[0].read_value<std::uint32_t>("n_seeds", problem) < n)
      files_[0].write_value("n_seeds", problem, n);
  }
}

ItemResult CompareStore::read(std::size_t item) const {
  const auto& file = files_[0];
  ItemResult result{.objective = file.read_value<double>("objective", item),
                    .energy = file.read_value<double>("energy", item),
                    .prior_energy = file.read_value<double>("prior_energy", item),
                    .test_metric = file.read_value<double>("test_metric", item),
                    .evaluations = file.read_value<double>("evaluations", item),
                    .trace = std::vector<double>(Finding::n_marks),
                    .lr = file.read_value<double>("lr", item),
                    .seconds = files_[1].read_value<double>("seconds", item)};
  file.read("trace", item, std::span(result.trace));
  if (has_line_) result.lowest_place = file.read_value<float>("lowest_place", item);
  return result;
}

}  // namespace temper
