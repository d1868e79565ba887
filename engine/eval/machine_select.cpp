// Selections: one instruction makes one pass over the materials it is given.
#include <algorithm>
#include <bit>

#include "engine/core/bits.hpp"
#include "engine/eval/machine.hpp"

namespace origo {
namespace {

using bytecode::CheckKind;
using bytecode::CheckRecord;
using bytecode::SharedMask;

constexpr std::uint32_t index(SharedMask mask) noexcept {
  return static_cast<std::uint32_t>(mask);
}

bool is_among(std::span<const bytecode::U16> countries,
              std::int64_t country) noexcept {
  for (const std::uint16_t it : countries) {
    if (it == country) return true;
  }
  return false;
}

// Whether every code that `code` may stand for lies in one of the ranges.
Truth lies_in(std::span<const bytecode::RangeRecord> ranges,
              HsCode code) noexcept {
  if (!code.is_known()) return ranges.empty() ? Truth::NotMet : Truth::Unknown;
  const bytecode::RangeRecord* first = ranges.data();
  for (std::size_t count = ranges.size(); count > 0;) {
    const std::size_t half = count / 2;
    const bool is_before = first[half].range().last < code.first();
    first = is_before ? first + half + 1 : first;
    count = is_before ? count - half - 1 : half;
  }
  if (first == ranges.data() + ranges.size()) return Truth::NotMet;
  const HsRange range = first->range();
  if (code.last() < range.first) return Truth::NotMet;
  return range.first <= code.first() && code.last() <= range.last
             ? Truth::Met
             : Truth::Unknown;
}

}  // namespace

// Sorts the materials by status and applies the `treat` declarations.
void Machine::prepare() noexcept {
  is_prepared_ = true;
  // What is missing here, every program misses.
  const Frame* const outer = frame_;
  frame_ = nullptr;
  const Materials& materials = good_.materials;
  const std::uint32_t words = scratch_.words;
  MaskWord* all = scratch_.masks;
  MaskWord* originating = all + index(SharedMask::Originating) * words;
  MaskWord* non_originating = all + index(SharedMask::NonOriginating) * words;
  MaskWord* unproven = all + index(SharedMask::Unproven) * words;
  std::uint32_t unproven_count = 0;
  Lack open;  // whose own facts leave it undetermined
  for (std::uint32_t word = 0; word < words; ++word) {
    const std::uint32_t base = word * 64;
    const std::uint32_t count = std::min(materials.count - base, 64U);
    std::uint64_t does = 0;
    std::uint64_t does_not = 0;
    std::uint64_t undetermined = 0;
    for (std::uint32_t i = count; materials.status.is_given() && i > 0; --i) {
      const Status status = materials.status[base + i - 1];
      const bool is_open = status == Status::Undetermined;
      does = does << 1 | (status > Status::Unproven && !is_open ? 1 : 0);
      does_not = does_not << 1 | (status < Status::Unproven ? 1 : 0);
      undetermined = undetermined << 1 | (is_open ? 1 : 0);
    }
    std::uint64_t is_present =
        count == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
    if (options_.supposed_material / 64 == word) {
      const std::uint64_t supposed =
          is_present & std::uint64_t{1} << (options_.supposed_material % 64);
      const auto status = static_cast<int>(options_.supposed_status);
      does = (does & ~supposed) | (status > 0 ? supposed : 0);
      does_not = (does_not & ~supposed) | (status < 0 ? supposed : 0);
      undetermined &= ~supposed;
      if (options_.leaves_out) {
        is_present &= ~supposed;
        does &= ~supposed;
        does_not &= ~supposed;
      }
    }
    const std::uint64_t rest = is_present & ~does & ~does_not;
    all[word] = {is_present, is_present};
    originating[word] = {does, does | rest};
    non_originating[word] = {does_not, does_not | rest};
    unproven[word] = {rest & ~undetermined, rest & ~undetermined};
    unproven_count += rest == 0 ? 0 : count_bits(rest & ~undetermined);
    for (; undetermined != 0; undetermined &= undetermined - 1) {
      open.add(base +
               static_cast<std::uint32_t>(std::countr_zero(undetermined)));
    }
  }
  if (!materials.is_complete) note(Subject::Materials, 0);
  const std::uint16_t prologue = image_.agreement().prologue;
  if (prologue != bytecode::kNone &&
      (unproven_count != 0 || !image_.treats_only_unproven())) {
    run(prologue, Reason::Context::Prologue, 0);
  }
  count_assumed(unproven, unproven_count, open);
  frame_ = outer;
}

void Machine::show_counted() noexcept {
  const std::span<Status> counted = options_.trace->counted;
  if (counted.empty()) return;
  if (!is_prepared_) prepare();
  const MaskWord* const yes =
      scratch_.masks + index(SharedMask::Originating) * scratch_.words;
  const MaskWord* const no =
      scratch_.masks + index(SharedMask::NonOriginating) * scratch_.words;
  const std::uint32_t count = good_.materials.count;
  for (std::uint32_t i = 0; i < count && i < counted.size(); ++i) {
    const bool is_yes = (yes[i / 64].certain >> (i % 64) & 1) != 0;
    const bool is_no = (no[i / 64].certain >> (i % 64) & 1) != 0;
    counted[i] = is_yes  ? Status::Originating
                 : is_no ? Status::NonOriginating
                         : Status::Unproven;
  }
}

// What the agreement assumed for want of evidence, and what it left open.
void Machine::count_assumed(const MaskWord* unproven,
                            std::uint32_t unproven_count,
                            const Lack& open) noexcept {
  Lack lack;
  for (std::uint32_t word = unproven_count == 0 ? 0 : scratch_.words; word > 0;
       --word) {
    const std::uint64_t left = unproven[word - 1].possible;
    if (left == 0) continue;
    lack.materials += count_bits(left);
    lack.first =
        (word - 1) * 64 + static_cast<std::uint32_t>(std::countr_zero(left));
  }
  assumed_materials_ = unproven_count - lack.materials;
  if (open.materials > 0) {
    lack.first =
        lack.materials == 0 ? open.first : std::min(open.first, lack.first);
    lack.materials += open.materials;
  }
  if (lack.materials > 0) note(Subject::Status, 0, lack);
}

MaskWord* Machine::mask(const Frame& frame, std::uint32_t operand) noexcept {
  if (operand >= bytecode::kOwnMasks) {
    operand += frame.first_mask - bytecode::kOwnMasks;
    return scratch_.masks + std::size_t{operand} * scratch_.words;
  }
  if (!is_prepared_) prepare();
  MaskWord* const result =
      scratch_.masks + std::size_t{operand} * scratch_.words;
  if (is_failing_surveyed_ && operand == index(SharedMask::Failing)) {
    same_as(survey_digits_, mask(frame, index(SharedMask::NonOriginating)),
            result);
  }
  return result;
}

void Machine::select(Frame& frame, Op op, const Instruction& it) noexcept {
  if (op == Op::TreatAs) {
    treat_as(mask(frame, it.a), it.b != 0);
    return;
  }
  MaskWord* const to =
      scratch_.masks +
      std::size_t{frame.first_mask + frame.masks++} * scratch_.words;
  const MaskWord* const from = mask(frame, it.a);
  switch (op) {
    case Op::SameAs:
      same_as(it.b, from, to);
      break;
    case Op::BothMasks:
    case Op::EitherMask:
    case Op::WithoutMask:
      combine(op, from, mask(frame, it.b), to);
      break;
    case Op::Provided: {
      const Truth truth = pop(frame);
      for (std::uint32_t word = 0; word < scratch_.words; ++word) {
        to[word] = from[word];
        if (truth != Truth::Met) to[word].certain = 0;
        if (truth == Truth::NotMet) to[word].possible = 0;
      }
      break;
    }
    default:
      filter(op, it.b, from, to);
      break;
  }
}

// Keeps the materials for which `op` holds.
void Machine::filter(Op op, std::uint16_t operand, const MaskWord* from,
                     MaskWord* to) noexcept {
  Lack lack;
  // More materials would be held against more digits of the good's code.
  bool hangs = op == Op::SameAs && !good_.materials.is_complete &&
               !good_.code.reaches(static_cast<Level>(operand));
  for (std::uint32_t word = 0; word < scratch_.words; ++word) {
    MaskWord kept;
    for (std::uint64_t rest = from[word].possible; rest != 0;
         rest &= rest - 1) {
      const auto bit = static_cast<std::uint32_t>(std::countr_zero(rest));
      const std::uint32_t material = word * 64 + bit;
      const Truth truth = holds(op, operand, material);
      if (truth == Truth::Unknown && lacks(op, operand, material)) {
        lack.add(material);
      }
      hangs = hangs || truth == Truth::Unknown;
      kept.certain |= std::uint64_t{truth == Truth::Met} << bit;
      kept.possible |= std::uint64_t{truth != Truth::NotMet} << bit;
    }
    kept.certain &= from[word].certain;
    to[word] = kept;
  }
  if (hangs) note_selection(op, operand, lack);
}

// Whether it is the material's own facts that leave a selection open.
bool Machine::lacks(Op op, std::uint16_t operand,
                    std::uint32_t material) const noexcept {
  if (op == Op::FromFact) return !origin_of(material).is_known();
  if (op != Op::SameAs) return true;
  const Strided<HsCode> codes = good_.materials.code;
  return !codes.is_given() ||
         !codes[material].reaches(static_cast<Level>(operand));
}

// What a selection needed to know of the materials it could not place.
void Machine::note_selection(Op op, std::uint16_t operand,
                             const Lack& lack) const noexcept {
  switch (op) {
    case Op::SameAs:
      if (!good_.code.reaches(static_cast<Level>(operand))) {
        note(Subject::GoodCode, 0);
      }
      if (lack.materials > 0) note(Subject::Code, 0, lack);
      break;
    case Op::OfCodes:
      note(Subject::Code, 0, lack);
      break;
    case Op::FromFact:
      static_cast<void>(wanted(operand));
      if (lack.materials == 0) break;
      [[fallthrough]];
    case Op::FromPlaces:
      note(Subject::Origin, 0, lack);
      break;
    case Op::Tagged:
      note(Subject::Tag, operand, lack);
      break;
    case Op::WholeOrigin:
      note(Subject::Status, 0, lack);
      break;
    case Op::Where:
      note(Subject::Column, image_.column_checks()[operand].subject, lack);
      break;
    default:
      break;  // kinds are always known; statuses are noted once for all
  }
}

// As `filter`, without a call per material while codes are long enough.
void Machine::same_as(int digits, const MaskWord* from, MaskWord* to) noexcept {
  const Strided<HsCode> codes = good_.materials.code;
  const auto level = static_cast<Level>(digits);
  if (!codes.is_given() || !good_.code.reaches(level)) {
    filter(Op::SameAs, static_cast<std::uint16_t>(digits), from, to);
    return;
  }
  const std::uint64_t compared = level_mask(level);
  for (std::uint32_t word = 0; word < scratch_.words; ++word) {
    std::uint64_t same = 0;
    std::uint64_t levels = ~std::uint64_t{0};
    for (std::uint64_t rest = from[word].possible; rest != 0;
         rest &= rest - 1) {
      const auto bit = static_cast<std::uint32_t>(std::countr_zero(rest));
      const HsCode code = codes[std::size_t{word} * 64 + bit];
      levels &= code.bits;
      same |= std::uint64_t{((code.bits ^ good_.code.bits) & compared) == 0}
              << bit;
    }
    to[word] = {same & from[word].certain, same};
    if (from[word].possible != 0 && !HsCode{levels}.reaches(level)) {
      filter(Op::SameAs, static_cast<std::uint16_t>(digits), from, to);
      return;
    }
  }
}

void Machine::combine(Op op, const MaskWord* a, const MaskWord* b,
                      MaskWord* to) const noexcept {
  for (std::uint32_t word = 0; word < scratch_.words; ++word) {
    if (op == Op::BothMasks) {
      to[word] = {a[word].certain & b[word].certain,
                  a[word].possible & b[word].possible};
    } else if (op == Op::EitherMask) {
      to[word] = {a[word].certain | b[word].certain,
                  a[word].possible | b[word].possible};
    } else {
      to[word] = {a[word].certain & ~b[word].possible,
                  a[word].possible & ~b[word].certain};
    }
  }
}

void Machine::treat_as(const MaskWord* mask, bool is_originating) noexcept {
  const std::uint32_t words = scratch_.words;
  MaskWord* const yes = scratch_.masks + index(SharedMask::Originating) * words;
  MaskWord* const no =
      scratch_.masks + index(SharedMask::NonOriginating) * words;
  MaskWord* const unproven =
      scratch_.masks + index(SharedMask::Unproven) * words;
  for (std::uint32_t word = 0; word < words; ++word) {
    const MaskWord treated = mask[word];
    MaskWord& gains = is_originating ? yes[word] : no[word];
    gains.certain |= treated.certain;
    gains.possible |= treated.possible;
    for (MaskWord* loses :
         {is_originating ? &no[word] : &yes[word], &unproven[word]}) {
      loses->certain &= ~treated.possible;
      loses->possible &= ~treated.certain;
    }
  }
}

Truth Machine::holds(Op op, std::uint16_t operand,
                     std::uint32_t material) const noexcept {
  const Materials& materials = good_.materials;
  switch (op) {
    case Op::SameAs:
      return same_as(operand, material);
    case Op::OfCodes:
      return lies_in(image_.ranges_of(operand), materials.code.is_given()
                                                    ? materials.code[material]
                                                    : HsCode{});
    case Op::FromPlaces:
    case Op::FromFact: {
      const Country origin = origin_of(material);
      if (!origin.is_known()) return Truth::Unknown;
      if (op == Op::FromFact) {
        const std::int64_t place = stated(operand);
        return place == kMissing ? Truth::Unknown
                                 : truth_of(place == origin.code);
      }
      return truth_of(is_among(image_.countries_of(operand), origin.code));
    }
    case Op::Tagged: {
      Strided<Answer> tag;
      if (operand < materials.tags.size()) tag = materials.tags[operand];
      const Answer answer = tag.is_given() ? tag[material] : Answer::NotStated;
      return answer == Answer::NotStated ? Truth::Unknown
                                         : truth_of(answer == Answer::Yes);
    }
    case Op::OfKind: {
      const Kind kind =
          materials.kind.is_given() ? materials.kind[material] : Kind::Material;
      return truth_of(static_cast<std::uint16_t>(kind) == operand);
    }
    case Op::WholeOrigin: {
      // No `treat` declaration can make a material wholly obtained.
      const MaskWord& unproven =
          scratch_.masks[index(SharedMask::Unproven) * scratch_.words +
                         material / 64];
      if ((unproven.possible >> (material % 64) & 1) != 0) {
        return Truth::Unknown;
      }
      Status status = Status::Unproven;
      if (materials.status.is_given()) status = materials.status[material];
      if (material == options_.supposed_material) {
        status = options_.supposed_status;
      }
      if (status >= Status::Undetermined) return Truth::Unknown;
      return truth_of(status == Status::WhollyObtained);
    }
    default:
      return check_column(image_.column_checks()[operand], material);
  }
}

// Whether the material's code is the good's to so many digits.
Truth Machine::same_as(int digits, std::uint32_t material) const noexcept {
  const Strided<HsCode> codes = good_.materials.code;
  const HsCode code = codes.is_given() ? codes[material] : HsCode{};
  const int known = std::min({digits, code.digits(), good_.code.digits()});
  const std::uint64_t compared = level_mask(static_cast<Level>(known));
  if (known > 0 && ((code.bits ^ good_.code.bits) & compared) != 0) {
    return Truth::NotMet;
  }
  return known == digits ? Truth::Met : Truth::Unknown;
}

Strided<std::int64_t> Machine::column(std::uint16_t column) const noexcept {
  const Materials& materials = good_.materials;
  switch (column) {
    case static_cast<std::uint16_t>(Column::Value):
      return materials.value;
    case static_cast<std::uint16_t>(Column::Weight):
      return materials.weight;
    case static_cast<std::uint16_t>(Column::Quantity):
      return materials.quantity;
    default: {
      const std::size_t own = column - kBuiltInColumns;
      return own < materials.columns.size() ? materials.columns[own]
                                            : Strided<std::int64_t>();
    }
  }
}

// Of an amount or a date against a constant.
Truth Machine::relates(const CheckRecord& check,
                       std::int64_t value) const noexcept {
  const std::int64_t operand = image_.constants()[check.operand];
  const int sign = (value > operand ? 1 : 0) - (value < operand ? 1 : 0);
  return decide(static_cast<bytecode::Relation>(std::uint8_t{check.relation}),
                sign);
}

Truth Machine::check_column(const CheckRecord& check,
                            std::uint32_t material) const noexcept {
  const Strided<std::int64_t> values = column(check.subject);
  const std::int64_t value = values.is_given() ? values[material] : kMissing;
  const auto kind = static_cast<CheckKind>(std::uint8_t{check.kind});
  if (kind == CheckKind::IsStated) return truth_of(value != kMissing);
  if (value <= kOpen) return Truth::Unknown;
  switch (kind) {
    case CheckKind::IsStated:
    case CheckKind::IsTrue:
      return truth_of(value != 0);
    case CheckKind::IsChoice:
      return truth_of(value == check.operand);
    case CheckKind::IsIn:
      return truth_of(is_among(image_.countries_of(check.operand), value));
    case CheckKind::Relates:
      return relates(check, value);
  }
  return Truth::Unknown;
}

}  // namespace origo
