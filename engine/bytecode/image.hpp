// A compiled pack in memory: verified bytes and the tables within them.
//
// An Image that has not passed verification does not exist: `load` is the only
// way to make one. The bytes stay the caller's, are not copied, and must live
// as long as the Image.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/bytecode/records.hpp"
#include "engine/core/hs_code.hpp"

namespace origo::bytecode {

enum class Section : std::uint8_t {
#define SECTION(name, record, member) name,
#include "engine/bytecode/sections.def"
};

inline constexpr std::size_t kSections = 0
#define SECTION(name, record, member) +1
#include "engine/bytecode/sections.def"
    ;

enum class Op : std::uint8_t {
#define OP(name, mnemonic, result, a, b, truths) name,
#include "engine/bytecode/opcodes.def"
};

// What an operand or a result is; the verifier and the disassembler are driven
// by these.
enum class Operand : std::uint8_t {
  None,
  Mask,
  Amount,
  Ratio,
  RatioRelation,  // ratio register, Relation (bits 8-11), Type (bits 12-15)
  Truth,
  Number,
  Level,
  CodeSet,
  CountrySet,
  Tag,
  Kind,
  Column,
  Fact,
  Constant,
  Threshold,
  Test,
  FactCheck,
  ColumnCheck,
  CountryFact,
};

inline constexpr std::uint8_t kPopB = 0xFF;  // "operand b says how many"

struct OpInfo {
  Operand result;
  Operand a;
  Operand b;
  std::uint8_t truths_popped;
};

inline constexpr std::uint8_t Pop = kPopB;  // the spelling in opcodes.def

inline constexpr OpInfo kOps[] = {
#define OP(name, mnemonic, result, a, b, truths) \
  {Operand::result, Operand::a, Operand::b, static_cast<std::uint8_t>(truths)},
#include "engine/bytecode/opcodes.def"
};

// How instructions are written. A table of its own, because only people read
// it: what decides must not carry the words.
inline constexpr std::string_view kMnemonics[] = {
#define OP(name, mnemonic, result, a, b, truths) mnemonic,
#include "engine/bytecode/opcodes.def"
};

// What a program is for; it bounds which instructions it may hold.
enum class Role : std::uint8_t {
  Decision,   // of a rule, criterion, condition or `when`: leaves one truth
  Tolerance,  // may use the shared mask Failing: leaves one truth
  Prologue,   // may use TreatAs: leaves none
  Selection,  // leaves no truth; the last mask is what it selects
  Amount,     // leaves no truth; the last amount is what it computes
};

inline constexpr std::size_t kOpCount = sizeof kOps / sizeof kOps[0];

// Mask registers every program shares; its own are numbered from kOwnMasks.
enum class SharedMask : std::uint8_t {
  All,
  Originating,
  NonOriginating,
  Unproven,  // neither, until a `treat` declaration says which
  Failing,   // in a tolerance: the materials that fail the change
};

inline constexpr std::uint32_t kOwnMasks = 5;

// The chapter index has an entry for each value of a code's first byte up to
// 0x99, chapter 99, and one past the end.
inline constexpr std::size_t kChapters = 0x9B;

// An interval is the ten digits of its first code and, in its lower 24 bits,
// what applies up to the next interval: nothing, one rule, or a list.
inline constexpr std::uint32_t kNoCandidates = 0xFFFFFF;
inline constexpr std::uint32_t kOneCandidate = 0x800000;

enum class LoadError : std::uint8_t {
  None,
  TooShort,      // shorter than its header says
  NotAnImage,    // the magic bytes differ
  WrongVersion,  // written by another major version
  Damaged,       // the checksum differs
  Malformed,     // a table or an instruction refers outside itself
};

// The most of each resource that any program of the image needs.
struct Needs {
  std::uint32_t masks = 0;
  std::uint32_t amounts = 0;
  std::uint32_t ratios = 0;
  std::uint32_t truths = 0;
};

struct Loaded;

class Image {
 public:
#define SECTION(name, record, member)                             \
  [[nodiscard]] std::span<const record> member() const noexcept { \
    return member##_;                                             \
  }
#include "engine/bytecode/sections.def"

  [[nodiscard]] const AgreementRecord& agreement() const noexcept {
    return agreements_[0];
  }
  [[nodiscard]] std::string_view text(std::uint32_t string) const noexcept;
  [[nodiscard]] std::span<const RangeRecord> ranges_of(
      std::uint16_t code_set) const noexcept {
    const CodeSetRecord& set = code_sets_[code_set];
    return ranges_.subspan(set.first_range, set.range_count);
  }
  [[nodiscard]] std::span<const U16> countries_of(
      std::uint16_t country_set) const noexcept {
    const CountrySetRecord& set = country_sets_[country_set];
    return countries_.subspan(set.first_country, set.country_count);
  }
  [[nodiscard]] std::span<const Instruction> code_of(
      const ProgramRecord& program) const noexcept {
    return code_.subspan(program.first_instruction, program.instruction_count);
  }
  // The terms of a test; `room` holds those that its shape stands for.
  [[nodiscard]] std::span<const TermRecord> terms_of(
      const TestRecord& test, TermRecord (&room)[2]) const noexcept;

  // The index of the named fact, column, tag or threshold, or kNone.
  [[nodiscard]] std::uint16_t find_fact(std::string_view name) const noexcept;
  [[nodiscard]] std::uint16_t find_column(std::string_view name) const noexcept;
  [[nodiscard]] std::uint16_t find_tag(std::string_view name) const noexcept;
  [[nodiscard]] std::uint16_t find_threshold(
      std::string_view name) const noexcept;

  // True when `treat` declarations speak of unproven materials only, so that a
  // good without any needs no prologue.
  [[nodiscard]] bool treats_only_unproven() const noexcept {
    return treats_only_unproven_;
  }

  // Whether the criteria are steps that give countries: the first that is met
  // decides, and no later one while an earlier one is unknown.
  [[nodiscard]] bool is_cascade() const noexcept { return !gives_.empty(); }

  // What decisions need of each resource, and what decisions and the tolerances
  // in the middle of them need together.
  [[nodiscard]] const Needs& needs() const noexcept { return needs_; }
  [[nodiscard]] const Needs& all_needs() const noexcept { return all_needs_; }
  [[nodiscard]] std::span<const std::byte> bytes() const noexcept {
    return bytes_;
  }

 private:
  friend struct Loaded;
  friend Loaded load(std::span<const std::byte> bytes) noexcept;
  Image() noexcept = default;

#define SECTION(name, record, member) std::span<const record> member##_;
#include "engine/bytecode/sections.def"
  std::span<const std::byte> bytes_;
  Needs needs_;
  Needs all_needs_;
  bool treats_only_unproven_ = true;
};

struct Loaded {
  Image image;  // empty, and not to be evaluated, unless error is None
  LoadError error = LoadError::None;
};

// Verifies `bytes` and returns the image within them. Takes time linear in
// their number; never reads outside them, whatever they hold.
[[nodiscard]] Loaded load(std::span<const std::byte> bytes) noexcept;

// The checksum stored in a header: FNV-1a over little-endian words of eight
// bytes, the last one padded with zeros.
[[nodiscard]] std::uint64_t checksum(std::span<const std::byte> bytes) noexcept;

}  // namespace origo::bytecode
