// The slow reference interpreter: what a pack means, evaluated from the graph.
//
// It is the oracle that the compiled image and its machine are held against. It
// shares with them the vocabulary of facts and nothing that computes: amounts
// are rationals of any size, selections are one truth a material, rules are
// found by looking at all of them. What is written here is what is meant:
//
// Truths are Kleene's three. A fact that is missing makes a truth unknown and
// an amount an interval of all the values it could have. Ends of an interval
// are closed; an end that is not known is open, and zero times an open end is
// zero. Facts whose least value is zero are at least zero, a missing amount of
// a material is, and there may be more materials where the list is not said to
// be complete: then nothing is certain to be none, and no sum or count has an
// upper end.
//
// Codes are decimal: a short one stands for every code that begins with it, and
// an unknown one for every code. A material is in a set when all that its code
// may stand for are, and outside when none is.
//
// A material of status Unproven may originate or not, independently, until a
// `treat` that selects it for certain says which. Treatments apply one after
// the other, each to the statuses the one before left. No treatment makes a
// material wholly obtained.
//
// A content test asks for the sign of `measure - limit * base`, where each
// amount occurs once, with one coefficient. A limit by date whose date is
// missing may be any of its values, unless it has only one; on a date without a
// value it is not known. Only a positive base, and a positive divisor, has a
// meaning: where it cannot be positive the test is unknown, and the quotient
// may be anything.
//
// A change is met when no material fails it or a tolerance forgives those that
// do. What names a tolerance is: of `and`, its last part that needs one; of
// `or`, the first part met without one, else the first that is met; of `at
// least`, its last met part that needs one, if too few are met without.
//
// The steps of a cascade are tried in order, and the first that is met decides,
// if none before it is unknown. The countries it gives are known when whatever
// the missing facts turn out to be, they are the same, and there is one.
//
// The rule for a code is the override, else the narrowest, else the earliest
// whose period and condition hold. Where that is not known, all that may apply
// are tried, and only what they agree on holds. A good that has none has no
// verdict, if one of the criteria is the rule. Outside its period the
// agreement decides nothing; without a date it is asked about as in force.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <optional>
#include <span>

#include "engine/core/truth.hpp"
#include "engine/eval/good.hpp"
#include "engine/eval/outcome.hpp"
#include "engine/eval/tree.hpp"
#include "engine/ir/ir.hpp"

namespace origo::ir {

using Rational = boost::multiprecision::cpp_rational;

// Every value an amount may have.
struct Bounds {
  std::optional<Rational> low;
  std::optional<Rational> high;

  [[nodiscard]] bool is_known() const { return low && high && *low == *high; }
};

// What was met on the way to a truth, wherever it was met.
struct Notes {
  bool has_other_currency = false;  // an amount of the pack in another currency
  bool has_negative_amount = false;  // of a material
  bool is_undefined = false;  // no positive base or divisor, or no value of a
                              // threshold on its day

  [[nodiscard]] bool has_failure() const {
    return has_other_currency || has_negative_amount;
  }
};

// As origo::Outcome, as far as it is meaning. Undetermined where there is a
// failure.
struct Outcome {
  Verdict verdict = Verdict::Undetermined;
  std::optional<std::uint32_t> criterion;
  // Of a cascade: what the step gives, where that is known.
  std::optional<std::vector<Country>> countries;
  std::optional<std::uint32_t> rule;
  std::optional<std::uint32_t> tolerance;
  std::uint32_t alternative = 0;
  std::uint32_t assumed_materials = 0;
  Notes notes;
};

struct Finding {
  Truth truth = Truth::Unknown;  // Unknown where there is a failure
  Notes notes;
};

// `thresholds` are values in millionths in place of the pack's, as
// origo::Options has them.
[[nodiscard]] Outcome interpret(const Pack& pack, const Good& good,
                                std::span<const std::int64_t> thresholds = {});
[[nodiscard]] Finding interpret(const Pack& pack, RequirementId requirement,
                                const Good& good,
                                std::span<const std::int64_t> thresholds = {});
[[nodiscard]] Bounds interpret(const Pack& pack, NumberId number,
                               const Good& good,
                               std::span<const std::int64_t> thresholds = {});

// As origo::evaluate_tree. A material with materials of its own is decided
// first, from the bottom up, by the same meaning; one whose production leaves
// that open may originate or not, and no treatment of unproven materials says
// which. What a `treat` selects `as their materials` for certain is replaced by
// what counts in its own production; where that is open, it is as if more
// materials than are known went into what it goes into. An amount that a
// `derive material` computes is the material's where its facts do not say and
// it is known.
[[nodiscard]] Outcome interpret_tree(
    const Pack& pack, const Good& good, const Tree& tree,
    std::span<const std::int64_t> thresholds = {});

// Whether each material is selected.
[[nodiscard]] std::vector<Truth> interpret(const Pack& pack, MaskId mask,
                                           const Good& good);

}  // namespace origo::ir
