#pragma once
// One stage of a network, for a block of examples (rows) at a time. Layers hold no parameters:
// theta comes in with every call, so one layer serves all replicas of a rank.

#include <cstddef>
#include <span>
#include <vector>

#include "base/registry.h"
#include "net/block.h"
#include "net/shape.h"

namespace temper {

class Section;

/// n_in, n_out: volumes of the layer's input and output shapes; p: its number of parameters.
struct ForwardPass {
  std::span<const float> theta;  ///< [p]
  std::span<const float> input;  ///< [rows, n_in]
  std::span<float> output;       ///< [rows, n_out] out
  std::size_t rows = 0;
};

struct BackwardPass {
  std::span<const float> theta;   ///< [p]
  std::span<const float> input;   ///< [rows, n_in], as given to forward
  std::span<const float> output;  ///< [rows, n_out], as forward wrote it
  std::span<float> grad_output;   ///< [rows, n_out]; the layer may use it as scratch
  std::span<float> grad_input;    ///< [rows, n_in] out; empty: not wanted
  std::span<float> gradient;      ///< [p] out: added to
  std::size_t rows = 0;
};

/// Legal order: prepare (forward backward?)*; a backward belongs to the forward just before it.
/// After prepare no call allocates. A layer's file must be covered by
/// tests/unit/net/layer_contract_test.cpp, which runs every registered layer.
class Layer {
 public:
  virtual ~Layer() = default;

  virtual Shape output_shape() const = 0;

  /// Its parameters in the order of theta; names are unique in the layer, offsets are ignored.
  virtual std::vector<Block> blocks() const { return {}; }

  /// Allocates scratch for passes of up to `max_rows` rows.
  virtual void prepare(std::size_t /*max_rows*/) {}

  virtual void forward(const ForwardPass& pass) = 0;
  virtual void backward(const BackwardPass& pass) = 0;

  /// Like backward, but each row's gradient apart: that of row r overwrites the p numbers from
  /// pass.gradient[r stride] on. May come again after one forward, and with any after it. Here:
  /// forward and backward of one row after the other, which allocates.
  virtual void row_gradients(const BackwardPass& pass, std::size_t stride);
};

/// Layers by their config name. A maker gets its [[model.layer]], [model] for what all layers
/// share, and the shape of its input; it refuses (UsageError) a shape that doesn't fit.
inline Registry<Layer, const Section&, const Section&, const Shape&>& layers() {
  return registry_of<Layer, const Section&, const Section&, const Shape&>();
}

}  // namespace temper
