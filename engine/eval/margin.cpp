// Margins: exact differences, rounded down only to be shown.
#include "engine/eval/margin.hpp"

#include "engine/core/limits.hpp"

namespace origo {
namespace {

using bytecode::Relation;

// `numerator / denominator` rounded down; the denominator is positive.
bool floor_divide(const Int256& numerator, const Int256& denominator,
                  std::int64_t& result, bool& is_exact) noexcept {
  if (!quotient(numerator, denominator, 0, result, is_exact)) return false;
  if (numerator.is_negative() && !is_exact) --result;
  return true;
}

Relation relation_of(const bytecode::Image& image,
                     const Reason& reason) noexcept {
  return comparison_of(image, reason).relation;
}

bool is_upper_bound(Relation relation) noexcept {
  return relation == Relation::AtMost || relation == Relation::Below;
}

bool fits_words(const Fraction128& fraction) noexcept {
  return fraction.numerator.fits_int64() && fraction.denominator.fits_int64();
}

// The low words of two numbers that fit them, multiplied.
Int128 word_product(const Int128& a, const Int128& b) noexcept {
  return multiply_signed(static_cast<std::int64_t>(a.low),
                         static_cast<std::int64_t>(b.low));
}

// `measure * scale - limit * base`, of the sign that is not negative where the
// test is met.
bool lead_of(const Reason& reason, Relation relation, Int256& lead) noexcept {
  const Fraction128& measure = reason.measure;
  const Fraction128& limit = reason.limit;
  if (fits_words(measure) && fits_words(limit)) {
    const Int128 difference =
        word_product(measure.numerator, limit.denominator) -
        word_product(limit.numerator, measure.denominator);
    lead = is_upper_bound(relation) ? -difference : difference;
    return true;
  }
  Int256 left;
  Int256 right;
  if (!multiply(Int256(measure.numerator), Int256(limit.denominator), left) ||
      !multiply(Int256(limit.numerator), Int256(measure.denominator), right)) {
    return false;
  }
  return is_upper_bound(relation) ? subtract(right, left, lead)
                                  : subtract(left, right, lead);
}

}  // namespace

Comparison comparison_of(const bytecode::Image& image,
                         const Reason& reason) noexcept {
  if (reason.test != kNoIndex) {
    const bytecode::TestRecord& test = image.tests()[reason.test];
    const bool is_share =
        test.shape != static_cast<std::uint8_t>(bytecode::Shape::Absolute);
    return {static_cast<Relation>(std::uint8_t{test.relation}),
            static_cast<Type>(std::uint8_t{test.type}), is_share};
  }
  const bytecode::ProgramRecord& program = image.programs()[reason.program];
  const bytecode::Instruction& it =
      image.code()[program.first_instruction + reason.instruction];
  return {static_cast<Relation>(it.b >> 8 & 0xF),
          static_cast<Type>(it.b >> 12 & 0xF), false};
}

Margin margin_of(const bytecode::Image& image, const Reason& reason) noexcept {
  Margin margin;
  Int256 lead;
  if (!reason.is_measured || reason.measure.denominator.sign() <= 0 ||
      !lead_of(reason, relation_of(image, reason), lead)) {
    return margin;
  }
  const Comparison comparison = comparison_of(image, reason);
  const Int256 scale(reason.limit.denominator);
  Int256 denominator(reason.measure.denominator);
  Int256 millionths(lead);
  std::int64_t difference = 0;
  // A limit in millionths, as nearly all are, cancels with the millionths that
  // are asked for.
  const bool cancels =
      reason.limit.denominator == Int128(limits::kDecimalScale);
  const bool fits =
      (cancels ||
       (multiply(denominator, scale, denominator) &&
        multiply(lead, Int256(limits::kDecimalScale), millionths))) &&
      floor_divide(millionths, denominator, difference, margin.is_exact);
  const bool is_amount = !comparison.is_share &&
                         comparison.type != Type::Percent &&
                         comparison.type != Type::Number;
  (is_amount ? margin.has_amount : margin.has_points) = fits;
  (is_amount ? margin.amount : margin.points) = difference;
  bool is_exact = false;
  if (comparison.is_share) {
    margin.has_amount = floor_divide(lead, scale, margin.amount, is_exact);
  }
  return margin;
}

bool change_needed(const bytecode::Image& image, const Reason& reason,
                   const bytecode::TermRecord& term,
                   std::int64_t& change) noexcept {
  const Relation relation = relation_of(image, reason);
  Int256 lead;
  if (!reason.is_measured || reason.measure.denominator.sign() <= 0 ||
      relation == Relation::Equal || !lead_of(reason, relation, lead)) {
    return false;
  }
  const bool is_strict =
      relation == Relation::Above || relation == Relation::Below;
  if (lead.sign() > 0 || (lead.sign() == 0 && !is_strict)) return false;
  // How much of the lead one more of the term is.
  Int256 share;
  Int256 weight(multiply_signed(term.in_measure, limits::kDecimalScale));
  if (!multiply(Int256(reason.limit.numerator), Int256(term.in_base), share) ||
      !subtract(weight, share, weight)) {
    return false;
  }
  if (is_upper_bound(relation) && !subtract(Int256(), weight, weight)) {
    return false;
  }
  const bool is_less = weight.is_negative();
  if (weight.sign() == 0 || (is_less && !subtract(Int256(), weight, weight))) {
    return false;
  }
  // The lead is negative, so rounding down is rounding away from zero.
  bool is_exact = false;
  if (!floor_divide(lead, weight, change, is_exact)) return false;
  if (is_strict && is_exact) --change;
  if (!is_less) change = -change;
  return true;
}

bool share_of(const Fraction128& fraction, std::int64_t& millionths) noexcept {
  if (fraction.denominator.sign() == 0) return false;
  bool is_exact = false;
  return quotient(Int256(fraction.numerator), Int256(fraction.denominator),
                  limits::kDecimalPlaces, millionths, is_exact);
}

}  // namespace origo
