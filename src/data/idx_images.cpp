#include "data/idx_images.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <future>

#include "base/errors.h"
#include "config/section.h"
#include "data/source.h"
#include "files/idx.h"

namespace temper {
namespace {

namespace fs = std::filesystem;

struct Images {
  std::vector<std::size_t> shape;  ///< of one image
  std::vector<std::uint8_t> pixels;
  std::vector<std::uint8_t> labels;
};

/// With .gz if only that is there.
std::string path_of(const std::string& folder, const std::string& file) {
  const auto plain = fs::path(folder) / file;
  return fs::exists(plain) ? plain.string() : plain.string() + ".gz";
}

Images read_part(const std::string& folder, const std::string& part) {
  const auto images_path = path_of(folder, part + "-images-idx3-ubyte");
  const auto labels_path = path_of(folder, part + "-labels-idx1-ubyte");
  auto labels = read_idx(labels_path);
  auto images = read_idx(images_path);
  if (labels.shape.size() != 1)
    throw DataError(labels_path + ": labels need one dimension, an image one number");
  if (images.shape.size() < 2 || images.shape.size() > 4)
    throw DataError(images_path + ": images need the dimensions images x height x width");
  if (images.shape[0] != labels.shape[0])
    throw DataError(fmt::format("{}: has {} images, but {} has {} labels", images_path,
                                images.shape[0], labels_path, labels.shape[0]));
  return {{images.shape.begin() + 1, images.shape.end()},
          std::move(images.values),
          std::move(labels.values)};
}

void append(RawData& raw, const Images& images) {
  raw.inputs.append(RawMatrix(raw.inputs.n_columns(), images.pixels, 1.0 / 255));
  raw.labels.of.insert(raw.labels.of.end(), images.labels.begin(), images.labels.end());
}

RawData start_with(const std::string& folder, Images images) {
  RawData raw;
  raw.origin = folder;
  raw.input_shape = std::move(images.shape);
  if (raw.input_shape.size() == 2) raw.input_shape.insert(raw.input_shape.begin(), 1);
  std::size_t n_pixels = 1;
  for (const auto length : raw.input_shape) n_pixels *= length;
  raw.inputs = RawMatrix(n_pixels, std::move(images.pixels), 1.0 / 255);
  raw.labels.of.assign(images.labels.begin(), images.labels.end());
  raw.target_names = {"label"};
  return raw;
}

class IdxFolder final : public Source {
 public:
  explicit IdxFolder(std::string folder) : folder_(std::move(folder)) {}
  RawData load() const override { return read_idx_images(folder_); }

 private:
  std::string folder_;
};

const bool registered = formats().add(
    "/", "a folder of IDX files: train-images-idx3-ubyte[.gz], …",
    [](const Section&, const std::string& path) { return std::make_unique<IdxFolder>(path); });

}  // namespace

RawData read_idx_images(const std::string& folder) {
  const bool has_test = fs::exists(path_of(folder, "t10k-images-idx3-ubyte"));
  auto test = std::async(std::launch::async, [&] {  // uncompressing takes most of the time
    return has_test ? read_part(folder, "t10k") : Images{};
  });
  auto training = read_part(folder, "train");
  const auto shape = training.shape;
  RawData raw = start_with(folder, std::move(training));

  if (const auto own_test = test.get(); has_test) {
    if (own_test.shape != shape)
      throw DataError(folder + ": images for training and test differ in size");
    append(raw, own_test);
    raw.n_own_test = own_test.labels.size();
  }
  const auto n_classes = 1 + *std::max_element(raw.labels.of.begin(), raw.labels.of.end());
  for (int label = 0; label < n_classes; ++label)
    raw.labels.class_names.push_back(std::to_string(label));
  return raw;
}

}  // namespace temper
