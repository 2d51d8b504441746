// Fashion-MNIST: 70,000 images of clothing, 28 x 28 grey pixels, 10 classes; 10,000 are its own
// test split. From $TEMPER_DATA/fashion-mnist, or Debian's package dataset-fashion-mnist.
//
// Source: Xiao, Rasul & Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine
// learning algorithms", arXiv:1708.07747, 2017. Licence: MIT.

#include <filesystem>

#include "base/errors.h"
#include "config/section.h"
#include "data/data_folder.h"
#include "data/idx_images.h"
#include "data/source.h"

namespace temper {
namespace {

const char* const debian_folder = "/usr/share/datasets/fashion-mnist";

/// Table 2 of the paper.
const std::vector<std::string> class_names = {"T-shirt/top", "Trouser",   "Pullover", "Dress",
                                              "Coat",        "Sandal",    "Shirt",    "Sneaker",
                                              "Bag",         "Ankle boot"};

class FashionMnist final : public Source {
 public:
  RawData load() const override {
    RawData raw = read_idx_images(folder());
    if (raw.labels.class_names.size() != class_names.size())
      throw DataError(raw.origin + ": is not Fashion-MNIST: its labels are not 0 to 9");
    raw.labels.class_names = class_names;
    return raw;
  }

 private:
  static std::string folder() {
    if (auto own = find_in_temper_data("fashion-mnist"); !own.empty()) return own;
    if (!std::filesystem::exists(debian_folder))
      throw DataError(std::string("fashion-mnist: is not in ") + debian_folder +
                      "; apt-get install dataset-fashion-mnist");
    return debian_folder;
  }
};

const bool registered =
    sources().add("fashion-mnist", "70,000 images of clothing, 28 x 28, 10 classes",
                  [](const Section&) { return std::make_unique<FashionMnist>(); });

}  // namespace
}  // namespace temper
