// One recursive function for each kind of node of the graph: selections of
// materials, amounts, and truths.
//
// Every node of a requirement is looked at, also where the result no longer
// depends on it: an amount in another currency or a negative value is a failure
// wherever it stands. Only a tolerance that nothing needs is not.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/ir/interpret_values.hpp"

namespace origo::oracle {

using bytecode::SharedMask;
using ir::Check;
using ir::CheckKind;
using ir::kNoRequirement;
using ir::Mask;
using ir::MaskId;
using ir::MaskOp;
using ir::Notes;
using ir::Number;
using ir::NumberId;
using ir::NumberOp;
using ir::Pack;
using ir::Requirement;
using ir::RequirementId;
using ir::RequirementOp;
using ir::Step;
using ir::Term;
using ir::Test;
using ir::Threshold;
using ir::Treat;

// A truth, and what a verdict says of it.
struct Standing {
  Truth truth = Truth::Unknown;
  std::optional<std::uint32_t> tolerance{};
  std::uint32_t alternative = 0;
};

using Selection = std::vector<Truth>;  // one truth a material

// The nodes of a pack, evaluated for one good. The statuses of materials are as
// the pack's treatments leave them.
class Requirements {
 public:
  Requirements(const Pack& pack, const Good& good,
               std::span<const std::int64_t> thresholds)
      : pack_(pack),
        good_(good),
        thresholds_(thresholds),
        failing_(good.materials.count, Truth::NotMet) {
    for (std::uint32_t m = 0; m < good.materials.count; ++m) {
      const Status status = status_of(m);
      const bool is_unproven = status == Status::Unproven;
      const bool is_open = is_unproven || status == Status::Undetermined;
      const bool originates = status == Status::Originating ||
                              status == Status::WhollyObtained ||
                              status == Status::PerhapsWhollyObtained;
      unproven_.push_back(truth_of(is_unproven));
      originating_.push_back(is_open ? Truth::Unknown : truth_of(originates));
      non_originating_.push_back(is_open ? Truth::Unknown
                                         : truth_of(!originates));
    }
    for (const Treat& treat : pack.treats) apply(treat);
    for (std::uint32_t m = 0; m < good.materials.count; ++m) {
      const bool is_treated = unproven_[m] == Truth::NotMet;
      if (status_of(m) == Status::Unproven && is_treated) ++assumed_;
    }
  }

  [[nodiscard]] const Notes& notes() const { return notes_; }
  // Unproven materials of which a treatment said what they count as.
  [[nodiscard]] std::uint32_t assumed_materials() const { return assumed_; }

  // A fact as it was given, or kMissing.
  [[nodiscard]] std::int64_t stated(std::uint32_t fact) const {
    return fact < good_.facts.size() ? good_.facts[fact] : kMissing;
  }

  // The parts of a requirement and how they join.
  Standing require(RequirementId id) {
    const Requirement& it = pack_.requirement(id);
    switch (it.op) {
      case RequirementOp::Literal:
        return {static_cast<Truth>(it.a)};
      case RequirementOp::NoMaterial:
        return {none_of(select(MaskId{it.a}))};
      case RequirementOp::Change:
        return change(select(MaskId{it.a}));
      case RequirementOp::ChangeLevel: {
        Selection failing = non_originating_;
        const Mask same{MaskOp::SameAs, 0, it.a};
        for (std::uint32_t m = 0; m < failing.size(); ++m) {
          failing[m] = both(failing[m], has(same, m));
        }
        return change(failing);
      }
      case RequirementOp::Test:
        return {test(pack_.tests[it.a])};
      case RequirementOp::Compare: {
        const Bounds left = number(NumberId{it.a});
        const Bounds right = number(NumberId{it.b});
        return {
            decide(static_cast<Relation>(it.c), add(left, negative(right)))};
      }
      case RequirementOp::Check:
        return {check_fact(pack_.fact_checks[it.a])};
      case RequirementOp::GoodOf:
        return {is_in(pack_.code_sets[it.a], codes_of(good_.code))};
      default:
        return joined(it);
    }
  }

  // Which materials a mask selects.
  Selection select(MaskId id) {
    const Mask& mask = pack_.mask(id);
    if (mask.op == MaskOp::Shared) {
      return shared(static_cast<SharedMask>(mask.a));
    }
    Selection selected = select(MaskId{mask.a});
    switch (mask.op) {
      case MaskOp::Both:
      case MaskOp::Either:
      case MaskOp::Without: {
        const Selection other = select(MaskId{mask.b});
        for (std::size_t m = 0; m < selected.size(); ++m) {
          selected[m] = mask.op == MaskOp::Both ? both(selected[m], other[m])
                        : mask.op == MaskOp::Either
                            ? either(selected[m], other[m])
                            : both(selected[m], negate(other[m]));
        }
        return selected;
      }
      case MaskOp::Provided: {
        const Truth condition = require(RequirementId{mask.b}).truth;
        for (Truth& truth : selected) truth = both(truth, condition);
        return selected;
      }
      case MaskOp::Where:
        note_currency(names_currency(pack_.column_checks[mask.b]));
        [[fallthrough]];
      default:
        for (std::uint32_t m = 0; m < selected.size(); ++m) {
          selected[m] = both(selected[m], has(mask, m));
        }
        return selected;
    }
  }

  // What an amount or a ratio may be, in units: of the currency, of a gram.
  Bounds number(NumberId id) {
    const Number& it = pack_.number(id);
    switch (it.op) {
      case NumberOp::Fact:
        return fact(it.a);
      case NumberOp::Constant:
        note_currency(it.unit.money != 0 && pack_.constants[it.a] != 0);
        return exactly(amount(pack_.constants[it.a]));
      case NumberOp::Threshold:
        note_currency(it.unit.money != 0);
        return threshold(it.a);
      case NumberOp::Sum:
        return sum(select(MaskId{it.a}), it.b);
      case NumberOp::Count:
        return count(select(MaskId{it.a}));
      case NumberOp::Otherwise: {
        const Bounds computed = number(NumberId{it.a});
        return stated(it.b) == kMissing ? computed
                                        : exactly(amount(stated(it.b)));
      }
      default:
        break;
    }
    const Bounds a = number(NumberId{it.a});
    const Bounds b = number(NumberId{it.b});
    switch (it.op) {
      case NumberOp::Add:
        return add(a, b);
      case NumberOp::Subtract:
        return add(a, negative(b));
      case NumberOp::Multiply:
        return multiply(a, b);
      case NumberOp::Divide:
        if (b.high && *b.high <= 0) {
          notes_.is_undefined = true;
          return {};
        }
        return multiply(a, inverse(b));
      case NumberOp::Least:
        return least(a, b);
      case NumberOp::Greatest:
        return greatest(a, b);
      default: {  // Choose
        const Truth truth = require(RequirementId{it.c}).truth;
        if (truth == Truth::Unknown) return either_of(a, b);
        return truth == Truth::Met ? a : b;
      }
    }
  }

 private:
  [[nodiscard]] Status status_of(std::uint32_t m) const {
    const auto& status = good_.materials.status;
    return status.is_given() ? status[m] : Status::Unproven;
  }

  [[nodiscard]] std::int64_t value_of(std::uint32_t column,
                                      std::uint32_t m) const {
    const Materials& materials = good_.materials;
    Strided<std::int64_t> values;
    if (column == 0) {
      values = materials.value;
    } else if (column == 1) {
      values = materials.weight;
    } else if (column == 2) {
      values = materials.quantity;
    } else if (column - kBuiltInColumns < materials.columns.size()) {
      values = materials.columns[column - kBuiltInColumns];
    }
    return values.is_given() ? values[m] : kMissing;
  }

  // Whether a check of materials holds them against an amount of money.
  [[nodiscard]] bool names_currency(const Check& check) const {
    const bool is_money =
        check.subject == 0 ||
        (check.subject >= kBuiltInColumns &&
         pack_.columns[check.subject - kBuiltInColumns].type == Type::Money);
    return is_money && check.kind == CheckKind::Relates &&
           pack_.constants[check.operand] != 0;
  }

  [[nodiscard]] Codes codes_of_material(std::uint32_t m) const {
    const auto& code = good_.materials.code;
    return codes_of(code.is_given() ? code[m] : HsCode{});
  }

  void note_currency(bool names_currency) {
    if (names_currency && good_.currency != pack_.currency) {
      notes_.has_other_currency = true;
    }
  }

  void apply(const Treat& treat) {
    if (treat.as == ir::TreatedAs::TheirMaterials) return;
    const Selection treated = select(treat.mask);
    Selection& gains = treat.as == ir::TreatedAs::Originating
                           ? originating_
                           : non_originating_;
    Selection& loses = treat.as == ir::TreatedAs::Originating ? non_originating_
                                                              : originating_;
    for (std::size_t m = 0; m < treated.size(); ++m) {
      gains[m] = either(gains[m], treated[m]);
      loses[m] = both(loses[m], negate(treated[m]));
      unproven_[m] = both(unproven_[m], negate(treated[m]));
    }
  }

  [[nodiscard]] Selection shared(SharedMask mask) const {
    switch (mask) {
      case SharedMask::All:
        return Selection(good_.materials.count, Truth::Met);
      case SharedMask::Originating:
        return originating_;
      case SharedMask::NonOriginating:
        return non_originating_;
      case SharedMask::Unproven:
        return unproven_;
      case SharedMask::Failing:
        return failing_;
    }
    return {};
  }

  // Whether material `m` has the property that a mask asks of its base.
  Truth has(const Mask& mask, std::uint32_t m) {
    const Materials& materials = good_.materials;
    switch (mask.op) {
      case MaskOp::SameAs:
        return is_same(codes_of_material(m), codes_of(good_.code),
                       static_cast<int>(mask.b));
      case MaskOp::OfCodes:
        return is_in(pack_.code_sets[mask.b], codes_of_material(m));
      case MaskOp::FromPlaces: {
        const Country origin =
            materials.origin.is_given() ? materials.origin[m] : Country{};
        if (!origin.is_known()) return Truth::Unknown;
        return truth_of(is_among(origin, mask.b));
      }
      case MaskOp::FromFact: {
        const Country origin =
            materials.origin.is_given() ? materials.origin[m] : Country{};
        const std::int64_t place = stated(mask.b);
        if (!origin.is_known() || place == kMissing) return Truth::Unknown;
        return truth_of(place == origin.code);
      }
      case MaskOp::Tagged: {
        const bool is_given =
            mask.b < materials.tags.size() && materials.tags[mask.b].is_given();
        const Answer answer =
            is_given ? materials.tags[mask.b][m] : Answer::NotStated;
        if (answer == Answer::NotStated) return Truth::Unknown;
        return truth_of(answer == Answer::Yes);
      }
      case MaskOp::OfKind: {
        const Kind kind =
            materials.kind.is_given() ? materials.kind[m] : Kind::Material;
        return truth_of(static_cast<std::uint32_t>(kind) == mask.b);
      }
      case MaskOp::WholeOrigin:
        if (unproven_[m] != Truth::NotMet) return Truth::Unknown;
        if (status_of(m) == Status::Undetermined ||
            status_of(m) == Status::PerhapsWhollyObtained) {
          return Truth::Unknown;
        }
        return truth_of(status_of(m) == Status::WhollyObtained);
      default: {  // Where
        const Check& check = pack_.column_checks[mask.b];
        const std::int64_t value = value_of(check.subject, m);
        if (check.kind == CheckKind::IsStated) {
          return truth_of(value != kMissing);
        }
        return value <= kOpen ? Truth::Unknown : check_value(check, value);
      }
    }
  }

  [[nodiscard]] bool is_among(Country country, std::uint32_t set) const {
    const auto& countries = pack_.country_sets[set];
    return std::find(countries.begin(), countries.end(), country) !=
           countries.end();
  }

  Bounds sum(const Selection& selected, std::uint32_t column) {
    boost::multiprecision::cpp_int low = 0;
    boost::multiprecision::cpp_int high = 0;
    bool has_high = good_.materials.is_complete;
    for (std::uint32_t m = 0; m < selected.size(); ++m) {
      if (selected[m] == Truth::NotMet) continue;
      const std::int64_t value = value_of(column, m);
      if (value <= kOpen) {
        has_high = false;
        continue;
      }
      if (value < 0) notes_.has_negative_amount = true;
      high += value;
      if (selected[m] == Truth::Met) low += value;
    }
    Bounds total;
    total.low = Rational(low, limits::kDecimalScale);
    if (has_high) total.high = Rational(high, limits::kDecimalScale);
    return total;
  }

  [[nodiscard]] Bounds count(const Selection& selected) const {
    std::int64_t certain = 0;
    std::int64_t possible = 0;
    for (const Truth truth : selected) {
      if (truth == Truth::Met) ++certain;
      if (truth != Truth::NotMet) ++possible;
    }
    Bounds result;
    result.low = certain;
    if (good_.materials.is_complete) result.high = possible;
    return result;
  }

  [[nodiscard]] Truth none_of(const Selection& selected) const {
    Truth any = good_.materials.is_complete ? Truth::NotMet : Truth::Unknown;
    for (const Truth truth : selected) any = either(any, truth);
    return negate(any);
  }

  [[nodiscard]] Bounds fact(std::uint32_t index) const {
    if (stated(index) != kMissing) return exactly(amount(stated(index)));
    Bounds missing;
    if (pack_.facts[index].least == LeastValue::Zero) missing.low = 0;
    return missing;
  }

  Bounds threshold(std::uint32_t index) {
    if (index < thresholds_.size() && thresholds_[index] != kMissing) {
      return exactly(amount(thresholds_[index]));
    }
    const Threshold& it = pack_.thresholds[index];
    const std::int64_t day = stated(it.clock);
    if (day == kMissing) {
      Bounds any = exactly(amount(it.steps.front().value));
      for (const Step& step : it.steps) {
        any = either_of(any, exactly(amount(step.value)));
      }
      return any;
    }
    for (const Step& step : it.steps) {
      if (step.from.days <= day && day <= step.until.days) {
        return exactly(amount(step.value));
      }
    }
    notes_.is_undefined = true;
    return {};
  }

  Truth test(const Test& test) {
    const Bounds limit = number(test.limit);
    Bounds base = test.has_base ? exactly(0) : exactly(1);
    std::vector<Bounds> amounts;
    for (const Term& term : test.terms) {
      amounts.push_back(number(term.number));
      base = add(base, multiply(exactly(term.in_base), amounts.back()));
    }
    if (base.high && *base.high <= 0) {
      notes_.is_undefined = true;
      return Truth::Unknown;
    }
    if (!limit.low || !limit.high) return Truth::Unknown;
    // The difference at one end of the limit.
    auto difference_at = [&](const Rational& end) {
      Bounds difference = exactly(test.has_base ? Rational(0) : Rational(-end));
      for (std::size_t i = 0; i < amounts.size(); ++i) {
        const Rational factor =
            test.terms[i].in_measure - end * test.terms[i].in_base;
        difference = add(difference, multiply(exactly(factor), amounts[i]));
      }
      return difference;
    };
    return decide(test.relation, either_of(difference_at(*limit.low),
                                           difference_at(*limit.high)));
  }

  Truth check_fact(const Check& check) {
    const std::int64_t value = stated(check.subject);
    if (value == kMissing) return Truth::Unknown;
    if (pack_.facts[check.subject].type != Type::Places) {
      return check_value(check, value);
    }
    const std::uint32_t wanted =
        check.kind == CheckKind::IsIn ? check.operand : pack_.agreement.parties;
    if (value == kNotPerformed) return Truth::NotMet;
    if (value == kPerformedInParties) {
      // Somewhere in the parties: any of them, and nowhere else.
      bool always = true;
      bool sometimes = false;
      for (const Country party : pack_.country_sets[pack_.agreement.parties]) {
        always = always && is_among(party, wanted);
        sometimes = sometimes || is_among(party, wanted);
      }
      return always ? Truth::Met : (sometimes ? Truth::Unknown : Truth::NotMet);
    }
    for (std::int64_t places = value; places != 0; places /= 1024) {
      const Country place{static_cast<std::uint16_t>(places % 1024)};
      if (!is_among(place, wanted)) return Truth::NotMet;
    }
    return Truth::Met;
  }

  [[nodiscard]] Truth check_value(const Check& check,
                                  std::int64_t value) const {
    switch (check.kind) {
      case CheckKind::IsStated:
        return Truth::Met;
      case CheckKind::IsTrue:
        return truth_of(value != 0);
      case CheckKind::IsChoice:
        return truth_of(value == check.operand);
      case CheckKind::IsIn:
        return truth_of(is_among(Country{static_cast<std::uint16_t>(value)},
                                 check.operand));
      case CheckKind::Relates: {
        const std::int64_t limit = pack_.constants[check.operand];
        const int sign = value < limit ? -1 : (value > limit ? 1 : 0);
        return truth_of(holds(check.relation, sign));
      }
    }
    return Truth::Unknown;
  }

  // A change that the selected materials fail.
  Standing change(const Selection& failing) {
    Standing result{none_of(failing)};
    if (result.truth == Truth::Met) return result;
    failing_ = failing;
    for (std::uint32_t i = 0; i < pack_.tolerances.size(); ++i) {
      const Truth forgiven = require(pack_.tolerances[i].requirement).truth;
      if (forgiven == Truth::Met && !result.tolerance) result.tolerance = i;
      result.truth = either(result.truth, forgiven);
    }
    failing_.assign(failing.size(), Truth::NotMet);
    return result;
  }

  Standing joined(const Requirement& it) {
    std::vector<Standing> parts;
    for (const RequirementId part : it.parts) parts.push_back(require(part));
    switch (it.op) {
      case RequirementOp::And:
        return all_of(parts);
      case RequirementOp::Or:
      case RequirementOp::Alternatives:
        return one_of(parts, it.op == RequirementOp::Alternatives);
      case RequirementOp::AtLeast:
        return at_least_of(it.a, parts);
      case RequirementOp::AtMost:
        return {negate(at_least_of(it.a + 1, parts).truth)};
      default:  // Not
        return {negate(parts.front().truth)};
    }
  }

  // Of what is read together with a note, the alternative stays known.
  static Standing all_of(const std::vector<Standing>& parts) {
    const auto size = static_cast<std::uint32_t>(parts.size());
    Standing result = at_least_of(size, parts);
    for (const Standing& part : parts) {
      if (result.truth == Truth::Met && part.alternative != 0) {
        result.alternative = part.alternative;
      }
    }
    return result;
  }

  static Standing at_least_of(std::uint32_t wanted,
                              const std::vector<Standing>& parts) {
    std::uint32_t met = 0;
    std::uint32_t met_without = 0;
    std::uint32_t possible = 0;
    Standing result;
    for (const Standing& part : parts) {
      if (part.truth != Truth::NotMet) ++possible;
      if (part.truth != Truth::Met) continue;
      ++met;
      if (part.tolerance) {
        result.tolerance = part.tolerance;
      } else {
        ++met_without;
      }
    }
    result.truth = met >= wanted        ? Truth::Met
                   : possible >= wanted ? Truth::Unknown
                                        : Truth::NotMet;
    if (result.truth != Truth::Met || met_without >= wanted) {
      result.tolerance.reset();
    }
    return result;
  }

  static Standing one_of(const std::vector<Standing>& parts, bool is_numbered) {
    Standing result{Truth::NotMet};
    for (std::uint32_t i = 0; i < parts.size(); ++i) {
      const bool is_first_met =
          parts[i].truth == Truth::Met && result.truth != Truth::Met;
      const bool is_without = parts[i].truth == Truth::Met &&
                              result.tolerance && !parts[i].tolerance;
      result.truth = either(result.truth, parts[i].truth);
      if (!is_first_met && !is_without) continue;
      result.tolerance = parts[i].tolerance;
      result.alternative = is_numbered ? i + 1 : 0;
    }
    return result;
  }

  const Pack& pack_;
  const Good& good_;
  std::span<const std::int64_t> thresholds_;
  Selection originating_;
  Selection non_originating_;
  Selection unproven_;
  Selection failing_;
  Notes notes_;
  std::uint32_t assumed_ = 0;
};

}  // namespace origo::oracle
