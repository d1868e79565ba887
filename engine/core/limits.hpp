// Every bound of the language and the runtime, each with its reason.
//
// The compiler reports a program that exceeds one (R05xx); the verifier refuses
// an image that does. Code elsewhere names these and never writes the number.
#pragma once

#include <cstddef>
#include <cstdint>

namespace origo::limits {

// Amounts are 64-bit counts of millionths: unit costs need more than cents, and
// 9.2 million million units of a currency cover a producer's yearly purchases.
inline constexpr int kDecimalPlaces = 6;
inline constexpr std::int64_t kDecimalScale = 1'000'000;

// Tables are indexed by 16 bits; the last value stands for "none".
inline constexpr std::uint32_t kTableEntries = 0xFFFF;

// Registers of one kind in one program: operands are one byte.
inline constexpr std::uint32_t kRegisters = 255;

// Instructions of one program. With the number of materials this bounds the
// time of an evaluation.
inline constexpr std::uint32_t kProgramInstructions = 4096;

// Requirements that wait for their `and` or `or`. Treaties nest three or four
// deep; an `at least N of` list of thirty is the longest seen.
inline constexpr std::uint32_t kTruthStack = 128;

// Terms of one content test: measure and base together.
inline constexpr std::uint32_t kTestTerms = 64;

// Materials of one good: their sum of 63-bit values must fit 96 bits.
inline constexpr std::uint32_t kMaterials = 0x7FFFFFFF;

// Rules that may all have to be tried because a fact that would choose among
// them is missing. More than this and the choice itself is the missing fact.
inline constexpr std::uint32_t kCandidateRules = 64;

// Parentheses and argument lists within one requirement: the parser recurses.
inline constexpr std::uint32_t kNesting = 200;

// Definitions within definitions: expansion recurses.
inline constexpr std::uint32_t kExpansionDepth = 32;

// Uses of definitions that one declaration comes to once all are expanded:
// definitions that use one another twice come to twice as many at each step.
inline constexpr std::uint32_t kExpansions = 16'384;

// A rule file. Annex 401 of NAFTA, the longest seen, is under one megabyte.
inline constexpr std::size_t kSourceBytes = std::size_t{16} << 20;

// An image: offsets are 32 bits and are checked against this.
inline constexpr std::size_t kImageBytes = std::size_t{256} << 20;

// Errors shown for one compilation; more than a screen is not read.
inline constexpr std::size_t kErrorsShown = 20;

// Places at which one process may have been performed: six country codes of ten
// bits fit one fact.
inline constexpr int kProcessPlaces = 6;

// Distinct missing facts for which every subset is tried to find the smallest
// that decides; above it the set is only irreducible.
inline constexpr std::uint32_t kExhaustiveFacts = 10;

}  // namespace origo::limits
