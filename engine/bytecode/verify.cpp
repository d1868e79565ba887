// Refuses every image that the evaluator could not run safely.
//
// After `load` succeeds, all of these hold, and the evaluator checks none:
// INVARIANT: every index in a table is inside the table it names.
// INVARIANT: every register an instruction reads was written before, by the
//   same program; the truth stack neither underflows nor exceeds its depth.
// INVARIANT: sets, steps and intervals are sorted, so that searches end.
#include <algorithm>

#include "engine/bytecode/directory.hpp"
#include "engine/bytecode/image.hpp"
#include "engine/core/decimal.hpp"
#include "engine/core/fact.hpp"
#include "engine/core/limits.hpp"
#include "engine/core/truth.hpp"

namespace origo::bytecode {
namespace {

bool is_amount(Type type) noexcept {
  switch (type) {
    case Type::Percent:
    case Type::Number:
    case Type::Money:
    case Type::Weight:
    case Type::Quantity:
    case Type::Days:
    case Type::Date:
      return true;
    case Type::Truth:
    case Type::Country:
    case Type::Choice:
    case Type::Places:
      return false;
  }
  return false;
}

bool is_country_fact(const Image& image, std::uint32_t fact) noexcept {
  return fact < image.facts().size() &&
         image.facts()[fact].type == static_cast<std::uint8_t>(Type::Country);
}

// The tables of one image, checked one after another.
class Tables {
 public:
  explicit Tables(const Image& image) noexcept : image_(image) {}

  [[nodiscard]] bool are_sound() const noexcept {
    return agreement() && facts() && columns() && thresholds() && sets() &&
           tests() && checks() && articles() && rules() && selection();
  }

  [[nodiscard]] bool has_program(std::uint16_t program,
                                 Role role) const noexcept {
    return program < image_.programs().size() &&
           image_.programs()[program].role == static_cast<std::uint8_t>(role);
  }

 private:
  // A string lies wholly inside its section.
  [[nodiscard]] bool string(std::uint32_t offset) const noexcept {
    const std::size_t size = image_.strings().size();
    if (size < 2 || offset > size - 2) return false;
    return image_.text(offset).size() <= size - 2 - offset;
  }

  [[nodiscard]] bool are_strings(std::span<const U32> offsets) const noexcept {
    for (const std::uint32_t it : offsets) {
      if (!string(it)) return false;
    }
    return true;
  }

  [[nodiscard]] bool optional_program(std::uint16_t program,
                                      Role role) const noexcept {
    return program == kNone || has_program(program, role);
  }

  [[nodiscard]] bool clock(std::uint16_t fact) const noexcept {
    return fact < image_.facts().size() &&
           image_.facts()[fact].type == static_cast<std::uint8_t>(Type::Date);
  }

  [[nodiscard]] bool choices(std::uint8_t type, std::uint16_t first,
                             std::uint16_t count) const noexcept {
    if (type >= kTypeWords.size()) return false;
    if (static_cast<Type>(type) != Type::Choice) return true;
    return std::size_t{first} + count <= image_.choices().size();
  }

  [[nodiscard]] bool agreement() const noexcept {
    if (image_.agreements().size() != 1) return false;
    const AgreementRecord& it = image_.agreement();
    return string(it.name) && string(it.title) && string(it.cite) &&
           it.parties < image_.country_sets().size() && clock(it.clock) &&
           optional_program(it.prologue, Role::Prologue) &&
           optional_program(it.look_through, Role::Selection);
  }

  [[nodiscard]] bool facts() const noexcept {
    if (image_.facts().size() < kBuiltInFacts.size()) return false;
    if (image_.facts().size() > limits::kTableEntries) return false;
    for (std::size_t i = 0; i < image_.facts().size(); ++i) {
      const FactRecord& fact = image_.facts()[i];
      if (!string(fact.name) || !string(fact.meaning)) return false;
      if (!choices(fact.type, fact.first_choice, fact.choice_count)) {
        return false;
      }
      // Hosts use constants for the built-in facts.
      if (i < kBuiltInFacts.size() &&
          fact.type != static_cast<std::uint8_t>(kBuiltInFacts[i].type)) {
        return false;
      }
    }
    return are_strings(image_.choices());
  }

  [[nodiscard]] bool columns() const noexcept {
    for (const ColumnRecord& column : image_.columns()) {
      if (!string(column.name) || !string(column.meaning)) return false;
      if (!choices(column.type, column.first_choice, column.choice_count)) {
        return false;
      }
    }
    for (const TagRecord& tag : image_.tags()) {
      if (!string(tag.name) || !string(tag.meaning)) return false;
    }
    for (const ElectionRecord& it : image_.elections()) {
      const std::size_t count =
          it.of_materials != 0 ? image_.tags().size() : image_.facts().size();
      if (it.subject >= count) return false;
    }
    return image_.columns().size() + kBuiltInColumns <= limits::kTableEntries &&
           image_.tags().size() <= limits::kTableEntries;
  }

  [[nodiscard]] bool thresholds() const noexcept {
    for (const ThresholdRecord& it : image_.thresholds()) {
      if (!string(it.name) || !string(it.title) || !string(it.cite)) {
        return false;
      }
      if (!clock(it.clock) || it.type >= kTypeWords.size()) return false;
      if (it.step_count == 0) return false;
      if (std::size_t{it.first_step} + it.step_count > image_.steps().size()) {
        return false;
      }
      const auto steps = image_.steps().subspan(it.first_step, it.step_count);
      for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].from > steps[i].until) return false;
        if (steps[i].value == kMissing) return false;
        if (i > 0 && steps[i].from <= steps[i - 1].until) return false;
      }
    }
    for (const std::int64_t it : image_.constants()) {
      if (it == kMissing) return false;
    }
    return true;
  }

  [[nodiscard]] bool sets() const noexcept {
    for (const CodeSetRecord& set : image_.code_sets()) {
      if (set.first_range > image_.ranges().size() ||
          set.range_count > image_.ranges().size() - set.first_range) {
        return false;
      }
      const auto ranges =
          image_.ranges().subspan(set.first_range, set.range_count);
      for (std::size_t i = 0; i < ranges.size(); ++i) {
        const HsRange range = ranges[i].range();
        if (range.first > range.last) return false;
        if (i > 0 && range.first <= ranges[i - 1].range().last) return false;
      }
    }
    for (const CountrySetRecord& set : image_.country_sets()) {
      if (std::size_t{set.first_country} + set.country_count >
          image_.countries().size()) {
        return false;
      }
    }
    return true;
  }

  [[nodiscard]] bool tests() const noexcept {
    for (const TestRecord& test : image_.tests()) {
      if (test.relation > static_cast<std::uint8_t>(Relation::Equal) ||
          test.limit_kind > static_cast<std::uint8_t>(LimitKind::Threshold) ||
          test.type >= kTypeWords.size() ||
          test.term_count > limits::kTestTerms) {
        return false;
      }
      const bool is_threshold =
          test.limit_kind == static_cast<std::uint8_t>(LimitKind::Threshold);
      const std::size_t limits_known =
          is_threshold ? image_.thresholds().size() : image_.constants().size();
      if (test.limit >= limits_known) return false;
      if (test.method != kNone && test.method >= image_.methods().size()) {
        return false;
      }
      const bool is_of_fact =
          test.shape >= static_cast<std::uint8_t>(Shape::NonOriginatingShare);
      if (test.shape > static_cast<std::uint8_t>(Shape::RegionalShare) ||
          !(is_of_fact ? is_amount_fact(test.first_term)
                       : has_terms(test.first_term, test.term_count))) {
        return false;
      }
    }
    for (const TermRecord& term : image_.terms()) {
      if (!is_sound(term)) return false;
    }
    return true;
  }

  [[nodiscard]] bool is_amount_fact(std::uint32_t fact) const noexcept {
    return fact < image_.facts().size() &&
           is_amount(
               static_cast<Type>(std::uint8_t{image_.facts()[fact].type}));
  }

  [[nodiscard]] bool is_amount_column(std::size_t column) const noexcept {
    if (column < kBuiltInColumns) return true;
    const std::size_t own = column - kBuiltInColumns;
    return own < image_.columns().size() &&
           is_amount(
               static_cast<Type>(std::uint8_t{image_.columns()[own].type}));
  }

  [[nodiscard]] bool has_terms(std::uint32_t first,
                               std::uint32_t count) const noexcept {
    return first <= image_.terms().size() &&
           count <= image_.terms().size() - first;
  }

  [[nodiscard]] bool is_sound(const TermRecord& term) const noexcept {
    if (term.in_measure < -1 || term.in_measure > 1) return false;
    if (term.in_base < -1 || term.in_base > 1) return false;
    switch (static_cast<TermKind>(std::uint8_t{term.kind})) {
      case TermKind::NonOriginatingValue:
        return true;
      case TermKind::Fact:
        return is_amount_fact(term.index);
      case TermKind::Constant:
        return term.index < image_.constants().size();
      case TermKind::Amount:
        return true;  // checked where a program uses the test
    }
    return false;
  }

  [[nodiscard]] bool check(const CheckRecord& it,
                           std::uint8_t type) const noexcept {
    if (it.relation > static_cast<std::uint8_t>(Relation::Equal)) return false;
    const auto subject = static_cast<Type>(type);
    switch (static_cast<CheckKind>(std::uint8_t{it.kind})) {
      case CheckKind::IsTrue:
        return subject == Type::Truth || subject == Type::Places;
      case CheckKind::IsChoice:
        return subject == Type::Choice;
      case CheckKind::IsIn:
        return (subject == Type::Country || subject == Type::Places) &&
               it.operand < image_.country_sets().size();
      case CheckKind::Relates:
        return is_amount(subject) && it.operand < image_.constants().size();
      case CheckKind::IsStated:
        break;
    }
    return it.kind == static_cast<std::uint8_t>(CheckKind::IsStated);
  }

  [[nodiscard]] bool checks() const noexcept {
    for (const CheckRecord& it : image_.fact_checks()) {
      if (it.subject >= image_.facts().size() ||
          it.kind == static_cast<std::uint8_t>(CheckKind::IsStated)) {
        return false;
      }
      if (!check(it, image_.facts()[it.subject].type)) return false;
    }
    for (const CheckRecord& it : image_.column_checks()) {
      const std::size_t column = it.subject;
      if (column < kBuiltInColumns) {
        if (!check(it, static_cast<std::uint8_t>(Type::Money))) return false;
        continue;
      }
      if (column - kBuiltInColumns >= image_.columns().size()) return false;
      if (!check(it, image_.columns()[column - kBuiltInColumns].type)) {
        return false;
      }
    }
    return true;
  }

  [[nodiscard]] bool articles() const noexcept {
    for (const TreatRecord& it : image_.treats()) {
      if (!string(it.text) || !string(it.cite)) return false;
      const std::size_t own = std::size_t{it.column} - kBuiltInColumns;
      if (it.column != kNone && own >= image_.columns().size()) return false;
    }
    for (const DerivationRecord& it : image_.derivations()) {
      if (!is_amount_column(it.column)) return false;
      if (!has_program(it.program, Role::Amount)) return false;
    }
    for (const ToleranceRecord& it : image_.tolerances()) {
      if (!string(it.name) || !string(it.cite)) return false;
      if (!has_program(it.program, Role::Tolerance)) return false;
    }
    for (const CriterionRecord& it : image_.criteria()) {
      if (!string(it.name) || !string(it.title) || !string(it.cite)) {
        return false;
      }
      if (!optional_program(it.program, Role::Decision)) return false;
    }
    if (image_.is_cascade() &&
        image_.gives().size() != image_.criteria().size()) {
      return false;
    }
    for (const GivesRecord& it : image_.gives()) {
      if (it.fact == kNone ? !has_program(it.program, Role::Selection)
                           : !is_country_fact(image_, it.fact)) {
        return false;
      }
    }
    for (const ConditionRecord& it : image_.conditions()) {
      if (!string(it.name) || !string(it.cite)) return false;
      if (!has_program(it.program, Role::Decision)) return false;
    }
    for (const NoteRecord& it : image_.notes()) {
      if (!string(it.label) || !string(it.name) || !string(it.title) ||
          !string(it.cite)) {
        return false;
      }
    }
    for (const MethodRecord& it : image_.methods()) {
      if (!string(it.name) || !string(it.cite)) return false;
    }
    return are_strings(image_.labels()) && are_strings(image_.files());
  }

  [[nodiscard]] bool rules() const noexcept {
    if (image_.rules().size() >= kNone) return false;
    for (const RuleRecord& rule : image_.rules()) {
      if (!string(rule.title) || !string(rule.cite)) return false;
      if (rule.codes >= image_.code_sets().size()) return false;
      if (!optional_program(rule.when, Role::Decision)) return false;
      if (!has_program(rule.require, Role::Decision)) return false;
      if (rule.file >= image_.files().size()) return false;
      if (rule.period != kNone && rule.period >= image_.periods().size()) {
        return false;
      }
    }
    return true;
  }

  // The search for a rule ends inside its tables.
  [[nodiscard]] bool selection() const noexcept {
    const auto chapters = image_.chapters();
    if (chapters.size() != kChapters) return false;
    for (std::size_t i = 0; i < chapters.size(); ++i) {
      if (chapters[i] > image_.intervals().size()) return false;
      if (i > 0 && chapters[i] < chapters[i - 1]) return false;
    }
    const auto lists = image_.candidates();
    if (!lists.empty() && lists.back() != kNone) return false;
    for (const std::uint16_t rule : lists) {
      if (rule != kNone && rule >= image_.rules().size()) return false;
    }
    std::uint64_t previous = 0;
    for (std::size_t i = 0; i < image_.intervals().size(); ++i) {
      const std::uint64_t interval = image_.intervals()[i];
      const auto target = static_cast<std::uint32_t>(interval & 0xFFFFFF);
      if (i > 0 && (interval >> 24) <= previous) return false;
      previous = interval >> 24;
      if (target == kNoCandidates) continue;
      const bool is_inside =
          (target & kOneCandidate) != 0
              ? (target & ~kOneCandidate) < image_.rules().size()
              : target < lists.size();
      if (!is_inside) return false;
    }
    return true;
  }

  const Image& image_;
};

// One program, simulated: what each instruction reads has been written.
class Simulation {
 public:
  Simulation(const Image& image, const ProgramRecord& program) noexcept
      : image_(image),
        program_(program),
        role_(static_cast<Role>(std::uint8_t{program.role})) {}

  [[nodiscard]] bool is_sound() noexcept {
    if (role_ > Role::Amount) return false;
    if (program_.first_instruction > image_.code().size() ||
        program_.instruction_count >
            image_.code().size() - program_.first_instruction ||
        program_.instruction_count > limits::kProgramInstructions) {
      return false;
    }
    if (program_.change_digits > 10 || program_.change_digits % 2 != 0) {
      return false;
    }
    if (program_.first_label > image_.labels().size() ||
        program_.label_count > image_.labels().size() - program_.first_label) {
      return false;
    }
    for (const Instruction& instruction : image_.code_of(program_)) {
      if (!step(instruction)) return false;
    }
    return masks_ == program_.masks && amounts_ == program_.amounts &&
           ratios_ == program_.ratios && deepest_ == program_.truths &&
           labels_ == program_.label_count && leaves_what_it_should();
  }

 private:
  [[nodiscard]] bool leaves_what_it_should() const noexcept {
    switch (role_) {
      case Role::Decision:
      case Role::Tolerance:
        return depth_ == 1;
      case Role::Prologue:
        return depth_ == 0;
      case Role::Selection:
        return depth_ == 0 && masks_ > 0;
      case Role::Amount:
        return depth_ == 0 && amounts_ > 0;
    }
    return false;
  }

  [[nodiscard]] bool step(const Instruction& instruction) noexcept {
    if (instruction.op >= kOpCount) return false;
    const OpInfo& info = kOps[instruction.op];
    const auto op = static_cast<Op>(std::uint8_t{instruction.op});
    if (op == Op::TreatAs && role_ != Role::Prologue) return false;
    // A tolerance forgives a change; it cannot ask for one.
    const bool is_change =
        op == Op::Change || op == Op::ChangeLevel || op == Op::ChangeTest;
    if (is_change && role_ != Role::Decision) return false;
    if (!operand(info.a, instruction.a) || !operand(info.b, instruction.b)) {
      return false;
    }
    const std::uint32_t popped = info.truths_popped == kPopB
                                     ? std::uint32_t{instruction.b}
                                     : std::uint32_t{info.truths_popped};
    if (popped > depth_) return false;
    depth_ -= popped;
    if (op == Op::ChangeTest) {
      // Three truths in passing, of which one remains.
      if (!push(Operand::Truth) || !push(Operand::Truth)) return false;
      depth_ -= 2;
    }
    return push(info.result);
  }

  [[nodiscard]] bool push(Operand result) noexcept {
    switch (result) {
      case Operand::Mask:
        return ++masks_ <= limits::kRegisters - kOwnMasks;
      case Operand::Amount:
        return ++amounts_ <= limits::kRegisters;
      case Operand::Ratio:
        return ++ratios_ <= limits::kRegisters;
      case Operand::Truth:
        ++labels_;
        deepest_ = std::max(deepest_, ++depth_);
        return depth_ <= limits::kTruthStack;
      default:
        return result == Operand::None;
    }
  }

  [[nodiscard]] bool mask(std::uint32_t index) const noexcept {
    if (index < kOwnMasks) {
      return index != static_cast<std::uint32_t>(SharedMask::Failing) ||
             role_ == Role::Tolerance;
    }
    return index - kOwnMasks < masks_;
  }

  // Every amount register the test's terms name has been written.
  [[nodiscard]] bool test(std::uint32_t index) const noexcept {
    if (index >= image_.tests().size()) return false;
    const TestRecord& record = image_.tests()[index];
    if (record.shape >= static_cast<std::uint8_t>(Shape::NonOriginatingShare)) {
      return true;
    }
    for (const TermRecord& term :
         image_.terms().subspan(record.first_term, record.term_count)) {
      if (term.kind == static_cast<std::uint8_t>(TermKind::Amount) &&
          term.index >= amounts_) {
        return false;
      }
    }
    return true;
  }

  [[nodiscard]] bool operand(Operand kind, std::uint32_t value) const noexcept {
    switch (kind) {
      case Operand::None:
        return value == 0;
      case Operand::Mask:
        return mask(value);
      case Operand::Amount:
        return value < amounts_;
      case Operand::Ratio:
        return value < ratios_;
      case Operand::RatioRelation:
        return (value & 0xFF) < ratios_ &&
               ((value >> 8) & 0xF) <=
                   static_cast<std::uint32_t>(Relation::Equal) &&
               (value >> 12) < kTypeWords.size();
      case Operand::Truth:
        return value <= static_cast<std::uint32_t>(Truth::Met);
      case Operand::Number:
        return true;
      case Operand::Level:
        return value >= 2 && value <= 10 && value % 2 == 0;
      case Operand::CodeSet:
        return value < image_.code_sets().size();
      case Operand::CountrySet:
        return value < image_.country_sets().size();
      case Operand::Tag:
        return value < image_.tags().size();
      case Operand::Kind:
        return value < kKinds.size();
      case Operand::Column:
        return value < kBuiltInColumns + image_.columns().size();
      case Operand::Fact:
        return value < image_.facts().size() &&
               is_amount(
                   static_cast<Type>(std::uint8_t{image_.facts()[value].type}));
      case Operand::CountryFact:
        return is_country_fact(image_, value);
      case Operand::Constant:
        return value < image_.constants().size();
      case Operand::Threshold:
        return value < image_.thresholds().size();
      case Operand::Test:
        return test(value);
      case Operand::FactCheck:
        return value < image_.fact_checks().size();
      case Operand::ColumnCheck:
        return value < image_.column_checks().size();
    }
    return false;
  }

  const Image& image_;
  const ProgramRecord& program_;
  Role role_;
  std::uint32_t masks_ = 0;
  std::uint32_t amounts_ = 0;
  std::uint32_t ratios_ = 0;
  std::uint32_t labels_ = 0;
  std::uint32_t depth_ = 0;
  std::uint32_t deepest_ = 0;
};

void include(Needs& needs, const ProgramRecord& program) noexcept {
  needs.masks = std::max<std::uint32_t>(needs.masks, program.masks);
  needs.amounts = std::max<std::uint32_t>(needs.amounts, program.amounts);
  needs.ratios = std::max<std::uint32_t>(needs.ratios, program.ratios);
  needs.truths = std::max<std::uint32_t>(needs.truths, program.truths);
}

}  // namespace

Loaded load(std::span<const std::byte> bytes) noexcept {
  Loaded loaded;
  auto refuse = [&loaded](LoadError error) noexcept {
    loaded.image = Image();
    loaded.error = error;
    return loaded;
  };

  constexpr std::size_t kDirectory = kSections * sizeof(SectionRecord);
  HeaderRecord header;
  if (bytes.size() < sizeof header + kDirectory) {
    return refuse(LoadError::TooShort);
  }
  std::memcpy(static_cast<void*>(&header), bytes.data(), sizeof header);
  if (std::memcmp(header.magic, kMagic, sizeof kMagic) != 0) {
    return refuse(LoadError::NotAnImage);
  }
  if (header.version != kVersion || header.sections != kSections) {
    return refuse(LoadError::WrongVersion);
  }
  if (header.size > bytes.size() || header.size < sizeof header + kDirectory ||
      header.size > limits::kImageBytes) {
    return refuse(LoadError::TooShort);
  }
  bytes = bytes.first(header.size);
  if (header.checksum != checksum(bytes.subspan(sizeof header))) {
    return refuse(LoadError::Damaged);
  }

  Image& image = loaded.image;
  image.bytes_ = bytes;
  Directory directory(bytes, reinterpret_cast<const SectionRecord*>(
                                 bytes.data() + sizeof(HeaderRecord)));
#define SECTION(name, record, member) directory.next(image.member##_);
#include "engine/bytecode/sections.def"
  if (!directory.is_sound()) return refuse(LoadError::Malformed);

  Needs tolerances;
  if (!Tables(image).are_sound()) return refuse(LoadError::Malformed);
  for (const ProgramRecord& program : image.programs()) {
    if (!Simulation(image, program).is_sound()) {
      return refuse(LoadError::Malformed);
    }
    const bool is_tolerance =
        program.role == static_cast<std::uint8_t>(Role::Tolerance);
    include(is_tolerance ? tolerances : image.needs_, program);
  }
  image.all_needs_ = {image.needs_.masks + tolerances.masks,
                      image.needs_.amounts + tolerances.amounts,
                      image.needs_.ratios + tolerances.ratios,
                      image.needs_.truths + tolerances.truths};
  if (image.agreement().prologue != kNone) {
    for (const Instruction& it :
         image.code_of(image.programs()[image.agreement().prologue])) {
      const bool is_of_unproven =
          it.op == static_cast<std::uint8_t>(Op::TreatAs) &&
          it.a == static_cast<std::uint8_t>(SharedMask::Unproven);
      image.treats_only_unproven_ =
          image.treats_only_unproven_ && is_of_unproven;
    }
  }
  return loaded;
}

}  // namespace origo::bytecode
