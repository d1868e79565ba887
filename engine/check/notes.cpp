// Notes: what rules are read with, lowered into each rule they touch.
//
// A note becomes part of a rule's requirement: `require` joins it with `and`,
// `alternative` adds one to the rule's own, `tests` leaves materials out of its
// tariff changes. Where it may not apply, because its codes are not all of the
// rule's or it has a period or a condition, that is part of the requirement,
// too, and a fact that is missing leaves it open. All of it stands in a node
// with the note's label, by which a verdict names it.
#include <fmt/format.h>

#include <algorithm>

#include "engine/check/checker.hpp"
#include "grammar/print.hpp"

namespace origo::checker {

using ir::RequirementId;
using ir::RequirementOp;

namespace {

bool meet(const HsRange& a, const HsRange& b) {
  return a.first <= b.last && b.first <= a.last;
}

// The clauses of which a note has one.
bool is_effect(const Cursor& clause) {
  return clause.is(Kind::require) || clause.is(Kind::note_alternative) ||
         clause.is(Kind::note_tests);
}

std::string_view word_of(const Cursor& effect) {
  if (effect.is(Kind::require)) return "require";
  return effect.is(Kind::note_tests) ? "tests" : "alternative";
}

}  // namespace

RequirementId Checker::with_label(std::uint32_t label, RequirementOp op,
                                  std::vector<RequirementId> parts) {
  ir::Requirement it{op};
  it.label = label;
  it.parts = std::move(parts);
  return pack_.add(it);
}

void Checker::lower_note(const Cursor& declaration) {
  const Cursor name = declaration.find(Kind::name);
  ir::Note to;
  to.name = name.text();
  const Cursor title = declaration.find(Kind::string);
  if (title) to.title = unquoted(title);
  to.cite = cite_of(declaration, "note", true);
  // No requirement of an author's own begins with a reserved word like this.
  to.label = pack_.add_string("note " + to.name);
  add_name(name, {NameKind::Note,
                  static_cast<std::uint32_t>(pack_.notes.size()), declaration});

  Note note;
  note.declaration = declaration;
  note.label = to.label;
  Scope scope;
  bool is_sound = true;
  Cursor when;
  for (const Cursor clause : declaration) {
    Cursor* const seen = clause.is(Kind::for_codes) ? &note.for_codes
                         : clause.is(Kind::when)    ? &when
                         : is_effect(clause)        ? &note.effect
                                                    : nullptr;
    if (seen == nullptr) continue;
    if (*seen && seen->kind() != clause.kind()) {
      diagnostics_
          .report(Code::TwoEffects, clause.span(), to.name, word_of(*seen),
                  word_of(clause))
          .also(seen->span(), "")
          .help("write a note for each");
      is_sound = false;
    } else if (*seen) {
      diagnostics_
          .report(Code::RepeatedClause, clause.span(),
                  clause.is(Kind::for_codes) ? "for"
                  : clause.is(Kind::when)    ? "when"
                                             : word_of(clause),
                  "note")
          .also(seen->span(), "the first")
          .help("join them, or write a note for each");
      is_sound = false;
    }
    *seen = clause;
  }
  if (!note.effect) {
    diagnostics_.report(Code::NothingRequired, name.span(), "note")
        .help(
            "write what it adds, `require ...`, what may be met instead, "
            "`alternative ...`, or what a tariff change looks at, `tests ...`");
    return;
  }
  if (note.for_codes) {
    note.codes =
        pack_.add_codes(absolute_codes(*note.for_codes.begin(), scope));
    scope.range = note.codes;
  }
  note.conditions = within(declaration, period_of(declaration));
  if (when) {
    Scope condition = scope;
    condition.is_condition = true;
    const auto lowered = requirement(*when.begin(), condition);
    is_sound = is_sound && lowered.has_value();
    if (lowered) note.conditions.push_back(*lowered);
  }
  if (note.effect.is(Kind::note_tests)) {
    const auto tested = selection(*note.effect.begin(), scope);
    if (!tested || !is_sound) return;
    note.untested = pack_.add(ir::Mask{ir::MaskOp::Without,
                                       index(shared(bytecode::SharedMask::All)),
                                       index(*tested)});
  } else {
    std::vector<RequirementId> parts;
    for (const Cursor alternative : note.effect) {
      const auto lowered = requirement(*alternative.begin(), scope);
      is_sound = is_sound && lowered.has_value();
      if (!lowered) continue;
      if (const auto dated = in_period(alternative, *lowered)) {
        parts.push_back(*dated);
      }
    }
    if (!is_sound) return;
    note.requirement = parts.size() == 1 ? parts.front()
                                         : make(note.effect, RequirementOp::Or,
                                                0, std::move(parts));
  }
  pack_.notes.push_back(std::move(to));
  notes_.push_back(std::move(note));
}

// The notes that touch a code of a rule.
std::vector<Note*> Checker::notes_on(std::uint32_t codes) {
  std::vector<Note*> found;
  for (Note& note : notes_) {
    const auto touches = [&](const HsRange& range) {
      if (note.codes == ir::kNone) return true;
      const auto& of_note = pack_.code_sets[note.codes];
      return std::any_of(
          of_note.begin(), of_note.end(),
          [&range](const HsRange& it) { return meet(it, range); });
    };
    const auto& of_rule = pack_.code_sets[codes];
    if (!std::any_of(of_rule.begin(), of_rule.end(), touches)) continue;
    note.touches_rule = true;
    found.push_back(&note);
  }
  return found;
}

// What must hold for the note to apply to a good of the rule.
std::vector<RequirementId> Checker::conditions_of(const Note& note,
                                                  std::uint32_t rule_codes) {
  if (note.codes == ir::kNone) return note.conditions;
  const auto& of_rule = pack_.code_sets[rule_codes];
  const auto& of_note = pack_.code_sets[note.codes];
  const bool covers_rule =
      std::all_of(of_rule.begin(), of_rule.end(), [&](const HsRange& range) {
        return std::any_of(
            of_note.begin(), of_note.end(), [&range](const HsRange& it) {
              return it.first <= range.first && range.last <= it.last;
            });
      });
  std::vector<RequirementId> conditions;
  if (!covers_rule) {
    conditions.push_back(
        make(note.for_codes, RequirementOp::GoodOf, note.codes));
  }
  conditions.insert(conditions.end(), note.conditions.begin(),
                    note.conditions.end());
  return conditions;
}

std::optional<ir::MaskId> Checker::untested_by(const std::vector<Note*>& notes,
                                               std::uint32_t rule_codes) {
  std::optional<ir::MaskId> all;
  for (const Note* note : notes) {
    if (!note->effect.is(Kind::note_tests)) continue;
    ir::MaskId untested = note->untested;
    for (const RequirementId condition : conditions_of(*note, rule_codes)) {
      untested = pack_.add(
          ir::Mask{ir::MaskOp::Provided, index(untested), index(condition)});
    }
    all = all ? pack_.add(
                    ir::Mask{ir::MaskOp::Either, index(*all), index(untested)})
              : untested;
  }
  return all;
}

// The requirement of a rule as it is read with its notes: alternatives first,
// so that what others add is asked of them, too.
RequirementId Checker::with_notes(const std::vector<Note*>& notes,
                                  RequirementId requirement,
                                  const ir::Rule& rule) {
  std::vector<RequirementId> alternatives{requirement};
  const ir::Requirement own = pack_.requirement(requirement);
  if (own.op == RequirementOp::Alternatives) alternatives = own.parts;
  const std::size_t own_count = alternatives.size();
  const std::uint32_t with_notes = pack_.add_string(
      fmt::format("{}, with its notes", pack_.strings[own.label]));
  for (const Note* note : notes) {
    if (!note->effect.is(Kind::note_alternative)) continue;
    std::vector<RequirementId> parts = conditions_of(*note, rule.codes);
    parts.push_back(note->requirement);
    alternatives.push_back(
        with_label(note->label, RequirementOp::And, std::move(parts)));
  }
  if (alternatives.size() > own_count) {
    requirement = with_label(with_notes, RequirementOp::Alternatives,
                             std::move(alternatives));
  }

  std::vector<RequirementId> all{requirement};
  for (const Note* note : notes) {
    if (!note->effect.is(Kind::require)) continue;
    std::vector<RequirementId> parts{note->requirement};
    for (const RequirementId it : conditions_of(*note, rule.codes)) {
      const std::string label =
          "not " + pack_.strings[pack_.requirement(it).label];
      parts.push_back(
          with_label(pack_.add_string(label), RequirementOp::Not, {it}));
    }
    const auto op = parts.size() == 1 ? RequirementOp::And : RequirementOp::Or;
    all.push_back(with_label(note->label, op, std::move(parts)));
  }
  if (all.size() > 1) {
    requirement = with_label(with_notes, RequirementOp::And, std::move(all));
  }
  // What a change looks at is no requirement: the note stands around them all.
  for (const Note* note : notes) {
    if (!note->effect.is(Kind::note_tests)) continue;
    requirement = with_label(note->label, RequirementOp::And, {requirement});
  }
  return requirement;
}

void Checker::find_idle_notes() {
  for (const Note& note : notes_) {
    if (note.touches_rule) continue;
    const Cursor name = note.declaration.find(Kind::name);
    diagnostics_.report(Code::NoteTouchesNothing, name.span(), name.text())
        .help("see whether its codes are those of a rule that is no override");
  }
}

}  // namespace origo::checker
