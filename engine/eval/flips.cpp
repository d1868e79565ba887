// The single changes that would turn a verdict.
//
// A content test holds when `measure - limit * base` is not negative (or not
// positive). Every amount enters that with one coefficient, so how far each one
// alone would have to move is a division; whether that turns the verdict, and
// not only the test, is found out by evaluating.
#include "engine/core/date.hpp"
#include "engine/core/limits.hpp"
#include "engine/eval/analysis.hpp"
#include "engine/eval/margin.hpp"

namespace origo {
namespace {

using bytecode::Op;
using bytecode::Relation;
using bytecode::TermKind;

constexpr std::size_t kAlignment = alignof(std::int64_t);

bool is_lower_bound(Relation relation) noexcept {
  return relation == Relation::AtLeast || relation == Relation::Above;
}

// A copy of the caller's values with every index of the image's table, so that
// one of them can be changed.
std::span<std::int64_t> copy_of(std::span<const std::int64_t> values,
                                std::byte* memory, std::size_t count) noexcept {
  const std::span<std::int64_t> copy(reinterpret_cast<std::int64_t*>(memory),
                                     count);
  for (std::size_t i = 0; i < count; ++i) {
    copy[i] = i < values.size() ? values[i] : kMissing;
  }
  return copy;
}

class Finder {
 public:
  Finder(const bytecode::Image& image, const Good& good, const Outcome& outcome,
         const Options& options, std::span<std::byte> scratch,
         std::span<Flip> room) noexcept
      : image_(image),
        good_(good),
        options_(options),
        is_originating_(outcome.verdict == Verdict::Originating),
        room_(room) {
    options_.trace = nullptr;
    const auto address = reinterpret_cast<std::uintptr_t>(scratch.data());
    std::size_t used = -address & (kAlignment - 1);
    const std::size_t facts = image.facts().size() * sizeof(std::int64_t);
    const std::size_t thresholds =
        image.thresholds().size() * sizeof(std::int64_t);
    if (scratch.size() < used + facts + thresholds) return;
    facts_ = copy_of(good.facts, scratch.data() + used, image.facts().size());
    used += facts;
    thresholds_ = copy_of(options.thresholds, scratch.data() + used,
                          image.thresholds().size());
    used += thresholds;
    good_.facts = facts_;
    options_.thresholds = thresholds_;
    scratch_ = scratch.subspan(used);
  }

  [[nodiscard]] std::uint32_t count() const noexcept { return count_; }

  void try_requirement(const Reason& reason, std::uint32_t index) noexcept {
    const Truth turned = is_originating_ ? Truth::Met : Truth::NotMet;
    if (!reason.is_critical || scratch_.empty()) return;
    if (reason.op == Op::Check) try_check(reason, index);
    if (reason.op == Op::Test && reason.truth == turned) {
      try_test(reason, index);
    }
  }

  void try_material(std::uint32_t material) noexcept {
    const Strided<Status> status = good_.materials.status;
    const bool is_original = status.is_given() &&
                             status[material] > Status::Unproven &&
                             status[material] != Status::Undetermined;
    if (is_original != is_originating_) return;
    options_.supposed_material = material;
    options_.supposed_status =
        is_original ? Status::NonOriginating : Status::Originating;
    if (turns()) {
      add({Flip::Kind::Material, material, 0, 0});
    } else if (!is_originating_) {
      // Where the law looks at where a material comes from, its status alone
      // does not help.
      options_.leaves_out = true;
      if (turns()) add({Flip::Kind::WithoutMaterial, material, 0, 0});
      options_.leaves_out = false;
    }
    options_.supposed_material = Options::kNoMaterial;
  }

 private:
  void add(const Flip& flip) noexcept {
    if (count_ < room_.size()) room_[count_++] = flip;
  }

  [[nodiscard]] bool turns() noexcept {
    const Outcome outcome = evaluate(image_, good_, scratch_, options_);
    return outcome.verdict ==
           (is_originating_ ? Verdict::NotOriginating : Verdict::Originating);
  }

  void try_value(std::span<std::int64_t> values, const Flip& flip) noexcept {
    const std::int64_t stated = values[flip.index];
    values[flip.index] = flip.amount;
    if (turns()) add(flip);
    values[flip.index] = stated;
  }

  // Dates end with the calendar; and no amount of nothing is worth offering,
  // but days of which there are none.
  [[nodiscard]] bool can_state(std::size_t fact,
                               std::int64_t value) const noexcept {
    const auto type =
        static_cast<Type>(std::uint8_t{image_.facts()[fact].type});
    if (type == Type::Date) {
      return value >= kEarliest.days && value <= kLatest.days;
    }
    return value > 0 || (type == Type::Days && value == 0);
  }

  // A truth, or a process that is or is not performed in the parties.
  void try_check(const Reason& reason, std::uint32_t index) noexcept {
    const bytecode::ProgramRecord& program = image_.programs()[reason.program];
    const bytecode::Instruction& it =
        image_.code()[program.first_instruction + reason.instruction];
    const bytecode::CheckRecord& check = image_.fact_checks()[it.b];
    if (check.kind != static_cast<std::uint8_t>(bytecode::CheckKind::IsTrue)) {
      return;
    }
    const bool is_process = image_.facts()[check.subject].type ==
                            static_cast<std::uint8_t>(Type::Places);
    const bool becomes_so = reason.truth == Truth::NotMet;
    const std::int64_t no = is_process ? kNotPerformed : 0;
    const std::int64_t yes = is_process ? kPerformedInParties : 1;
    try_value(facts_,
              {Flip::Kind::Fact, check.subject, becomes_so ? yes : no, index});
  }

  void try_test(const Reason& reason, std::uint32_t index) noexcept {
    const bytecode::TestRecord& test = image_.tests()[reason.test];
    if (test.limit_kind ==
        static_cast<std::uint8_t>(bytecode::LimitKind::Threshold)) {
      try_threshold(reason, test, index);
    }
    if (is_originating_) return;  // its margin says what it can lose
    bytecode::TermRecord room[2];
    for (const bytecode::TermRecord& term : image_.terms_of(test, room)) {
      std::int64_t change = 0;
      if (!change_needed(image_, reason, term, change)) continue;
      switch (static_cast<TermKind>(std::uint8_t{term.kind})) {
        case TermKind::NonOriginatingValue:
          if (change < 0) {
            add({Flip::Kind::NonOriginatingValue, 0, -change, index});
          }
          break;
        case TermKind::Fact: {
          std::int64_t value = facts_[term.index];
          if (!__builtin_add_overflow(value, change, &value) &&
              can_state(term.index, value)) {
            try_value(facts_, {Flip::Kind::Fact, term.index, value, index});
          }
          break;
        }
        case TermKind::Amount:
          if (change < 0 && reason.context == Reason::Context::Tolerance) {
            add({Flip::Kind::FailingValue, 0, -change, index});
          }
          break;
        case TermKind::Constant:
          break;
      }
    }
  }

  // The threshold that would just be met, or just be missed.
  void try_threshold(const Reason& reason, const bytecode::TestRecord& test,
                     std::uint32_t index) noexcept {
    const Margin margin = margin_of(image_, reason);
    const auto relation = static_cast<Relation>(std::uint8_t{test.relation});
    if (relation == Relation::Equal ||
        !(margin.has_points || margin.has_amount)) {
      return;
    }
    const bool is_strict =
        relation == Relation::Above || relation == Relation::Below;
    // The margin is rounded down: moved by it, the test is just met.
    std::int64_t move = margin.has_points ? margin.points : margin.amount;
    if (is_strict && margin.is_exact) --move;
    if (is_originating_) ++move;
    if (!is_lower_bound(relation)) move = -move;
    const auto limit = static_cast<std::int64_t>(reason.limit.numerator.low);
    try_value(thresholds_,
              {Flip::Kind::Threshold, test.limit, limit + move, index});
  }

  const bytecode::Image& image_;
  Good good_;
  Options options_;
  bool is_originating_;
  std::span<std::int64_t> facts_;
  std::span<std::int64_t> thresholds_;
  std::span<std::byte> scratch_;
  std::span<Flip> room_;
  std::uint32_t count_ = 0;
};

}  // namespace

std::size_t flips_scratch_size(const bytecode::Image& image,
                               const Good& good) noexcept {
  return kAlignment +
         (image.facts().size() + image.thresholds().size()) *
             sizeof(std::int64_t) +
         scratch_size(image, good.materials.count);
}

std::uint32_t find_flips(const bytecode::Image& image, const Good& good,
                         const Outcome& outcome, const Trace& trace,
                         std::span<std::byte> scratch, const Options& options,
                         std::span<Flip> flips) noexcept {
  if (outcome.verdict != Verdict::Originating &&
      outcome.verdict != Verdict::NotOriginating) {
    return 0;
  }
  Finder finder(image, good, outcome, options, scratch, flips);
  for (std::uint32_t i = 0; i < trace.count; ++i) {
    finder.try_requirement(trace.reasons[i], i);
  }
  const std::uint32_t materials = good.materials.count;
  for (std::uint32_t i = 0; i < materials && i < kMaterialsTried; ++i) {
    finder.try_material(i);
  }
  return finder.count();
}

}  // namespace origo
