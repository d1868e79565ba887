// Sentences, each written once for the worksheet and for JSON.
#include "engine/explain/sentences.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/limits.hpp"
#include "engine/explain/figures.hpp"

namespace origo {
namespace {

using bytecode::Op;
using bytecode::Relation;

constexpr std::size_t kHangsOnShown = 3;
constexpr std::size_t kCodesShown = 8;

bool is_lower_bound(Relation relation) {
  return relation == Relation::AtLeast || relation == Relation::Above;
}

std::string counted(std::size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

// Money to the next cent that is enough; anything else as it is.
Figure enough(Figure figure, bool is_upwards) {
  constexpr std::int64_t kCent = 10'000;
  const std::int64_t rest = figure.value % kCent;
  if (figure.type != Type::Money || rest == 0) return figure;
  figure.value -= rest;
  if (is_upwards) figure.value += kCent;
  return figure;
}

// `1.25 points (250.00 USD)`, of either sign.
std::string distance(const Measurement& measurement,
                     std::string_view currency) {
  const Margin& margin = measurement.margin;
  const std::int64_t points =
      margin.points < 0 ? -margin.points : margin.points;
  const Figure amount = {measurement.type_of_margin(),
                         margin.amount < 0 ? -margin.amount : margin.amount};
  const bool is_percent = measurement.measure.type == Type::Percent;
  const bool is_one = points == limits::kDecimalScale / 100;
  const std::string unit = !is_percent ? "" : is_one ? " point" : " points";
  const std::string in_points =
      (is_percent ? plain({Type::Percent, points})
                  : shown({Type::Number, points}, currency)) +
      unit;
  if (!margin.has_amount) return in_points;
  const std::string in_units =
      shown(enough(amount, margin.amount < 0), currency);
  return margin.has_points ? fmt::format("{} ({})", in_points, in_units)
                           : in_units;
}

// The requirements a verdict hangs on that are not made of others that do.
std::vector<const ExplainedRequirement*> hangs_on(
    const Explanation& explanation) {
  std::vector<const ExplainedRequirement*> found;
  for (const Section& section : explanation.sections) {
    for (auto it = section.requirements.begin();
         it != section.requirements.end(); ++it) {
      if (!it->is_critical) continue;
      const auto end = std::find_if(
          it + 1, section.requirements.end(),
          [it](const auto& other) { return other.depth <= it->depth; });
      const bool has_critical_part = std::any_of(
          it + 1, end, [](const auto& part) { return part.is_critical; });
      if (!has_critical_part) found.push_back(&*it);
    }
  }
  return found;
}

std::string materials_text(const Explanation& explanation,
                           const std::vector<std::uint32_t>& materials) {
  std::string text;
  for (std::size_t i = 0; i < materials.size(); ++i) {
    if (i == kHangsOnShown) {
      return text + fmt::format(" and {} more", materials.size() - i);
    }
    if (i > 0) text += ", ";
    text += name_of(explanation, materials[i]);
  }
  return text;
}

std::string why(const Explanation& explanation,
                const ExplainedRequirement& requirement) {
  // Within `not`, or beyond what `at most` allows.
  if (requirement.truth == Truth::Met) {
    return fmt::format("`{}` is met, which counts against it",
                       requirement.text);
  }
  if (requirement.measurement) {
    return fmt::format("`{}` is {}", requirement.text,
                       sentence_for(*requirement.measurement, requirement.truth,
                                    explanation.currency));
  }
  // Of what must not be, it is the meeting that is in the way.
  const std::string_view is =
      requirement.truth == Truth::Met ? "is met" : "is not met";
  if (!requirement.materials.empty()) {
    return fmt::format("`{}` is not met by material {}", requirement.text,
                       materials_text(explanation, requirement.materials));
  }
  if (!requirement.fact.empty()) {
    return fmt::format("`{}` {}: {} is {}", requirement.text, is,
                       requirement.fact, requirement.stated);
  }
  return fmt::format("`{}` {}", requirement.text, is);
}

std::string_view reason_for(Failure failure) {
  switch (failure) {
    case Failure::None:
      return {};
    case Failure::ScratchTooSmall:
      return "the memory given to the evaluation is too small";
    case Failure::TooManyMaterials:
      return "the good has more materials than an evaluation takes";
    case Failure::TooManyRules:
      return "the good's tariff code is too short to choose among the rules";
    case Failure::NegativeAmount:
      return "a material's value, weight or quantity is negative";
    case Failure::OtherCurrency:
      return "a rule names an amount in another currency than the good's";
    case Failure::Overflow:
      return "an exact value is too large";
  }
  return {};
}

std::string originating_summary(const Explanation& explanation) {
  std::string text =
      fmt::format("Originates under {}", explanation.agreement.name);
  if (explanation.criterion) {
    text += fmt::format(", criterion {}", explanation.criterion->name);
  }
  if (explanation.rule) {
    text += fmt::format(", rule {}", explanation.rule->name);
  }
  if (explanation.outcome.alternative != 0) {
    text += fmt::format(", alternative {}", explanation.outcome.alternative);
  }
  if (explanation.tolerance) {
    text += fmt::format(", with the tolerance {}", explanation.tolerance->name);
  }
  return text + ".";
}

std::string not_originating_summary(const Explanation& explanation) {
  std::string text =
      fmt::format("Does not originate under {}", explanation.agreement.name);
  const auto critical = hangs_on(explanation);
  if (critical.empty()) {
    return text + ": more than one requirement is not met.";
  }
  for (std::size_t i = 0; i < critical.size() && i < kHangsOnShown; ++i) {
    text += i == 0 ? ": " : "; or: ";
    text += why(explanation, *critical[i]);
  }
  return text + ".";
}

// Whether the base of a share is known, and nothing: no share can be taken of
// it, whatever else were known.
bool has_no_base(const Measurement& measurement) {
  std::int64_t base = 0;
  bool has_base = false;
  for (const Measurement::Term& term : measurement.terms) {
    if (term.in_whole == 0) continue;
    has_base = true;
    if (term.figure.value == kMissing ||
        __builtin_add_overflow(base, term.in_whole * term.figure.value,
                               &base)) {
      return false;
    }
  }
  return has_base && base <= 0;
}

std::string other_currency(const Explanation& explanation) {
  const std::string& wanted = explanation.agreement_currency;
  if (explanation.currency.empty()) {
    return fmt::format(
        "the rules name amounts in {}, and the facts do not say in what they "
        "are: write {} beside one of them",
        wanted, wanted);
  }
  return fmt::format(
      "the rules name amounts in {}, and those of the facts are in {}: convert "
      "them to {} first",
      wanted, explanation.currency, wanted);
}

std::string undetermined_summary(const Explanation& explanation) {
  std::string text =
      fmt::format("Cannot be decided under {}", explanation.agreement.name);
  const std::string_view failure = reason_for(explanation.outcome.failure);
  if (explanation.outcome.failure == Failure::OtherCurrency) {
    return fmt::format("{}: {}.", text, other_currency(explanation));
  }
  if (!failure.empty()) return fmt::format("{}: {}.", text, failure);
  std::string needed;
  for (const Question& question : explanation.questions) {
    if (!question.decides) continue;
    if (!needed.empty()) needed += "; ";
    needed += question.text;
  }
  if (explanation.split == Split::Depends) {
    return fmt::format("{}: it depends on {}.", text, needed);
  }
  if (!needed.empty()) return fmt::format("{} without: {}.", text, needed);
  for (const Section& section : explanation.sections) {
    for (const ExplainedRequirement& it : section.requirements) {
      // Nothing is missing: what a computed base is known to be, it is.
      const bool is_share_of_nothing =
          it.truth == Truth::Unknown && it.measurement &&
          (has_no_base(*it.measurement) ||
           (it.measurement->whole.value != kMissing &&
            it.measurement->whole.value <= 0));
      if (!is_share_of_nothing) continue;
      return fmt::format("{}: `{}` asks for a share of what is not above zero.",
                         text, it.text);
    }
  }
  return text + ".";
}

// Conditions are asked of every good, with a rule or without.
std::string no_rule_summary(const Explanation& explanation) {
  std::string text = fmt::format(
      "{} has no rule for {}{}", explanation.agreement.name,
      shown_code(explanation, Conversion::kGood),
      explanation.day
          ? fmt::format(" on {}", print_date(explanation.day->day).view())
          : std::string());
  std::string missed;
  for (const Section& section : explanation.sections) {
    if (section.context != Reason::Context::Condition ||
        section.requirements.front().truth != Truth::NotMet) {
      continue;
    }
    missed +=
        fmt::format("{}{}", missed.empty() ? "" : ", ", section.provision.name);
  }
  if (!missed.empty()) text += "; and it does not meet the condition " + missed;
  return text + ".";
}

std::string countries_text(const Explanation& explanation) {
  std::string text;
  for (const Country country : explanation.origins->countries) {
    text += text.empty() ? "" : ", ";
    text += print_country(country).view();
  }
  return text;
}

std::string out_of_force_summary(const std::string& agreement,
                                 const DayOfLaw& it) {
  std::string period;
  if (it.from != kEarliest) {
    period += fmt::format(" from {}", print_date(it.from).view());
  }
  if (it.until != kLatest) {
    period += fmt::format(" until {}", print_date(it.until).view());
  }
  return fmt::format("{} is in force{}, and {} is {}.", agreement, period,
                     it.fact, print_date(it.day).view());
}

// Which step says where the good is from.
std::string origins_summary(const Explanation& explanation) {
  const std::string& pack = explanation.agreement.name;
  if (explanation.outcome.verdict == Verdict::NotOriginating) {
    return fmt::format("No step of {} is met.", pack);
  }
  if (explanation.outcome.verdict == Verdict::Undetermined) {
    return undetermined_summary(explanation);
  }
  std::string text =
      fmt::format("From {} under {}, step {}", countries_text(explanation),
                  pack, explanation.criterion->name);
  if (explanation.rule) {
    text += fmt::format(", rule {}", explanation.rule->name);
  }
  if (explanation.outcome.alternative != 0) {
    text += fmt::format(", alternative {}", explanation.outcome.alternative);
  }
  if (explanation.tolerance) {
    text += fmt::format(", with the tolerance {}", explanation.tolerance->name);
  }
  return text + ".";
}

std::string number_of_materials(const Explanation& explanation,
                                const Missing& missing) {
  if (missing.materials == 1) {
    return fmt::format("material {}",
                       name_of(explanation, missing.first_material));
  }
  return fmt::format("{}, the first of them {}",
                     counted(missing.materials, "material"),
                     name_of(explanation, missing.first_material));
}

std::string threshold_sentence(const bytecode::Image& image,
                               const Explanation& explanation, const Flip& flip,
                               const Reason& reason) {
  const bytecode::ThresholdRecord& record = image.thresholds()[flip.index];
  const std::string_view name = image.text(record.name);
  const bool is_lower = is_lower_bound(comparison_of(image, reason).relation);
  Figure figure{static_cast<Type>(std::uint8_t{record.type}), flip.amount};
  if (explanation.outcome.verdict == Verdict::Originating) {
    figure.value += is_lower ? -1 : 1;
    return fmt::format("{} {} {}", name, is_lower ? "above" : "below",
                       shown(figure, explanation.currency));
  }
  return fmt::format("{} of {} or {}", name,
                     shown(figure, explanation.currency),
                     is_lower ? "less" : "more");
}

std::string fact_sentence(const bytecode::Image& image,
                          const Explanation& explanation, const Flip& flip,
                          const Reason& reason) {
  const bytecode::FactRecord& record = image.facts()[flip.index];
  const Figure figure{static_cast<Type>(std::uint8_t{record.type}),
                      flip.amount};
  const std::string_view name = image.text(record.name);
  if (reason.op == Op::Check) {
    return fmt::format("{}: {}", name, shown(figure, explanation.currency));
  }
  // Where the whole has to grow, it grows to at least this much.
  const auto stated = std::find_if(
      explanation.facts.begin(), explanation.facts.end(),
      [name](const StatedFact& fact) { return fact.name == name; });
  const bool grows =
      stated == explanation.facts.end() || flip.amount > stated->value;
  if (figure.type == Type::Date) {
    return fmt::format("{}: {} or {}", name, shown(figure, ""),
                       grows ? "later" : "earlier");
  }
  return fmt::format("{} of {} or {}", name,
                     shown(enough(figure, grows), explanation.currency),
                     grows ? "more" : "less");
}

}  // namespace

std::string_view word_for(Verdict verdict) {
  switch (verdict) {
    case Verdict::Originating:
      return "originating";
    case Verdict::NotOriginating:
      return "not originating";
    case Verdict::Undetermined:
      return "undetermined";
    case Verdict::NoRule:
      return "no rule";
  }
  return {};
}

std::string result_of(const Explanation& explanation) {
  const Verdict verdict = explanation.outcome.verdict;
  if (!explanation.origins || verdict == Verdict::Undetermined) {
    return std::string(word_for(verdict));
  }
  return verdict == Verdict::Originating ? countries_text(explanation)
                                         : "no country";
}

std::string summary_of(const Explanation& explanation) {
  if (explanation.day && !explanation.day->is_in_force()) {
    return out_of_force_summary(explanation.agreement.name, *explanation.day);
  }
  if (explanation.origins) return origins_summary(explanation);
  switch (explanation.outcome.verdict) {
    case Verdict::Originating:
      return originating_summary(explanation);
    case Verdict::NotOriginating:
      return not_originating_summary(explanation);
    case Verdict::Undetermined:
      return undetermined_summary(explanation);
    case Verdict::NoRule:
      return no_rule_summary(explanation);
  }
  return {};
}

std::string question_for(const Explanation& explanation,
                         const Conversion& conversion) {
  return fmt::format(
      "which of {} (HS {}) {} is", shown_codes(conversion.codes),
      explanation.nomenclature,
      conversion.material == Conversion::kGood
          ? std::string("the good")
          : fmt::format("material {}",
                        name_of(explanation, conversion.material)));
}

std::string shown_code(const Explanation& explanation, std::uint32_t material) {
  for (const Conversion& it : explanation.conversions) {
    if (it.material != material || it.codes.size() == 1) continue;
    return fmt::format("{} (HS {})", print_hs_code(it.stated).view(),
                       it.edition);
  }
  const HsCode code = material == Conversion::kGood
                          ? explanation.code
                          : explanation.materials[material].code;
  return std::string(print_hs_code(code).view());
}

std::string shown_codes(const std::vector<HsCode>& codes) {
  std::string text;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (i == kCodesShown) {
      return text + fmt::format(" and {} more", codes.size() - i);
    }
    if (i > 0) text += ", ";
    text += print_hs_code(codes[i]).view();
  }
  return text;
}

std::string sentence_for(const Measurement& measurement, Truth truth,
                         std::string_view currency) {
  const std::string limit = shown(measurement.limit, currency);
  const std::string measure = shown(measurement.measure, currency);
  if (truth == Truth::Unknown && has_no_base(measurement)) {
    return fmt::format("a share of what is not above zero; the limit is {}",
                       limit);
  }
  if (measurement.measure.value == kMissing) {
    return fmt::format("not known, and the limit is {}", limit);
  }
  if (truth == Truth::Unknown) {
    return fmt::format("between {} and {}, and the limit is {}", measure,
                       shown(measurement.highest, currency), limit);
  }
  if (measurement.highest.value != measurement.measure.value &&
      measurement.highest.value != kMissing) {
    return fmt::format("between {} and {}, and the limit is {}", measure,
                       shown(measurement.highest, currency), limit);
  }
  if (measurement.relation == Relation::Equal && truth == Truth::NotMet) {
    return fmt::format("{}, not {}", measure, limit);
  }
  const Margin& margin = measurement.margin;
  const bool is_exact =
      margin.points == 0 && margin.amount == 0 && margin.is_exact;
  if (is_exact) return fmt::format("{}, exactly the limit", measure);
  const bool is_lower = is_lower_bound(measurement.relation);
  const bool is_above = is_lower == (truth == Truth::Met);
  const bool is_date = measurement.measure.type == Type::Date;
  const std::string_view stands = is_date ? (is_above ? "after" : "before")
                                  : is_lower && !is_above ? "short of"
                                  : is_above              ? "above"
                                                          : "below";
  // A share is cut for showing, here to the limit itself.
  const std::string_view just = measure != limit ? ""
                                : is_above       ? "just over "
                                                 : "just under ";
  return fmt::format("{}{}, {} {} the {} {}", just, measure,
                     distance(measurement, currency), stands, limit,
                     is_lower ? "required" : "allowed");
}

std::string sentence_for(const bytecode::Image& image,
                         const Explanation& explanation, const Flip& flip,
                         std::span<const Reason> reasons) {
  const bool is_originating =
      explanation.outcome.verdict == Verdict::Originating;
  switch (flip.kind) {
    case Flip::Kind::Material:
      return fmt::format("material {} {}", name_of(explanation, flip.index),
                         is_originating ? "not originating" : "originating");
    case Flip::Kind::WithoutMaterial:
      return fmt::format(
          "material {} not used, or replaced by one that does "
          "not count against the good",
          name_of(explanation, flip.index));
    case Flip::Kind::Fact:
      return fact_sentence(image, explanation, flip, reasons[flip.reason]);
    case Flip::Kind::Threshold:
      return threshold_sentence(image, explanation, flip, reasons[flip.reason]);
    case Flip::Kind::NonOriginatingValue:
    case Flip::Kind::FailingValue: {
      const Type type = comparison_of(image, reasons[flip.reason]).type;
      const std::string amount =
          shown(enough({type, flip.amount}, true), explanation.currency);
      if (flip.kind == Flip::Kind::FailingValue) {
        return fmt::format(
            "{} less of the materials that do not change classification",
            amount);
      }
      return fmt::format(
          "{} of non-originating materials replaced by "
          "originating ones",
          amount);
    }
  }
  return {};
}

std::string sentence_for(const bytecode::Image& image,
                         const Explanation& explanation,
                         const Missing& missing) {
  const std::string of = number_of_materials(explanation, missing);
  switch (missing.subject) {
    case Subject::Fact: {
      const bytecode::FactRecord& record = image.facts()[missing.index];
      const std::string_view meaning = image.text(record.meaning);
      return meaning.empty()
                 ? std::string(image.text(record.name))
                 : fmt::format("{} ({})", image.text(record.name), meaning);
    }
    case Subject::GoodCode:
      return "more digits of the good's tariff code";
    case Subject::Status:
      return fmt::format("whether {} originates",
                         missing.materials == 1 ? of : "each of " + of + ",");
    case Subject::Code:
      return fmt::format("tariff code of {}", of);
    case Subject::Origin:
      return fmt::format("country of origin of {}", of);
    case Subject::Column: {
      constexpr std::string_view kBuiltIn[] = {"value", "weight", "quantity"};
      const std::string_view name =
          missing.index < kBuiltInColumns
              ? kBuiltIn[missing.index]
              : image.text(
                    image.columns()[missing.index - kBuiltInColumns].name);
      return fmt::format("{} of {}", name, of);
    }
    case Subject::Tag:
      return fmt::format("whether {} is {}", of,
                         image.text(image.tags()[missing.index].name));
    case Subject::Materials:
      return "the rest of the bill of materials";
  }
  return {};
}

std::string name_of(const Explanation& explanation, std::uint32_t material) {
  std::string text = fmt::format("{}", material + 1);
  if (material >= explanation.materials.size()) return text;
  const Names::Material& name = explanation.materials[material].name;
  if (!name.description.empty()) {
    return fmt::format("{} \"{}\"", text, name.description);
  }
  return name.part.empty() ? text : fmt::format("{} part {}", text, name.part);
}

}  // namespace origo
