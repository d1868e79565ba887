// Which missing facts would settle a verdict.
//
// First each undecided requirement learns which missing facts it hangs on: the
// machine noted what every instruction missed, and a requirement hangs on the
// instructions its own operands come from. Then sets of facts are tried: with a
// set known, a requirement whose facts are all in it comes out met or not met,
// any other may stay unknown; what can come of the whole is computed bottom up
// over sets of possible truths. A set decides when the verdict cannot stay
// unknown, and could decide when it need not.
#include "engine/core/limits.hpp"
#include "engine/eval/analysis.hpp"
#include "engine/eval/parts.hpp"

namespace origo {
namespace {

using bytecode::Op;
using bytecode::Operand;
using bytecode::SharedMask;

constexpr std::uint32_t kFactsMax = 64;

// Sets of truths, one bit each.
constexpr std::uint8_t bit_of(Truth truth) noexcept {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(truth));
}
constexpr std::uint8_t kNotMet = bit_of(Truth::NotMet);
constexpr std::uint8_t kUnknown = bit_of(Truth::Unknown);
constexpr std::uint8_t kMet = bit_of(Truth::Met);

// What Reason::possible says before truths are computed.
constexpr std::uint8_t kIrrelevant = 0;
constexpr std::uint8_t kRelevant = 1;
constexpr std::uint8_t kHangsOnFailing = 2;

// 256 flags.
class Flags {
 public:
  void set(std::uint32_t i) noexcept {
    words_[i / 64 % 4] |= std::uint64_t{1} << (i % 64);
  }
  [[nodiscard]] bool has(std::uint32_t i) const noexcept {
    return (words_[i / 64 % 4] >> (i % 64) & 1) != 0;
  }

 private:
  std::uint64_t words_[4] = {};
};

// Whether each truth that waits is wanted, walking backwards: a truth that is
// popped further on is one that is still to be met.
class WantedTruths {
 public:
  [[nodiscard]] bool is_empty() const noexcept { return depth_ == 0; }
  void push(bool is_wanted) noexcept {
    const std::uint64_t bit = std::uint64_t{1} << (depth_ % 64);
    std::uint64_t& word = words_[depth_ / 64 % 4];
    word = is_wanted ? word | bit : word & ~bit;
    ++depth_;
  }
  bool pop() noexcept {
    --depth_;
    return (words_[depth_ / 64 % 4] >> (depth_ % 64) & 1) != 0;
  }

 private:
  std::uint64_t words_[4] = {};
  std::uint32_t depth_ = 0;
};

// The instructions that one requirement comes from, walked backwards.
class Slice {
 public:
  Slice(const bytecode::Image& image, const Reason& reason) noexcept
      : image_(image),
        program_(image.programs()[reason.program]),
        next_(reason.instruction) {
    masks_left_ = amounts_left_ = ratios_left_ = 0;
    for (std::uint32_t i = 0; i < next_; ++i) {
      count(result_of(i), 1);
    }
    mark_operands(reason);
  }

  // Whether the instruction belongs to it. Ask for each one once, from the
  // requirement's own down.
  bool contains(std::uint32_t instruction) noexcept {
    if (instruction == next_) return true;
    const bytecode::Instruction& it = at(instruction);
    const bytecode::OpInfo& info = bytecode::kOps[it.op];
    count(info.result, -1);
    bool is_wanted =
        (info.result == Operand::Mask && masks_.has(masks_left_)) ||
        (info.result == Operand::Amount && amounts_.has(amounts_left_)) ||
        (info.result == Operand::Ratio && ratios_.has(ratios_left_));
    // A truth belongs to it where one of its numbers or selections hangs on it.
    if (info.result == Operand::Truth && !truths_.is_empty()) {
      is_wanted = truths_.pop();
    }
    const std::uint32_t popped = info.truths_popped == bytecode::kPopB
                                     ? std::uint32_t{it.b}
                                     : info.truths_popped;
    for (std::uint32_t i = 0; i < popped; ++i) truths_.push(is_wanted);
    if (is_wanted) mark(it);
    return is_wanted;
  }

  [[nodiscard]] bool needs_status() const noexcept { return needs_status_; }
  [[nodiscard]] bool needs_materials() const noexcept {
    return needs_materials_;
  }
  [[nodiscard]] bool needs_failing() const noexcept { return needs_failing_; }
  // Whether one of its numbers hangs on a change, and so on tolerances.
  [[nodiscard]] bool has_change() const noexcept { return has_change_; }

 private:
  [[nodiscard]] const bytecode::Instruction& at(
      std::uint32_t i) const noexcept {
    return image_.code()[program_.first_instruction + i];
  }
  [[nodiscard]] Operand result_of(std::uint32_t i) const noexcept {
    return bytecode::kOps[at(i).op].result;
  }

  void count(Operand result, int step) noexcept {
    const auto change = static_cast<std::uint32_t>(step);
    if (result == Operand::Mask) masks_left_ += change;
    if (result == Operand::Amount) amounts_left_ += change;
    if (result == Operand::Ratio) ratios_left_ += change;
  }

  void mark_mask(std::uint32_t operand) noexcept {
    needs_materials_ = true;
    if (operand >= bytecode::kOwnMasks) {
      masks_.set(operand - bytecode::kOwnMasks);
    } else if (operand != static_cast<std::uint32_t>(SharedMask::All)) {
      needs_status_ = true;
      needs_failing_ = needs_failing_ || operand == static_cast<std::uint32_t>(
                                                        SharedMask::Failing);
    }
  }

  void mark_operand(Operand kind, std::uint32_t value) noexcept {
    if (kind == Operand::Mask) mark_mask(value);
    if (kind == Operand::Amount) amounts_.set(value);
    if (kind == Operand::Ratio) ratios_.set(value);
    if (kind == Operand::RatioRelation) ratios_.set(value & 0xFF);
  }

  void mark(const bytecode::Instruction& it) noexcept {
    const bytecode::OpInfo& info = bytecode::kOps[it.op];
    const auto op = static_cast<Op>(std::uint8_t{it.op});
    // A fact that could be computed from others is asked for itself.
    if (op == Op::Otherwise) return;
    if (op == Op::WholeOrigin) needs_status_ = true;
    if (op == Op::Test || op == Op::ChangeTest) mark_terms(it.b);
    if (op == Op::Change || op == Op::ChangeLevel || op == Op::ChangeTest) {
      needs_status_ = needs_materials_ = has_change_ = true;
    }
    mark_operand(info.a, it.a);
    mark_operand(info.b, it.b);
  }

  void mark_terms(std::uint16_t index) noexcept {
    const bytecode::TestRecord& test = image_.tests()[index];
    const auto shape = static_cast<bytecode::Shape>(std::uint8_t{test.shape});
    if (shape >= bytecode::Shape::NonOriginatingShare) {
      needs_status_ = needs_materials_ = true;
      return;
    }
    for (const bytecode::TermRecord& term :
         image_.terms().subspan(test.first_term, test.term_count)) {
      switch (static_cast<bytecode::TermKind>(std::uint8_t{term.kind})) {
        case bytecode::TermKind::NonOriginatingValue:
          needs_status_ = needs_materials_ = true;
          break;
        case bytecode::TermKind::Amount:
          amounts_.set(term.index);
          break;
        default:
          break;
      }
    }
  }

  void mark_operands(const Reason& reason) noexcept {
    const bytecode::Instruction& it = at(next_);
    const auto op = static_cast<Op>(std::uint8_t{it.op});
    if (reason.op == Op::Test) {
      mark_terms(it.b);
    } else if (reason.op == Op::ChangeLevel || reason.op == Op::Change) {
      needs_status_ = needs_materials_ = true;
      if (op == Op::Change) mark_mask(it.a);
    } else {
      mark(it);
    }
  }

  const bytecode::Image& image_;
  const bytecode::ProgramRecord& program_;
  std::uint32_t next_;
  std::uint32_t masks_left_ = 0;
  std::uint32_t amounts_left_ = 0;
  std::uint32_t ratios_left_ = 0;
  Flags masks_;
  Flags amounts_;
  Flags ratios_;
  WantedTruths truths_;
  bool has_change_ = false;
  bool needs_status_ = false;
  bool needs_materials_ = false;
  bool needs_failing_ = false;
};

class Inquirer {
 public:
  Inquirer(const bytecode::Image& image, const Outcome& outcome, Trace& trace,
           std::span<Missing> facts) noexcept
      : image_(image),
        outcome_(outcome),
        trace_(trace),
        facts_(facts),
        has_rule_(has_product_rule(image)) {}

  Inquiry run() noexcept {
    mark_relevant();
    for (std::uint32_t i = 0; i < trace_.count; ++i) {
      if (trace_.reasons[i].possible != kIrrelevant) blame(i);
    }
    for (std::uint32_t i = 0; i < trace_.missing_count; ++i) {
      const Missing& missing = trace_.missing[i];
      const bool selects = missing.subject == Subject::Fact ||
                           missing.subject == Subject::GoodCode;
      if (missing.run == kNoIndex && missing.instruction == kNoIndex && selects)
        selecting_ |= bit_for(missing);
    }
    Inquiry inquiry;
    inquiry.count = count_;
    const std::uint64_t all = mask_of(count_);
    keep_relevant(inquiry, all);
    return inquiry;
  }

 private:
  static std::uint64_t mask_of(std::uint32_t count) noexcept {
    return count >= kFactsMax ? ~std::uint64_t{0}
                              : (std::uint64_t{1} << count) - 1;
  }

  // The bit of a missing fact among those listed, listing it if it is new.
  std::uint64_t bit_for(const Missing& missing) noexcept {
    for (std::uint32_t i = 0; i < count_; ++i) {
      if (!facts_[i].is_same_fact(missing)) continue;
      if (missing.materials > facts_[i].materials) {
        facts_[i].materials = missing.materials;
        facts_[i].first_material = missing.first_material;
      }
      return std::uint64_t{1} << i;
    }
    if (count_ == facts_.size() || count_ == kFactsMax) return 0;
    facts_[count_] = missing;
    return std::uint64_t{1} << count_++;
  }

  static bool is_leaf(Op op) noexcept {
    return op < Op::And || op == Op::ChangeTest;
  }

  // A requirement within a decided one matters to nothing. Parents come after
  // their parts, so from the end everything is reached from above.
  void mark_relevant() noexcept {
    for (std::uint32_t i = 0; i < trace_.count; ++i) {
      trace_.reasons[i].possible = kIrrelevant;
      trace_.reasons[i].missing = 0;
    }
    for (Roots roots(trace_); roots.has_next();) {
      Reason& root = trace_.reasons[roots.next()];
      if (root.truth == Truth::Unknown) root.possible = kRelevant;
    }
    for (std::uint32_t i = trace_.count; i-- > 0;) {
      if (trace_.reasons[i].possible == kIrrelevant) continue;
      for (Parts parts(trace_, i); parts.has_next();) {
        Reason& part = trace_.reasons[parts.next()];
        if (part.truth == Truth::Unknown) part.possible = kRelevant;
      }
    }
  }

  // What a tolerance says of the materials that fail a change hangs on whatever
  // leaves open which those are.
  void pass_down(std::uint32_t change) noexcept {
    const Reason& from = trace_.reasons[change];
    for (std::uint32_t i = change + 1 - from.size; i < change; ++i) {
      Reason& reason = trace_.reasons[i];
      if (reason.possible == kHangsOnFailing) reason.missing |= from.missing;
    }
  }

  // Which missing facts an undecided requirement hangs on.
  void blame(std::uint32_t index) noexcept {
    Reason& reason = trace_.reasons[index];
    if (!is_leaf(reason.op)) return;
    Slice slice(image_, reason);
    for (std::uint32_t i = reason.instruction + 1U; i > 0; --i) {
      if (!slice.contains(i - 1)) continue;
      for (std::uint32_t k = 0; k < trace_.missing_count; ++k) {
        const Missing& missing = trace_.missing[k];
        if (missing.run == reason.run && missing.instruction == i - 1) {
          reason.missing |= bit_for(missing);
        }
      }
    }
    for (std::uint32_t k = 0; k < trace_.missing_count; ++k) {
      const Missing& missing = trace_.missing[k];
      const bool is_of_treatment = missing.instruction != kNoIndex;
      const bool is_wanted =
          ((missing.subject == Subject::Status || is_of_treatment) &&
           slice.needs_status()) ||
          (missing.subject == Subject::Materials && slice.needs_materials());
      if (missing.run == kNoIndex && is_wanted) {
        reason.missing |= bit_for(missing);
      }
    }
    // Never settled: more may be asked for than what is noted here.
    if (slice.has_change()) reason.missing = ~std::uint64_t{0};
    if (slice.needs_failing()) reason.possible = kHangsOnFailing;
    if (reason.op == Op::Change || reason.op == Op::ChangeLevel) {
      pass_down(index);
    }
  }

  // What can come of a reason once the facts in `known` are known.
  std::uint8_t possible(std::uint32_t index, std::uint64_t known) noexcept {
    Reason& reason = trace_.reasons[index];
    if (reason.truth != Truth::Unknown) return bit_of(reason.truth);
    if (is_leaf(reason.op)) {
      const bool is_resolved =
          reason.missing != 0 && (reason.missing & ~known) == 0;
      std::uint8_t own = is_resolved ? kMet | kNotMet : kUnknown;
      const bool is_change =
          reason.op == Op::Change || reason.op == Op::ChangeLevel;
      if (!is_change) return own;
      // Met, or forgiven by one of its tolerances. Other parts are of what is
      // looked at, such as when a note leaves materials out.
      for (Parts parts(trace_, index); parts.has_next();) {
        const Reason& part = trace_.reasons[parts.next()];
        if (part.context != Reason::Context::Tolerance) continue;
        own = either_of(own, part.possible);
      }
      return own;
    }
    return joined(index, reason);
  }

  static std::uint8_t both_of(std::uint8_t a, std::uint8_t b) noexcept {
    std::uint8_t result = 0;
    for (unsigned x = 0; x < 3; ++x) {
      for (unsigned y = 0; y < 3; ++y) {
        if ((a >> x & 1) == 0 || (b >> y & 1) == 0) continue;
        result |= static_cast<std::uint8_t>(1U << (x < y ? x : y));
      }
    }
    return result;
  }

  static std::uint8_t either_of(std::uint8_t a, std::uint8_t b) noexcept {
    return negated(both_of(negated(a), negated(b)));
  }

  static std::uint8_t negated(std::uint8_t a) noexcept {
    return static_cast<std::uint8_t>((a & kUnknown) | (a & kMet) >> 2 |
                                     (a & kNotMet) << 2);
  }

  std::uint8_t joined(std::uint32_t index, const Reason& reason) noexcept {
    std::uint8_t all = kMet;
    std::uint8_t any = kNotMet;
    bool can_stay_open = false;
    for (Parts parts(trace_, index); parts.has_next();) {
      const std::uint8_t part = trace_.reasons[parts.next()].possible;
      all = both_of(all, part);
      any = either_of(any, part);
      can_stay_open = can_stay_open || (part & kUnknown) != 0;
    }
    switch (reason.op) {
      case Op::And:
        return all;
      case Op::Or:
      case Op::Alternatives:
        return any;
      case Op::Not:
        return negated(all);
      default:
        // At least or at most so many: not taken apart further.
        return can_stay_open ? kMet | kNotMet | kUnknown : kMet | kNotMet;
    }
  }

  // What can come of the verdict once the facts in `known` are known.
  std::uint8_t verdict(std::uint64_t known) noexcept {
    for (std::uint32_t i = 0; i < trace_.count; ++i) {
      trace_.reasons[i].possible = possible(i, known);
    }
    std::uint8_t conditions = kMet;
    std::uint8_t criteria = kNotMet;
    std::uint8_t rules = 0;
    bool was_contested = selecting_ != 0;
    bool is_contested = (selecting_ & ~known) != 0;
    for (Roots roots(trace_); roots.has_next();) {
      const Reason& root = trace_.reasons[roots.next()];
      switch (root.context) {
        case Reason::Context::Condition:
          conditions = both_of(conditions, root.possible);
          break;
        case Reason::Context::Criterion:
          criteria = either_of(criteria, root.possible);
          break;
        case Reason::Context::Rule:
          if (has_rule_) rules |= root.possible;
          break;
        case Reason::Context::When:
          was_contested = was_contested || root.truth == Truth::Unknown;
          is_contested = is_contested || (root.possible & kUnknown) != 0;
          break;
        default:
          break;
      }
    }
    // Which rule applies may itself stay open. Once it is known, there may be
    // none: as good as one that is not met.
    if (is_contested && rules != kNotMet) rules |= kUnknown;
    if (was_contested) rules |= kNotMet;
    if (image_.is_cascade()) {
      criteria = first_of_steps(rules);
    } else if (rules != 0) {
      criteria = either_of(criteria, rules);
    }
    return both_of(conditions, criteria);
  }

  // What can come of steps in order: the last first, the product rule, of which
  // `rules` can come, in its place.
  std::uint8_t first_of_steps(std::uint8_t rules) noexcept {
    std::uint8_t result = kNotMet;
    std::uint32_t step = static_cast<std::uint32_t>(image_.criteria().size());
    auto put_before = [&result](std::uint8_t first) noexcept {
      if ((first & kNotMet) == 0) result = 0;
      result |= first & (kMet | kUnknown);
    };
    while (step-- > 0) {
      const bool is_rule = image_.criteria()[step].program == bytecode::kNone;
      if (is_rule && rules != 0) put_before(rules);
      for (Roots it(trace_); !is_rule && it.has_next();) {
        const Reason& root = trace_.reasons[it.next()];
        const bool is_step =
            root.context == Reason::Context::Criterion && root.subject == step;
        if (is_step) put_before(root.possible);
      }
    }
    return result;
  }

  bool decides(std::uint64_t known) noexcept {
    return (verdict(known) & kUnknown) == 0;
  }
  bool could_decide(std::uint64_t known) noexcept {
    return (verdict(known) & (kMet | kNotMet)) != 0;
  }

  static std::uint32_t size_of(std::uint64_t set) noexcept {
    std::uint32_t size = 0;
    for (; set != 0; set &= set - 1) ++size;
    return size;
  }

  void keep_relevant(Inquiry& inquiry, std::uint64_t all) noexcept {
    inquiry.deciding = all;
    inquiry.asking = all;
    if (outcome_.verdict != Verdict::Undetermined) {
      inquiry.deciding = inquiry.asking = 0;
      return;
    }
    if (count_ <= limits::kExhaustiveFacts) {
      for (std::uint64_t set = 0; set <= all; ++set) {
        if (size_of(set) < size_of(inquiry.deciding) && decides(set)) {
          inquiry.deciding = set;
        }
        if (size_of(set) < size_of(inquiry.asking) && could_decide(set)) {
          inquiry.asking = set;
        }
      }
      return;
    }
    inquiry.is_smallest = false;
    for (std::uint32_t i = 0; i < count_; ++i) {
      const std::uint64_t bit = std::uint64_t{1} << i;
      if (decides(inquiry.deciding & ~bit)) inquiry.deciding &= ~bit;
      if (could_decide(inquiry.asking & ~bit)) inquiry.asking &= ~bit;
    }
  }

  const bytecode::Image& image_;
  const Outcome& outcome_;
  Trace& trace_;
  std::span<Missing> facts_;
  bool has_rule_;
  std::uint32_t count_ = 0;
  std::uint64_t selecting_ = 0;  // the facts that say which rule applies
};

}  // namespace

Inquiry inquire(const bytecode::Image& image, const Outcome& outcome,
                Trace& trace, std::span<Missing> facts) noexcept {
  return Inquirer(image, outcome, trace, facts).run();
}

}  // namespace origo
