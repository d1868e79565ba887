// From a trace to sentences and figures.
#include "engine/explain/explanation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "engine/core/decimal.hpp"
#include "engine/eval/countries.hpp"
#include "engine/eval/parts.hpp"
#include "engine/explain/figures.hpp"
#include "engine/explain/sentences.hpp"

namespace origo {
namespace {

using bytecode::Image;
using bytecode::kNone;
using bytecode::Op;
using bytecode::TermKind;

constexpr std::size_t kReasonsFirst = 256;
constexpr std::size_t kReasonsMax = std::size_t{1} << 20;
constexpr std::size_t kFlipsMax = 512;
constexpr std::size_t kQuestionsMax = 64;
constexpr std::size_t kCountriesMax = std::size_t{1} << 16;

// The memory an evaluation with a trace writes to.
struct Traced {
  std::vector<Reason> reasons;
  std::vector<Missing> missing;
  std::vector<std::uint64_t> selections;
  std::vector<Status> counted;
  Trace trace;
  Outcome outcome;
};

// Evaluates with a trace that has room for everything, up to kReasonsMax; what
// is evaluated is `run`'s, given the options.
template <typename Run>
void evaluate_traced(const Good& good, Options options, Traced& traced,
                     const Run& run) {
  const std::size_t words = std::size_t{good.materials.count} / 64 + 1;
  for (std::size_t room = kReasonsFirst;; room *= 4) {
    traced.reasons.resize(room);
    traced.missing.resize(room);
    traced.selections.resize(room * words);
    traced.counted.resize(good.materials.count);
    traced.trace = {};
    traced.trace.reasons = traced.reasons;
    traced.trace.missing = traced.missing;
    traced.trace.selections = traced.selections;
    traced.trace.counted = traced.counted;
    options.trace = &traced.trace;
    run(options);
    if (!traced.trace.is_truncated || room >= kReasonsMax) return;
  }
}

class Explainer {
 public:
  Explainer(const Image& image, const Good& good, const Names& names,
            const Options& options, Extent extent = Extent::Whole)
      : image_(image),
        good_(good),
        names_(names),
        options_(options),
        extent_(extent) {}

  Explanation run() {
    std::vector<std::byte> scratch(flips_scratch_size(image_, good_));
    evaluate_traced(good_, options_, traced_, [&](const Options& options) {
      traced_.outcome = evaluate(image_, good_, scratch, options);
    });
    mark_critical(image_, traced_.outcome, traced_.trace);
    result_.outcome = traced_.outcome;
    provisions();
    facts();
    materials();
    for (Roots roots(traced_.trace); roots.has_next();) section(roots.next());
    std::reverse(result_.sections.begin(), result_.sections.end());
    if (image_.is_cascade()) {
      origins(scratch);
    } else {
      flips(scratch);
    }
    questions();
    result_.reasons.assign(
        traced_.reasons.begin(),
        traced_.reasons.begin() +
            static_cast<std::ptrdiff_t>(traced_.trace.count));
    result_.summary = summary_of(result_);
    return std::move(result_);
  }

  Section run_requirement(std::uint16_t program) {
    std::vector<std::byte> scratch(scratch_size(image_, good_.materials.count));
    evaluate_traced(good_, options_, traced_, [&](const Options& options) {
      Failure failure = Failure::None;
      // The reasons tell all; a failure leaves none.
      static_cast<void>(evaluate_requirement(image_, good_, program, scratch,
                                             failure, options));
    });
    result_.currency = unpacked_currency(good_.currency);
    materials();
    Section section;
    if (traced_.trace.count > 0) {
      const std::uint32_t root = traced_.trace.count - 1;
      requirement(section, root, 0, traced_.reasons[root].context);
    }
    return section;
  }

 private:
  [[nodiscard]] std::string text(std::uint32_t string) const {
    return std::string(image_.text(string));
  }

  [[nodiscard]] Provision rule(std::uint16_t index) const {
    const bytecode::RuleRecord& record = image_.rules()[index];
    // A file of packs that extend one another follows the name of its pack.
    const std::string place = text(image_.files()[record.file]);
    const std::size_t tab = std::min(place.find('\t'), place.size());
    return {shown_codes(image_.ranges_of(record.codes)),
            text(record.title),
            text(record.cite),
            tab < place.size() ? place.substr(tab + 1) : place,
            std::uint32_t{record.line},
            tab < place.size() ? place.substr(0, tab) : std::string()};
  }

  [[nodiscard]] Provision criterion(std::uint16_t index) const {
    const bytecode::CriterionRecord& record = image_.criteria()[index];
    return {text(record.name), text(record.title), text(record.cite), {}, 0};
  }

  [[nodiscard]] Provision tolerance(std::uint16_t index) const {
    const bytecode::ToleranceRecord& record = image_.tolerances()[index];
    return {text(record.name), {}, text(record.cite), {}, 0};
  }

  [[nodiscard]] Provision condition(std::uint16_t index) const {
    const bytecode::ConditionRecord& record = image_.conditions()[index];
    return {text(record.name), {}, text(record.cite), {}, 0};
  }

  // The note that has this label; equal texts of an image are one.
  [[nodiscard]] Provision note(std::uint32_t label) const {
    for (const bytecode::NoteRecord& it : image_.notes()) {
      if (it.label != label) continue;
      return {text(it.name), text(it.title), text(it.cite), {}, 0};
    }
    return {};
  }

  void provisions() {
    const bytecode::AgreementRecord& agreement = image_.agreement();
    result_.agreement = {text(agreement.name),
                         text(agreement.title),
                         text(agreement.cite),
                         {},
                         0};
    const std::int64_t day = stated(agreement.clock);
    if (day != kMissing) {
      result_.day = {text(image_.facts()[agreement.clock].name),
                     {static_cast<std::int32_t>(day)},
                     {agreement.from},
                     {agreement.until}};
    }
    result_.nomenclature = agreement.nomenclature;
    result_.good = names_.good;
    result_.code = good_.code;
    result_.currency = unpacked_currency(good_.currency);
    result_.agreement_currency = unpacked_currency(agreement.currency);
    const Outcome& outcome = result_.outcome;
    if (outcome.rule != kNoIndex) result_.rule = rule(outcome.rule);
    if (outcome.criterion != kNoIndex) {
      result_.criterion = criterion(outcome.criterion);
    }
    if (outcome.tolerance != kNoIndex) {
      result_.tolerance = tolerance(outcome.tolerance);
    }
    for (const bytecode::TreatRecord& it : image_.treats()) {
      const bool is_assumed =
          it.column == bytecode::kNone
              ? it.is_unproven != 0 && outcome.assumed_materials > 0
              : takes_default(it.column);
      if (is_assumed) {
        result_.assumptions.push_back({text(it.text), text(it.cite)});
      }
    }
  }

  // Whether what was evaluated asks for a column that a material does not
  // state.
  [[nodiscard]] bool takes_default(std::uint16_t column) const {
    const std::size_t own = column - kBuiltInColumns;
    const Materials& from = good_.materials;
    const bool is_given =
        own < from.columns.size() && from.columns[own].is_given();
    bool is_missing = false;
    for (std::size_t i = 0; i < from.count && !is_missing; ++i) {
      is_missing = !is_given || from.columns[own][i] == kMissing;
    }
    if (!is_missing) return false;
    if (asks_for(image_.agreement().prologue, column)) return true;
    for (std::uint32_t i = 0; i < traced_.trace.count; ++i) {
      if (asks_for(traced_.reasons[i].program, column)) return true;
    }
    if (extent_ == Extent::Whole) return false;
    const auto derivations = image_.derivations();
    return std::any_of(derivations.begin(), derivations.end(),
                       [this, column](const bytecode::DerivationRecord& it) {
                         return asks_for(it.program, column);
                       });
  }

  [[nodiscard]] bool asks_for(std::uint16_t program,
                              std::uint16_t column) const {
    if (program == bytecode::kNone) return false;
    const auto code = image_.code_of(image_.programs()[program]);
    return std::any_of(
        code.begin(), code.end(),
        [this, column](const bytecode::Instruction& it) {
          if (it.op != static_cast<std::uint8_t>(Op::Where)) return false;
          const bytecode::CheckRecord& check = image_.column_checks()[it.b];
          return check.subject == column &&
                 check.kind ==
                     static_cast<std::uint8_t>(bytecode::CheckKind::IsStated);
        });
  }

  void facts() {
    const std::size_t count =
        std::min(good_.facts.size(), image_.facts().size());
    for (std::size_t i = 0; i < count; ++i) {
      if (good_.facts[i] == kMissing) continue;
      const bytecode::FactRecord& record = image_.facts()[i];
      result_.facts.push_back({text(record.name), text(record.meaning),
                               shown_fact(image_, static_cast<std::uint16_t>(i),
                                          good_.facts[i], result_.currency),
                               good_.facts[i]});
    }
  }

  void materials() {
    const Materials& from = good_.materials;
    for (const bytecode::ColumnRecord& column : image_.columns()) {
      result_.own_columns.push_back(text(column.name));
    }
    const auto cell = [](const Strided<std::int64_t>& column, std::size_t at) {
      return column.is_given() && column[at] != kOpen ? column[at] : kMissing;
    };
    for (std::size_t i = 0; i < from.count; ++i) {
      ExplainedMaterial to;
      if (i < names_.materials.size()) to.name = names_.materials[i];
      if (from.code.is_given()) to.code = from.code[i];
      if (from.origin.is_given()) to.origin = from.origin[i];
      if (from.kind.is_given()) to.kind = from.kind[i];
      if (from.status.is_given()) to.stated = from.status[i];
      to.counted = traced_.counted[i];
      to.figures = {{Type::Money, cell(from.value, i)},
                    {Type::Weight, cell(from.weight, i)},
                    {Type::Quantity, cell(from.quantity, i)}};
      for (std::size_t k = 0; k < image_.columns().size(); ++k) {
        const bytecode::ColumnRecord& column = image_.columns()[k];
        to.figures.push_back(
            {static_cast<Type>(std::uint8_t{column.type}),
             k < from.columns.size() ? cell(from.columns[k], i) : kMissing});
      }
      result_.materials.push_back(std::move(to));
    }
  }

  void section(std::uint32_t root) {
    const Reason& reason = traced_.reasons[root];
    Section section;
    section.context = reason.context;
    switch (reason.context) {
      case Reason::Context::When:
      case Reason::Context::Rule:
        section.provision = rule(reason.subject);
        break;
      case Reason::Context::Criterion:
        section.provision = criterion(reason.subject);
        break;
      case Reason::Context::Condition:
        section.provision = condition(reason.subject);
        break;
      default:
        return;  // how materials are treated shows in what they count as
    }
    requirement(section, root, 0, reason.context);
    if (is_shown(reason, section)) return;
    shown_.push_back(reason);
    result_.sections.push_back(std::move(section));
  }

  // Where the good's code is short, a rule may apply to several runs of the
  // codes it may stand for, and is tried for each: it says the same.
  bool is_shown(const Reason& reason, const Section& section) {
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      Section& before = result_.sections[i];
      if (shown_[i].context != reason.context ||
          shown_[i].subject != reason.subject ||
          shown_[i].program != reason.program ||
          before.requirements.size() != section.requirements.size()) {
        continue;
      }
      for (std::size_t k = 0; k < section.requirements.size(); ++k) {
        before.requirements[k].is_critical |=
            section.requirements[k].is_critical;
      }
      return true;
    }
    return false;
  }

  // Nested no deeper than the language lets requirements be.
  void requirement(Section& section, std::uint32_t index, std::uint32_t depth,
                   Reason::Context outer) {
    const Reason& reason = traced_.reasons[index];
    ExplainedRequirement to;
    to.text = text(label_of(reason));
    to.op = reason.op;
    to.truth = reason.truth;
    to.is_critical = reason.is_critical;
    to.depth = depth;
    to.reason = index;
    if (reason.context == Reason::Context::Tolerance &&
        reason.context != outer) {
      to.tolerance = tolerance(reason.subject);
    }
    to.note = note(label_of(reason));
    if (reason.materials > 0) to.materials = selected(reason);
    if (reason.op == Op::Test || reason.op == Op::Compare) {
      to.measurement = measurement(reason);
    }
    if (reason.op == Op::Check) state(reason, to);
    section.requirements.push_back(std::move(to));
    std::vector<std::uint32_t> parts;
    for (Parts walk(traced_.trace, index); walk.has_next();) {
      parts.push_back(walk.next());
    }
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
      if (is_inner_of_negation(reason, traced_.reasons[*part])) {
        // Both are `good is not X`: one requirement, and what was looked at.
        ExplainedRequirement& whole = section.requirements.back();
        state(traced_.reasons[*part], whole);
        whole.is_critical =
            whole.is_critical || traced_.reasons[*part].is_critical;
        continue;
      }
      requirement(section, *part, depth + 1, reason.context);
    }
  }

  [[nodiscard]] std::uint32_t label_of(const Reason& reason) const {
    const bytecode::ProgramRecord& program = image_.programs()[reason.program];
    return image_.labels()[program.first_label + reason.ordinal];
  }

  [[nodiscard]] bool is_inner_of_negation(const Reason& outer,
                                          const Reason& inner) const {
    return outer.op == Op::Not && inner.op == Op::Check &&
           outer.context == inner.context && label_of(outer) == label_of(inner);
  }

  [[nodiscard]] std::vector<std::uint32_t> selected(
      const Reason& reason) const {
    std::vector<std::uint32_t> materials;
    if (reason.selection == Reason::kNoSelection) {
      return {reason.first_material};
    }
    for (std::uint32_t i = 0; i < good_.materials.count; ++i) {
      const std::uint64_t word = traced_.selections[reason.selection + i / 64];
      if ((word >> (i % 64) & 1) != 0) materials.push_back(i);
    }
    return materials;
  }

  void state(const Reason& reason, ExplainedRequirement& to) const {
    const bytecode::ProgramRecord& program = image_.programs()[reason.program];
    const bytecode::Instruction& it =
        image_.code()[program.first_instruction + reason.instruction];
    const std::uint16_t fact = image_.fact_checks()[it.b].subject;
    to.fact = text(image_.facts()[fact].name);
    to.stated = shown_fact(image_, fact, stated(fact), result_.currency);
  }

  [[nodiscard]] std::int64_t stated(std::size_t fact) const {
    return fact < good_.facts.size() ? good_.facts[fact] : kMissing;
  }

  [[nodiscard]] Measurement measurement(const Reason& reason) const {
    const Comparison comparison = comparison_of(image_, reason);
    Measurement to;
    to.relation = comparison.relation;
    to.margin = margin_of(image_, reason);
    const Type type = comparison.is_share ? Type::Percent : comparison.type;
    to.measure.type = to.highest.type = to.limit.type = type;
    if (reason.is_measured) {
      to.measure.value = shown_share(reason.measure);
      to.highest.value = shown_share(reason.measure_high);
      to.limit.value = shown_share(reason.limit);
    }
    if (reason.test == kNoIndex) return to;
    const bytecode::TestRecord& test = image_.tests()[reason.test];
    if (comparison.is_share && reason.is_measured) {
      to.part = {comparison.type, in_word(reason.measure.numerator)};
      to.whole = {comparison.type, in_word(reason.measure.denominator)};
    }
    terms(test, comparison, to);
    if (test.method != kNone) {
      const bytecode::MethodRecord& method = image_.methods()[test.method];
      to.method = {text(method.name), {}, text(method.cite), {}, 0};
    }
    if (test.limit_kind ==
        static_cast<std::uint8_t>(bytecode::LimitKind::Threshold)) {
      threshold(test.limit, to);
    } else {
      to.limit.value = image_.constants()[test.limit];
    }
    return to;
  }

  static std::int64_t shown_share(const Fraction128& fraction) {
    std::int64_t value = kMissing;
    return share_of(fraction, value) ? value : kMissing;
  }

  static std::int64_t in_word(const Int128& value) {
    return value.fits_int64() ? static_cast<std::int64_t>(value.low) : kMissing;
  }

  void terms(const bytecode::TestRecord& test, const Comparison& comparison,
             Measurement& to) const {
    bytecode::TermRecord room[2];
    for (const bytecode::TermRecord& term : image_.terms_of(test, room)) {
      Measurement::Term out;
      out.in_part = term.in_measure;
      out.in_whole = term.in_base;
      out.figure.type = comparison.type;
      switch (static_cast<TermKind>(std::uint8_t{term.kind})) {
        case TermKind::NonOriginatingValue:
          out.name = "value of non-originating materials";
          out.figure.value = non_originating_value();
          break;
        case TermKind::Fact:
          out.name = text(image_.facts()[term.index].name);
          out.figure.value = stated(term.index);
          break;
        case TermKind::Constant:
          out.figure.value = image_.constants()[term.index];
          break;
        case TermKind::Amount:
          // The image does not keep the names of what is computed.
          to.terms.clear();
          return;
      }
      to.terms.push_back(std::move(out));
    }
  }

  // kMissing where it is not known, or is more than a word.
  [[nodiscard]] std::int64_t non_originating_value() const {
    std::int64_t total = 0;
    for (std::size_t i = 0; i < result_.materials.size(); ++i) {
      const ExplainedMaterial& material = result_.materials[i];
      if (material.counted == Status::Originating) continue;
      const std::int64_t value = material.figures.front().value;
      if (material.counted == Status::Unproven || value == kMissing ||
          __builtin_add_overflow(total, value, &total)) {
        return kMissing;
      }
    }
    return good_.materials.is_complete ? total : kMissing;
  }

  void threshold(std::uint16_t index, Measurement& to) const {
    const bytecode::ThresholdRecord& record = image_.thresholds()[index];
    to.threshold = {
        text(record.name), text(record.title), text(record.cite), {}, 0};
    if (index < options_.thresholds.size() &&
        options_.thresholds[index] != kMissing) {
      to.limit.value = options_.thresholds[index];
      to.threshold.cite = "supposed";
      return;
    }
    const std::int64_t date = stated(record.clock);
    for (const bytecode::StepRecord& step :
         image_.steps().subspan(record.first_step, record.step_count)) {
      const bool is_always =
          step.from == kEarliest.days && step.until == kLatest.days;
      const bool holds =
          date != kMissing && date >= step.from && date <= step.until;
      if (!is_always && !holds) continue;
      to.threshold_from = {step.from};
      to.threshold_until = {step.until};
      to.limit.value = step.value;
    }
  }

  void flips(std::span<std::byte> scratch) {
    std::vector<Flip> found(kFlipsMax);
    found.resize(find_flips(image_, good_, traced_.outcome, traced_.trace,
                            scratch, options_, found));
    for (const Flip& flip : found) {
      result_.flips.push_back(
          {flip, sentence_for(image_, result_, flip, traced_.reasons)});
    }
  }

  // Which countries the step gives, or what has to be known for that.
  void origins(std::span<std::byte> scratch) {
    Outcome& outcome = result_.outcome;
    result_.origins.emplace();
    if (outcome.verdict == Verdict::NoRule) {
      outcome.verdict = Verdict::NotOriginating;
    }
    if (outcome.verdict != Verdict::Originating) return;
    std::vector<Country>& countries = result_.origins->countries;
    countries.resize(
        std::min<std::size_t>(good_.materials.count + 1, kCountriesMax));
    Traced wanting;
    Countries found;
    evaluate_traced(good_, options_, wanting, [&](const Options& options) {
      found = countries_of(image_, good_, outcome, scratch, countries, options);
    });
    if (found.are_known) {
      countries.resize(found.count);
      std::sort(countries.begin(), countries.end());
      return;
    }
    countries.clear();
    outcome.verdict = Verdict::Undetermined;
    for (std::uint32_t i = 0; i < wanting.trace.missing_count; ++i) {
      // What programs before it missed, the step did not need.
      if (wanting.missing[i].run != kNoIndex) ask(wanting.missing[i]);
    }
    const std::uint16_t fact = image_.gives()[outcome.criterion].fact;
    if (fact != kNone) ask({Subject::Fact, fact});
    if (found.unknown_materials > 0) {
      Missing origin{Subject::Origin};
      origin.materials = found.unknown_materials;
      origin.first_material = found.first_unknown;
      ask(origin);
    }
    if (!good_.materials.is_complete) ask({Subject::Materials});
  }

  void ask(const Missing& missing) {
    for (const Question& it : result_.questions) {
      if (it.missing.is_same_fact(missing)) return;
    }
    result_.questions.push_back(
        {missing, sentence_for(image_, result_, missing), true, true});
  }

  void questions() {
    std::vector<Missing> facts(kQuestionsMax);
    const Inquiry inquiry =
        inquire(image_, traced_.outcome, traced_.trace, facts);
    if (traced_.outcome.verdict != Verdict::Undetermined) return;
    result_.is_smallest = inquiry.is_smallest;
    for (std::uint32_t i = 0; i < inquiry.count; ++i) {
      result_.questions.push_back(
          {facts[i], sentence_for(image_, result_, facts[i]),
           (inquiry.deciding >> i & 1) != 0, (inquiry.asking >> i & 1) != 0});
    }
  }

  const Image& image_;
  const Good& good_;
  const Names& names_;
  const Options& options_;
  Extent extent_;
  Traced traced_;
  std::vector<Reason> shown_;  // of each section
  Explanation result_;
};

}  // namespace

Explanation explain(const Image& image, const Good& good, const Names& names,
                    const Options& options, Extent extent) {
  return Explainer(image, good, names, options, extent).run();
}

Section explain_requirement(const Image& image, const Good& good,
                            std::uint16_t program, const Options& options) {
  return Explainer(image, good, {}, options).run_requirement(program);
}

}  // namespace origo
