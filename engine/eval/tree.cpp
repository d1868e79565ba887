// From the lines of a tree to one flat bill of materials after another.
#include "engine/eval/tree.hpp"

#include <algorithm>
#include <type_traits>

#include "engine/core/limits.hpp"
#include "engine/eval/evaluate.hpp"
#include "engine/eval/machine.hpp"

namespace origo {
namespace {

using bytecode::Image;
using bytecode::kNone;

// What is known of a line.
enum State : std::uint8_t {
  kProduced = 1,
  kOriginates = 2,  // what came of that; neither: undetermined
  kDoesNot = 4,
  kWhollyObtained = 8,
  kLookedThrough = 16,  // its materials count in its place
  kUncertain = 32,      // perhaps they do
  kIncomplete = 64,     // not all of them are known
  kPerhapsWholly = 128,
};

Status status_of(std::uint8_t state) noexcept {
  if ((state & kWhollyObtained) != 0) return Status::WhollyObtained;
  if ((state & kPerhapsWholly) != 0) return Status::PerhapsWhollyObtained;
  if ((state & kOriginates) != 0) return Status::Originating;
  return (state & kDoesNot) != 0 ? Status::NonOriginating
                                 : Status::Undetermined;
}

constexpr std::size_t kAlignment = alignof(std::int64_t);

constexpr std::size_t aligned(std::size_t bytes) noexcept {
  return (bytes + kAlignment - 1) & ~(kAlignment - 1);
}

// Bytes of one gathered line: eight for each amount and the code, and the
// smaller columns.
std::size_t line_bytes(const Image& image) noexcept {
  const std::size_t words = 1 + kBuiltInColumns + image.columns().size();
  return words * sizeof(std::int64_t) + sizeof(Status) + sizeof(Country) +
         sizeof(Kind) + image.tags().size() * sizeof(Answer);
}

// Where the parts of the memory begin, and what they come to.
struct Layout {
  std::size_t derived;
  std::size_t columns;
  std::size_t tags;
  std::size_t lines;
  std::size_t states;
  std::size_t gathered;
  std::size_t scratch;

  Layout(const Image& image, std::size_t count) noexcept {
    derived = 0;
    columns = image.derivations().size() * count * sizeof(std::int64_t);
    tags = columns + image.columns().size() * sizeof(Strided<std::int64_t>);
    lines = tags + image.tags().size() * sizeof(Strided<Answer>);
    states = lines + count * sizeof(std::uint32_t);
    gathered = aligned(states + count);
    scratch = aligned(gathered + line_bytes(image) * count +
                      (image.tags().size() + 4) * kAlignment);
  }
};

}  // namespace

// Here and not with the rest of the machine, so that what decides flat goods
// alone does not carry them.
const Amount& Machine::amount(std::uint16_t program) noexcept {
  run(program, Reason::Context::Prologue, kNoIndex);
  return scratch_.amounts[image_.programs()[program].amounts - std::size_t{1}];
}

std::size_t fold_size(const Image& image, std::uint32_t lines) noexcept {
  return Layout(image, lines).scratch + scratch_size(image, lines) +
         kAlignment - 1;
}

Folding::Folding(const Image& image, const Good& good, const Tree& tree,
                 std::span<std::byte> memory,
                 std::span<const std::int64_t> thresholds) noexcept
    : image_(image), whole_(good), tree_(tree), thresholds_(thresholds) {
  const std::uint32_t count = tree.lines.count;
  if (count > limits::kMaterials) {
    fail(TreeError::TooManyMaterials, 0);
    return;
  }
  if (memory.size() < fold_size(image, count)) {
    fail(TreeError::MemoryTooSmall, 0);
    return;
  }
  const auto address = reinterpret_cast<std::uintptr_t>(memory.data());
  std::byte* const first = memory.data() + (-address & (kAlignment - 1));
  const Layout layout(image, count);
  derived_ = reinterpret_cast<std::int64_t*>(first + layout.derived);
  columns_ = reinterpret_cast<Strided<std::int64_t>*>(first + layout.columns);
  tags_ = reinterpret_cast<Strided<Answer>*>(first + layout.tags);
  lines_ = reinterpret_cast<std::uint32_t*>(first + layout.lines);
  states_ = reinterpret_cast<std::uint8_t*>(first + layout.states);
  gathered_ = first + layout.gathered;
  scratch_ = memory.subspan(
      static_cast<std::size_t>(first + layout.scratch - memory.data()));
  std::fill(states_, states_ + count, std::uint8_t{0});
}

bool Folding::fail(TreeError error, std::uint32_t line) noexcept {
  error_ = error;
  error_line_ = line;
  return false;
}

bool Folding::next() noexcept {
  if (error_ != TreeError::None || is_done_) return false;
  std::uint32_t first = 0;
  std::uint32_t end = tree_.lines.count;
  good_ = whole_;
  good_.materials.is_complete = tree_.lines.is_complete;
  line_ = kWholeGood;
  if (next_production_ < tree_.productions.size()) {
    const Production& production = tree_.productions[next_production_];
    line_ = production.line;
    const bool is_in_order =
        line_ < end && (next_production_ == 0 ||
                        tree_.productions[next_production_ - 1].line < line_);
    if (!is_in_order || below(line_) > line_) {
      return fail(TreeError::NotPostOrder, line_);
    }
    ++next_production_;
    first = line_ - below(line_);
    end = line_;
    good_.code =
        tree_.lines.code.is_given() ? tree_.lines.code[line_] : HsCode{};
    good_.facts = production.facts;
    good_.materials.is_complete = production.is_complete;
  } else {
    is_done_ = true;
  }
  if (!collect(first, end, false)) return false;
  gather();
  if (image_.agreement().look_through != kNone && look_through()) {
    if (!collect(first, end, true)) return false;
    gather();
  }
  return true;
}

// The lines from `first` to `end` that are materials of what they make: those
// that are below no other, or what stands for them.
bool Folding::collect(std::uint32_t first, std::uint32_t end,
                      bool looks_through) noexcept {
  std::uint32_t count = 0;
  for (std::uint32_t at = end; at > first;) {
    const std::uint32_t line = at - 1;
    if (below(line) > line - first) return fail(TreeError::NotPostOrder, line);
    if (has_below(line) && (states_[line] & kProduced) == 0) {
      return fail(TreeError::NotAProduction, line);
    }
    const std::uint8_t state = looks_through ? states_[line] : 0;
    at = line - below(line);
    if ((state & kLookedThrough) != 0) {
      // Its last material comes right before it.
      at = line;
      if ((state & kIncomplete) != 0) good_.materials.is_complete = false;
    } else if ((state & kUncertain) != 0) {
      // It counts, or its materials do: some materials that are not known.
      good_.materials.is_complete = false;
    } else {
      lines_[count++] = line;
    }
  }
  std::reverse(lines_, lines_ + count);
  good_.materials.count = count;
  return true;
}

// Copies what is known of the collected lines to where they are contiguous.
void Folding::gather() noexcept {
  const Materials& from = tree_.lines;
  Materials& to = good_.materials;
  const std::uint32_t count = to.count;
  std::byte* free = gathered_;
  auto take = [&](std::size_t bytes) {
    std::byte* const taken = free;
    free += aligned(bytes);
    return taken;
  };
  auto copy = [&](const auto& source, auto& target) {
    using Item = std::remove_cvref_t<decltype(source[0])>;
    target = {};
    if (!source.is_given()) return;
    auto* const items = reinterpret_cast<Item*>(take(count * sizeof(Item)));
    for (std::uint32_t i = 0; i < count; ++i) items[i] = source[lines_[i]];
    target = {items};
  };
  copy(from.code, to.code);
  copy(from.origin, to.origin);
  copy(from.kind, to.kind);
  auto* const statuses =
      reinterpret_cast<Status*>(take(count * sizeof(Status)));
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint8_t state = states_[lines_[i]];
    statuses[i] = (state & kProduced) != 0 ? status_of(state)
                  : from.status.is_given() ? from.status[lines_[i]]
                                           : Status::Unproven;
  }
  to.status = {statuses};
  copy(from.value, to.value);
  copy(from.weight, to.weight);
  copy(from.quantity, to.quantity);
  const std::size_t own =
      std::min(from.columns.size(), image_.columns().size());
  for (std::size_t i = 0; i < image_.columns().size(); ++i) {
    columns_[i] = {};
    if (i < own) copy(from.columns[i], columns_[i]);
  }
  to.columns = {columns_, image_.columns().size()};
  const std::size_t tags = std::min(from.tags.size(), image_.tags().size());
  for (std::size_t i = 0; i < tags; ++i) copy(from.tags[i], tags_[i]);
  to.tags = {tags_, tags};
  for (std::size_t i = 0; i < image_.derivations().size(); ++i) {
    gather_derived(i, free);
  }
}

// Fills in what produced materials bring with them, where no fact says it.
void Folding::gather_derived(std::size_t derivation,
                             std::byte*& free) noexcept {
  Materials& to = good_.materials;
  const std::uint16_t column = image_.derivations()[derivation].column;
  Strided<std::int64_t>* const targets[] = {&to.value, &to.weight,
                                            &to.quantity};
  Strided<std::int64_t>& target = column < kBuiltInColumns
                                      ? *targets[column]
                                      : columns_[column - kBuiltInColumns];
  const std::int64_t* const derived =
      derived_ + derivation * std::size_t{tree_.lines.count};
  // What was gathered before is ours to change.
  auto* items = reinterpret_cast<std::int64_t*>(
      const_cast<std::byte*>(target.data));  // NOLINT
  for (std::uint32_t i = 0; i < to.count; ++i) {
    if ((states_[lines_[i]] & kProduced) == 0) continue;
    if (items == nullptr) {
      items = reinterpret_cast<std::int64_t*>(free);
      free += to.count * sizeof(std::int64_t);
      std::fill(items, items + to.count, kMissing);
      target = {items};
    }
    if (items[i] == kMissing) items[i] = derived[lines_[i]];
  }
}

// Marks those of the collected lines that count by their own materials, or may.
// Whether there are any.
bool Folding::look_through() noexcept {
  Options options;
  options.thresholds = thresholds_;
  Machine machine(image_, good_, scratch_, options);
  machine.begin(kNone);
  const MaskWord* const mask = machine.selection(
      image_.agreement().look_through, Reason::Context::Prologue);
  bool has_any = false;
  for (std::uint32_t i = 0; i < good_.materials.count; ++i) {
    std::uint8_t& state = states_[lines_[i]];
    if ((state & kProduced) == 0) continue;
    const bool does = (mask[i / 64].certain >> (i % 64) & 1) != 0;
    const bool may = (mask[i / 64].possible >> (i % 64) & 1) != 0;
    state |= does ? kLookedThrough : may ? kUncertain : 0;
    has_any = has_any || may;
  }
  return has_any;
}

Counting Folding::counting(std::uint32_t line) const noexcept {
  const std::uint8_t state = states_[line];
  if ((state & kLookedThrough) != 0) return Counting::ByItsMaterials;
  return (state & kUncertain) != 0 ? Counting::Either : Counting::Itself;
}

Outcome evaluate_tree(const Image& image, const Good& good, const Tree& tree,
                      std::span<std::byte> memory, TreeError& error,
                      const Options& options) noexcept {
  Folding folding(image, good, tree, memory, options.thresholds);
  Options of_part;
  of_part.thresholds = options.thresholds;
  Outcome outcome;
  Failure failure = Failure::None;
  while (folding.next()) {
    const bool is_whole = folding.line() == Folding::kWholeGood;
    outcome = evaluate(image, folding.good(), folding.scratch(),
                       is_whole ? options : of_part);
    folding.settle(outcome);
    if (failure == Failure::None) failure = outcome.failure;
  }
  error = folding.error();
  if (error != TreeError::None) outcome = {};
  if (outcome.failure == Failure::None) outcome.failure = failure;
  if (outcome.failure != Failure::None) {
    outcome.verdict = Verdict::Undetermined;
  }
  return outcome;
}

void Folding::settle(const Outcome& outcome) noexcept {
  if (line_ == kWholeGood || error_ != TreeError::None) return;
  std::uint8_t state = kProduced;
  if (!good_.materials.is_complete) state |= kIncomplete;
  if (image_.is_cascade()) {
    // It has a country, which says nothing of a status.
  } else if (outcome.verdict == Verdict::Originating) {
    state |= kOriginates;
    constexpr auto kFact = static_cast<std::size_t>(BuiltIn::WhollyObtained);
    const std::int64_t wholly =
        kFact < good_.facts.size() ? good_.facts[kFact] : kMissing;
    state |= wholly == 1          ? kWhollyObtained
             : wholly == kMissing ? kPerhapsWholly
                                  : 0;
  } else if (outcome.verdict != Verdict::Undetermined) {
    state |= kDoesNot;
  }
  states_[line_] = state;
  for (std::size_t i = 0; i < image_.derivations().size(); ++i) {
    std::int64_t& to = derived_[i * std::size_t{tree_.lines.count} + line_];
    Options options;
    options.thresholds = thresholds_;
    Machine machine(image_, good_, scratch_, options);
    machine.begin(kNone);
    const Amount& amount = machine.amount(image_.derivations()[i].program);
    const bool is_known = amount.is_known() &&
                          machine.failure() == Failure::None &&
                          amount.low.fits_int64();
    const bool is_own = image_.derivations()[i].column >= kBuiltInColumns;
    to = is_known ? static_cast<std::int64_t>(amount.low.low)
         : is_own ? kOpen
                  : kMissing;
  }
}

}  // namespace origo
