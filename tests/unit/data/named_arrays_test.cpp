#include "data/named_arrays.h"

#include <gtest/gtest.h>

#include <map>

#include "files/open_file.h"
#include "unit/data/loading.h"
#include "unit/temporary_folder.h"

namespace temper {
namespace {

class Arrays final : public ArrayFile {
 public:
  explicit Arrays(std::map<std::string, Array> arrays) : arrays_(std::move(arrays)) {}
  std::string path() const override { return "mine.npz"; }
  std::vector<std::string> names() const override {
    std::vector<std::string> names;
    for (const auto& [name, array] : arrays_) names.push_back(name);
    return names;
  }
  Array read(const std::string& name) const override { return arrays_.at(name); }

 private:
  std::map<std::string, Array> arrays_;
};

Array zeros(const std::vector<std::size_t>& shape) {
  std::size_t n = 1;
  for (const auto length : shape) n *= length;
  return {shape, std::vector<double>(n)};
}

std::string refusal(std::map<std::string, Array> arrays) {
  try {
    read_named_arrays(Arrays(std::move(arrays)));
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

TEST(NamedArrays, TextNamesClasses) {
  const Array names{{4}, {}, {"b", "a", "b", "c"}};
  const auto raw = read_named_arrays(Arrays({{"X", zeros({4, 2})}, {"y", names}}));
  EXPECT_EQ(raw.labels.class_names, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(raw.labels.of, (std::vector<std::int32_t>{1, 0, 1, 2}));
  EXPECT_NE(refusal({{"X", Array{{4}, {}, {"1", "2", "3", "4"}}}, {"y", zeros({4})}})
                .find("inputs must be numbers"),
            std::string::npos);
}

TEST(NamedArrays, TextOfNumbersIsNumbersUnlessTheyAreWhole) {
  const auto raw_of = [](const std::vector<std::string>& labels) {
    return read_named_arrays(
        Arrays({{"X", zeros({labels.size(), 2})}, {"y", Array{{labels.size()}, {}, labels}}}));
  };
  const auto numbers = raw_of({"0.5", "-1e3", "2"});
  EXPECT_TRUE(numbers.labels.of.empty());
  EXPECT_EQ(numbers.targets.n_rows(), 3u);
  EXPECT_TRUE(raw_of({"1,234.00", "500.00", "1,000.50"}).labels.of.empty());
  EXPECT_EQ(raw_of({"01", "1", "7"}).labels.class_names.size(), 3u);
  EXPECT_EQ(raw_of({"0.5", "high", "low"}).labels.class_names.size(), 3u);
}

TEST(NamedArrays, ALabelThatIsMissingIsRefused) {
  for (const std::string word : {"NA", "", "nan", "None", "<NA>"})
    EXPECT_EQ(refusal({{"X", zeros({3, 2})}, {"y", Array{{3}, {}, {"a", word, "b"}}}}),
              "mine.npz: row 2 of the targets is missing ('" + word + "'); leave the row out");
}

TEST(NamedArrays, SaysWhichArraysAreLeftOut) {
  const auto raw = read_named_arrays(
      Arrays({{"X", zeros({3, 2})}, {"y", zeros({3})}, {"X_val", zeros({1, 2})}}));
  EXPECT_EQ(raw.notes, std::vector<std::string>{"left out: X_val"});
}

TEST(NamedArrays, WeightsSayHowOftenAnExampleWasSeen) {
  const Array weights{{3}, std::vector<double>{0.5, 0, 3}};
  const std::map<std::string, Array> arrays{
      {"X", zeros({3, 2})}, {"y", zeros({3})}, {"sample_weight", weights}};
  const auto raw = read_named_arrays(Arrays(arrays));
  EXPECT_EQ(raw.weights, (std::vector<double>{0.5, 0, 3}));
  EXPECT_TRUE(raw.weights_count);
  auto wrong = arrays;
  wrong.at("sample_weight") = zeros({2});
  EXPECT_EQ(refusal(wrong),
            "mine.npz: sample_weight: is 2, where one weight for each of 3 examples is needed");
  wrong.at("sample_weight") = Array{{3}, std::vector<double>{1, -1, 1}};
  EXPECT_EQ(refusal(wrong), "mine.npz: sample_weight: the weight -1 is no number from 0 on");
}

TEST(NamedArrays, SaysWhatDoesNotFit) {
  EXPECT_EQ(refusal({{"data", zeros({4, 2})}, {"y", zeros({4})}}),
            "mine.npz: has no array x or x_train or inputs or inputs_train; it has data, y");
  EXPECT_EQ(refusal({{"X", zeros({4, 2})}, {"y", zeros({3})}}),
            "mine.npz: y: is 3, but there are 4 examples");
  EXPECT_EQ(refusal({{"X", zeros({4, 2})}, {"y", zeros({4, 1, 1})}}),
            "mine.npz: y: is 4 x 1 x 1, where a target is examples or examples x targets");
  EXPECT_EQ(refusal({{"X", zeros({4, 32, 32, 3})}, {"y", zeros({4})}}),
            "mine.npz: X: is 4 x 32 x 32 x 3, but channels come before height and width: "
            "numpy.moveaxis(X, -1, 1)");
  EXPECT_EQ(refusal({{"X", zeros({4, 2})}, {"y", zeros({4})}, {"X_test", zeros({4, 3})}}),
            "mine.npz: has no array y_test or targets_test or labels_test; it has X, X_test, y");
  EXPECT_EQ(refusal({{"X", zeros({4, 2})},
                     {"y", zeros({4})},
                     {"X_test", zeros({4, 3})},
                     {"y_test", zeros({4})}}),
            "mine.npz: X_test: is 4 x 3, unlike the examples for training");
  EXPECT_EQ(refusal({{"X", zeros({})}, {"y", zeros({4})}}), "mine.npz: X: is a single number");
}

TEST(Npz, ReadsStoredAndDeflatedArchives) {
  const Dataset stored = load_file(fixture("stored.npz"), "split = [1, 0, 0]\nstandardise = false");
  EXPECT_EQ(stored.train.n, 6u);
  EXPECT_EQ(stored.train.inputs[11], 2.75f);
  const Dataset deflated =
      load_file(fixture("deflated.npz"), "split = [1, 0, 0]\nstandardise = false");
  EXPECT_EQ(deflated.train.n, 6u);
  EXPECT_EQ(deflated.test.n, 2u);
  EXPECT_EQ(deflated.test.labels[1], 1);
}

// Every third byte, for speed: fields are two bytes long or more.
TEST(Npz, TruncatedArchivesAreBadDataAndDamagedOnesDoNotCrash) {
  const TemporaryFolder folder;
  for (const char* name : {"stored.npz", "deflated.npz"}) {
    const auto bytes = read_file(fixture(name));
    for (std::size_t size = 0; size < bytes.size(); size += 3) {
      const auto path = folder.write("mine.npz", bytes.substr(0, size));
      EXPECT_EQ(error_of_file(path).find(path), 0u) << name << ", " << size << " bytes";
    }
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
      auto damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
      error_of_file(folder.write("mine.npz", damaged));
    }
  }
}

TEST(Hdf5, ReadsDatasetsOfTheRootGroup) {
  const Dataset arrays = load_file(fixture("arrays.h5"), "split = [1, 0, 0]\nstandardise = false");
  EXPECT_EQ(arrays.task, Task::regression);
  EXPECT_EQ(arrays.n_targets, 2u);
  EXPECT_EQ(arrays.target_names, (std::vector<std::string>{"y0", "y1"}));
  EXPECT_EQ(arrays.train.targets[10], 5.25f);
  EXPECT_EQ(arrays.train.inputs[11], 2.75f);
}

TEST(Hdf5, ReadsCompressedImagesOfBytesAndBooleanLabels) {
  const auto path = fixture("images.hdf5");
  const Dataset images =
      load_file(path, "task = 'classification'\nsplit = [1, 0, 0]\nstandardise = false");
  EXPECT_EQ(images.input_shape, (std::vector<std::size_t>{1, 3, 4}));
  EXPECT_FLOAT_EQ(images.train.inputs[23], 230 / 255.0f);
  EXPECT_EQ(images.train.labels[0], 1);
}

TEST(Hdf5, ReadsWhatH5pyCompressesByLzf) {
  const Dataset lzf = load_file(fixture("lzf.h5"), "split = [1, 0, 0]\nstandardise = false");
  ASSERT_EQ(lzf.train.n, 600u);
  for (std::size_t row = 0; row < lzf.train.n; ++row) {
    EXPECT_EQ(lzf.train.inputs[3 * row], static_cast<float>(row % 7));
    EXPECT_EQ(lzf.train.labels[row], static_cast<int>(row % 7));
  }
  EXPECT_EQ(lzf.train.inputs[1], 0.51182162f);  // NumPy's default_rng(1).random()
}

TEST(Hdf5, NamesACompressionThatIsNotHere) {
  EXPECT_NE(error_of_file(fixture("blosc.h5")).find("HDF5 filter 32001), which isn't read here"),
            std::string::npos);
}

TEST(Hdf5, EveryTruncationIsBadDataAndDamageDoesNotCrash) {
  const TemporaryFolder folder;
  for (const char* name : {"images.hdf5", "lzf.h5"}) {
    const auto bytes = read_file(fixture(name));
    for (std::size_t size = 0; size < bytes.size(); size += bytes.size() / 80) {
      const auto path = folder.write("mine.h5", bytes.substr(0, size));
      EXPECT_EQ(error_of_file(path).find(path), 0u) << name << ", " << size << " bytes";
    }
    for (std::size_t i = 0; i < bytes.size(); i += bytes.size() / 80) {
      auto damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
      error_of_file(folder.write("mine.h5", damaged));
    }
  }
}

}  // namespace
}  // namespace temper
