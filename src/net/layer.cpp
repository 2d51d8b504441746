#include "net/layer.h"

#include <algorithm>

#include "base/floats.h"

namespace temper {

void Layer::row_gradients(const BackwardPass& pass, std::size_t stride) {
  const auto n_in = pass.input.size() / pass.rows, n_out = pass.output.size() / pass.rows;
  Floats output(n_out);
  for (std::size_t row = 0; row < pass.rows; ++row) {
    const auto gradient = pass.gradient.subspan(row * stride, pass.theta.size());
    std::fill(gradient.begin(), gradient.end(), 0.0F);
    const auto input = pass.input.subspan(row * n_in, n_in);
    const auto grad_input =
        pass.grad_input.empty() ? pass.grad_input : pass.grad_input.subspan(row * n_in, n_in);
    forward({pass.theta, input, output, 1});
    backward({pass.theta, input, output, pass.grad_output.subspan(row * n_out, n_out), grad_input,
              gradient, 1});
  }
}

}  // namespace temper
