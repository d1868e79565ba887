// Compiling, evaluating and describing for the random tests.
#include "tests/random/harness.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <set>
#include <stdexcept>

#include "cli/exact_amounts.hpp"
#include "engine/check/check.hpp"
#include "engine/core/date.hpp"
#include "engine/core/decimal.hpp"
#include "engine/emit/emit.hpp"
#include "grammar/parse.hpp"

namespace origo::random {
namespace {

// Requirements that stand alone: those of rules, criteria and conditions and
// all they are made of.
void collect(const ir::Pack& pack, ir::RequirementId id,
             std::set<ir::RequirementId>& found) {
  if (id == ir::kNoRequirement || !found.insert(id).second) return;
  for (const ir::RequirementId part : pack.requirement(id).parts) {
    collect(pack, part, found);
  }
}

std::string problems(const Diagnostics& diagnostics, const std::string& text) {
  std::string result = "a random program does not compile:\n" + text;
  for (const Diagnostic& it : diagnostics.sorted()) {
    if (it.severity() != Severity::Error) continue;
    result += fmt::format("{} at `{}`: {}\n", written(it.code()),
                          it.primary().span.text(), it.message());
  }
  return result;
}

std::string text_of(std::uint32_t index) {
  return index == kNoIndex ? "none" : std::to_string(index);
}

std::string text_of(const std::optional<std::uint32_t>& index) {
  return index ? std::to_string(*index) : "none";
}

std::string text_of(Verdict verdict) {
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
  return "?";
}

std::string text_of(Failure failure) {
  static constexpr const char* kWords[] = {
      "none",           "scratch too small", "too many materials",
      "too many rules", "negative amount",   "other currency",
      "overflow"};
  return kWords[static_cast<std::size_t>(failure)];
}

std::string text_of(Type type, std::int64_t value,
                    const std::vector<std::string>& choices) {
  switch (type) {
    case Type::Truth:
      return value != 0 ? "yes" : "no";
    case Type::Days:
      return std::to_string(value) + " days";
    case Type::Date:
      return std::string(
          print_date(Date{static_cast<std::int32_t>(value)}).view());
    case Type::Country:
      return std::string(
          print_country(Country{static_cast<std::uint16_t>(value)}).view());
    case Type::Choice:
      return choices[static_cast<std::size_t>(value)];
    case Type::Places: {
      if (value == kNotPerformed) return "not performed";
      if (value == kPerformedInParties) return "in the parties";
      std::string places = "in";
      for (std::int64_t rest = value; rest != 0; rest >>= 10) {
        places += ' ';
        places +=
            print_country(Country{static_cast<std::uint16_t>(rest & 0x3FF)})
                .view();
      }
      return places;
    }
    default:
      return std::string(print_decimal(Decimal{value}).view());
  }
}

std::string text_of_material(const ir::Pack& pack, const Materials& all,
                             std::uint32_t m) {
  std::string line = fmt::format("  material {}:", m);
  if (all.code.is_given() && all.code[m].is_known()) {
    line += fmt::format(" {}", print_hs_code(all.code[m]).view());
  }
  for (const StatusWord& word : kStatuses) {
    if (all.status.is_given() && word.status == all.status[m]) {
      line += fmt::format(" {}", word.word);
    }
  }
  if (all.origin.is_given() && all.origin[m].is_known()) {
    line += fmt::format(" from {}", print_country(all.origin[m]).view());
  }
  if (all.kind.is_given()) {
    line += fmt::format(" as {}",
                        kKinds[static_cast<std::size_t>(all.kind[m])].word);
  }
  auto column = [&](const Strided<std::int64_t>& values, std::string_view name,
                    Type type, const std::vector<std::string>& choices) {
    if (!values.is_given() || values[m] == kMissing) return;
    line += fmt::format(" {} {}", name, text_of(type, values[m], choices));
  };
  column(all.value, "value", Type::Money, {});
  column(all.weight, "weight", Type::Weight, {});
  column(all.quantity, "quantity", Type::Quantity, {});
  for (std::size_t i = 0; i < all.columns.size(); ++i) {
    const ir::ColumnInfo& info = pack.columns[i];
    column(all.columns[i], info.name, info.type, info.choices);
  }
  for (std::size_t i = 0; i < all.tags.size(); ++i) {
    if (!all.tags[i].is_given()) continue;
    const Answer answer = all.tags[i][m];
    if (answer == Answer::NotStated) continue;
    line += fmt::format(" {} {}", pack.tags[i].name,
                        answer == Answer::Yes ? "yes" : "no");
  }
  return line + '\n';
}

}  // namespace

Compiled::Compiled(const std::string& text, std::size_t requirements_max) {
  const SourceFile source{"random.roo", text};
  Diagnostics diagnostics;
  std::vector<ast::Tree> trees;
  trees.push_back(grammar::parse(source, diagnostics));
  pack = check(trees, diagnostics);
  if (diagnostics.has_errors()) {
    throw std::runtime_error(problems(diagnostics, text));
  }
  std::set<ir::RequirementId> found;
  for (const ir::Rule& rule : pack.rules) {
    collect(pack, rule.when, found);
    collect(pack, rule.requirement, found);
  }
  for (const auto* articles : {&pack.criteria, &pack.conditions}) {
    for (const ir::Article& article : *articles) {
      collect(pack, article.requirement, found);
    }
  }
  requirements.assign(found.begin(), found.end());
  // Of too many, those that stand in equal distances.
  if (requirements.size() > requirements_max) {
    std::vector<ir::RequirementId> some;
    for (std::size_t i = 0; i < requirements_max; ++i) {
      some.push_back(requirements[i * requirements.size() / requirements_max]);
    }
    requirements = std::move(some);
  }
  Emitted emitted = emit(pack, requirements);
  bytes = std::move(emitted.image);
  programs = std::move(emitted.programs);
  loaded = bytecode::load(bytes);
  if (loaded.error != bytecode::LoadError::None) {
    throw std::runtime_error("the image of a random program is refused:\n" +
                             text);
  }
}

namespace {

std::span<std::byte> scratch_for(const Compiled& program, const Good& good) {
  static std::vector<std::byte> memory;
  memory.assign(scratch_size(program.loaded.image, good.materials.count),
                std::byte{0xA5});
  return memory;
}

}  // namespace

Outcome evaluate(const Compiled& program, const Good& good,
                 const Options& options) {
  return origo::evaluate(program.loaded.image, good, scratch_for(program, good),
                         options);
}

Truth evaluate_requirement(const Compiled& program, const Good& good,
                           std::size_t index, Failure& failure) {
  return origo::evaluate_requirement(program.loaded.image, good,
                                     program.programs[index],
                                     scratch_for(program, good), failure);
}

Traced::Traced(const Compiled& program, const Good& good, std::size_t room)
    : counted(good.materials.count),
      reasons_(room),
      missing_(room),
      selections_(room) {
  trace.reasons = reasons_;
  trace.missing = missing_;
  trace.selections = selections_;
  trace.counted = counted;
  Options options;
  options.trace = &trace;
  outcome = evaluate(program, good, options);
}

bool is_undefined(const Compiled& program, const Good& good) {
  const ir::Notes notes = ir::interpret(program.pack, good).notes;
  return notes.is_undefined || notes.has_failure();
}

Type type_of_column(const ir::Pack& pack, std::size_t column) {
  constexpr Type kBuiltIn[] = {Type::Money, Type::Weight, Type::Quantity};
  return column < kBuiltInColumns ? kBuiltIn[column]
                                  : pack.columns[column - kBuiltInColumns].type;
}

// A line more is one more to a program that counts them, that asks how large
// each is, or that adds up what is no amount, such as a percentage.
bool does_not_see_lines(const ir::Pack& pack) {
  for (const ir::Number& it : pack.numbers) {
    if (it.op == ir::NumberOp::Count) return false;
    if (it.op == ir::NumberOp::Sum && !is_amount(type_of_column(pack, it.b))) {
      return false;
    }
  }
  return std::none_of(pack.column_checks.begin(), pack.column_checks.end(),
                      [&pack](const ir::Check& it) {
                        return is_amount(type_of_column(pack, it.subject));
                      });
}

bool is_same(const Outcome& a, const Outcome& b) {
  return a.verdict == b.verdict && a.failure == b.failure &&
         a.criterion == b.criterion && a.rule == b.rule &&
         a.tolerance == b.tolerance && a.alternative == b.alternative &&
         a.rules == b.rules && a.assumed_materials == b.assumed_materials;
}

bool is_of_machine(Failure failure) {
  return failure == Failure::Overflow || failure == Failure::TooManyRules;
}

std::string difference(const ir::Outcome& oracle, const Outcome& outcome) {
  auto is_index = [](const std::optional<std::uint32_t>& expected,
                     std::uint16_t found) {
    return expected.value_or(kNoIndex) == found;
  };
  const bool is_failure_same = outcome.failure == Failure::None
                                   ? !oracle.notes.has_failure()
                               : outcome.failure == Failure::NegativeAmount
                                   ? oracle.notes.has_negative_amount
                                   : oracle.notes.has_other_currency;
  if (oracle.verdict == outcome.verdict && is_failure_same &&
      is_index(oracle.criterion, outcome.criterion) &&
      is_index(oracle.rule, outcome.rule) &&
      is_index(oracle.tolerance, outcome.tolerance) &&
      oracle.alternative == outcome.alternative &&
      oracle.assumed_materials == outcome.assumed_materials) {
    return {};
  }
  return "oracle:    " + text_of(oracle) + "\nevaluator: " + text_of(outcome);
}

std::string text_of(const Outcome& it) {
  return fmt::format(
      "{}, criterion {}, rule {}, tolerance {}, alternative {}, assumed {}, "
      "failure {}",
      text_of(it.verdict), text_of(std::uint32_t{it.criterion}),
      text_of(std::uint32_t{it.rule}), text_of(std::uint32_t{it.tolerance}),
      it.alternative, it.assumed_materials, text_of(it.failure));
}

std::string text_of(const ir::Outcome& it) {
  return fmt::format(
      "{}, criterion {}, rule {}, tolerance {}, alternative {}, assumed {}{}{}",
      text_of(it.verdict), text_of(it.criterion), text_of(it.rule),
      text_of(it.tolerance), it.alternative, it.assumed_materials,
      it.notes.has_negative_amount ? ", negative amount" : "",
      it.notes.has_other_currency ? ", other currency" : "");
}

std::string text_of(Truth truth) {
  switch (truth) {
    case Truth::NotMet:
      return "not met";
    case Truth::Unknown:
      return "unknown";
    case Truth::Met:
      return "met";
  }
  return "?";
}

std::string text_of(const ir::Pack& pack, const Good& good) {
  std::string text = "good";
  if (good.code.is_known()) {
    text += fmt::format(" {}", print_hs_code(good.code).view());
  }
  text += fmt::format(", currency {}, {} materials{}\n", good.currency,
                      good.materials.count,
                      good.materials.is_complete ? "" : " or more");
  for (std::size_t i = 0; i < good.facts.size(); ++i) {
    if (good.facts[i] == kMissing) continue;
    const ir::FactInfo& info = pack.facts[i];
    text += fmt::format("  {} {}\n", info.name,
                        text_of(info.type, good.facts[i], info.choices));
  }
  for (std::uint32_t m = 0; m < good.materials.count; ++m) {
    text += text_of_material(pack, good.materials, m);
  }
  return text;
}

namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace

std::size_t pairs_wanted() {
  return static_cast<std::size_t>(
      from_environment("ORIGO_RANDOM_PAIRS", 100'000));
}

std::uint64_t first_seed() {
  return from_environment("ORIGO_RANDOM_SEED", 1);
}

}  // namespace origo::random
