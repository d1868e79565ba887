// The records of an image, byte for byte. FORMAT.md describes them in prose.
//
// String members are offsets into the string section, where each string is a
// two-byte length and its bytes. Index members name an entry of the section
// they are called after; kNone means "there is none".
#pragma once

#include <cstdint>

#include "engine/bytecode/little_endian.hpp"
#include "engine/core/hs_code.hpp"

namespace origo::bytecode {

inline constexpr std::uint16_t kNone = 0xFFFF;

// "ORIGO" and three bytes that a text-mode transfer would change.
inline constexpr unsigned char kMagic[8] = {'O', 'R',  'I',  'G',
                                            'O', 0x1A, '\r', '\n'};
inline constexpr std::uint16_t kVersion = 2;

struct SectionRecord {
  U32 offset;  // from the first byte of the image
  U32 count;   // records, not bytes
};

// Followed by one SectionRecord for each line of sections.def.
struct HeaderRecord {
  Byte magic[8];
  U16 version;
  U16 sections;  // how many directory entries follow
  U32 size;      // bytes of the whole image
  U64 checksum;  // of every byte after this header
};

struct Instruction {
  Byte op;
  Byte a;
  U16 b;
};

struct AgreementRecord {
  U32 name;
  U32 title;
  U32 cite;
  U16 parties;       // country set
  U16 clock;         // the date fact that selects rules
  U16 nomenclature;  // HS edition by year; 0 when none is stated
  U16 prologue;      // program of `treat` declarations, or kNone
  U16 look_through;  // program that selects what counts by its own materials
  U16 currency;      // of money constants: packed letters, 0 when none
  I32 from;
  I32 until;
};

struct FactRecord {
  U32 name;
  U32 meaning;
  Byte type;
  Byte least;  // LeastValue
  U16 first_choice;
  U16 choice_count;
};

struct ColumnRecord {
  U32 name;
  U32 meaning;
  Byte type;
  Byte reserved;
  U16 first_choice;
  U16 choice_count;
};

struct TagRecord {
  U32 name;
  U32 meaning;
};

// A fact or a tag that is the producer's to choose.
struct ElectionRecord {
  U16 subject;  // fact, or tag
  Byte of_materials;
  Byte reserved;
};

struct ThresholdRecord {
  U32 name;
  U32 title;
  U32 cite;
  U16 first_step;
  U16 step_count;  // at least one; in order of date, not overlapping
  U16 clock;       // the date fact that selects the step
  Byte type;
  Byte reserved;
};

struct StepRecord {
  I32 from;
  I32 until;  // inclusive
  I64 value;  // millionths; whole days where the type is days
};

struct CodeSetRecord {
  U32 first_range;
  U16 range_count;
};

// Both ends as the ten digits of an HsCode, its upper 40 bits, inclusive.
// Ranges of one set are sorted and do not touch.
struct RangeRecord {
  U32 first_upper;
  U32 last_upper;
  Byte first_lower;
  Byte last_lower;

  [[nodiscard]] HsRange range() const noexcept {
    return {
        (std::uint64_t{first_upper} << 32) | (std::uint64_t{first_lower} << 24),
        (std::uint64_t{last_upper} << 32) | (std::uint64_t{last_lower} << 24) |
            0xFFFFFF};
  }
};

struct CountrySetRecord {
  U16 first_country;
  U16 country_count;
};

enum class Relation : std::uint8_t { AtLeast, AtMost, Above, Below, Equal };

enum class LimitKind : std::uint8_t { Constant, Threshold };

// What a content test measures. The last two are what most treaties ask, and
// need no list of terms.
enum class Shape : std::uint8_t {
  Share,                // measure and base are sums of terms
  Absolute,             // the measure is a sum of terms, the base is 1
  NonOriginatingShare,  // value of non-originating materials, in a fact
  RegionalShare,        // a fact less that value, in the fact
};

// Decides `measure RELATION limit * base`, exactly and without dividing.
struct TestRecord {
  Byte relation;
  Byte limit_kind;
  Byte shape;
  Byte type;       // of the measured amounts: Money, Weight, ...
  U32 first_term;  // or the fact of the last two shapes
  U16 term_count;
  U16 limit;   // constant or threshold
  U16 method;  // the method the author named, or kNone
};

enum class TermKind : std::uint8_t {
  NonOriginatingValue,  // value of all non-originating materials
  Fact,
  Constant,
  Amount,  // a register
};

struct TermRecord {
  Byte kind;
  I8 in_measure;  // -1, 0 or 1 times the amount
  I8 in_base;
  Byte reserved;
  U16 index;  // fact, constant or amount register; else 0
};

enum class CheckKind : std::uint8_t {
  IsTrue,    // a truth, or a process performed in the parties
  IsChoice,  // operand: position among the choices
  IsIn,      // a country or every place of a process; operand: country set
  Relates,   // an amount or a date; operand: constant
  IsStated,  // of a column: whether the material's facts say it
};

struct CheckRecord {
  U16 subject;  // fact, or column of a material
  Byte kind;
  Byte relation;
  U16 operand;
};

struct ProgramRecord {
  U32 first_instruction;
  U32 first_label;  // one label for each truth pushed, in order
  U16 instruction_count;
  U16 label_count;
  Byte masks;  // registers used, the shared ones not counted
  Byte amounts;
  Byte ratios;
  Byte truths;  // greatest depth of the truth stack
  Byte role;
  Byte names_currency;  // 1: compares with amounts of the pack's currency
  Byte change_digits;   // of the first `change_level`, 0 when there is none
};

// One `treat` declaration, or the default of an attribute of materials, for
// showing what it did.
struct TreatRecord {
  U32 text;
  U32 cite;
  I8 status;         // a Status; Unproven: it counts by its own materials
  Byte is_unproven;  // 1: it says what holds for want of evidence
  U16 column;        // what has the default that `text` says, or kNone
};

// What a material with materials of its own brings with it, where its facts do
// not say.
struct DerivationRecord {
  U16 column;
  U16 program;  // of its production: leaves the amount
};

struct ToleranceRecord {
  U32 name;
  U32 cite;
  U16 program;
};

// How a good may originate. `program` is kNone where the product rule decides.
struct CriterionRecord {
  U32 name;
  U32 title;
  U32 cite;
  U16 program;
};

// Which countries the criterion of the same index gives. There is one for each
// criterion, or none at all.
struct GivesRecord {
  U16 fact;     // the country it names, or kNone
  U16 program;  // selects the materials whose countries they are, or kNone
};

// What every originating good must also meet.
struct ConditionRecord {
  U32 name;
  U32 cite;
  U16 program;
};

struct RuleRecord {
  U32 title;
  U32 cite;
  U16 codes;    // code set
  U16 when;     // program, or kNone
  U16 require;  // program
  U16 period;   // when the rule is in force, or kNone for always
  U16 line;
  Byte file;
  Byte is_override;
};

struct PeriodRecord {
  I32 from;
  I32 until;  // inclusive
};

// A note that rules are read with. What it asks is in their programs, under a
// label of its own.
struct NoteRecord {
  U32 label;
  U32 name;
  U32 title;
  U32 cite;
};

struct MethodRecord {
  U32 name;
  U32 cite;
};

}  // namespace origo::bytecode
