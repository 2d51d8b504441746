// A teacher net that a student of the same size can fit exactly, and yet gradient descent often
// ends in a minimum that isn't global: y = sum over k of relu(v_k . x), v_k orthonormal, x normal.
//
//   [data]
//   source = "student-teacher"
//   points = 1000
//   inputs = 10
//   hidden = 10        # v_k; at most `inputs`
//   noise = 0          # sd of y
//   data_seed = 1
//
// x is isotropic, so the axes serve for v_k.
// Source: Safran & Shamir, "Spurious local minima are common in two-layer ReLU neural networks",
// ICML 2018, section 4.

#include <fmt/format.h>

#include <algorithm>

#include "config/section.h"
#include "data/source.h"
#include "data/synthetic.h"

namespace temper {
namespace {

struct TeacherOptions {
  std::size_t n_points;
  std::size_t n_inputs;
  std::size_t n_hidden;
  double noise;
  std::uint64_t data_seed;
};

class StudentTeacher final : public Source {
 public:
  explicit StudentTeacher(const TeacherOptions& options) : options_(options) {}

  RawData load() const override {
    std::vector<double> inputs, targets;
    Rng rng = synthetic_rng(options_.data_seed, 0), noise = synthetic_rng(options_.data_seed, 1);
    for (std::size_t i = 0; i < options_.n_points; ++i) {
      double target = options_.noise * noise.normal();
      for (std::size_t k = 0; k < options_.n_inputs; ++k) {
        inputs.push_back(rng.normal());
        if (k < options_.n_hidden) target += std::max(0.0, inputs.back());
      }
      targets.push_back(target);
    }
    RawData raw;
    raw.origin = "student-teacher";
    raw.input_shape = {options_.n_inputs};
    raw.inputs = RawMatrix(options_.n_inputs, std::move(inputs));
    raw.targets = RawMatrix(1, std::move(targets));
    raw.target_names = {"teacher"};
    return raw;
  }

 private:
  TeacherOptions options_;
};

const bool registered = sources().add(
    "student-teacher", "what a ReLU net of orthonormal units says of normal inputs; regression",
    [](const Section& data) {
      const TeacherOptions options{read_count(data, "points", 1000, 2, ""),
                                   read_count(data, "inputs", 10, 1, ""),
                                   read_count(data, "hidden", 10, 1, "units of the teacher"),
                                   read_noise(data, 0, "sd of the target"), read_data_seed(data)};
      if (options.n_hidden > options.n_inputs)
        data.refuse("hidden",
                    fmt::format("is {}; with {} inputs no more than that many units can be "
                                "orthonormal",
                                options.n_hidden, options.n_inputs));
      return std::make_unique<StudentTeacher>(options);
    });

}  // namespace
}  // namespace temper
