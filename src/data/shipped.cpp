// The small real data sets that come with the program: src/data/sets, whose README says where they
// are from. A new one is a CSV file there and a line here.

#include <functional>

#include "config/section.h"
#include "data/csv.h"
#include "data/data_folder.h"
#include "data/source.h"

namespace temper {
namespace {

/// What makes examples of a kind out of a table.
using Reshape = std::function<void(RawData&)>;

class Shipped final : public Source {
 public:
  Shipped(std::string name, Reshape reshape)
      : name_(std::move(name)), reshape_(std::move(reshape)) {}

  RawData load() const override {
    RawData raw = read_csv(find_shipped(name_ + ".csv"));
    if (reshape_) reshape_(raw);
    return raw;
  }

 private:
  std::string name_;
  Reshape reshape_;
};

/// 8 x 8 pixels, which count the dots of ink in a square of 4 x 4.
void to_digit_images(RawData& raw) {
  raw.input_shape = {1, 8, 8};
  raw.input_names.clear();
  raw.schema = {};
  raw.inputs.scale_by(1.0 / 16);
}

bool add(const std::string& name, const std::string& help, const Reshape& reshape = {}) {
  return sources().add(name, help, [name, reshape](const Section&) {
    return std::make_unique<Shipped>(name, reshape);
  });
}

const bool registered =
    add("iris", "150 flowers, 4 lengths, 3 species") &&
    add("wine", "178 wines, 13 measurements, 3 cultivars") &&
    add("breast-cancer", "569 tumours, 30 measurements, benign or malignant") &&
    add("digits", "1,797 images of handwritten digits, 8 x 8", to_digit_images) &&
    add("ionosphere", "351 radar echoes, 33 pulses, good or bad") &&
    add("diabetes", "442 patients, 10 measurements, progression of the disease") &&
    add("airfoil", "1,503 wind tunnel tests, 5 settings, sound pressure in dB") &&
    add("bikesharing", "17,379 hours, 12 weather and calendar inputs, bikes rented") &&
    add("concrete", "1,030 mixtures, 8 ingredients and age, strength in MPa") &&
    add("energy", "768 buildings, 8 properties, heating load") &&
    add("yacht", "308 hulls, 6 properties, resistance");

}  // namespace
}  // namespace temper
