// The tables first, then the graph from its leaves up, then what the law says
// with it.
#include "engine/ir/print.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

#include "engine/bytecode/image.hpp"
#include "engine/core/decimal.hpp"
#include "engine/core/limits.hpp"

namespace origo::ir {
namespace {

constexpr std::string_view kRelationSigns[] = {">=", "<=", ">", "<", "="};
constexpr std::string_view kSharedNames[] = {
    "all", "originating", "non_originating", "unproven", "failing"};
constexpr std::string_view kTruthWords[] = {"no", "unknown", "yes"};

std::string_view sign_of(Relation relation) {
  return kRelationSigns[static_cast<std::size_t>(relation)];
}

// A value of a type as an author would write it, without a currency.
std::string value_of(Type type, std::int64_t value) {
  switch (type) {
    case Type::Truth:
      return value != 0 ? "yes" : "no";
    case Type::Percent:
      // A share of one with six places is a percentage with four.
      return value % 10'000 == 0
                 ? fmt::format("{}%", value / 10'000)
                 : fmt::format("{}%",
                               print_decimal(Decimal{value * 100}).view());
    case Type::Date:
      return std::string(
          print_date(Date{static_cast<std::int32_t>(value)}).view());
    case Type::Country:
      return std::string(
          print_country(Country{static_cast<std::uint16_t>(value)}).view());
    case Type::Weight:
      return fmt::format("{} g", print_decimal(Decimal{value}).view());
    case Type::Quantity:
      return fmt::format("{} pcs", print_decimal(Decimal{value}).view());
    case Type::Days:
      return fmt::format("{} days", value);
    case Type::Number:
    case Type::Money:
    case Type::Choice:
    case Type::Places:
      return std::string(print_decimal(Decimal{value}).view());
  }
  return {};
}

std::string currency_of(std::uint16_t packed) {
  std::string letters;
  for (int shift = 10; shift >= 0; shift -= 5) {
    letters += static_cast<char>('A' - 1 + (packed >> shift & 31));
  }
  return letters;
}

std::string period_of(const Period& period) {
  std::string text;
  if (period.from != kEarliest) {
    text += fmt::format(" from {}", print_date(period.from).view());
  }
  if (period.until != kLatest) {
    text += fmt::format(" until {}", print_date(period.until).view());
  }
  return text;
}

// A place among the codes: the first code at or after it, as short as can be.
std::string place_of(std::uint64_t first) {
  std::uint64_t word = first >> 24;
  for (int place = 0; place < 10; ++place) {
    // A digit above nine stands between two codes.
    const std::uint64_t digit = word >> (4 * place) & 0xF;
    if (digit > 9) word += (16 - digit) << (4 * place);
  }
  int digits = 10;
  for (; digits > 2 && (word & 0xFF) == 0; word >>= 8) digits -= 2;
  const HsCode code = hs_code(word << (64 - 4 * digits), digits);
  return std::string(print_hs_code(code).view());
}

class Printer {
 public:
  explicit Printer(const Pack& pack) : pack_(pack) {}

  std::string run() {
    agreement();
    facts();
    sets();
    thresholds();
    masks();
    numbers();
    tests();
    requirements();
    articles();
    rules();
    return std::move(text_);
  }

 private:
  template <typename... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format,
                   std::forward<Args>(args)...);
    text_ += '\n';
  }

  static std::string quoted(std::string_view text) {
    return text.empty() ? std::string() : fmt::format(" \"{}\"", text);
  }

  static std::string cited(std::string_view cite) {
    return cite.empty() ? std::string() : fmt::format(" cite \"{}\"", cite);
  }

  void agreement() {
    const Agreement& it = pack_.agreement;
    line("agreement {}{}{}", it.name, quoted(it.title), cited(it.cite));
    line("  parties p{}", it.parties);
    if (it.nomenclature != 0) line("  nomenclature HS {}", it.nomenclature);
    if (!it.in_force.is_always()) {
      line("  in force{}", period_of(it.in_force));
    }
    line("  selected by {}", pack_.facts[it.clock].name);
    if (pack_.currency != 0) line("  currency {}", currency_of(pack_.currency));
  }

  template <typename Info>
  static std::string choices_of(const Info& info) {
    if (info.choices.empty()) return {};
    return fmt::format(" ({})", fmt::join(info.choices, ", "));
  }

  void facts() {
    for (std::size_t i = kBuiltInFacts.size(); i < pack_.facts.size(); ++i) {
      const FactInfo& it = pack_.facts[i];
      line("{} {} {}{}{}{}", it.is_election ? "election" : "fact", it.name,
           word_of(it.type), choices_of(it),
           it.least == LeastValue::Zero ? " >= 0" : "", quoted(it.meaning));
    }
    for (const ColumnInfo& it : pack_.columns) {
      line("material attribute {} {}{}{}", it.name, word_of(it.type),
           choices_of(it), quoted(it.meaning));
    }
    for (const TagInfo& it : pack_.tags) {
      line("{} {}{}", it.is_election ? "material election" : "tag", it.name,
           quoted(it.meaning));
    }
  }

  static std::string_view word_of(Type type) {
    return kTypeWords[static_cast<std::size_t>(type)];
  }

  void sets() {
    for (std::uint32_t i = 0; i < pack_.code_sets.size(); ++i) {
      std::string codes;
      for (const HsRange& range : pack_.code_sets[i]) {
        codes += codes.empty() ? "" : ", ";
        codes += print_hs_range(range).view();
      }
      line("c{} = {}", i, codes.empty() ? "no codes" : codes);
    }
    for (std::uint32_t i = 0; i < pack_.country_sets.size(); ++i) {
      std::string countries;
      for (const Country country : pack_.country_sets[i]) {
        countries += countries.empty() ? "" : ", ";
        countries += print_country(country).view();
      }
      line("p{} = {}", i, countries.empty() ? "nowhere" : countries);
    }
  }

  void thresholds() {
    for (const Threshold& it : pack_.thresholds) {
      line("threshold {} {} selected by {}{}{}", it.name, word_of(it.type),
           pack_.facts[it.clock].name, quoted(it.title), cited(it.cite));
      for (const Step& step : it.steps) {
        line("  {}{}", value_of(it.type, step.value),
             period_of({step.from, step.until}));
      }
    }
  }

  [[nodiscard]] std::string column(std::uint32_t index) const {
    static constexpr std::string_view kBuiltIn[] = {"value", "weight",
                                                    "quantity"};
    return index < kBuiltInColumns
               ? std::string(kBuiltIn[index])
               : pack_.columns[index - kBuiltInColumns].name;
  }

  [[nodiscard]] Type column_type(std::uint32_t index) const {
    static constexpr Type kBuiltIn[] = {Type::Money, Type::Weight,
                                        Type::Quantity};
    return index < kBuiltInColumns
               ? kBuiltIn[index]
               : pack_.columns[index - kBuiltInColumns].type;
  }

  [[nodiscard]] std::string mask(std::uint32_t id) const {
    const Mask& it = pack_.masks[id];
    return it.op == MaskOp::Shared ? std::string(kSharedNames[it.a])
                                   : fmt::format("m{}", id);
  }

  // What is asked of a fact or a column of this type.
  [[nodiscard]] std::string check(
      const Check& it, std::string_view name, Type type,
      const std::vector<std::string>& choices) const {
    switch (it.kind) {
      case CheckKind::IsTrue:
        return std::string(name);
      case CheckKind::IsStated:
        return fmt::format("{} is stated", name);
      case CheckKind::IsChoice:
        return fmt::format("{} is {}", name, choices[it.operand]);
      case CheckKind::IsIn:
        return fmt::format("{} in p{}", name, it.operand);
      case CheckKind::Relates:
        return fmt::format("{} {} {}", name, sign_of(it.relation),
                           value_of(type, pack_.constants[it.operand]));
    }
    return {};
  }

  [[nodiscard]] std::string column_check(std::uint32_t index) const {
    static const std::vector<std::string> kNone;
    const Check& it = pack_.column_checks[index];
    const auto& choices =
        it.subject < kBuiltInColumns
            ? kNone
            : pack_.columns[it.subject - kBuiltInColumns].choices;
    return check(it, column(it.subject), column_type(it.subject), choices);
  }

  [[nodiscard]] std::string fact_check(std::uint32_t index) const {
    const Check& it = pack_.fact_checks[index];
    const FactInfo& info = pack_.facts[it.subject];
    return check(it, info.name, info.type, info.choices);
  }

  void masks() {
    for (std::uint32_t i = 0; i < pack_.masks.size(); ++i) {
      const Mask& it = pack_.masks[i];
      if (it.op != MaskOp::Shared) line("m{} = {}", i, selection(it));
    }
  }

  [[nodiscard]] std::string selection(const Mask& it) const {
    const std::string of = mask(it.a);
    switch (it.op) {
      case MaskOp::Shared:
        break;
      case MaskOp::SameAs:
        return fmt::format("{} same as the good to {} digits", of, it.b);
      case MaskOp::OfCodes:
        return fmt::format("{} of c{}", of, it.b);
      case MaskOp::FromPlaces:
        return fmt::format("{} from p{}", of, it.b);
      case MaskOp::FromFact:
        return fmt::format("{} from {}", of, pack_.facts[it.b].name);
      case MaskOp::Tagged:
        return fmt::format("{} tagged {}", of, pack_.tags[it.b].name);
      case MaskOp::OfKind:
        return fmt::format("{} where kind is {}", of, kKinds[it.b].word);
      case MaskOp::WholeOrigin:
        return fmt::format("{} where wholly_obtained", of);
      case MaskOp::Where:
        return fmt::format("{} where {}", of, column_check(it.b));
      case MaskOp::Both:
        return fmt::format("{} and {}", of, mask(it.b));
      case MaskOp::Either:
        return fmt::format("{} or {}", of, mask(it.b));
      case MaskOp::Without:
        return fmt::format("{} without {}", of, mask(it.b));
      case MaskOp::Provided:
        return fmt::format("{} provided q{}", of, it.b);
    }
    return of;
  }

  void numbers() {
    for (std::uint32_t i = 0; i < pack_.numbers.size(); ++i) {
      const Number& it = pack_.numbers[i];
      line("n{} = {}  [{}{}]", i, number(it), phrase_of(it.unit),
           it.is_ratio != 0 ? ", fraction" : "");
    }
  }

  [[nodiscard]] std::string number(const Number& it) const {
    switch (it.op) {
      case NumberOp::Fact:
        return pack_.facts[it.a].name;
      case NumberOp::Constant: {
        const std::int64_t value = pack_.constants[it.a];
        const bool names_currency = it.unit.money != 0 && value != 0;
        return value_of(type_of(it.unit), value) +
               (names_currency ? ' ' + currency_of(pack_.currency) : "");
      }
      case NumberOp::Threshold:
        return pack_.thresholds[it.a].name;
      case NumberOp::Sum:
        return fmt::format("{} of {}", column(it.b), mask(it.a));
      case NumberOp::Count:
        return fmt::format("count of {}", mask(it.a));
      case NumberOp::Otherwise:
        return fmt::format("{}, otherwise n{}", pack_.facts[it.b].name, it.a);
      case NumberOp::Add:
        return fmt::format("n{} + n{}", it.a, it.b);
      case NumberOp::Subtract:
        return fmt::format("n{} - n{}", it.a, it.b);
      case NumberOp::Multiply:
        return fmt::format("n{} * n{}", it.a, it.b);
      case NumberOp::Divide:
        return fmt::format("n{} / n{}", it.a, it.b);
      case NumberOp::Least:
        return fmt::format("least of n{}, n{}", it.a, it.b);
      case NumberOp::Greatest:
        return fmt::format("greatest of n{}, n{}", it.a, it.b);
      case NumberOp::Choose:
        return fmt::format("if q{} then n{} else n{}", it.c, it.a, it.b);
    }
    return {};
  }

  // The terms that count in the measure or in the base.
  static std::string terms(const Test& test, std::int32_t Term::* part) {
    std::string text;
    for (const Term& term : test.terms) {
      if (term.*part == 0) continue;
      const bool is_minus = term.*part < 0;
      text += text.empty() ? (is_minus ? "-" : "") : (is_minus ? " - " : " + ");
      text += fmt::format("n{}", index(term.number));
    }
    return text.empty() ? "0" : text;
  }

  void tests() {
    for (std::uint32_t i = 0; i < pack_.tests.size(); ++i) {
      const Test& it = pack_.tests[i];
      std::string measure = terms(it, &Term::in_measure);
      if (it.has_base) {
        measure =
            fmt::format("({}) / ({})", measure, terms(it, &Term::in_base));
      }
      line("t{} = {} {} n{}{}", i, measure, sign_of(it.relation),
           index(it.limit),
           it.method == kNone ? std::string()
                              : " by " + pack_.methods[it.method].name);
    }
  }

  void requirements() {
    for (std::uint32_t i = 0; i < pack_.requirements.size(); ++i) {
      const Requirement& it = pack_.requirements[i];
      line("q{} = {}{}", i, requirement(it), quoted(pack_.strings[it.label]));
    }
  }

  [[nodiscard]] std::string requirement(const Requirement& it) const {
    std::string parts;
    for (const RequirementId part : it.parts) {
      parts += fmt::format("{}q{}", parts.empty() ? "" : ", ", index(part));
    }
    switch (it.op) {
      case RequirementOp::Literal:
        return std::string(kTruthWords[it.a]);
      case RequirementOp::NoMaterial:
        return fmt::format("no {}", mask(it.a));
      case RequirementOp::Change:
        return fmt::format("change failed by {}", mask(it.a));
      case RequirementOp::ChangeLevel:
        return fmt::format("change at {} digits", it.a);
      case RequirementOp::Test:
        return fmt::format("t{}", it.a);
      case RequirementOp::Compare:
        return fmt::format("n{} {} n{}", it.a,
                           sign_of(static_cast<Relation>(it.c)), it.b);
      case RequirementOp::Check:
        return fact_check(it.a);
      case RequirementOp::GoodOf:
        return fmt::format("good of c{}", it.a);
      case RequirementOp::And:
        return fmt::format("all of {}", parts);
      case RequirementOp::Or:
        return fmt::format("any of {}", parts);
      case RequirementOp::Alternatives:
        return fmt::format("alternatives {}", parts);
      case RequirementOp::AtLeast:
        return fmt::format("at least {} of {}", it.a, parts);
      case RequirementOp::AtMost:
        return fmt::format("at most {} of {}", it.a, parts);
      case RequirementOp::Not:
        return fmt::format("not {}", parts);
    }
    return {};
  }

  void articles() {
    for (const Treat& it : pack_.treats) {
      constexpr std::string_view kAs[] = {"non-originating", "originating",
                                          "their materials"};
      line("treat {} as {}{}{}", mask(index(it.mask)),
           kAs[static_cast<std::size_t>(it.as)], quoted(it.text),
           cited(it.cite));
    }
    for (const Default& it : pack_.defaults) {
      line("default of column {}{}{}", it.column, quoted(it.text),
           cited(it.cite));
    }
    for (const Derivation& it : pack_.derivations) {
      line("derive column {} = n{}", it.column, index(it.number));
    }
    articles("tolerance", pack_.tolerances);
    articles(pack_.is_cascade() ? "country" : "criterion", pack_.criteria);
    articles("condition", pack_.conditions);
    for (const Note& it : pack_.notes) {
      line("{}{}{}", pack_.strings[it.label], quoted(it.title), cited(it.cite));
    }
  }

  [[nodiscard]] std::string given_by(const Article& it) const {
    if (!it.gives) return {};
    return it.gives->fact == kNone
               ? fmt::format(" gives countries of {}",
                             mask(index(it.gives->materials)))
               : fmt::format(" gives {}", pack_.facts[it.gives->fact].name);
  }

  void articles(std::string_view word, const std::vector<Article>& articles) {
    for (const Article& it : articles) {
      line("{} {} {}{}{}{}", word, it.name,
           it.requirement == kNoRequirement
               ? std::string("by rule")
               : fmt::format("require q{}", index(it.requirement)),
           given_by(it), quoted(it.title), cited(it.cite));
    }
  }

  void rules() {
    for (std::uint32_t i = 0; i < pack_.rules.size(); ++i) {
      const Rule& it = pack_.rules[i];
      const std::string when = it.when == kNoRequirement
                                   ? std::string()
                                   : fmt::format(" when q{}", index(it.when));
      line("{} {} c{}{}{} require q{} at {}:{}{}{}",
           it.is_override ? "override" : "rule", i, it.codes,
           period_of(it.period), when, index(it.requirement),
           pack_.files[it.place.file], it.place.line, quoted(it.title),
           cited(it.cite));
    }
    for (const Interval& it : pack_.intervals) {
      line("from {} {}", place_of(it.first),
           it.rules.empty()
               ? std::string("nothing")
               : fmt::format("rule {}", fmt::join(it.rules, ", ")));
    }
  }

  const Pack& pack_;
  std::string text_;
};

}  // namespace

std::string print(const Pack& pack) {
  return Printer(pack).run();
}

}  // namespace origo::ir
