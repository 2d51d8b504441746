// The format is that of LibLZF (Lehmann, 2008; http://oldhome.schmorp.de/marc/liblzf.html). A byte
// below 32 says how many bytes follow as they are; another begins a copy of earlier output: three
// bits of its length, thirteen of its distance back.

#include "h5/lzf_filter.h"

#include <hdf5.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace temper {
namespace {

/// Bytes taken one after the other; nothing where they have ended.
class Stream {
 public:
  explicit Stream(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  bool is_at_end() const { return rest_.empty(); }

  std::optional<std::size_t> next() {
    if (rest_.empty()) return {};
    const std::size_t byte = rest_[0];
    rest_ = rest_.subspan(1);
    return byte;
  }

  /// Appends so many bytes to `output`; false if there are fewer.
  bool append_to(std::vector<std::uint8_t>& output, std::size_t n) {
    if (rest_.size() < n) return false;
    output.insert(output.end(), rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(n));
    rest_ = rest_.subspan(n);
    return true;
  }

 private:
  std::span<const std::uint8_t> rest_;
};

/// Repeats what was put out a distance back, which may be less than the length. False if so much
/// hasn't been put out, or the input ends.
bool copy_earlier(std::vector<std::uint8_t>& output, std::size_t control, Stream& input) {
  std::size_t length = control >> 5;
  if (length == 7) {
    const auto more = input.next();
    if (!more) return false;
    length += *more;
  }
  const auto low = input.next();
  if (!low) return false;
  const std::size_t distance = ((control & 31) << 8) + *low + 1;
  if (distance > output.size()) return false;
  for (std::size_t i = 0; i < length + 2; ++i) output.push_back(output[output.size() - distance]);
  return true;
}

/// Nothing if the bytes are damaged. Each can stand for 88 bytes at most.
std::optional<std::vector<std::uint8_t>> decompress(std::span<const std::uint8_t> bytes) {
  std::vector<std::uint8_t> output;
  Stream input(bytes);
  while (!input.is_at_end()) {
    const auto control = *input.next();
    const bool is_whole =
        control < 32 ? input.append_to(output, control + 1) : copy_earlier(output, control, input);
    if (!is_whole) return {};
  }
  return output;
}

/// HDF5's way to call a filter: replaces *buffer and returns the bytes in it, 0 for failure.
// NOLINTNEXTLINE(readability-function-size): the parameters are those of HDF5
std::size_t filter(unsigned flags, std::size_t /*n_parameters*/, const unsigned* /*parameters*/,
                   std::size_t n_bytes, std::size_t* capacity, void** buffer) try {
  if ((flags & H5Z_FLAG_REVERSE) == 0) return 0;  // compresses nothing
  const auto output = decompress({static_cast<const std::uint8_t*>(*buffer), n_bytes});
  if (!output || output->empty()) return 0;
  auto* const memory = H5allocate_memory(output->size(), false);
  if (memory == nullptr) return 0;
  std::copy(output->begin(), output->end(), static_cast<std::uint8_t*>(memory));
  H5free_memory(*buffer);
  *buffer = memory;
  *capacity = output->size();
  return output->size();
} catch (const std::bad_alloc&) {  // nothing may pass through HDF5
  return 0;
}

}  // namespace

std::optional<std::size_t> lzf_unpacked_size(std::span<const std::uint8_t> bytes) {
  const auto output = decompress(bytes);
  return output ? std::optional(output->size()) : std::nullopt;
}

void register_lzf() {
  constexpr H5Z_class2_t entry{H5Z_CLASS_T_VERS, lzf_filter, 0, 1, "lzf", nullptr, nullptr, filter};
  H5Zregister(&entry);
}

}  // namespace temper
