#include "data/dataset_metadata.h"

#include <gtest/gtest.h>

namespace temper {
namespace {

TEST(Header, BringsBackEveryField) {
  Dataset sent;
  sent.name = "mine.csv";
  sent.task = Task::regression;
  sent.input_shape = {3, 2, 1};
  sent.n_inputs = 6;
  sent.n_targets = 2;
  sent.n_classes = 4;
  sent.class_names = {"", "b"};
  sent.input_names = {"i"};
  sent.target_names = {"t", "u"};
  sent.train.n = 7;
  sent.validation.n = 8;
  sent.test.n = 9;
  sent.input_scaling = {{1, 2}, {3, 4}};
  sent.target_scaling = {{5}, {6}};

  const Dataset got = unpack_header(pack_header(sent));
  EXPECT_EQ(got.name, sent.name);
  EXPECT_EQ(got.task, sent.task);
  EXPECT_EQ(got.input_shape, sent.input_shape);
  EXPECT_EQ(got.n_inputs, 6u);
  EXPECT_EQ(got.n_targets, 2u);
  EXPECT_EQ(got.n_classes, 4u);
  EXPECT_EQ(got.class_names, sent.class_names);
  EXPECT_EQ(got.input_names, sent.input_names);
  EXPECT_EQ(got.target_names, sent.target_names);
  EXPECT_EQ(got.train.n, 7u);
  EXPECT_EQ(got.validation.n, 8u);
  EXPECT_EQ(got.test.n, 9u);
  EXPECT_EQ(got.input_scaling.sd, sent.input_scaling.sd);
  EXPECT_EQ(got.target_scaling.mean, sent.target_scaling.mean);
}

}  // namespace
}  // namespace temper
