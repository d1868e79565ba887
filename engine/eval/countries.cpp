// The set of countries that a step gives.
//
// It is known when every material that may be selected has a known country, and
// that is the country of one that is selected for certain.
#include "engine/eval/countries.hpp"

#include "engine/eval/machine.hpp"

namespace origo {
namespace {

class Collection {
 public:
  explicit Collection(std::span<Country> to) noexcept : to_(to) {}

  [[nodiscard]] std::uint32_t count() const noexcept { return count_; }
  // Whether there was room for all.
  [[nodiscard]] bool is_whole() const noexcept { return is_whole_; }

  [[nodiscard]] bool has(Country country) const noexcept {
    for (const Country& it : to_.first(count_)) {
      if (it == country) return true;
    }
    return false;
  }

  void add(Country country) noexcept {
    if (has(country)) return;
    if (count_ < to_.size()) {
      to_[count_++] = country;
    } else {
      is_whole_ = false;
    }
  }

 private:
  std::span<Country> to_;
  std::uint32_t count_ = 0;
  bool is_whole_ = true;
};

Countries countries_of_materials(Machine& machine, const MaskWord* selected,
                                 std::uint32_t materials, bool is_complete,
                                 std::span<Country> to) noexcept {
  Countries result;
  result.are_known = is_complete;
  Collection found(to);
  auto each = [materials, selected](auto what) noexcept {
    for (std::uint32_t i = 0; i < materials; ++i) {
      const MaskWord& word = selected[i / 64];
      if ((word.possible >> (i % 64) & 1) != 0) {
        what(i, (word.certain >> (i % 64) & 1) != 0);
      }
    }
  };
  each([&](std::uint32_t material, bool is_certain) noexcept {
    const Country origin = machine.origin_of(material);
    if (is_certain && origin.is_known()) found.add(origin);
  });
  each([&](std::uint32_t material, bool) noexcept {
    const Country origin = machine.origin_of(material);
    if (!origin.is_known() && result.unknown_materials++ == 0) {
      result.first_unknown = material;
    }
    if (!found.has(origin)) result.are_known = false;
  });
  result.count = found.count();
  if (result.count == 0 || !found.is_whole()) result.are_known = false;
  return result;
}

}  // namespace

Countries countries_of(const bytecode::Image& image, const Good& good,
                       const Outcome& outcome, std::span<std::byte> scratch,
                       std::span<Country> to, const Options& options) noexcept {
  Countries result;
  if (outcome.verdict != Verdict::Originating || !image.is_cascade()) {
    return result;
  }
  const bytecode::GivesRecord& gives = image.gives()[outcome.criterion];
  if (gives.fact == bytecode::kNone) {
    Machine machine(image, good, scratch, options);
    if (!machine.has_room()) return result;
    machine.begin(bytecode::kNone);
    const MaskWord* const selected =
        machine.selection(gives.program, Reason::Context::Criterion);
    return countries_of_materials(machine, selected, good.materials.count,
                                  good.materials.is_complete, to);
  }
  const std::int64_t place =
      gives.fact < good.facts.size() ? good.facts[gives.fact] : kMissing;
  if (place == kMissing) return result;
  if (to.empty()) return result;
  to[0] = {static_cast<std::uint16_t>(place)};
  result.count = 1;
  result.are_known = true;
  return result;
}

}  // namespace origo
