// The emit phase: the pack's tables become the sections of an image.
#include "engine/emit/emit.hpp"

#include <algorithm>
#include <map>

#include "engine/core/limits.hpp"
#include "engine/emit/program.hpp"
#include "engine/emit/tables.hpp"

namespace origo {
namespace {

using bytecode::kNone;
using bytecode::Role;
using ir::Pack;
using ir::RequirementId;

template <typename T>
std::uint16_t narrow(T value) {
  return static_cast<std::uint16_t>(value);
}

class Emitter {
 public:
  explicit Emitter(const Pack& pack) : pack_(pack) { tables_.string(""); }

  Emitted run(std::span<const RequirementId> extra) {
    facts();
    thresholds();
    sets();
    agreement();
    articles();
    rules();
    intervals();
    Emitted result;
    for (const RequirementId requirement : extra) {
      result.programs.push_back(program(requirement, Role::Decision));
    }
    within("codes", tables_.code_sets.size());
    within("amounts", tables_.constants.size());
    within("comparisons", tables_.tests.size());
    within("requirements", tables_.programs.size());
    result.too_large = std::move(too_large_);
    if (result.too_large.empty()) result.image = emitter::lay_out(tables_);
    return result;
  }

 private:
  void within(std::string_view what, std::size_t entries) {
    if (entries < limits::kTableEntries) return;
    too_large_.push_back({{}, what, limits::kTableEntries - 1});
  }

  template <typename Record, typename Info>
  void set_choices(Record& record, const Info& info) {
    record.first_choice = narrow(tables_.choices.size());
    record.choice_count = narrow(info.choices.size());
    for (const std::string& choice : info.choices) {
      tables_.choices.emplace_back(tables_.string(choice));
    }
  }

  void election(std::size_t subject, bool of_materials) {
    bytecode::ElectionRecord record;
    record.subject = narrow(subject);
    record.of_materials = of_materials ? 1 : 0;
    tables_.elections.push_back(record);
  }

  void facts() {
    for (const ir::FactInfo& info : pack_.facts) {
      bytecode::FactRecord record;
      record.name = tables_.string(info.name);
      record.meaning = tables_.string(info.meaning);
      record.type = static_cast<std::uint8_t>(info.type);
      record.least = static_cast<std::uint8_t>(info.least);
      set_choices(record, info);
      if (info.is_election) election(tables_.facts.size(), false);
      tables_.facts.push_back(record);
    }
    for (const ir::ColumnInfo& info : pack_.columns) {
      bytecode::ColumnRecord record;
      record.name = tables_.string(info.name);
      record.meaning = tables_.string(info.meaning);
      record.type = static_cast<std::uint8_t>(info.type);
      set_choices(record, info);
      tables_.columns.push_back(record);
    }
    for (const ir::TagInfo& info : pack_.tags) {
      bytecode::TagRecord record;
      record.name = tables_.string(info.name);
      record.meaning = tables_.string(info.meaning);
      if (info.is_election) election(tables_.tags.size(), true);
      tables_.tags.push_back(record);
    }
  }

  void thresholds() {
    for (const ir::Threshold& it : pack_.thresholds) {
      bytecode::ThresholdRecord record;
      record.name = tables_.string(it.name);
      record.title = tables_.string(it.title);
      record.cite = tables_.string(it.cite);
      record.first_step = narrow(tables_.steps.size());
      record.step_count = narrow(it.steps.size());
      record.clock = narrow(it.clock);
      record.type = static_cast<std::uint8_t>(it.type);
      tables_.thresholds.push_back(record);
      for (const ir::Step& step : it.steps) {
        bytecode::StepRecord out;
        out.from = step.from.days;
        out.until = step.until.days;
        out.value = step.value;
        tables_.steps.push_back(out);
      }
    }
    for (const ir::Method& it : pack_.methods) {
      bytecode::MethodRecord record;
      record.name = tables_.string(it.name);
      record.cite = tables_.string(it.cite);
      tables_.methods.push_back(record);
    }
  }

  static bytecode::CheckRecord check(const ir::Check& it) {
    bytecode::CheckRecord record;
    record.subject = narrow(it.subject);
    record.kind = static_cast<std::uint8_t>(it.kind);
    record.relation = static_cast<std::uint8_t>(it.relation);
    record.operand = narrow(it.operand);
    return record;
  }

  void sets() {
    for (const auto& ranges : pack_.code_sets) {
      bytecode::CodeSetRecord record;
      record.first_range = static_cast<std::uint32_t>(tables_.ranges.size());
      record.range_count = narrow(ranges.size());
      tables_.code_sets.push_back(record);
      for (const HsRange& range : ranges) {
        bytecode::RangeRecord out;
        out.first_upper = static_cast<std::uint32_t>(range.first >> 32);
        out.last_upper = static_cast<std::uint32_t>(range.last >> 32);
        out.first_lower = static_cast<std::uint8_t>(range.first >> 24);
        out.last_lower = static_cast<std::uint8_t>(range.last >> 24);
        tables_.ranges.push_back(out);
      }
    }
    for (const auto& countries : pack_.country_sets) {
      bytecode::CountrySetRecord record;
      record.first_country = narrow(tables_.countries.size());
      record.country_count = narrow(countries.size());
      tables_.country_sets.push_back(record);
      for (const Country country : countries) {
        tables_.countries.emplace_back(country.code);
      }
    }
    for (const std::int64_t constant : pack_.constants) {
      tables_.constants.emplace_back(constant);
    }
    for (const ir::Check& it : pack_.fact_checks) {
      tables_.fact_checks.push_back(check(it));
    }
    for (const ir::Check& it : pack_.column_checks) {
      tables_.column_checks.push_back(check(it));
    }
  }

  void agreement() {
    bytecode::AgreementRecord record;
    record.name = tables_.string(pack_.agreement.name);
    record.title = tables_.string(pack_.agreement.title);
    record.cite = tables_.string(pack_.agreement.cite);
    record.parties = narrow(pack_.agreement.parties);
    record.clock = narrow(pack_.agreement.clock);
    record.nomenclature = narrow(pack_.agreement.nomenclature);
    record.currency = pack_.currency;
    record.from = pack_.agreement.in_force.from.days;
    record.until = pack_.agreement.in_force.until.days;
    record.prologue = kNone;
    record.look_through = kNone;
    emitter::ProgramWriter prologue(pack_, tables_);
    prologue.write(pack_.treats);
    if (!prologue.code().empty()) {
      record.prologue = add(prologue, Role::Prologue);
    }
    emitter::ProgramWriter look_through(pack_, tables_);
    look_through.write_selection(pack_.treats);
    if (!look_through.code().empty()) {
      record.look_through = add(look_through, Role::Selection);
    }
    for (const ir::Derivation& it : pack_.derivations) {
      emitter::ProgramWriter writer(pack_, tables_);
      writer.write_amount(it.number);
      bytecode::DerivationRecord out;
      out.column = narrow(it.column);
      out.program = add(writer, Role::Amount);
      tables_.derivations.push_back(out);
    }
    tables_.agreements.push_back(record);
    for (const ir::Treat& treat : pack_.treats) {
      bytecode::TreatRecord out;
      out.text = tables_.string(treat.text);
      out.cite = tables_.string(treat.cite);
      const Status status =
          treat.as == ir::TreatedAs::Originating      ? Status::Originating
          : treat.as == ir::TreatedAs::NonOriginating ? Status::NonOriginating
                                                      : Status::Unproven;
      out.status = static_cast<std::int8_t>(status);
      out.is_unproven = std::uint8_t{treat.is_unproven};
      out.column = kNone;
      tables_.treats.push_back(out);
    }
    for (const ir::Default& it : pack_.defaults) {
      bytecode::TreatRecord out{};
      out.text = tables_.string(it.text);
      out.cite = tables_.string(it.cite);
      out.column = narrow(it.column);
      tables_.treats.push_back(out);
    }
  }

  std::uint16_t add(const emitter::ProgramWriter& writer, Role role) {
    if (const auto excess = writer.excess()) {
      too_large_.push_back({place_, excess->what, excess->limit});
    }
    bytecode::ProgramRecord record = writer.record(role);
    record.first_instruction = static_cast<std::uint32_t>(tables_.code.size());
    record.first_label = static_cast<std::uint32_t>(tables_.labels.size());
    tables_.code.insert(tables_.code.end(), writer.code().begin(),
                        writer.code().end());
    for (const std::uint32_t label : writer.labels()) {
      tables_.labels.emplace_back(label);
    }
    tables_.programs.push_back(record);
    return narrow(tables_.programs.size() - 1);
  }

  // Rules that require the same have one program.
  std::uint16_t program(RequirementId requirement, Role role) {
    const auto key = std::pair(requirement, role);
    const auto known = programs_.find(key);
    if (known != programs_.end()) return known->second;
    emitter::ProgramWriter writer(pack_, tables_);
    writer.write(requirement);
    const std::uint16_t index = add(writer, role);
    programs_.emplace(key, index);
    return index;
  }

  bytecode::GivesRecord gives(const ir::Gives& it) {
    bytecode::GivesRecord record;
    record.fact = record.program = kNone;
    if (it.fact != ir::kNone) {
      record.fact = narrow(it.fact);
      return record;
    }
    emitter::ProgramWriter writer(pack_, tables_);
    writer.write_selection(it.materials);
    record.program = add(writer, Role::Selection);
    return record;
  }

  void articles() {
    for (const ir::Article& it : pack_.tolerances) {
      bytecode::ToleranceRecord record;
      record.name = tables_.string(it.name);
      record.cite = tables_.string(it.cite);
      record.program = program(it.requirement, Role::Tolerance);
      tables_.tolerances.push_back(record);
    }
    for (const ir::Article& it : pack_.criteria) {
      bytecode::CriterionRecord record;
      record.name = tables_.string(it.name);
      record.title = tables_.string(it.title);
      record.cite = tables_.string(it.cite);
      record.program = it.requirement == ir::kNoRequirement
                           ? kNone
                           : program(it.requirement, Role::Decision);
      tables_.criteria.push_back(record);
      if (it.gives) tables_.gives.push_back(gives(*it.gives));
    }
    for (const ir::Article& it : pack_.conditions) {
      bytecode::ConditionRecord record;
      record.name = tables_.string(it.name);
      record.cite = tables_.string(it.cite);
      record.program = program(it.requirement, Role::Decision);
      tables_.conditions.push_back(record);
    }
    for (const ir::Note& it : pack_.notes) {
      bytecode::NoteRecord record;
      record.label = tables_.string(pack_.strings[it.label]);
      record.name = tables_.string(it.name);
      record.title = tables_.string(it.title);
      record.cite = tables_.string(it.cite);
      tables_.notes.push_back(record);
    }
  }

  std::uint16_t period(const ir::Period& it) {
    if (it.is_always()) return kNone;
    const auto key = std::pair(it.from, it.until);
    const auto [known, is_new] =
        periods_.try_emplace(key, narrow(tables_.periods.size()));
    if (is_new) {
      bytecode::PeriodRecord record;
      record.from = it.from.days;
      record.until = it.until.days;
      tables_.periods.push_back(record);
    }
    return known->second;
  }

  void rules() {
    for (std::size_t i = 0; i < pack_.files.size(); ++i) {
      const std::string& of = pack_.packs[i];
      tables_.files.emplace_back(tables_.string(
          of.empty() ? pack_.files[i] : of + '\t' + pack_.files[i]));
    }
    for (const ir::Rule& it : pack_.rules) {
      place_ = it.place;
      bytecode::RuleRecord record;
      record.title = tables_.string(it.title);
      record.cite = tables_.string(it.cite);
      record.codes = narrow(it.codes);
      record.when = it.when == ir::kNoRequirement
                        ? kNone
                        : program(it.when, Role::Decision);
      record.require = program(it.requirement, Role::Decision);
      record.period = period(it.period);
      record.line = narrow(std::min<std::uint32_t>(it.place.line, 0xFFFF));
      record.file = static_cast<std::uint8_t>(it.place.file);
      record.is_override = std::uint8_t{it.is_override};
      tables_.rules.push_back(record);
    }
    place_ = {};
  }

  // What applies from an interval on, as its lower 24 bits say it.
  std::uint32_t target(const std::vector<std::uint32_t>& candidates) {
    if (candidates.empty()) return bytecode::kNoCandidates;
    if (candidates.size() == 1) {
      return bytecode::kOneCandidate | candidates.front();
    }
    const auto [known, is_new] = lists_.try_emplace(
        candidates, static_cast<std::uint32_t>(tables_.candidates.size()));
    if (is_new) {
      for (const std::uint32_t rule : candidates) {
        tables_.candidates.emplace_back(narrow(rule));
      }
      tables_.candidates.emplace_back(kNone);
    }
    return known->second;
  }

  void intervals() {
    for (const ir::Interval& it : pack_.intervals) {
      tables_.intervals.emplace_back((it.first & ~std::uint64_t{0xFFFFFF}) |
                                     target(it.rules));
    }
    // The first interval at or after the beginning of each chapter. A search
    // starts there, so each chapter that rules reach into has one of its own.
    std::size_t next = 0;
    for (std::size_t chapter = 0; chapter < bytecode::kChapters; ++chapter) {
      while (next < pack_.intervals.size() &&
             (pack_.intervals[next].first >> 56) < chapter) {
        ++next;
      }
      tables_.chapters.emplace_back(narrow(next));
    }
  }

  const Pack& pack_;
  emitter::Tables tables_;
  ir::Place place_;  // of the rule being written
  std::vector<TooLarge> too_large_;
  std::map<std::pair<RequirementId, Role>, std::uint16_t> programs_;
  std::map<std::pair<Date, Date>, std::uint16_t> periods_;
  std::map<std::vector<std::uint32_t>, std::uint32_t> lists_;
};

}  // namespace

Emitted emit(const Pack& pack, std::span<const RequirementId> extra) {
  return Emitter(pack).run(extra);
}

}  // namespace origo
