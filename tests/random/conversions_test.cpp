// A verdict on a good with split codes is that of every code it may have; and
// where all of these agree, there is one.
#include <fmt/format.h>

#include <algorithm>

#include "engine/explain/conversions.hpp"
#include "tests/random/pairs.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

constexpr std::size_t kSplitMaterials = 3;

// Conversions of the good and some of its materials, each to up to three codes
// that goods of the program have. The same every time it is asked about.
std::vector<Conversion> conversions_of(const Compiled& program,
                                       const FactSheet& sheet) {
  Random random(program.pack.strings.size() * 31 + sheet.code.bits +
                sheet.materials());
  GoodGenerator goods(program.pack, random);
  std::vector<Conversion> conversions;
  const auto split = [&](std::uint32_t material, HsCode code) {
    Conversion it;
    it.material = material;
    it.stated = code;
    it.codes.push_back(code);
    for (std::size_t i = random.below(3); i > 0; --i) {
      const FactSheet other = goods.good();
      const bool is_of_material =
          material != Conversion::kGood && other.materials() > 0;
      const HsCode next = is_of_material ? other.material(0).code : other.code;
      if (next.is_known()) it.codes.push_back(next);
    }
    conversions.push_back(std::move(it));
  };
  if (sheet.code.is_known() && random.chance(60)) {
    split(Conversion::kGood, sheet.code);
  }
  for (std::size_t i = 0; i < std::min(sheet.materials(), kSplitMaterials);
       ++i) {
    const HsCode code = sheet.material(i).code;
    if (code.is_known() && random.chance(70)) {
      split(static_cast<std::uint32_t>(i), code);
    }
  }
  return conversions;
}

bool originates(const Outcome& outcome) {
  return outcome.verdict == Verdict::Originating;
}

bool is_decided(const Outcome& outcome) {
  return outcome.verdict != Verdict::Undetermined;
}

std::string mistake(const Compiled& program, FactSheet& sheet) {
  const auto conversions = conversions_of(program, sheet);
  std::size_t count = 1;
  for (const Conversion& it : conversions) count *= it.codes.size();
  std::vector<Outcome> outcomes;
  for (std::size_t i = 0; i < count; ++i) {
    FactSheet one = sheet;
    std::size_t rest = i;
    for (const Conversion& it : conversions) {
      const HsCode code = it.codes[rest % it.codes.size()];
      rest /= it.codes.size();
      if (it.material == Conversion::kGood) {
        one.code = code;
      } else {
        one.material(it.material).code = code;
      }
    }
    const Good good = one.good();
    outcomes.push_back(evaluate(program, good));
    const bool is_open =
        !is_decided(outcomes.back()) && is_undefined(program, good);
    if (outcomes.back().failure != Failure::None || is_open) return {};
  }
  const Explanation found =
      explain_converted(program.loaded.image, sheet.good(), {}, conversions);
  const bool do_agree =
      std::all_of(outcomes.begin(), outcomes.end(), [&](const Outcome& it) {
        return is_decided(it) && originates(it) == originates(outcomes.front());
      });
  const bool is_sound =
      !is_decided(found.outcome) ||
      (do_agree && originates(found.outcome) == originates(outcomes.front()));
  const bool is_whole =
      is_decided(found.outcome) || !do_agree || found.split == Split::TooMany;
  if (is_sound && is_whole) return {};
  std::string text = text_of(found.outcome) + "\nof which each is";
  for (const Outcome& it : outcomes) text += '\n' + text_of(it);
  return text;
}

}  // namespace

TEST_CASE("a verdict on split codes is that of each of them") {
  const std::size_t pairs = pairs_wanted() / 20;
  PairOptions options;
  options.goods_of_program = 10;
  // Which country it is may be open where a step is met.
  options.fits = [](const ir::Pack& pack) { return !pack.is_cascade(); };
  hold(pairs, options, mistake);
}

}  // namespace origo::random
