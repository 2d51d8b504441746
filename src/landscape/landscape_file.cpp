#include "landscape/landscape_file.h"

#include <algorithm>
#include <functional>
#include <limits>

#include "h5/preallocated_file.h"

namespace temper {
namespace {

using enum ElementType;

constexpr std::uint64_t landscape_format_version = 1;

/// Datasets of one layout, added one by one.
class Contents {
 public:
  explicit Contents(FileLayout& layout) : layout_(layout) {}

  template <class T>
  void add(const std::string& name, ElementType type, const std::vector<std::string>& dimensions,
           const std::vector<T>& values, const std::string& meaning) {
    layout_.datasets.push_back({.name = name,
                                .type = type,
                                .dimensions = dimensions,
                                .attributes = {{"long_name", meaning}},
                                .contents = contents_of(values)});
  }

  void add_texts(const std::string& name, const std::string& dimension,
                 const std::vector<std::string>& values, const std::string& meaning) {
    std::size_t width = 16;
    for (const auto& value : values) width = std::max(width, value.size());
    layout_.datasets.push_back({.name = name,
                                .type = text,
                                .dimensions = {dimension},
                                .attributes = {{"long_name", meaning}},
                                .contents = contents_of(values, width),
                                .text_width = width});
  }

 private:
  FileLayout& layout_;
};

template <class Item, class Get>
auto column(const std::vector<Item>& items, Get get) {
  std::vector<decltype(get(items.front()))> values;
  for (const auto& item : items) values.push_back(get(item));
  return values;
}

/// Rows of `width` numbers each, NaN where a row has fewer.
std::vector<double> padded(const std::vector<std::vector<double>>& rows, std::size_t width) {
  std::vector<double> values;
  for (const auto& row : rows) append_padded(values, row, width);
  return values;
}

/// What is said of every examined point, as datasets "minimum_energy", …
class PointColumns {
 public:
  PointColumns(Contents& contents, std::string kind, const std::vector<Examined>& points)
      : contents_(contents), kind_(std::move(kind)), points_(points) {}

  void add(const SurveyDescription& description) {
    number("energy", "U, nats", [](const Examined& p) { return p.energy.U; });
    number("prior_energy", "V, nats", [](const Examined& p) { return p.energy.V; });
    number("gradient_norm", "|grad (U + V)|", [](const Examined& p) { return p.gradient_norm; });
    number("index", "negative Hessian eigenvalues",
           [](const Examined& p) { return p.spectrum.index; });
    number("trace", "sum of the Hessian's eigenvalues",
           [](const Examined& p) { return p.spectrum.trace; });
    number("noise", "an eigenvalue nearer to zero has no sign",
           [](const Examined& p) { return p.spectrum.noise; });
    for (std::size_t m = 0; m < description.metric_names.size(); ++m)
      number(description.metric_names[m], "as in run.h5",
             [m](const Examined& p) { return p.metrics[m]; });
    list("lowest", "end", description.spectrum.n_ends, "lowest Hessian eigenvalues, rising",
         [](const Examined& p) { return p.spectrum.lowest; });
    list("highest", "end", description.spectrum.n_ends, "highest Hessian eigenvalues, falling",
         [](const Examined& p) { return p.spectrum.highest; });
    if (!points_.empty() && !points_.front().spectrum.all.empty())
      list("eigenvalue", "parameter", points_.front().theta.size(),
           "all Hessian eigenvalues, rising", [](const Examined& p) { return p.spectrum.all; });
    std::vector<float> theta;
    for (const auto& point : points_)
      theta.insert(theta.end(), point.theta.begin(), point.theta.end());
    contents_.add(kind_ + "_theta", float32, {kind_, "parameter"}, theta, "parameters");
  }

 private:
  template <class Get>
  void number(const std::string& name, const std::string& meaning, Get get) {
    contents_.add(kind_ + "_" + name, float64, {kind_}, column(points_, get), meaning);
  }

  template <class Get>
  void list(const std::string& name, const std::string& dimension, std::size_t width,
            const std::string& meaning, Get get) {
    contents_.add(kind_ + "_" + name, float64, {kind_, dimension},
                  padded(column(points_, get), width), meaning);
  }

  Contents& contents_;
  std::string kind_;
  const std::vector<Examined>& points_;
};

void add_minima(Contents& contents, const Survey& survey, const SurveyDescription& description) {
  const auto& states = survey.states;
  const std::string minimum = "minimum";
  contents.add_texts("minimum_source", minimum,
                     column(states, [](const State& s) { return name_of(s.source); }),
                     "what was polished: best, draw or start");
  contents.add("minimum_replica", uint32, {minimum},
               column(states, [](const State& s) { return s.replica; }), "that was there");
  contents.add("minimum_sweep", int64, {minimum},
               column(states, [](const State& s) { return s.sweep; }), "-1: before the first");
  contents.add("minimum_rung", int32, {minimum},
               column(states, [](const State& s) { return s.rung; }), "-1: before the first sweep");
  contents.add("minimum_temperature", float64, {minimum},
               column(states, [](const State& s) { return s.temperature; }), "of that rung");
  contents.add("minimum_gradients", float64, {minimum},
               column(survey.minima, [](const Examined& p) { return p.gradients; }),
               "computed to polish it");
  contents.add(
      "minimum_cluster", uint32, {minimum},
      column(survey.cluster_of, [](std::size_t c) { return static_cast<std::uint32_t>(c); }),
      "minima of one cluster are one function");
  PointColumns(contents, minimum, survey.minima).add(description);
}

void add_points(Contents& contents, const Survey& survey, const SurveyDescription& description) {
  contents.add(
      "point_state", uint32, {"point"},
      column(survey.points, [](const HighPoint& p) { return static_cast<std::uint32_t>(p.state); }),
      "the minimum whose state it is, or whose way it lies on");
  contents.add("point_gradients", uint64, {"point"},
               column(survey.points, [](const HighPoint& p) { return p.gradients; }),
               "on the way to it; 0: the state itself");
  const auto points = column(survey.points, [](const HighPoint& p) { return p.point; });
  PointColumns(contents, "point", points).add(description);
  contents.add("critical_from", uint32, {"critical"},
               column(survey.critical,
                      [](const CriticalPoint& p) { return static_cast<std::uint32_t>(p.from); }),
               "the point where the search began");
  contents.add("critical_found", uint8, {"critical"},
               column(survey.critical,
                      [](const CriticalPoint& p) { return static_cast<std::uint8_t>(p.found); }),
               "1: the gradient is as good as zero");
  const auto critical = column(survey.critical, [](const CriticalPoint& p) { return p.point; });
  PointColumns(contents, "critical", critical).add(description);
}

std::vector<double> marker_places(const Survey& survey, double PlanePlace::*axis) {
  return padded(column(survey.planes,
                       [axis](const DrawnPlane& drawn) {
                         return column(drawn.markers,
                                       [axis](const PlanePlace& place) { return place.*axis; });
                       }),
                3);
}

std::vector<double> joined(const std::vector<std::vector<double>>& rows) {
  std::vector<double> values;
  for (const auto& row : rows) values.insert(values.end(), row.begin(), row.end());
  return values;
}

void add_planes(Contents& contents, const Survey& survey) {
  const auto& planes = survey.planes;
  contents.add_texts("plane_name", "plane",
                     column(planes, [](const DrawnPlane& p) { return p.name; }), "how it lies");
  contents.add(
      "plane_run", uint32, {"plane"},
      column(planes, [](const DrawnPlane& p) { return static_cast<std::uint32_t>(p.run); }),
      "of run_names");
  contents.add("plane_x", float64, {"plane", "x"},
               joined(column(planes, [](const DrawnPlane& p) { return p.plane.x; })), "places");
  contents.add("plane_y", float64, {"plane", "y"},
               joined(column(planes, [](const DrawnPlane& p) { return p.plane.y; })), "places");
  contents.add("plane_objective", float64, {"plane", "y", "x"},
               joined(column(planes, [](const DrawnPlane& p) { return p.values; })), "U + V, nats");
  contents.add("marker_x", float64, {"plane", "marker"}, marker_places(survey, &PlanePlace::x),
               "where the plane's minima lie; NaN: it has no more");
  contents.add("marker_y", float64, {"plane", "marker"}, marker_places(survey, &PlanePlace::y),
               "where the plane's minima lie; NaN: it has no more");
}

/// [path, parameter]; NaN of the other run where that has other parameters.
std::vector<float> bends_of(const Survey& survey) {
  const auto dim = survey.minima.empty() ? 0 : survey.minima.front().theta.size();
  std::vector<float> bends;
  for (const auto& drawn : survey.paths) {
    auto bend = drawn.path.bend;
    if (bend.size() != dim) bend.assign(dim, std::numeric_limits<float>::quiet_NaN());
    bends.insert(bends.end(), bend.begin(), bend.end());
  }
  return bends;
}

void add_paths(Contents& contents, const Survey& survey) {
  const auto& paths = survey.paths;
  const auto number = [&](std::size_t DrawnPath::*member) {
    return column(paths,
                  [member](const DrawnPath& p) { return static_cast<std::uint32_t>(p.*member); });
  };
  contents.add("path_run", uint32, {"path"}, number(&DrawnPath::run), "of run_names");
  contents.add("path_from", uint32, {"path"}, number(&DrawnPath::from), "number of a minimum");
  contents.add("path_to", uint32, {"path"}, number(&DrawnPath::to), "number of a minimum");
  contents.add("path_straight", float64, {"path", "place"},
               joined(column(paths, [](const DrawnPath& p) { return p.path.straight; })),
               "U + V on the line, nats");
  contents.add("path_curved", float64, {"path", "place"},
               joined(column(paths, [](const DrawnPath& p) { return p.path.curved; })),
               "U + V on the curve, nats");
  contents.add("path_bend", float32, {"path", "parameter"}, bends_of(survey),
               "the curve is (1 - t)^2 start + 2 t (1 - t) bend + t^2 end");
}

std::vector<Dimension> dimensions_of(const Survey& survey, const SurveyDescription& description) {
  const bool drawn = !survey.planes.empty(), has_paths = !survey.paths.empty();
  const auto dim = survey.minima.empty() ? 0 : survey.minima.front().theta.size();
  return {{"minimum", survey.minima.size()},
          {"point", survey.points.size()},
          {"critical", survey.critical.size()},
          {"end", description.spectrum.n_ends},
          {"parameter", dim, false},
          {"plane", survey.planes.size()},
          {"x", drawn ? survey.planes.front().plane.x.size() : 0},
          {"y", drawn ? survey.planes.front().plane.y.size() : 0},
          {"marker", 3},
          {"path", survey.paths.size()},
          {"place", has_paths ? survey.paths.front().path.straight.size() : 0}};
}

}  // namespace

void write_landscape(const std::string& path, const Survey& survey,
                     const SurveyDescription& description) {
  FileLayout layout{.attributes = {{"format", std::string("temper-landscape")},
                                   {"format_version", landscape_format_version},
                                   {"metric_names", description.metric_names},
                                   {"run_names", description.run_names}},
                    .dimensions = dimensions_of(survey, description),
                    .datasets = {}};
  layout.attributes.insert(layout.attributes.end(), description.attributes.begin(),
                           description.attributes.end());
  Contents contents(layout);
  if (!description.parameter_names.empty())
    contents.add_texts("parameter_name", "parameter", description.parameter_names,
                       "of each parameter");
  add_minima(contents, survey, description);
  add_points(contents, survey, description);
  add_planes(contents, survey);
  add_paths(contents, survey);
  auto file = PreallocatedFile::create(path, layout, PreallocatedFile::Writers::several);
  file.publish(/*durable=*/true);
}

}  // namespace temper
