// Everything that can be said about one verdict, with exact figures.
//
// `explain` evaluates a good once more with a trace and gathers what the trace,
// the image and the analysis know. It needs the compiled pack and nothing else,
// so what a customer was given explains itself.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/bytecode/image.hpp"
#include "engine/core/date.hpp"
#include "engine/core/fact.hpp"
#include "engine/eval/analysis.hpp"
#include "engine/eval/evaluate.hpp"
#include "engine/eval/good.hpp"
#include "engine/eval/margin.hpp"
#include "engine/eval/outcome.hpp"
#include "engine/eval/tree.hpp"

namespace origo {

// A value as its type counts it: amounts in millionths, dates as day numbers,
// and so on; kMissing when it is not known.
struct Figure {
  Type type = Type::Number;
  std::int64_t value = kMissing;
};

// How reports call a good and its materials. Texts may be empty, and there may
// be fewer names than materials.
struct Names {
  std::string good;
  struct Material {
    std::string part;  // the producer's own number for it
    std::string description;
    std::string manufacturer;
  };
  std::vector<Material> materials;
};

// A provision of the agreement: a rule, criterion, condition or tolerance.
struct Provision {
  std::string name;  // of a rule: its codes
  std::string title;
  std::string cite;
  std::string file;  // of a rule: where it is written
  std::uint32_t line = 0;
  std::string pack{};  // of a rule where packs extend one another: whose it is
};

// What a requirement measured.
struct Measurement {
  Figure measure;  // the lowest it may be, cut to millionths for showing
  Figure highest;  // the highest; the same when nothing is missing
  Figure limit;
  bytecode::Relation relation = bytecode::Relation::AtLeast;
  Margin margin;
  // Of a share: what was divided by what, in units of money, weight, ...
  Figure part;
  Figure whole;
  struct Term {
    std::string name;
    Figure figure;
    int in_part = 0;  // -1, 0 or 1 times
    int in_whole = 0;
  };
  std::vector<Term> terms;  // what the two are made of, where it has names
  Provision method;
  Provision threshold;
  Date threshold_from = kEarliest;
  Date threshold_until = kLatest;

  // Of what there is more or less than the limit. Between dates there are days.
  [[nodiscard]] Type type_of_margin() const {
    const Type type = part.value == kMissing ? measure.type : part.type;
    return type == Type::Date ? Type::Days : type;
  }
};

struct ExplainedRequirement {
  std::string text;  // as the author wrote it
  bytecode::Op op = bytecode::Op::Literal;
  Truth truth = Truth::Unknown;
  bool is_critical = false;  // were it otherwise, so would the verdict be
  std::uint32_t depth = 0;   // the parts of a requirement follow it, one deeper
  std::uint32_t reason = 0;  // its place in Explanation::reasons
  std::vector<std::uint32_t> materials;  // that do not, or may not, meet it
  std::optional<Measurement> measurement;
  std::string fact;     // of a check: the fact that was looked at
  std::string stated;   // and what is known of it
  Provision tolerance;  // of the requirement of a tolerance
  Provision note;       // of what a rule is read with
};

// A program that was run for itself: the requirement of a rule, a condition.
struct Section {
  Reason::Context context = Reason::Context::Rule;
  Provision provision;
  std::vector<ExplainedRequirement> requirements;  // parents first
};

struct ExplainedMaterial {
  Names::Material name;
  HsCode code;
  Country origin;
  Kind kind = Kind::Material;
  Status stated = Status::Unproven;
  Status counted = Status::Unproven;  // after the agreement's declarations
  std::vector<Figure> figures;        // value, weight, quantity, own attributes
};

struct StatedFact {
  std::string name;
  std::string meaning;
  std::string text;
  std::int64_t value = kMissing;
};

struct ExplainedFlip {
  Flip flip;
  std::string text;  // something a buyer, a producer or a negotiator can do
};

struct Question {
  Missing missing;
  std::string text;
  bool decides = false;     // in the smallest set that decides in any case
  bool may_decide = false;  // in the smallest set that could
};

// What a pack of `country` steps comes to. The verdict is `Originating` where
// it is known, `Undetermined` where it is not, and where no step is met
// `NotOriginating`.
struct Origins {
  std::vector<Country> countries;  // where they are known, in order
};

// The day that selects the law, as the facts state it, and the agreement's
// time.
struct DayOfLaw {
  std::string fact;  // whose day it is
  Date day;
  Date from;
  Date until;

  [[nodiscard]] bool is_in_force() const { return from <= day && day <= until; }
};

// What a `treat` declaration did for want of evidence.
struct Assumption {
  std::string text;
  std::string cite;
};

// A code that facts stated in another HS edition than the agreement's.
struct Conversion {
  static constexpr std::uint32_t kGood = 0xFFFFFFFF;

  std::uint32_t material = kGood;
  HsCode stated;
  int edition = 0;            // by its year
  std::vector<HsCode> codes;  // that it may be in the agreement's edition
  bool matters = false;       // the verdict depends on which of them it is
};

// What codes that were split left of a verdict.
enum class Split : std::uint8_t {
  None,     // no code was split, as far as the rules tell codes apart
  Same,     // the verdict is the same whichever they are
  Depends,  // it is not
  TooMany,  // combinations to try
};

struct Explanation {
  Provision agreement;
  std::optional<DayOfLaw> day;
  std::string good;
  HsCode code;
  std::string currency;            // of all money; empty where none was stated
  std::string agreement_currency;  // of the amounts that its rules name
  Outcome outcome;
  std::string summary;  // the verdict and what it hangs on, in one sentence
  std::optional<Provision> rule;
  std::optional<Provision> criterion;  // or the step
  std::optional<Origins> origins;      // of a pack that gives countries
  std::optional<Provision> tolerance;
  std::vector<StatedFact> facts;
  std::vector<Section> sections;
  std::vector<ExplainedMaterial> materials;
  std::vector<Assumption> assumptions;
  std::vector<ExplainedFlip> flips;
  std::vector<Question> questions;
  // What was done with the facts before they were evaluated.
  std::vector<std::string> remarks;
  bool is_smallest = true;  // the set of questions that decides
  std::vector<Reason> reasons;
  std::vector<std::string> own_columns;  // names of the pack's attributes
  int nomenclature = 0;                  // HS edition of the agreement, 0: none
  std::vector<Conversion> conversions;
  Split split = Split::None;
  // Of each material that has materials of its own, from the bottom up.
  std::vector<Explanation> parts;
  Counting counting = Counting::Itself;  // of a part, in what it goes into
};

// Whether a good is what was asked about or a part of it. From a part's own
// materials amounts are derived that it brings with it.
enum class Extent { Whole, Part };

// Evaluates and explains. Of `options` the trace is not used.
[[nodiscard]] Explanation explain(const bytecode::Image& image,
                                  const Good& good, const Names& names,
                                  const Options& options = {},
                                  Extent extent = Extent::Whole);

// The same for one requirement of the image, by its program.
[[nodiscard]] Section explain_requirement(const bytecode::Image& image,
                                          const Good& good,
                                          std::uint16_t program,
                                          const Options& options = {});

}  // namespace origo
