#include "net/build_network.h"

#include <gtest/gtest.h>

#include "base/errors.h"
#include "config/section.h"

namespace temper {
namespace {

std::vector<std::string> names_and_offsets(const Network& net) {
  std::vector<std::string> list;
  for (const Block& block : net.blocks())
    list.push_back(block.name + "@" + std::to_string(block.offset));
  return list;
}

using Names = std::vector<std::string>;

TEST(BuildNetwork, WithoutALayerIsLinearWithBias) {
  const auto net = build_network(Section::of("model"), {4}, {.n_classes = 3});
  EXPECT_EQ(names_and_offsets(*net), (Names{"layer0.weight@0", "layer0.bias@12"}));
  EXPECT_EQ(net->dim(), 15u);
}

TEST(BuildNetwork, AddsTheOutputLayerAndTheLossesOwnParameters) {
  const auto model =
      Section::of("model", "[[layer]]\nunits = 5\n[[layer]]\nunits = 3\nbias = false");
  const auto net = build_network(model, {1, 2, 2}, {.n_targets = 2, .mean = {0, 0}, .sd = {1, 1}});
  EXPECT_EQ(names_and_offsets(*net),
            (Names{"layer0.weight@0", "layer0.bias@20", "layer1.weight@25", "layer2.weight@40",
                   "layer2.bias@46", "loss.log_sd@48"}));
  EXPECT_EQ(net->dim(), 50u);
}

TEST(BuildNetwork, ALastDenseLayerOfTheOutputsSizeIsTheOutput) {
  const auto dim = [](const std::string& toml) {
    return build_network(Section::of("model", toml), {4}, {.n_classes = 3})->dim();
  };
  const std::string hidden = "[[layer]]\nunits = 5\n";
  EXPECT_EQ(dim(hidden + "[[layer]]\nunits = 3"), dim(hidden));
  EXPECT_EQ(dim(hidden + "[[layer]]\nunits = 3\nactivation = 'identity'"), dim(hidden));
  EXPECT_EQ(dim(hidden + "[[layer]]\nunits = 3\nactivation = 'tanh'"), 25u + 18u + 12u);
}

TEST(BuildNetwork, PredictedNoiseHasAnOutputPerTargetMore) {
  const auto model = Section::of("model", "noise_sd = 'predicted'");
  const auto net = build_network(model, {3}, {.n_targets = 1, .mean = {0}, .sd = {1}});
  EXPECT_EQ(net->blocks()[0].shape, (Shape{2, 3}));
}

TEST(BuildNetwork, RefusesWrongLayers) {
  const auto build = [](const std::string& toml) {
    build_network(Section::of("model", toml), {4}, {.n_classes = 3});
  };
  EXPECT_THROW(build("[[layer]]\ntype = 'dens'\nunits = 3"), UsageError);
  EXPECT_THROW(build("[[layer]]\nunits = 0"), UsageError);
  EXPECT_THROW(build("[[layer]]\nunits = 3\nactivation = 'thanh'"), UsageError);
  EXPECT_THROW(build("[[layer]]\nunits = 3\ninit = 'glorat'"), UsageError);
}

std::string refusal_of(const std::string& type) {
  try {
    build_network(Section::of("model", "[[layer]]\ntype = '" + type + "'"), {4}, {.n_classes = 3});
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(BuildNetwork, SaysWhyALayerCannotBe) {
  EXPECT_NE(refusal_of("batch-norm").find("depend on the others of its minibatch"),
            std::string::npos);
  EXPECT_NE(refusal_of("dropout").find("random"), std::string::npos);
}

TEST(BuildNetwork, LayersOfABlockFitEachOtherToo) {
  const auto model = Section::of("model",
                                 "[[layer]]\ntype = 'residual'\n"
                                 "[[layer.layer]]\ntype = 'conv2d'\nchannels = 2\n"
                                 "[[layer.layer]]\ntype = 'frn'\n"
                                 "[[layer]]\ntype = 'max-pool'");
  const auto net = build_network(model, {1, 4, 6}, {.n_classes = 3});
  EXPECT_EQ(names_and_offsets(*net),
            (Names{"layer0.layer0.weight@0", "layer0.layer0.bias@18", "layer0.layer1.scale@20",
                   "layer0.layer1.shift@22", "layer0.layer1.threshold@24",
                   "layer0.projection.weight@26", "layer2.weight@28", "layer2.bias@64"}));
}

}  // namespace
}  // namespace temper
