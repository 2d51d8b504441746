#include "app/landscape_survey.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/landscape_states.h"
#include "base/errors.h"
#include "comm/spread.h"
#include "landscape/clusters.h"
#include "posterior/network_posterior.h"

namespace temper {
namespace {

constexpr std::uint32_t probe_keys = 0, plane_keys = 1;

class Surveyor {
 public:
  Surveyor(Experiment& experiment, const LandscapeOptions& options, bool is_quiet,
           const Communicator& world)
      : experiment_(experiment),
        options_(options),
        is_quiet_(is_quiet),
        world_(world),
        views_{Objective(*experiment.potential),
               Objective(*experiment.potential,
                         spread_examples(experiment.potential->n_points(), options.n_examples))} {
    options_.polish.spectrum.key = key_of(probe_keys);
  }

  void polish_states(Survey& survey);
  void cluster_minima(Survey& survey);
  void examine_points(Survey& survey);
  void search_critical(Survey& survey);
  DrawnPlane first_plane(const Survey& survey) const;
  void draw_planes(Survey& survey);
  void draw_paths(Survey& survey);

 private:
  RngKey key_of(std::uint32_t use) const {
    return {experiment_.run.seed, Stream::landscape, use, 0, 0};
  }
  std::size_t dim() const { return experiment_.potential->dim(); }
  std::size_t n_metrics() const { return experiment_.potential->metric_names().size(); }
  const SpectrumOptions& spectrum_options() const { return options_.polish.spectrum; }

  std::vector<std::vector<double>> spread_work(std::size_t n, const char* what,
                                               const ItemWork& work) const {
    return spread(world_, n, is_quiet_ ? "" : std::string("landscape: ") + what, work);
  }
  Examined unpacked(std::span<const double> numbers) const {
    return unpack(numbers, dim(), n_metrics(), spectrum_options());
  }
  std::vector<double> packed_with_way(const Polished& polished, bool with_way) const;
  void unpack_way(std::span<const double> numbers, std::size_t state, Survey& survey) const;
  std::vector<double> function_of(std::span<const float> theta);
  double function_scale() const;

  Experiment& experiment_;
  LandscapeOptions options_;
  bool is_quiet_;
  const Communicator& world_;
  Views views_;
};

std::vector<double> Surveyor::packed_with_way(const Polished& polished, bool with_way) const {
  auto numbers = pack(polished.end, spectrum_options());
  if (!with_way) return numbers;
  for (const auto& point : polished.way) {
    numbers.push_back(static_cast<double>(point.gradients));
    numbers.insert(numbers.end(), point.theta.begin(), point.theta.end());
  }
  return numbers;
}

void Surveyor::unpack_way(std::span<const double> numbers, std::size_t state,
                          Survey& survey) const {
  for (; !numbers.empty(); numbers = numbers.subspan(1 + dim())) {
    HighPoint high{state, static_cast<std::uint64_t>(numbers[0]), {}};
    for (const double value : numbers.subspan(1, dim()))
      high.point.theta.push_back(static_cast<float>(value));
    survey.points.push_back(std::move(high));
  }
}

void Surveyor::polish_states(Survey& survey) {
  const auto results = spread_work(survey.states.size(), "polishing", [&](std::size_t item) {
    const auto& state = survey.states[item];
    return packed_with_way(polish(views_, state.theta, options_.polish),
                           state.source == StateSource::start);
  });
  const auto size = packed_size(dim(), n_metrics(), spectrum_options());
  for (std::size_t state = 0; state < results.size(); ++state) {
    const std::span<const double> numbers(results[state]);
    survey.minima.push_back(unpacked(numbers.first(size)));
    unpack_way(numbers.subspan(size), state, survey);
  }
}

/// The first examples of a part: enough to tell functions apart.
Part first_examples(const Part& part, const Dataset& data) {
  constexpr std::size_t enough = 1000;
  Part first = part;
  first.n = std::min(part.n, enough);
  first.inputs = part.inputs.first(first.n * data.n_inputs);
  return first;
}

/// Predictions of the training and the test inputs; without a network theta itself.
std::vector<double> Surveyor::function_of(std::span<const float> theta) {
  if (!experiment_.network) return {theta.begin(), theta.end()};
  auto& network = *experiment_.network;
  std::vector<double> function;
  for (const Part* part : {&network.data().train, &network.data().test}) {
    const auto first = first_examples(*part, network.data());
    std::vector<double> predictions(first.n * network.n_predictions());
    network.predict(theta, first, predictions);
    function.insert(function.end(), predictions.begin(), predictions.end());
  }
  return function;
}

/// So that distances are means over the examples: of the total variation between the classes'
/// probabilities, which is half a sum; of standard deviations of the targets.
double Surveyor::function_scale() const {
  if (!experiment_.network) return 1;
  const auto& data = experiment_.network->data();
  const auto n = first_examples(data.train, data).n + first_examples(data.test, data).n;
  double scale = static_cast<double>(n);
  if (data.task == Task::classification) return 2 * scale;
  double mean_sd = 0;
  for (const double sd : data.target_scaling.sd) mean_sd += sd;
  const auto n_targets = static_cast<double>(data.n_targets);
  return scale * n_targets * (mean_sd > 0 ? mean_sd / n_targets : 1);
}

void Surveyor::cluster_minima(Survey& survey) {
  std::vector<std::vector<double>> functions;
  std::vector<double> values;
  for (const auto& minimum : survey.minima) {
    functions.push_back(function_of(minimum.theta));
    values.push_back(minimum.value());
  }
  survey.cluster_of = cluster_by_function(functions, values, function_scale(), options_.same);
}

void Surveyor::examine_points(Survey& survey) {
  for (std::size_t state = 0; state < survey.states.size(); ++state)
    if (survey.states[state].source == StateSource::draw)
      survey.points.push_back({state, 0, {.theta = survey.states[state].theta}});
  auto& points = survey.points;
  const auto results = spread_work(points.size(), "Hessians on the way", [&](std::size_t item) {
    return pack(examine(views_, points[item].point.theta, spectrum_options()), spectrum_options());
  });
  for (std::size_t i = 0; i < points.size(); ++i) points[i].point = unpacked(results[i]);
}

void Surveyor::search_critical(Survey& survey) {
  const auto n = std::min(options_.n_searches, survey.points.size());
  const auto from = [&](std::size_t item) { return item * survey.points.size() / n; };
  const auto results = spread_work(n, "critical points", [&](std::size_t item) {
    const auto& start = survey.points[from(item)].point.theta;
    const auto end = find_critical_point(views_.sampled, start, options_.critical);
    const auto examined = examine(views_, end.theta, spectrum_options());
    auto numbers = pack(examined, spectrum_options());
    const double zero = std::max(options_.tolerance, rounding_gradient(examined));
    numbers.push_back(end.gradient_norm <= zero ? 1 : 0);
    return numbers;
  });
  for (std::size_t item = 0; item < n; ++item) {
    const std::span<const double> numbers(results[item]);
    survey.critical.push_back(
        {from(item), numbers.back() == 1, unpacked(numbers.first(numbers.size() - 1))});
  }
}

/// Of two parameters all of the surface that the states have seen; of more, a part around the best.
DrawnPlane Surveyor::first_plane(const Survey& survey) const {
  const auto marks = survey.landmarks();
  const auto& best = survey.minima[marks.front()].theta;
  if (dim() != 2)
    return {
        0,
        "random",
        random_plane(best, experiment_.potential->layout(), options_.n_grid, key_of(plane_keys)),
        {},
        {{0, 0}}};
  std::vector<std::vector<float>> thetas;
  for (const auto& state : survey.states) thetas.push_back(state.theta);
  for (const auto& minimum : survey.minima) thetas.push_back(minimum.theta);
  DrawnPlane drawn{0, "parameters", parameter_plane(thetas, options_.n_grid), {}, {}};
  for (const auto mark : marks)
    drawn.markers.push_back(place_on(drawn.plane, survey.minima[mark].theta));
  return drawn;
}

void Surveyor::draw_planes(Survey& survey) {
  if (options_.n_grid == 0) return;
  const auto marks = survey.landmarks();
  const auto theta = [&](std::size_t mark) -> const auto& {
    return survey.minima[marks[mark]].theta;
  };
  survey.planes.push_back(first_plane(survey));
  if (marks.size() == 3 && dim() != 2) {
    const auto plane = plane_through(theta(0), theta(1), theta(2), options_.n_grid);
    survey.planes.push_back(
        {0, "three minima", plane, {}, {{0, 0}, {1, 0}, place_on(plane, theta(2))}});
  }
  for (auto& drawn : survey.planes)
    for (const auto& row : spread_work(options_.n_grid, "planes", [&](std::size_t item) {
           return plane_row(views_.sampled, drawn.plane, item);
         }))
      drawn.values.insert(drawn.values.end(), row.begin(), row.end());
}

void Surveyor::draw_paths(Survey& survey) {
  constexpr std::array<std::pair<std::size_t, std::size_t>, 3> pairs = {{{0, 1}, {0, 2}, {1, 2}}};
  const auto marks = survey.landmarks();
  for (const auto& [from, to] : pairs)
    if (to < marks.size()) survey.paths.push_back({0, marks[from], marks[to], {}});
  const auto results = spread_work(survey.paths.size(), "paths", [&](std::size_t item) {
    const auto& [run, from, to, unknown] = survey.paths[item];
    const auto path = find_path(views_.sampled, survey.minima[from].theta, survey.minima[to].theta,
                                options_.path);
    auto numbers = path.straight;
    numbers.insert(numbers.end(), path.curved.begin(), path.curved.end());
    numbers.insert(numbers.end(), path.bend.begin(), path.bend.end());
    return numbers;
  });
  const auto n = static_cast<std::ptrdiff_t>(options_.path.n_places);
  for (std::size_t item = 0; item < results.size(); ++item) {
    const auto& numbers = results[item];
    survey.paths[item].path.straight.assign(numbers.begin(), numbers.begin() + n);
    survey.paths[item].path.curved.assign(numbers.begin() + n, numbers.begin() + 2 * n);
    auto& bend = survey.paths[item].path.bend;
    std::transform(numbers.begin() + 2 * n, numbers.end(), std::back_inserter(bend),
                   [](double value) { return static_cast<float>(value); });
  }
}

}  // namespace

Survey survey_run(const RunFolder& folder, Experiment& experiment, const LandscapeOptions& options,
                  bool is_quiet, const Communicator& world) {
  Survey survey;
  survey.states = states_of(folder, experiment, options.n_states, options.n_descents);
  if (survey.states.empty())
    throw UsageError(folder.run_file() + ": no state has been committed yet; try again later");
  Surveyor surveyor(experiment, options, is_quiet, world);
  surveyor.polish_states(survey);
  surveyor.cluster_minima(survey);
  surveyor.examine_points(survey);
  surveyor.search_critical(survey);
  surveyor.draw_planes(survey);
  surveyor.draw_paths(survey);
  return survey;
}

}  // namespace temper
