// How much scratch an evaluation needs, and where its parts lie.
#include "engine/eval/scratch.hpp"

#include "engine/eval/evaluate.hpp"

namespace origo {
namespace {

constexpr std::size_t kAlignment = alignof(Amount);

// The parts follow one another in the order of their alignment, so that none
// needs padding.
static_assert(alignof(Amount) >= alignof(Ratio));
static_assert(alignof(Ratio) >= alignof(Standing));
static_assert(alignof(Standing) >= alignof(MaskWord));

constexpr std::size_t words_of(std::uint32_t materials) noexcept {
  return materials <= 64 ? 1 : (std::size_t{materials} + 63) / 64;
}

// Where the parts after the amounts begin, and the bytes of one word of every
// mask.
struct Layout {
  std::size_t ratios;
  std::size_t truths;
  std::size_t masks;
  std::size_t mask_bytes;
};

Layout layout_of(const bytecode::Image& image) noexcept {
  const bytecode::Needs& all = image.all_needs();
  Layout layout;
  layout.ratios = all.amounts * sizeof(Amount);
  layout.truths = layout.ratios + all.ratios * sizeof(Ratio);
  layout.masks = layout.truths + all.truths * sizeof(Standing);
  layout.mask_bytes = (all.masks + bytecode::kOwnMasks) * sizeof(MaskWord);
  return layout;
}

}  // namespace

std::size_t scratch_size(const bytecode::Image& image,
                         std::uint32_t materials) noexcept {
  const Layout layout = layout_of(image);
  return layout.masks + layout.mask_bytes * words_of(materials) + kAlignment -
         1;
}

Scratch::Scratch(const bytecode::Image& image, std::uint32_t materials,
                 std::span<std::byte> memory) noexcept {
  const Layout layout = layout_of(image);
  const std::size_t mask_words = words_of(materials);
  const auto address = reinterpret_cast<std::uintptr_t>(memory.data());
  const std::size_t padding = -address & (kAlignment - 1);
  if (memory.size() < padding + layout.masks + layout.mask_bytes * mask_words) {
    return;
  }
  std::byte* const first = memory.data() + padding;
  amounts = reinterpret_cast<Amount*>(first);
  ratios = reinterpret_cast<Ratio*>(first + layout.ratios);
  truths = reinterpret_cast<Standing*>(first + layout.truths);
  masks = reinterpret_cast<MaskWord*>(first + layout.masks);
  words = static_cast<std::uint32_t>(mask_words);
}

}  // namespace origo
