#pragma once
// The dense layer: y = f(W x + b), W [units, n_in], b [units]. An input of any shape is taken as
// a flat vector.

#include <memory>

#include "net/activation.h"
#include "net/layer.h"

namespace temper {

class Section;

struct DenseOptions {
  std::size_t units = 1;
  std::unique_ptr<Activation> activation;  ///< null: none
  bool bias = true;
  std::shared_ptr<const Initialiser> initialiser;  ///< of W; null: the prior. b starts at 0
};

std::unique_ptr<Layer> make_dense(const Shape& input, DenseOptions options);

/// `units` outputs without a nonlinearity, glorot start: what stands before the loss.
std::unique_ptr<Layer> make_linear(const Shape& input, std::size_t units);

/// The same, as a section describes it whose activation is absent or "identity".
std::unique_ptr<Layer> make_output(const Shape& input, const Section& section);

}  // namespace temper
