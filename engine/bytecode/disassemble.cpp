// Walks the tables in the order of an image. Everything it reads has been
// verified, except that a number may be any number: those are printed as found.
#include "engine/bytecode/disassemble.hpp"

#include <charconv>
#include <limits>

#include "engine/core/country.hpp"
#include "engine/core/date.hpp"
#include "engine/core/decimal.hpp"
#include "engine/core/fact.hpp"
#include "engine/core/limits.hpp"
#include "engine/core/truth.hpp"

namespace origo::bytecode {
namespace {

constexpr std::string_view kSharedMasks[] = {
    "all", "originating", "non_originating", "unproven", "failing"};
constexpr std::string_view kRelations[] = {">=", "<=", ">", "<", "="};
constexpr std::string_view kTruths[] = {"not_met", "unknown", "met"};
constexpr std::string_view kRoles[] = {"decision", "tolerance", "prologue",
                                       "selection", "amount"};
static_assert(sizeof kSharedMasks / sizeof kSharedMasks[0] == kOwnMasks);

// Text to the sink, and the few kinds of value that text is made of.
class Writer {
 public:
  Writer(void (*write)(void*, std::string_view), void* context) noexcept
      : write_(write), context_(context) {}

  void put(std::string_view text) const noexcept { write_(context_, text); }

  void put(std::int64_t number) const noexcept {
    char buffer[std::numeric_limits<std::int64_t>::digits10 + 2];
    const auto [end, error] =
        std::to_chars(buffer, buffer + sizeof buffer, number);
    put(std::string_view(buffer, static_cast<std::size_t>(end - buffer)));
  }

  // `word number`, as in ` when 3`.
  void put(std::string_view word, std::int64_t number) const noexcept {
    put(word);
    put(number);
  }

  // In quotes, when there is any; what would break the line is replaced.
  void put_quoted(std::string_view before,
                  std::string_view text) const noexcept {
    if (text.empty()) return;
    put(before);
    put("\"");
    std::size_t from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      const bool is_control = byte < 0x20 || byte == 0x7F;
      if (!is_control && text[i] != '"' && text[i] != '\\') continue;
      put({text.data() + from, i - from});
      put(is_control ? "?" : "\\");
      from = is_control ? i + 1 : i;
    }
    put({text.data() + from, text.size() - from});
    put("\"");
  }

  void put_date(std::int64_t days) const noexcept {
    if (days < kEarliest.days || days > kLatest.days) return put("day ", days);
    put(print_date({static_cast<std::int32_t>(days)}).view());
  }

  void put_period(std::int32_t from, std::int32_t until) const noexcept {
    if (from != kEarliest.days) {
      put(" from ");
      put_date(from);
    }
    if (until != kLatest.days) {
      put(" until ");
      put_date(until);
    }
  }

  void put_value(Type type, std::int64_t value) const noexcept {
    constexpr std::int64_t kMost =
        std::numeric_limits<std::int64_t>::max() / 100;
    if (type == Type::Date) return put_date(value);
    if (type == Type::Percent && value < kMost && value > -kMost) {
      put(print_decimal({value * 100}).view());
      return put("%");
    }
    if (type == Type::Days) {
      put(value);
      return put(" days");
    }
    put(print_decimal({value}).view());
  }

  void put_country(std::uint16_t code) const noexcept {
    constexpr int kCodes = 26 * 26;
    if (code == 0 || code > kCodes) return put("country ", code);
    put(print_country({code}).view());
  }

 private:
  void (*write_)(void*, std::string_view);
  void* context_;
};

// Ten digits of a code, or of the end of a range, which hex F fills up.
struct Digits {
  explicit Digits(std::uint64_t bits) noexcept {
    for (int i = 0; i < 10; ++i) {
      nibbles[i] = static_cast<std::uint8_t>((bits >> (60 - 4 * i)) & 0xF);
    }
  }

  // How many digits come before the first of a run of `filler` to the end.
  [[nodiscard]] int count(std::uint8_t filler) const noexcept {
    int digits = 10;
    while (digits > 2 && nibbles[digits - 1] == filler) --digits;
    return digits + digits % 2;
  }

  void print(const Writer& to, int digits) const noexcept {
    for (int i = 0; i < digits; ++i) {
      if (i == 4 || i == 6 || i == 8) to.put(".");
      // An end such as 8703.1F is just before 8703.20: 8703.19.
      const int shown = nibbles[i] > 9 ? 9 : nibbles[i];
      const char digit = static_cast<char>('0' + shown);
      to.put(std::string_view(&digit, 1));
    }
  }

  std::uint8_t nibbles[10];
};

class Disassembler {
 public:
  Disassembler(const Image& image, const Writer& out) noexcept
      : image_(image), out_(out) {}

  void run() const noexcept {
    agreement();
    facts();
    thresholds();
    articles();
    for (std::size_t i = 0; i < image_.programs().size(); ++i) program(i);
    for (std::size_t i = 0; i < image_.rules().size(); ++i) rule(i);
    for (const std::uint64_t it : image_.intervals()) interval(it);
  }

 private:
  [[nodiscard]] std::string_view text(std::uint32_t string) const noexcept {
    return image_.text(string);
  }

  [[nodiscard]] std::string_view fact_name(std::size_t fact) const noexcept {
    return text(image_.facts()[fact].name);
  }

  [[nodiscard]] std::string_view column_name(
      std::size_t column) const noexcept {
    constexpr std::string_view kBuiltIn[] = {"value", "weight", "quantity"};
    static_assert(sizeof kBuiltIn / sizeof kBuiltIn[0] == kBuiltInColumns);
    return column < kBuiltInColumns
               ? kBuiltIn[column]
               : text(image_.columns()[column - kBuiltInColumns].name);
  }

  void agreement() const noexcept {
    const AgreementRecord& it = image_.agreement();
    out_.put("agreement ");
    out_.put(text(it.name));
    out_.put_quoted(" ", text(it.title));
    out_.put("\n  parties ");
    countries(it.parties);
    out_.put("\n  selected by ");
    out_.put(fact_name(it.clock));
    if (it.nomenclature != 0) out_.put("\n  nomenclature HS ", it.nomenclature);
    if (it.from != kEarliest.days || it.until != kLatest.days) {
      out_.put("\n  in force");
      out_.put_period(it.from, it.until);
    }
    if (it.currency != 0) {
      const char letters[3] = {
          static_cast<char>('@' + (it.currency >> 10 & 0x1F)),
          static_cast<char>('@' + (it.currency >> 5 & 0x1F)),
          static_cast<char>('@' + (it.currency & 0x1F))};
      out_.put("\n  currency ");
      out_.put(std::string_view(letters, sizeof letters));
    }
    if (it.prologue != kNone) out_.put("\n  prologue program ", it.prologue);
    if (it.look_through != kNone) {
      out_.put("\n  look through program ", it.look_through);
    }
    out_.put_quoted("\n  cite ", text(it.cite));
    out_.put("\n");
  }

  // A fact or a column: what it is called, of what type, and what it means.
  template <typename Record>
  void declared(std::string_view word, std::size_t index,
                const Record& record) const noexcept {
    const auto type = static_cast<Type>(std::uint8_t{record.type});
    out_.put(word, static_cast<std::int64_t>(index));
    out_.put(" ");
    out_.put(text(record.name));
    out_.put(" ");
    out_.put(kTypeWords[record.type]);
    for (std::size_t i = 0; type == Type::Choice && i < record.choice_count;
         ++i) {
      out_.put(i == 0 ? " of " : ", ");
      out_.put(text(image_.choices()[record.first_choice + i]));
    }
    out_.put_quoted(" ", text(record.meaning));
    out_.put("\n");
  }

  // Those of the pack; the built-in ones are the same in every image.
  void facts() const noexcept {
    for (std::size_t i = kBuiltInFacts.size(); i < image_.facts().size(); ++i) {
      declared("fact ", i, image_.facts()[i]);
    }
    for (std::size_t i = 0; i < image_.columns().size(); ++i) {
      declared("column ", kBuiltInColumns + i, image_.columns()[i]);
    }
    for (std::size_t i = 0; i < image_.tags().size(); ++i) {
      out_.put("tag ", static_cast<std::int64_t>(i));
      out_.put(" ");
      out_.put(text(image_.tags()[i].name));
      out_.put_quoted(" ", text(image_.tags()[i].meaning));
      out_.put("\n");
    }
    for (const ElectionRecord& it : image_.elections()) {
      out_.put("election ");
      out_.put(it.of_materials != 0 ? text(image_.tags()[it.subject].name)
                                    : fact_name(it.subject));
      out_.put("\n");
    }
  }

  void thresholds() const noexcept {
    for (std::size_t i = 0; i < image_.thresholds().size(); ++i) {
      const ThresholdRecord& it = image_.thresholds()[i];
      out_.put("threshold ", static_cast<std::int64_t>(i));
      out_.put(" ");
      out_.put(text(it.name));
      out_.put(" by ");
      out_.put(fact_name(it.clock));
      article_words(it.title, it.cite);
      for (const StepRecord& step :
           image_.steps().subspan(it.first_step, it.step_count)) {
        out_.put("  ");
        out_.put_value(static_cast<Type>(std::uint8_t{it.type}), step.value);
        out_.put_period(step.from, step.until);
        out_.put("\n");
      }
    }
  }

  void article_words(std::uint32_t title, std::uint32_t cite) const noexcept {
    out_.put_quoted(" ", text(title));
    out_.put_quoted(" cite ", text(cite));
    out_.put("\n");
  }

  void article_head(std::string_view word, std::uint32_t name,
                    std::uint16_t program) const noexcept {
    out_.put(word);
    out_.put(text(name));
    if (program == kNone) {
      out_.put(" by rule");
    } else {
      out_.put(" program ", program);
    }
  }

  void articles() const noexcept {
    for (const TreatRecord& it : image_.treats()) {
      if (it.column == kNone) {
        out_.put_quoted("treat ", text(it.text));
      } else {
        out_.put("default of column ", it.column);
        out_.put_quoted(" ", text(it.text));
      }
      out_.put_quoted(" cite ", text(it.cite));
      out_.put("\n");
    }
    for (const DerivationRecord& it : image_.derivations()) {
      out_.put("derive column ", it.column);
      out_.put(" program ", it.program);
      out_.put("\n");
    }
    for (const ToleranceRecord& it : image_.tolerances()) {
      article_head("tolerance ", it.name, it.program);
      out_.put_quoted(" cite ", text(it.cite));
      out_.put("\n");
    }
    for (const CriterionRecord& it : image_.criteria()) {
      article_head(image_.is_cascade() ? "country " : "criterion ", it.name,
                   it.program);
      article_words(it.title, it.cite);
    }
    for (const GivesRecord& it : image_.gives()) {
      if (it.fact == kNone) {
        out_.put("gives countries of program ", it.program);
      } else {
        out_.put("gives ");
        out_.put(fact_name(it.fact));
      }
      out_.put("\n");
    }
    for (const ConditionRecord& it : image_.conditions()) {
      article_head("condition ", it.name, it.program);
      out_.put_quoted(" cite ", text(it.cite));
      out_.put("\n");
    }
    for (const NoteRecord& it : image_.notes()) {
      out_.put(text(it.label));
      article_words(it.title, it.cite);
    }
  }

  void program(std::size_t index) const noexcept {
    const ProgramRecord& it = image_.programs()[index];
    out_.put("program ", static_cast<std::int64_t>(index));
    out_.put(" ");
    out_.put(kRoles[it.role]);
    out_.put(" masks ", it.masks);
    out_.put(" amounts ", it.amounts);
    out_.put(" ratios ", it.ratios);
    out_.put(" truths ", it.truths);
    if (it.change_digits != 0) out_.put(" change ", it.change_digits);
    if (it.names_currency != 0) out_.put(" currency");
    out_.put("\n");
    Counters next{kOwnMasks, 0, 0, 0, it.first_label};
    for (const Instruction& instruction : image_.code_of(it)) {
      step(instruction, next);
    }
  }

  // The registers and the label that come next.
  struct Counters {
    std::int64_t masks;
    std::int64_t amounts;
    std::int64_t ratios;
    std::int64_t depth;
    std::size_t label;
  };

  void step(const Instruction& it, Counters& next) const noexcept {
    const OpInfo& info = kOps[it.op];
    // What is pushed takes the place of what was popped.
    next.depth -=
        info.truths_popped == kPopB ? std::int64_t{it.b} : info.truths_popped;
    out_.put("  ");
    const bool is_truth = info.result == Operand::Truth;
    if (info.result == Operand::Mask) out_.put("m", next.masks++);
    if (info.result == Operand::Amount) out_.put("a", next.amounts++);
    if (info.result == Operand::Ratio) out_.put("r", next.ratios++);
    if (is_truth) out_.put("t", next.depth++);
    if (info.result != Operand::None) out_.put(" = ");
    out_.put(kMnemonics[it.op]);
    operand(info.a, it.a);
    operand(info.b, it.b);
    if (is_truth) {
      // The two that it joins have labels of their own.
      if (static_cast<Op>(std::uint8_t{it.op}) == Op::ChangeTest) {
        next.label += 2;
      }
      out_.put_quoted("  ", text(image_.labels()[next.label++]));
    }
    out_.put("\n");
  }

  void operand(Operand kind, std::uint16_t value) const noexcept {
    if (kind == Operand::None) return;
    out_.put(" ");
    switch (kind) {
      case Operand::None:
        return;
      case Operand::Mask:
        if (value < kOwnMasks) return out_.put(kSharedMasks[value]);
        return out_.put("m", value);
      case Operand::Amount:
        return out_.put("a", value);
      case Operand::Ratio:
        return out_.put("r", value);
      case Operand::RatioRelation:
        out_.put(kRelations[value >> 8 & 0xF]);
        return out_.put(" r", value & 0xFF);
      case Operand::Truth:
        return out_.put(kTruths[value]);
      case Operand::Number:
      case Operand::Level:
        return out_.put(value);
      case Operand::CodeSet:
        return codes(value);
      case Operand::CountrySet:
        return countries(value);
      case Operand::Tag:
        return out_.put(text(image_.tags()[value].name));
      case Operand::Kind:
        return out_.put(kKinds[value].word);
      case Operand::Column:
        return out_.put(column_name(value));
      case Operand::Fact:
      case Operand::CountryFact:
        return out_.put(fact_name(value));
      case Operand::Constant:
        return out_.put(print_decimal({image_.constants()[value]}).view());
      case Operand::Threshold:
        return out_.put(text(image_.thresholds()[value].name));
      case Operand::Test:
        return test(image_.tests()[value]);
      case Operand::FactCheck: {
        const CheckRecord& it = image_.fact_checks()[value];
        out_.put(fact_name(it.subject));
        return check(it, &image_.facts()[it.subject]);
      }
      case Operand::ColumnCheck: {
        const CheckRecord& it = image_.column_checks()[value];
        out_.put(column_name(it.subject));
        return check(it, it.subject < kBuiltInColumns
                             ? nullptr
                             : &image_.columns()[it.subject - kBuiltInColumns]);
      }
    }
  }

  // What is asked of a fact or a column; a built-in column has no record.
  template <typename Record>
  void check(const CheckRecord& it, const Record* of) const noexcept {
    switch (static_cast<CheckKind>(std::uint8_t{it.kind})) {
      case CheckKind::IsTrue:
        return;
      case CheckKind::IsStated:
        return out_.put(" is stated");
      case CheckKind::IsChoice:
        out_.put(" is ");
        if (of == nullptr || it.operand >= of->choice_count) {
          return out_.put("choice ", it.operand);
        }
        return out_.put(text(image_.choices()[of->first_choice + it.operand]));
      case CheckKind::IsIn:
        out_.put(" in ");
        return countries(it.operand);
      case CheckKind::Relates: {
        const std::uint8_t type = of == nullptr
                                      ? static_cast<std::uint8_t>(Type::Number)
                                      : std::uint8_t{of->type};
        out_.put(" ");
        out_.put(kRelations[it.relation]);
        out_.put(" ");
        return out_.put_value(static_cast<Type>(type),
                              image_.constants()[it.operand]);
      }
    }
  }

  void test(const TestRecord& it) const noexcept {
    const auto shape = static_cast<Shape>(std::uint8_t{it.shape});
    switch (shape) {
      case Shape::Share:
        out_.put("(");
        terms(it, &TermRecord::in_measure);
        out_.put(") / (");
        terms(it, &TermRecord::in_base);
        out_.put(")");
        break;
      case Shape::Absolute:
        terms(it, &TermRecord::in_measure);
        break;
      case Shape::NonOriginatingShare:
        out_.put("non_originating_value / ");
        out_.put(fact_name(it.first_term));
        break;
      case Shape::RegionalShare:
        out_.put("(");
        out_.put(fact_name(it.first_term));
        out_.put(" - non_originating_value) / ");
        out_.put(fact_name(it.first_term));
        break;
    }
    out_.put(" ");
    out_.put(kRelations[it.relation]);
    out_.put(" ");
    if (it.limit_kind == static_cast<std::uint8_t>(LimitKind::Threshold)) {
      out_.put(text(image_.thresholds()[it.limit].name));
    } else {
      const auto type = shape == Shape::Absolute
                            ? static_cast<Type>(std::uint8_t{it.type})
                            : Type::Percent;
      out_.put_value(type, image_.constants()[it.limit]);
    }
    if (it.method != kNone) {
      out_.put_quoted(" by ", text(image_.methods()[it.method].name));
    }
  }

  // The sum of the terms that `factor`, in the measure or the base, counts.
  void terms(const TestRecord& it, I8 TermRecord::* factor) const noexcept {
    bool is_first = true;
    for (const TermRecord& term :
         image_.terms().subspan(it.first_term, it.term_count)) {
      if (term.*factor == 0) continue;
      const bool is_negative = term.*factor < 0;
      out_.put(is_first ? (is_negative ? "-" : "")
                        : (is_negative ? " - " : " + "));
      is_first = false;
      switch (static_cast<TermKind>(std::uint8_t{term.kind})) {
        case TermKind::NonOriginatingValue:
          out_.put("non_originating_value");
          break;
        case TermKind::Fact:
          out_.put(fact_name(term.index));
          break;
        case TermKind::Constant:
          out_.put(print_decimal({image_.constants()[term.index]}).view());
          break;
        case TermKind::Amount:
          out_.put("a", term.index);
          break;
      }
    }
    if (is_first) out_.put("0");
  }

  void codes(std::uint16_t set) const noexcept {
    bool is_first = true;
    for (const RangeRecord& record : image_.ranges_of(set)) {
      if (!is_first) out_.put(", ");
      is_first = false;
      const HsRange range = record.range();
      const Digits first(range.first);
      const Digits last(range.last);
      const int digits = last.count(0xF);
      const bool is_one_code =
          range.last == (range.first | (~std::uint64_t{0} >> (4 * digits)));
      first.print(out_, is_one_code || first.count(0) < digits
                            ? digits
                            : first.count(0));
      if (is_one_code) continue;
      out_.put(" - ");
      last.print(out_, digits);
    }
    if (is_first) out_.put("nothing");
  }

  void countries(std::uint16_t set) const noexcept {
    bool is_first = true;
    for (const std::uint16_t country : image_.countries_of(set)) {
      if (!is_first) out_.put(", ");
      is_first = false;
      out_.put_country(country);
    }
    if (is_first) out_.put("nowhere");
  }

  void rule(std::size_t index) const noexcept {
    const RuleRecord& it = image_.rules()[index];
    out_.put(it.is_override != 0 ? "override " : "rule ",
             static_cast<std::int64_t>(index));
    out_.put(" ");
    codes(it.codes);
    if (it.period != kNone) {
      const PeriodRecord& period = image_.periods()[it.period];
      out_.put_period(period.from, period.until);
    }
    if (it.when != kNone) out_.put(" when program ", it.when);
    out_.put(" require program ", it.require);
    out_.put(" at ");
    out_.put(text(image_.files()[it.file]));
    out_.put(":", it.line);
    article_words(it.title, it.cite);
  }

  // From where on which rules apply, in order of precedence.
  void interval(std::uint64_t it) const noexcept {
    const Digits first(it & ~std::uint64_t{0xFFFFFF});
    out_.put("from ");
    first.print(out_, first.count(0));
    const auto target = static_cast<std::uint32_t>(it & 0xFFFFFF);
    if (target == kNoCandidates) {
      out_.put(" nothing");
    } else if ((target & kOneCandidate) != 0) {
      out_.put(" rule ", target & ~kOneCandidate);
    } else {
      out_.put(" rules");
      // INVARIANT: the last candidate of the section is kNone.
      for (std::size_t i = target; image_.candidates()[i] != kNone; ++i) {
        out_.put(" ", image_.candidates()[i]);
      }
    }
    out_.put("\n");
  }

  const Image& image_;
  const Writer& out_;
};

}  // namespace

void disassemble(const Image& image,
                 void (*write)(void* context, std::string_view text),
                 void* context) noexcept {
  const Writer out(write, context);
  Disassembler(image, out).run();
}

}  // namespace origo::bytecode
