// The checked pack: what the author wrote became what it means.
//
// Names are resolved, units agree, definitions are expanded. Selections,
// numbers and requirements are nodes of one graph in which equal nodes are the
// same node: what two alternatives share is evaluated once, and rules that say
// the same have the same program. Everything here can be printed (print.hpp)
// and interpreted (interpret.hpp); nothing here can be wrong in a way an author
// could cause.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/bytecode/records.hpp"
#include "engine/core/country.hpp"
#include "engine/core/date.hpp"
#include "engine/core/fact.hpp"
#include "engine/core/hs_code.hpp"
#include "engine/core/truth.hpp"
#include "engine/ir/interned.hpp"

namespace origo::ir {

using bytecode::CheckKind;
using bytecode::Relation;

// Indexes into the tables of a Pack. Distinct types, so that one cannot be
// passed for another.
enum class MaskId : std::uint32_t {};
enum class NumberId : std::uint32_t {};
enum class RequirementId : std::uint32_t {};
inline constexpr std::uint32_t kNone = 0xFFFFFFFF;
inline constexpr RequirementId kNoRequirement{kNone};

template <typename Id>
constexpr std::uint32_t index(Id id) {
  return static_cast<std::uint32_t>(id);
}

// A selection of materials.
enum class MaskOp : std::uint32_t {
  Shared,       // a: bytecode::SharedMask
  SameAs,       // m in a, code is the good's to b digits
  OfCodes,      // m in a, code in set b
  FromPlaces,   // m in a, country of origin in set b
  Tagged,       // m in a, tag b
  OfKind,       // m in a, kind b
  WholeOrigin,  // m in a, wholly obtained
  Where,        // m in a, column check b holds
  Both,         // a and b
  Either,       // a or b
  Without,      // a and not b
  Provided,     // a if requirement b is met, else nothing
  FromFact,     // m in a, country of origin is what fact b names
};

struct Mask {
  MaskOp op;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
};

// What a number without dimension counts. Days are whole days and a date is the
// day it is, where everything else is in millionths: neither is scaled.
enum class Scale : std::uint8_t { Number, Percent, Days, Date };

// What a number is of: powers of the three dimensions, or a scale.
struct Unit {
  std::int8_t money = 0;
  std::int8_t weight = 0;
  std::int8_t quantity = 0;
  Scale scale = Scale::Number;

  [[nodiscard]] bool is_percent() const { return scale == Scale::Percent; }
  [[nodiscard]] bool is_date() const { return scale == Scale::Date; }
  [[nodiscard]] bool is_of_calendar() const {
    return scale == Scale::Days || scale == Scale::Date;
  }

  friend bool operator==(const Unit&, const Unit&) = default;
};

[[nodiscard]] Unit unit_of(Type type);
// The type whose values have this unit; Number where no type has.
[[nodiscard]] Type type_of(const Unit& unit);
// As a message names a value of the unit: `money`, `a percentage`.
[[nodiscard]] std::string phrase_of(const Unit& unit);

enum class NumberOp : std::uint32_t {
  Fact,       // a: fact
  Constant,   // a: constant
  Threshold,  // a: threshold
  Sum,        // of column b over mask a
  Count,      // of mask a
  Otherwise,  // fact b if stated, else number a
  Add,        // a + b, and so on
  Subtract,
  Multiply,
  Divide,
  Least,
  Greatest,
  Choose,  // number a if requirement c is met, else number b
};

struct Number {
  NumberOp op;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
  Unit unit{};

  // Whether it is a fraction; otherwise a whole number of millionths.
  std::uint32_t is_ratio = 0;
};

// `coefficient_in_measure` and `..._in_base` are -1, 0 or 1.
struct Term {
  NumberId number;
  std::int32_t in_measure = 0;
  std::int32_t in_base = 0;
};

// `measure RELATION limit * base`; without a base, `measure RELATION limit`.
struct Test {
  Relation relation;
  bool has_base = false;
  NumberId limit;  // a constant or a threshold
  std::uint32_t method = kNone;
  Unit unit;  // of the measured amounts
  std::vector<Term> terms;
};

// A check of one fact, or of one column of a material.
struct Check {
  std::uint32_t subject;
  CheckKind kind;
  Relation relation = Relation::AtLeast;
  std::uint32_t operand = 0;
};

enum class RequirementOp : std::uint32_t {
  Literal,      // a: Truth
  NoMaterial,   // a: mask is empty
  Change,       // a: mask of the materials that fail
  ChangeLevel,  // a: digits
  Test,         // a: test
  Compare,      // number a RELATION c number b
  Check,        // a: fact check
  GoodOf,       // a: code set
  And,
  Or,
  Alternatives,
  AtLeast,  // a: how many
  AtMost,   // a: how many
  Not,
};

struct Requirement {
  RequirementOp op;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
  std::uint32_t label = 0;  // string: as the author wrote it
  std::vector<RequirementId> parts{};
};

struct Place {
  std::uint32_t file = 0;  // index in Pack::files
  std::uint32_t line = 0;
};

struct FactInfo {
  std::string name;
  std::string meaning;
  Type type;
  LeastValue least = LeastValue::None;
  std::vector<std::string> choices;
  bool is_election = false;  // the producer's to choose
};

struct ColumnInfo {
  std::string name;
  std::string meaning;
  Type type;
  std::vector<std::string> choices;
};

struct TagInfo {
  std::string name;
  std::string meaning;
  bool is_election = false;
};

struct Step {
  Date from;
  Date until;
  std::int64_t value;  // millionths
};

struct Threshold {
  std::string name;
  std::string title;
  std::string cite;
  Type type;
  std::uint32_t clock;  // the date fact that selects the step
  std::vector<Step> steps;
};

struct Method {
  std::string name;
  std::string cite;
};

enum class TreatedAs : std::uint8_t {
  NonOriginating,
  Originating,
  TheirMaterials,  // a material with a bill of materials counts by that
};

struct Treat {
  std::string text;
  std::string cite;
  MaskId mask;
  TreatedAs as;
  bool is_unproven;
};

// Where a requirement stands.
struct Written {
  std::uint32_t label = 0;  // string, as Requirement::label
  std::uint32_t file = 0;   // index in Pack::files
  std::uint32_t begin = 0;  // offset of its first byte
};

// What a material with a bill of materials has in a column where its facts do
// not say: an amount of its production.
struct Derivation {
  std::uint32_t column;
  NumberId number;
};

// What holds of a material's column that its facts do not say: it is part of
// every sum and selection, and kept to be listed as assumed.
struct Default {
  std::uint32_t column;
  std::string text;
  std::string cite;
};

// Which countries a step of a cascade gives: the one that a fact names, or
// those that materials come from.
struct Gives {
  std::uint32_t fact = kNone;
  MaskId materials{kNone};
};

// A tolerance, criterion or condition; or a step of a cascade, which is a
// criterion that gives countries.
struct Article {
  std::string name;
  std::string title;
  std::string cite;
  RequirementId requirement = kNoRequirement;  // none: the product rule
  std::optional<Gives> gives{};
  std::vector<Written> written{};  // what it is made of, definitions included
};

struct Period {
  Date from = kEarliest;
  Date until = kLatest;

  [[nodiscard]] bool is_always() const {
    return from == kEarliest && until == kLatest;
  }
};

struct Rule {
  std::string title;
  std::string cite;
  Place place;
  std::uint32_t codes;  // code set
  Period period;
  RequirementId when = kNoRequirement;
  RequirementId requirement;
  bool is_override = false;
  std::vector<Written> written{};  // as of an Article; its condition included
};

// A note that rules are read with. What it asks is part of the requirements of
// the rules it touches, in a node with this label.
struct Note {
  std::string name;
  std::string title;
  std::string cite;
  std::uint32_t label = 0;  // string
};

struct Agreement {
  std::string name;
  std::string title;
  std::string cite;
  std::uint32_t parties = 0;  // country set
  std::uint32_t clock = static_cast<std::uint32_t>(BuiltIn::Importation);
  int nomenclature = 0;  // year of the HS edition, 0 when not stated
  Period in_force;
};

// The material of a case, and what is known of it.
struct CaseMaterial {
  std::string description;
  HsCode code;
  Status status = Status::Unproven;
  Country origin;
  Kind kind = Kind::Material;
  std::optional<std::int64_t> value;
  std::optional<std::int64_t> weight;
  std::optional<std::int64_t> quantity;
  std::vector<std::pair<std::uint32_t, std::int64_t>> columns;
  std::vector<std::pair<std::uint32_t, bool>> tags;
  std::uint32_t below = 0;  // how many of those before it are below it
};

// The facts of a material that has a bill of materials.
struct CaseProduction {
  std::uint32_t material = 0;
  std::vector<std::pair<std::uint32_t, std::int64_t>> facts;
};

enum class ExpectKind : std::uint8_t {
  Verdict,      // value: position in the order of origo::Verdict
  Rule,         // value: code set
  Alternative,  // value: number
  Criterion,    // value: index
  Tolerance,    // value: index
  Missing,      // facts
  Assumed,      // value: number of materials
  Part,         // value: as of Verdict; `material` is judged
  Requirement,  // must be met
  Countries,    // value: country set
};

struct Expectation {
  ExpectKind kind;
  std::uint32_t value = 0;
  RequirementId requirement = kNoRequirement;
  std::uint32_t material = 0;
  std::vector<std::uint32_t> facts;
  std::string text;
  Place place;
};

struct Case {
  std::string title;
  std::string cite;
  Place place;
  HsCode code;
  std::uint16_t currency = 0;
  std::vector<std::pair<std::uint32_t, std::int64_t>> facts;
  std::vector<std::pair<std::uint32_t, std::int64_t>> thresholds;
  std::vector<CaseMaterial> materials;      // in post-order
  std::vector<CaseProduction> productions;  // in the order of their materials
  std::vector<Expectation> expectations;
};

// What applies to a run of codes: rules in order of precedence, up to and
// including the first that applies without condition.
struct Interval {
  std::uint64_t first;  // as HsRange::first
  std::vector<std::uint32_t> rules;
};

struct Pack {
  Agreement agreement;
  std::uint16_t currency = 0;  // of every money constant; 0 when there is none

  std::vector<FactInfo> facts;  // the built-in ones first
  std::vector<ColumnInfo> columns;
  std::vector<TagInfo> tags;
  std::vector<Threshold> thresholds;
  std::vector<Method> methods;
  Interned<std::vector<HsRange>> code_sets;
  Interned<std::vector<Country>> country_sets;
  Interned<std::int64_t> constants;
  Interned<std::string> strings;

  Interned<Mask> masks;
  Interned<Number> numbers;
  Interned<Test> tests;
  Interned<Check> fact_checks;
  Interned<Check> column_checks;
  Interned<Requirement> requirements;

  std::vector<Treat> treats;
  std::vector<Derivation> derivations;
  std::vector<Default> defaults;
  std::vector<Article> tolerances;
  std::vector<Article> criteria;  // of a cascade: its steps, in order
  std::vector<Article> conditions;
  std::vector<Note> notes;
  std::vector<Rule> rules;
  std::vector<Interval> intervals;  // sorted; each ends where the next begins
  std::vector<Case> cases;
  std::vector<std::string> files;
  // The pack that each file is of; empty where there is one pack alone.
  std::vector<std::string> packs;

  // Whether the result is countries: of the first criterion that is met.
  [[nodiscard]] bool is_cascade() const {
    return !criteria.empty() && criteria.front().gives.has_value();
  }

  // Adding an equal node gives the same id.
  MaskId add(const Mask& mask);
  NumberId add(const Number& number);
  RequirementId add(const Requirement& requirement);
  std::uint32_t add(const Test& test);
  std::uint32_t add_fact_check(const Check& check);
  std::uint32_t add_column_check(const Check& check);
  std::uint32_t add_codes(std::vector<HsRange> ranges);  // sorts and merges
  std::uint32_t add_countries(std::vector<Country> countries);
  std::uint32_t add_constant(std::int64_t value);
  std::uint32_t add_string(std::string_view text);

  [[nodiscard]] const Mask& mask(MaskId id) const { return masks[index(id)]; }
  [[nodiscard]] const Number& number(NumberId id) const {
    return numbers[index(id)];
  }
  [[nodiscard]] const Requirement& requirement(RequirementId id) const {
    return requirements[index(id)];
  }
};

}  // namespace origo::ir
