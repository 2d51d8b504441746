#include "random/noise.h"

#include <algorithm>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "random/noise.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must come first
#include "random/noise-inl.h"

HWY_BEFORE_NAMESPACE();
namespace temper::HWY_NAMESPACE {

/// Fills `out` chunk by chunk; the last, cut short, goes through a buffer.
template <class Source>
void fill_chunks(const Source& source, std::uint32_t block, std::span<float> out) {
  std::size_t i = 0;
  for (; i + Source::chunk <= out.size(); i += Source::chunk, block += lanes_of_chunk)
    source.write(block, out.data() + i);
  if (i == out.size()) return;
  float last[Source::chunk];
  source.write(block, last);
  std::copy_n(last, out.size() - i, out.data() + i);
}

/// As many blocks as there are lanes, one word after another.
HWY_INLINE void store_blocks(const Block& block, std::uint32_t* out) {
  hn::StoreInterleaved4(block.word[0], block.word[1], block.word[2], block.word[3], WordTag(), out);
}

void fill_words(const RngKey& key, std::span<std::uint32_t> out) {
  const Philox philox(key);
  const std::size_t lanes = hn::Lanes(WordTag());
  std::size_t i = 0;
  std::uint32_t block = 0;
  for (; i + 4 * lanes <= out.size(); i += 4 * lanes, block += static_cast<std::uint32_t>(lanes))
    store_blocks(philox.blocks(block), &out[i]);
  if (i == out.size()) return;
  std::uint32_t last[4 * max_lanes];
  store_blocks(philox.blocks(block), last);
  std::copy_n(last, out.size() - i, &out[i]);
}

void fill_noise(Noise kind, const RngKey& key, std::uint32_t first_block, std::span<float> out) {
  switch (kind) {
    case Noise::none:
      return std::fill(out.begin(), out.end(), 0.0F);
    case Noise::gaussian:
      return fill_chunks(GaussianNoise(key), first_block, out);
    case Noise::three_point:
      return fill_chunks(ThreePointNoise(key), first_block, out);
  }
}

}  // namespace temper::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace temper {

HWY_EXPORT(fill_words);
HWY_EXPORT(fill_noise);

void fill_words(const RngKey& key, std::span<std::uint32_t> out) {
  HWY_DYNAMIC_DISPATCH(fill_words)(key, out);
}

void fill_noise(Noise kind, const RngKey& key, std::uint32_t first_block, std::span<float> out) {
  HWY_DYNAMIC_DISPATCH(fill_noise)(kind, key, first_block, out);
}

}  // namespace temper
#endif
