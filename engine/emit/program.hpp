// One requirement, or the agreement's treatments, as straight-line code.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/emit/tables.hpp"
#include "engine/ir/ir.hpp"

namespace origo::emitter {

// More of something than fits.
struct Excess {
  std::string_view what;
  std::uint32_t limit;
};

// Appends the tests a program needs to the tables it is given; equal ones are
// shared with the programs before it.
class ProgramWriter {
 public:
  ProgramWriter(const ir::Pack& pack, Tables& tables)
      : pack_(pack), tables_(tables) {}

  void write(ir::RequirementId requirement);
  void write(const std::vector<ir::Treat>& treats);
  // Of those, which materials count by their own.
  void write_selection(const std::vector<ir::Treat>& treats);
  void write_selection(ir::MaskId materials);
  void write_amount(ir::NumberId number);

  // Of what it holds more than a program can; nothing when all is well.
  [[nodiscard]] std::optional<Excess> excess() const;
  // The program as it will stand in the image, its first instruction and label
  // still to be set.
  [[nodiscard]] bytecode::ProgramRecord record(bytecode::Role role) const;
  [[nodiscard]] const std::vector<bytecode::Instruction>& code() const {
    return code_;
  }
  [[nodiscard]] const std::vector<std::uint32_t>& labels() const {
    return labels_;  // strings of the image
  }

 private:
  void emit(bytecode::Op op, std::uint32_t a, std::uint32_t b);
  void push(bytecode::Op op, std::uint32_t a, std::uint32_t b,
            std::uint32_t label, std::uint32_t popped = 0);
  void label(std::uint32_t string);
  void write_joined(const ir::Requirement& it);
  [[nodiscard]] bool write_change_and_test(const ir::Requirement& it);
  [[nodiscard]] std::uint32_t mask(ir::MaskId id);
  [[nodiscard]] std::uint32_t amount(ir::NumberId id);
  [[nodiscard]] std::uint32_t ratio(ir::NumberId id);
  [[nodiscard]] std::uint32_t test(const ir::Test& test);
  [[nodiscard]] bytecode::TermRecord term(const ir::Term& term);
  [[nodiscard]] bool is_non_originating_value(ir::NumberId id) const;
  void note_change(std::uint32_t digits);

  const ir::Pack& pack_;
  Tables& tables_;
  std::vector<bytecode::Instruction> code_;
  std::vector<std::uint32_t> labels_;
  // The registers that hold what was computed.
  std::map<ir::MaskId, std::uint32_t> masks_;
  std::map<ir::NumberId, std::uint32_t> amounts_;
  std::map<ir::NumberId, std::uint32_t> ratios_;
  std::uint32_t mask_count_ = 0;
  std::uint32_t amount_count_ = 0;
  std::uint32_t ratio_count_ = 0;
  std::uint32_t depth_ = 0;
  std::uint32_t deepest_ = 0;
  std::uint32_t change_digits_ = 0;
  std::size_t most_terms_ = 0;  // of one test
  bool names_currency_ = false;
};

}  // namespace origo::emitter
