// Code generation: each node of the graph once, operands before what uses them.
#include "engine/emit/program.hpp"

#include <algorithm>
#include <optional>

#include "engine/core/limits.hpp"

namespace origo::emitter {

using bytecode::Op;
using bytecode::Shape;
using bytecode::TermKind;
using ir::MaskId;
using ir::MaskOp;
using ir::NumberId;
using ir::NumberOp;
using ir::RequirementId;
using ir::RequirementOp;

void ProgramWriter::emit(Op op, std::uint32_t a, std::uint32_t b) {
  bytecode::Instruction it;
  it.op = static_cast<std::uint8_t>(op);
  it.a = static_cast<std::uint8_t>(a);
  it.b = static_cast<std::uint16_t>(b);
  code_.push_back(it);
}

void ProgramWriter::label(std::uint32_t string) {
  labels_.push_back(tables_.string(pack_.strings[string]));
}

void ProgramWriter::push(Op op, std::uint32_t a, std::uint32_t b,
                         std::uint32_t label, std::uint32_t popped) {
  emit(op, a, b);
  this->label(label);
  depth_ = depth_ - popped + 1;
  deepest_ = std::max(deepest_, depth_);
}

std::optional<Excess> ProgramWriter::excess() const {
  struct Bound {
    std::size_t count;
    Excess excess;
  };
  const Bound bounds[] = {
      {most_terms_, {"terms in one comparison", limits::kTestTerms}},
      {deepest_, {"requirements side by side", limits::kTruthStack}},
      {mask_count_,
       {"selections of materials in one requirement",
        limits::kRegisters - bytecode::kOwnMasks}},
      {amount_count_, {"amounts in one requirement", limits::kRegisters}},
      {ratio_count_, {"fractions in one requirement", limits::kRegisters}},
      {code_.size(),
       {"steps in one requirement", limits::kProgramInstructions}},
  };
  for (const Bound& bound : bounds) {
    if (bound.count > bound.excess.limit) return bound.excess;
  }
  return std::nullopt;
}

bytecode::ProgramRecord ProgramWriter::record(bytecode::Role role) const {
  bytecode::ProgramRecord record;
  record.instruction_count = static_cast<std::uint16_t>(code_.size());
  record.label_count = static_cast<std::uint16_t>(labels_.size());
  record.masks = static_cast<std::uint8_t>(mask_count_);
  record.amounts = static_cast<std::uint8_t>(amount_count_);
  record.ratios = static_cast<std::uint8_t>(ratio_count_);
  record.truths = static_cast<std::uint8_t>(deepest_);
  record.role = static_cast<std::uint8_t>(role);
  record.names_currency = std::uint8_t{names_currency_};
  record.change_digits = static_cast<std::uint8_t>(change_digits_);
  return record;
}

void ProgramWriter::note_change(std::uint32_t digits) {
  if (change_digits_ == 0) change_digits_ = digits;
}

std::uint32_t ProgramWriter::mask(MaskId id) {
  const ir::Mask it = pack_.mask(id);
  if (it.op == MaskOp::Shared) return it.a;
  if (const auto known = masks_.find(id); known != masks_.end()) {
    return known->second;
  }
  const std::uint32_t a = mask(MaskId{it.a});
  switch (it.op) {
    case MaskOp::SameAs:
      emit(Op::SameAs, a, it.b);
      break;
    case MaskOp::OfCodes:
      emit(Op::OfCodes, a, it.b);
      break;
    case MaskOp::FromPlaces:
      emit(Op::FromPlaces, a, it.b);
      break;
    case MaskOp::FromFact:
      emit(Op::FromFact, a, it.b);
      break;
    case MaskOp::Tagged:
      emit(Op::Tagged, a, it.b);
      break;
    case MaskOp::OfKind:
      emit(Op::OfKind, a, it.b);
      break;
    case MaskOp::WholeOrigin:
      emit(Op::WholeOrigin, a, 0);
      break;
    case MaskOp::Where:
      emit(Op::Where, a, it.b);
      break;
    case MaskOp::Both:
      emit(Op::BothMasks, a, mask(MaskId{it.b}));
      break;
    case MaskOp::Either:
      emit(Op::EitherMask, a, mask(MaskId{it.b}));
      break;
    case MaskOp::Without:
      emit(Op::WithoutMask, a, mask(MaskId{it.b}));
      break;
    case MaskOp::Provided:
      write(RequirementId{it.b});
      emit(Op::Provided, a, 0);
      --depth_;
      break;
    case MaskOp::Shared:
      break;
  }
  const std::uint32_t next = bytecode::kOwnMasks + mask_count_++;
  masks_.emplace(id, next);
  return next;
}

std::uint32_t ProgramWriter::amount(NumberId id) {
  if (const auto known = amounts_.find(id); known != amounts_.end()) {
    return known->second;
  }
  const ir::Number it = pack_.number(id);
  switch (it.op) {
    case NumberOp::Fact:
      emit(Op::Fact, 0, it.a);
      break;
    case NumberOp::Constant:
      names_currency_ =
          names_currency_ || (it.unit.money != 0 && pack_.constants[it.a] != 0);
      emit(Op::Constant, 0, it.a);
      break;
    case NumberOp::Threshold:
      names_currency_ = names_currency_ || it.unit.money != 0;
      emit(Op::Threshold, 0, it.a);
      break;
    case NumberOp::Sum:
      emit(Op::Sum, mask(MaskId{it.a}), it.b);
      break;
    case NumberOp::Count:
      emit(Op::Count, mask(MaskId{it.a}), 0);
      break;
    case NumberOp::Otherwise:
      emit(Op::Otherwise, amount(NumberId{it.a}), it.b);
      break;
    default: {
      const std::uint32_t a = amount(NumberId{it.a});
      const std::uint32_t b = amount(NumberId{it.b});
      if (it.op == NumberOp::Choose) {
        write(RequirementId{it.c});
        --depth_;
      }
      emit(it.op == NumberOp::Add        ? Op::Add
           : it.op == NumberOp::Subtract ? Op::Subtract
           : it.op == NumberOp::Least    ? Op::Least
           : it.op == NumberOp::Greatest ? Op::Greatest
                                         : Op::Choose,
           a, b);
      break;
    }
  }
  const std::uint32_t next = amount_count_++;
  amounts_.emplace(id, next);
  return next;
}

std::uint32_t ProgramWriter::ratio(NumberId id) {
  if (const auto known = ratios_.find(id); known != ratios_.end()) {
    return known->second;
  }
  const ir::Number it = pack_.number(id);
  if (it.is_ratio == 0) {
    emit(Op::Ratio, amount(id), 0);
  } else {
    const std::uint32_t a = ratio(NumberId{it.a});
    const std::uint32_t b = ratio(NumberId{it.b});
    if (it.op == NumberOp::Choose) {
      write(RequirementId{it.c});
      --depth_;
    }
    emit(it.op == NumberOp::Add        ? Op::RatioAdd
         : it.op == NumberOp::Subtract ? Op::RatioSubtract
         : it.op == NumberOp::Multiply ? Op::RatioMultiply
         : it.op == NumberOp::Divide   ? Op::RatioDivide
         : it.op == NumberOp::Least    ? Op::RatioLeast
         : it.op == NumberOp::Greatest ? Op::RatioGreatest
                                       : Op::RatioChoose,
         a, b);
  }
  const std::uint32_t next = ratio_count_++;
  ratios_.emplace(id, next);
  return next;
}

bool ProgramWriter::is_non_originating_value(NumberId id) const {
  const ir::Number& it = pack_.number(id);
  if (it.op != NumberOp::Sum ||
      it.b != static_cast<std::uint32_t>(Column::Value)) {
    return false;
  }
  const ir::Mask& mask = pack_.mask(MaskId{it.a});
  return mask.op == MaskOp::Shared &&
         mask.a ==
             static_cast<std::uint32_t>(bytecode::SharedMask::NonOriginating);
}

bytecode::TermRecord ProgramWriter::term(const ir::Term& term) {
  const ir::Number it = pack_.number(term.number);
  bytecode::TermRecord record;
  record.in_measure = static_cast<std::int8_t>(term.in_measure);
  record.in_base = static_cast<std::int8_t>(term.in_base);
  TermKind kind = TermKind::Amount;
  std::uint32_t index = 0;
  if (is_non_originating_value(term.number)) {
    kind = TermKind::NonOriginatingValue;
  } else if (it.op == NumberOp::Fact) {
    kind = TermKind::Fact;
    index = it.a;
  } else if (it.op == NumberOp::Constant) {
    kind = TermKind::Constant;
    index = it.a;
    names_currency_ =
        names_currency_ || (it.unit.money != 0 && pack_.constants[it.a] != 0);
  } else {
    index = amount(term.number);
  }
  record.kind = static_cast<std::uint8_t>(kind);
  record.index = static_cast<std::uint16_t>(index);
  return record;
}

std::uint32_t ProgramWriter::test(const ir::Test& test) {
  most_terms_ = std::max(most_terms_, test.terms.size());
  bytecode::TestRecord record;
  record.relation = static_cast<std::uint8_t>(test.relation);
  record.type = static_cast<std::uint8_t>(ir::type_of(test.unit));
  const ir::Number& limit = pack_.number(test.limit);
  const bool is_threshold = limit.op == NumberOp::Threshold;
  record.limit_kind =
      static_cast<std::uint8_t>(is_threshold ? bytecode::LimitKind::Threshold
                                             : bytecode::LimitKind::Constant);
  record.limit = static_cast<std::uint16_t>(limit.a);
  names_currency_ =
      names_currency_ || (limit.unit.money != 0 &&
                          (is_threshold || pack_.constants[limit.a] != 0));
  record.method = test.method == ir::kNone
                      ? bytecode::kNone
                      : static_cast<std::uint16_t>(test.method);

  std::vector<bytecode::TermRecord> terms;
  for (const ir::Term& it : test.terms) terms.push_back(term(it));
  // The two forms that need no terms: one fact, and the value of all
  // non-originating materials.
  auto is = [&terms](std::size_t i, TermKind kind, int measure, int base) {
    return terms[i].kind == static_cast<std::uint8_t>(kind) &&
           terms[i].in_measure == measure && terms[i].in_base == base;
  };
  Shape shape = test.has_base ? Shape::Share : Shape::Absolute;
  for (const std::size_t fact : {std::size_t{0}, std::size_t{1}}) {
    if (terms.size() != 2 || !test.has_base) break;
    const bool is_share = is(1 - fact, TermKind::NonOriginatingValue, 1, 0) &&
                          is(fact, TermKind::Fact, 0, 1);
    const bool is_regional =
        is(1 - fact, TermKind::NonOriginatingValue, -1, 0) &&
        is(fact, TermKind::Fact, 1, 1);
    if (!is_share && !is_regional) continue;
    shape = is_share ? Shape::NonOriginatingShare : Shape::RegionalShare;
    record.first_term = std::uint32_t{terms[fact].index};
    terms.clear();
  }
  record.shape = static_cast<std::uint8_t>(shape);
  if (!terms.empty()) record.first_term = tables_.terms_of(terms);
  record.term_count = static_cast<std::uint16_t>(terms.size());
  return tables_.test(record);
}

// `CTH and RVC ... >= ...`, the most usual requirement of all, is one
// instruction.
bool ProgramWriter::write_change_and_test(const ir::Requirement& it) {
  if (it.op != RequirementOp::And || it.parts.size() != 2) return false;
  const ir::Requirement& change = pack_.requirement(it.parts[0]);
  const ir::Requirement& measured = pack_.requirement(it.parts[1]);
  if (change.op != RequirementOp::ChangeLevel ||
      measured.op != RequirementOp::Test) {
    return false;
  }
  note_change(change.a);
  emit(Op::ChangeTest, change.a, test(pack_.tests[measured.a]));
  label(change.label);
  label(measured.label);
  label(it.label);
  deepest_ = std::max(deepest_, depth_ + 2);
  ++depth_;
  return true;
}

void ProgramWriter::write_joined(const ir::Requirement& it) {
  for (const RequirementId part : it.parts) write(part);
  const auto count = static_cast<std::uint32_t>(it.parts.size());
  switch (it.op) {
    case RequirementOp::And:
      push(Op::And, 0, count, it.label, count);
      break;
    case RequirementOp::Or:
      push(Op::Or, 0, count, it.label, count);
      break;
    case RequirementOp::Alternatives:
      push(Op::Alternatives, 0, count, it.label, count);
      break;
    case RequirementOp::AtLeast:
      push(Op::AtLeast, it.a, count, it.label, count);
      break;
    case RequirementOp::AtMost:
      push(Op::AtMost, it.a, count, it.label, count);
      break;
    default:
      push(Op::Not, 0, 0, it.label, 1);
      break;
  }
}

void ProgramWriter::write(RequirementId requirement) {
  const ir::Requirement& it = pack_.requirement(requirement);
  if (write_change_and_test(it)) return;
  switch (it.op) {
    case RequirementOp::Literal:
      push(Op::Literal, 0, it.a, it.label);
      break;
    case RequirementOp::NoMaterial:
      push(Op::NoMaterial, mask(MaskId{it.a}), 0, it.label);
      break;
    case RequirementOp::Change:
      push(Op::Change, mask(MaskId{it.a}), 0, it.label);
      break;
    case RequirementOp::ChangeLevel:
      note_change(it.a);
      push(Op::ChangeLevel, 0, it.a, it.label);
      break;
    case RequirementOp::Test:
      push(Op::Test, 0, test(pack_.tests[it.a]), it.label);
      break;
    case RequirementOp::Compare: {
      const std::uint32_t left = ratio(NumberId{it.a});
      const std::uint32_t right = ratio(NumberId{it.b});
      const auto type = static_cast<std::uint32_t>(
          ir::type_of(pack_.number(NumberId{it.a}).unit));
      push(Op::Compare, left, right | it.c << 8 | type << 12, it.label);
      break;
    }
    case RequirementOp::Check:
      push(Op::Check, 0, it.a, it.label);
      break;
    case RequirementOp::GoodOf:
      push(Op::GoodOf, 0, it.a, it.label);
      break;
    case RequirementOp::And:
    case RequirementOp::Or:
    case RequirementOp::Alternatives:
    case RequirementOp::AtLeast:
    case RequirementOp::AtMost:
    case RequirementOp::Not:
      write_joined(it);
      break;
  }
}

void ProgramWriter::write(const std::vector<ir::Treat>& treats) {
  for (const ir::Treat& treat : treats) {
    if (treat.as == ir::TreatedAs::TheirMaterials) continue;
    const bool is_originating = treat.as == ir::TreatedAs::Originating;
    emit(Op::TreatAs, mask(treat.mask), is_originating ? 1 : 0);
    // The next one sees other statuses, and so other selections and sums.
    masks_.clear();
    amounts_.clear();
    ratios_.clear();
  }
}

void ProgramWriter::write_selection(const std::vector<ir::Treat>& treats) {
  constexpr auto kAll = static_cast<std::uint32_t>(bytecode::SharedMask::All);
  std::optional<std::uint32_t> all;
  for (const ir::Treat& treat : treats) {
    if (treat.as != ir::TreatedAs::TheirMaterials) continue;
    const std::uint32_t selected = mask(treat.mask);
    // The selection is a register of its own, the last one.
    emit(all ? Op::EitherMask : Op::BothMasks, all.value_or(kAll), selected);
    all = bytecode::kOwnMasks + mask_count_++;
  }
}

void ProgramWriter::write_selection(MaskId materials) {
  constexpr auto kAll = static_cast<std::uint32_t>(bytecode::SharedMask::All);
  emit(Op::BothMasks, kAll, mask(materials));
  ++mask_count_;
}

void ProgramWriter::write_amount(ir::NumberId number) {
  static_cast<void>(amount(number));
}

}  // namespace origo::emitter
