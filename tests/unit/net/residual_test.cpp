// What the layer contract can't know of residual blocks.

#include <gtest/gtest.h>

#include "base/errors.h"
#include "base/floats.h"
#include "net/build_network.h"
#include "unit/net/layer_case.h"

namespace temper {
namespace {

const std::string conv = "[[layer]]\ntype = 'conv2d'\nactivation = 'identity'\nbias = false\n";
const std::string norm = "[[layer]]\ntype = 'frn'\n";

Doubles sum(Doubles x, const Doubles& y) {
  for (std::size_t i = 0; i < x.size(); ++i) x[i] += y[i];
  return x;
}

const bool covered =
    add_case({"residual",
              "Residual",
              "[[layer]]\nunits = 4\n[[layer]]\nunits = 6\nactivation = 'gelu'",
              {6},
              [](const Doubles& x, const double* theta) {
                const Doubles hidden = reference_dense(x, 4, "tanh", theta);
                return sum(x, reference_dense(hidden, 6, "gelu", theta));
              }}) &&
    add_case({"residual",
              "ResidualProjected",
              conv + "channels = 3\nstride = 2",
              {2, 5, 7},
              [](const Doubles& x, const double* theta) {
                const Doubles branched = reference_conv2d(x, {2, 5, 7}, 3, {3, 2, 1}, theta);
                return sum(reference_conv2d(x, {2, 5, 7}, 3, {1, 2, 0}, theta), branched);
              }}) &&
    add_case({"residual",
              "ResidualFlattening",
              "[[layer]]\nunits = 3",
              {2, 2, 2},
              [](const Doubles& x, const double* theta) {
                Doubles y = reference_dense(x, 3, "tanh", theta);
                for (std::size_t i = 0; i < 24; ++i) y[i / 8] += theta[i] * x[i % 8];
                return y;
              }}) &&
    add_case({"residual",
              "ResidualWithoutSkip",
              "skip = false\n" + conv + "channels = 3\nstride = 2",
              {2, 5, 7},
              [](const Doubles& x, const double* theta) {
                return reference_conv2d(x, {2, 5, 7}, 3, {3, 2, 1}, theta);
              }});

std::vector<std::string> names_of(const std::string& toml) {
  std::vector<std::string> names;
  for (const Block& block : make_layer("residual", toml, {2, 6, 6})->blocks())
    names.push_back(block.name);
  return names;
}

using Names = std::vector<std::string>;

TEST(Residual, ProjectsOnlyWhereTheShapeChanges) {
  EXPECT_EQ(names_of(conv + "channels = 2"), (Names{"layer0.weight"}));
  EXPECT_EQ(names_of(conv + "channels = 3"), (Names{"layer0.weight", "projection.weight"}));
  EXPECT_EQ(names_of("skip = false\n" + conv + "channels = 3"), (Names{"layer0.weight"}));
}

// The gradient of frn comes from its own output, not from the sum's.
TEST(Residual, ABranchMayEndInALayerThatReadsItsOutput) {
  const auto layer = make_layer("residual", norm, {1, 1, 2});
  layer->prepare(1);
  const Floats theta = {-1, 0, -1}, input = {4, 3};  // z = 1.13, 0.85: the first of -z is cut
  Floats output(2), slopes = {1, 0}, grad_input(2), gradient(3, 0.0f);
  layer->forward({theta, input, output, 1});
  EXPECT_FLOAT_EQ(output[0], 3);
  layer->backward({theta, input, output, slopes, grad_input, gradient, 1});
  EXPECT_EQ(gradient, (Floats{0, 0, 1}));
  EXPECT_EQ(grad_input, (Floats{1, 0}));
}

TEST(Residual, OneWordInTheModelTurnsAllSkipsOff) {
  const std::string block = "[[layer]]\ntype = 'residual'\n[[layer.layer]]\nunits = 5\n";
  const auto dim = [](const std::string& toml) {
    return build_network(Section::of("model", toml), {4}, {.n_classes = 3})->dim();
  };
  const std::size_t plain = 5 * 4 + 5 + 5 * 5 + 5 + 3 * 5 + 3, projection = 5 * 4;
  EXPECT_EQ(dim(block + block), plain + projection);  // the second keeps its shape
  EXPECT_EQ(dim("skip = false\n" + block + block), plain);
  // A resolved config says skip = true in every block.
  const std::string resolved =
      "[[layer]]\ntype = 'residual'\nskip = true\n[[layer.layer]]\nunits = 5\n";
  EXPECT_EQ(dim("skip = false\n" + resolved), dim("[[layer]]\nunits = 5"));
}

TEST(Residual, RefusesABranchThatIsMissingOrThatItCannotSkip) {
  const auto build = [](const std::string& toml) {
    build_network(Section::of("model", toml), {1, 8, 8}, {.n_classes = 3});
  };
  EXPECT_THROW(build("[[layer]]\ntype = 'residual'\nlayer = []"), UsageError);
  EXPECT_THROW(make_layer("residual", conv + "channels = 2\npadding = 0", {2, 6, 6}), UsageError);
}

}  // namespace
}  // namespace temper
