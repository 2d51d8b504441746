#include "comparison/suite.h"

namespace temper {
namespace {

constexpr const char* valley = R"(
[potential]
type = "valley"
prior_sd = 10
[kernel]
lr = 3.2
batch = "full"
)";

constexpr const char* parity_5 = R"(
[data]
source = "parity-5"
[model]
loss = "bernoulli"
layer = [{type = "dense", units = 5, activation = "tanh"}]
[prior]
sd = 10
[kernel]
lr = 0.5
batch = "full"
)";

constexpr const char* parity_7 = R"(
[data]
source = "parity-7"
[model]
loss = "bernoulli"
layer = [{type = "dense", units = 7, activation = "tanh"}]
[prior]
sd = 10
[kernel]
lr = 0.5
batch = "full"
)";

constexpr const char* random_labels_4 = R"(
[data]
source = "random-labels"
points = 120
inputs = 6
[model]
loss = "bernoulli"
layer = [{type = "dense", units = 4, activation = "tanh"}]
[prior]
sd = 10
[kernel]
lr = 0.3
batch = "full"
)";

constexpr const char* random_labels_10 = R"(
[data]
source = "random-labels"
points = 250
inputs = 6
[model]
loss = "bernoulli"
layer = [{type = "dense", units = 10, activation = "tanh"}]
[prior]
sd = 10
[kernel]
lr = 0.3
batch = "full"
)";

constexpr const char* student_teacher = R"(
[potential]
type = "student-teacher"
inputs = 20
hidden = 20
[kernel]
lr = 0.001
batch = "full"
)";

constexpr const char* spirals = R"(
[data]
source = "spirals"
points = 300
[model]
loss = "bernoulli"
layer = [{type = "dense", units = 8, activation = "tanh"}, {type = "dense", units = 8, activation = "tanh"}]
[prior]
sd = 10
[kernel]
lr = 0.1
batch = "full"
)";

constexpr const char* iris = R"(
[data]
source = "iris"
[model]
loss = "softmax"
layer = [{type = "dense", units = 4, activation = "tanh"}]
[prior]
sd = 10
[kernel]
lr = 0.3
batch = "full"
)";

constexpr const char* breast_cancer = R"(
[data]
source = "breast-cancer"
[model]
loss = "bernoulli"
layer = [{type = "dense", units = 4, activation = "tanh"}]
[prior]
sd = 3
[kernel]
lr = 0.1
batch = 64
)";

constexpr const char* digits = R"(
[data]
source = "digits"
[model]
loss = "softmax"
layer = [
  {type = "conv2d", channels = 4, kernel = 3, activation = "relu"},
  {type = "max-pool", window = 2},
  {type = "dense", units = 16, activation = "tanh"},
]
[prior]
sd = 3
[kernel]
lr = 0.05
batch = 64
)";

}  // namespace

const std::vector<SuiteProblem>& standard_suite() {
  static const std::vector<SuiteProblem> suite = {
      {"valley", valley, 2e3 * 256},
      {"parity-5", parity_5, 40e3 * 32},
      {"parity-7", parity_7, 40e3 * 128},
      {"random-labels 6-4-1", random_labels_4, 40e3 * 120},
      {"random-labels 6-10-1", random_labels_10, 30e3 * 250},
      {"student-teacher 20", student_teacher, 20e3},
      {"spirals", spirals, 20e3 * 240},
      {"iris", iris, 20e3 * 120},
      {"breast-cancer", breast_cancer, 5e3 * 455},
      {"digits", digits, 300 * 1437},
  };
  return suite;
}

const SuiteProblem* find_in_suite(const std::string& name) {
  for (const auto& problem : standard_suite())
    if (problem.name == name) return &problem;
  return nullptr;
}

}  // namespace temper
