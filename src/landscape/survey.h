#pragma once
// All that `temper landscape` finds out about a run. See FORMAT.md.

#include <cstdint>
#include <string>
#include <vector>

#include "landscape/examined.h"
#include "landscape/path.h"
#include "landscape/plane.h"

namespace temper {

enum class StateSource {
  best,   ///< the lowest state that a replica visited
  draw,   ///< a stored state of a replica
  start,  ///< where a replica began
};

std::string name_of(StateSource source);

/// A state of the run, before anything was done to it.
struct State {
  StateSource source = StateSource::best;
  std::uint32_t replica = 0;
  std::int64_t sweep = -1;  ///< -1: before the first
  std::int32_t rung = -1;   ///< that the replica held; -1: before the first sweep
  double temperature = 0;   ///< of the rung; NaN: before the first sweep
  std::vector<float> theta = {};
};

/// A point above the minima: on the way down from a start, or a draw as it stands.
struct HighPoint {
  std::size_t state = 0;        ///< that it is, or that the way begins at
  std::uint64_t gradients = 0;  ///< on the way to it
  Examined point;
};

struct CriticalPoint {
  std::size_t from = 0;  ///< number of the HighPoint where the search began
  bool found = false;    ///< the gradient is as good as zero; else the search ended at a flat place
  Examined point;
};

struct DrawnPlane {
  std::size_t run = 0;  ///< 0: the run; 1: the one that it is held against
  std::string name;     ///< "random", "parameters", "three minima"
  Plane plane;
  std::vector<double> values;       ///< [y, x] U + V, nats
  std::vector<PlanePlace> markers;  ///< where minima lie: one, or three
};

struct DrawnPath {
  std::size_t run = 0;
  std::size_t from = 0, to = 0;  ///< numbers of minima
  Path path;
};

struct Survey {
  std::vector<State> states;
  std::vector<Examined> minima;         ///< [state] the states polished
  std::vector<std::size_t> cluster_of;  ///< [state] by rising U + V of the cluster's lowest
  std::vector<HighPoint> points;
  std::vector<CriticalPoint> critical;
  std::vector<DrawnPlane> planes;
  std::vector<DrawnPath> paths;

  std::size_t n_clusters() const;
  /// The lowest minimum of each cluster: state numbers, [cluster].
  std::vector<std::size_t> representatives() const;
  /// Up to three minima for planes and paths: the lowest of different clusters; where there are
  /// fewer, others that lie elsewhere, as other orders of the hidden units do.
  std::vector<std::size_t> landmarks() const;
};

}  // namespace temper
