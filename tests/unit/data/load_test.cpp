#include "data/load.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "data/source.h"
#include "files/open_file.h"
#include "unit/data/loading.h"
#include "unit/temporary_folder.h"

namespace temper {
namespace {

double mean_of(std::span<const float> values, std::size_t n_columns, std::size_t column) {
  double sum = 0;
  for (std::size_t i = column; i < values.size(); i += n_columns) sum += values[i];
  return sum / static_cast<double>(values.size() / n_columns);
}

void expect_whole(const Part& part, const Dataset& data) {
  const bool classes = data.task == Task::classification;
  EXPECT_EQ(part.inputs.size(), part.n * data.n_inputs);
  EXPECT_EQ(part.labels.size(), classes ? part.n : 0);
  EXPECT_EQ(part.targets.size(), classes ? 0 : part.n * data.n_targets);
  for (const auto label : part.labels) EXPECT_LT(label, static_cast<int>(data.n_classes));
}

// The contract of every source, present and to come.
TEST(LoadDataset, EverySourceIsWholeAndRepeatable) {
  for (const auto& name : sources().names()) {
    const Dataset data = load("source = '" + name + "'");
    EXPECT_GE(data.train.n, 2u) << name;
    for (const Part* part : {&data.train, &data.validation, &data.test}) expect_whole(*part, data);
    std::size_t n_inputs = 1;
    for (const auto length : data.input_shape) n_inputs *= length;
    EXPECT_EQ(n_inputs, data.n_inputs) << name;
    if (data.input_shape.size() == 1) {
      EXPECT_EQ(data.input_names.size(), n_inputs) << name;
    }
    EXPECT_EQ(data.class_names.size(), data.n_classes) << name;
    EXPECT_EQ(data.target_names.size(), data.n_targets) << name;
    if (name != "fashion-mnist") {
      EXPECT_EQ(load("source = '" + name + "'").checksum, data.checksum) << name;
    }
  }
}

// The contract of every file format: what isn't one is bad data and names the file.
TEST(LoadDataset, EveryFormatRefusesWhatIsNotOne) {
  const TemporaryFolder folder;
  for (const auto& format : formats().names()) {
    if (format == "-") continue;  // standard input is no file
    const auto path = format == "/" ? folder.path() : folder.write("x" + format, "\x01garbage");
    EXPECT_EQ(error_of_file(path).find(path), 0u) << format;
    if (format == "/") continue;
    EXPECT_EQ(error_of_file(folder.path() + "/none" + format),
              folder.path() + "/none" + format + ": there is no such file");
    EXPECT_NE(error_of_file(folder.write("x" + format, "")).find("is empty"), std::string::npos);
  }
}

TEST(LoadDataset, IrisIsSplitByClassAndStandardisedByItsTrainingPart) {
  const Dataset iris = load("source = 'iris'");
  EXPECT_EQ(iris.class_names, (std::vector<std::string>{"setosa", "versicolor", "virginica"}));
  EXPECT_EQ(iris.input_names[3], "petal_width_cm");
  EXPECT_EQ(iris.train.n, 120u);
  EXPECT_EQ(iris.validation.n, 15u);
  EXPECT_EQ(iris.test.n, 15u);
  for (const int label : {0, 1, 2})
    EXPECT_EQ(std::count(iris.test.labels.begin(), iris.test.labels.end(), label), 5);
  for (std::size_t column = 0; column < 4; ++column)
    EXPECT_NEAR(mean_of(iris.train.inputs, 4, column), 0, 1e-6);
  EXPECT_GT(std::abs(mean_of(iris.test.inputs, 4, 0)), 1e-3);
}

TEST(LoadDataset, InOriginalUnitsIrisIsWhatFisherMeasured) {
  const Dataset iris = load("source = 'iris'\nsplit = [1, 0, 0]");
  const std::vector<double> first = {5.1, 3.5, 1.4, 0.2};  // the paper's table I, first row
  for (std::size_t j = 0; j < 4; ++j)
    EXPECT_NEAR(iris.input_scaling.mean[j] + iris.input_scaling.sd[j] * iris.train.inputs[j],
                first[j], 1e-6);
}

TEST(LoadDataset, FashionMnistKeepsItsTestSplit) {
  const Dataset fashion = load("source = 'fashion-mnist'\npool = 2");
  EXPECT_EQ(fashion.input_shape, (std::vector<std::size_t>{1, 14, 14}));
  EXPECT_EQ(fashion.train.n, 54000u);
  EXPECT_EQ(fashion.validation.n, 6000u);
  EXPECT_EQ(fashion.test.n, 10000u);
  EXPECT_EQ(fashion.test.labels[0], 9);  // of the first image of t10k-labels-idx1-ubyte
  EXPECT_EQ(fashion.class_names[9], "Ankle boot");
  for (int label = 0; label < 10; ++label)
    EXPECT_EQ(std::count(fashion.train.labels.begin(), fashion.train.labels.end(), label), 5400);
}

TEST(LoadDataset, DigitsAreImagesBetweenZeroAndOne) {
  const Dataset digits = load("source = 'digits'\nstandardise = false");
  EXPECT_EQ(digits.input_shape, (std::vector<std::size_t>{1, 8, 8}));
  const auto [low, high] =
      std::minmax_element(digits.train.inputs.begin(), digits.train.inputs.end());
  EXPECT_EQ(*low, 0);
  EXPECT_EQ(*high, 1);
}

TEST(LoadDataset, TheChecksumSeesSeedSplitAndScaling) {
  const auto checksum = load("source = 'iris'").checksum;
  EXPECT_NE(checksum, load("source = 'iris'", 2).checksum);
  EXPECT_NE(checksum, load("source = 'iris'\nsplit = [0.8, 0.2, 0]").checksum);
  EXPECT_NE(checksum, load("source = 'iris'\nstandardise = false").checksum);
}

TEST(LoadDataset, RefusesOptionsThatDoNotFit) {
  const auto refusal = [](const std::string& toml) { return error_of<UsageError>(toml); };
  EXPECT_NE(refusal("source = 'fasion-mnist'").find("did you mean 'fashion-mnist'"),
            std::string::npos);
  EXPECT_NE(refusal("source = 'mine.xlsx'").find(".csv"), std::string::npos);
  EXPECT_NE(refusal("source = 'iris'\nsplit = [0.8, 0.1]").find("three shares"), std::string::npos);
  EXPECT_NE(refusal("source = 'iris'\nsplit = [0.8, 0.1, 0.2]").find("sums to 1.1"),
            std::string::npos);
  EXPECT_NE(refusal("source = 'iris'\nsplit = [0, 0.5, 0.5]").find("nothing to train on"),
            std::string::npos);
  EXPECT_NE(refusal("source = 'iris'\npool = 2").find("the inputs are 4"), std::string::npos);
  EXPECT_NE(refusal("source = 'digits'\npool = 3").find("1 x 8 x 8"), std::string::npos);
  EXPECT_NE(refusal("source = 'iris'\ntask = 'clasification'").find("classification"),
            std::string::npos);
}

/// Sets $TEMPER_DATA for the length of a test.
class TemperData {
 public:
  explicit TemperData(const std::string& path) { setenv("TEMPER_DATA", path.c_str(), 1); }
  ~TemperData() { unsetenv("TEMPER_DATA"); }
};

TEST(LoadDataset, LooksInTemperDataFirst) {
  const TemporaryFolder folder;
  const TemperData variable(folder.path());
  folder.write("iris.csv", "a,b\n1,x\n2,y\n3,x\n");
  EXPECT_EQ(load("source = 'iris'\nsplit = [1, 0, 0]").train.n, 3u);
  EXPECT_EQ(load("source = 'wine'").n_classes, 3u);
  std::filesystem::create_directory(folder.path() + "/fashion-mnist");
  EXPECT_EQ(error_of("source = 'fashion-mnist'").find(folder.path()), 0u);
}

}  // namespace
}  // namespace temper
