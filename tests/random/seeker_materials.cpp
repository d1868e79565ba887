// The search through selections: materials that are in one, or in none.
#include "tests/random/seeker.hpp"

#include "engine/eval/good.hpp"
#include "engine/ir/interpret.hpp"

namespace origo::random {

using bytecode::SharedMask;
using ir::CheckKind;
using ir::MaskId;
using ir::MaskOp;
using ir::Relation;
using ir::RequirementId;

void Seeker::clear(FactSheet& sheet, MaskId mask, int depth) {
  const std::vector<Truth> selected = ir::interpret(pack_, mask, sheet.good());
  for (std::size_t m = 0; m < selected.size(); ++m) {
    if (selected[m] != Truth::NotMet) have(sheet, m, mask, false, depth + 1);
  }
}

// One more material of a selection, so much that no tolerance is for it.
void Seeker::fill(FactSheet& sheet, MaskId mask, int depth) {
  if (sheet.materials() >= kMaterialsMost) return;
  const std::size_t m = add_material(sheet);
  // A tolerance may forgive all that is not said to be something.
  if (random_.chance(30)) {
    for (std::size_t i = 0; i < pack_.tags.size(); ++i) {
      sheet.set_tag(m, i, Answer::Yes);
    }
  }
  for (int i = 0; i < 12; ++i) {
    have(sheet, m, mask, true, depth + 1);
    if (ir::interpret(pack_, mask, sheet.good())[m] == Truth::Met) break;
  }
  const std::int64_t much = random_.pick({kHuge, 1000 * kUnit});
  for (std::size_t i = 0; i < kBuiltInColumns; ++i) {
    sheet.set_column(m, i, much);
  }
}

void Seeker::have(FactSheet& sheet, std::size_t m, MaskId mask, bool is_wanted,
                  int depth) {
  if (depth > kDepth) return;
  const ir::Mask it = pack_.mask(mask);
  FactSheet::Material& material = sheet.material(m);
  if (it.op == MaskOp::Shared) {
    switch (static_cast<SharedMask>(it.a)) {
      case SharedMask::Originating:
        material.status =
            is_wanted ? Status::Originating : Status::NonOriginating;
        break;
      case SharedMask::NonOriginating:
        material.status =
            is_wanted ? Status::NonOriginating : Status::Originating;
        break;
      case SharedMask::Unproven:
        material.status = is_wanted ? Status::Unproven : Status::NonOriginating;
        break;
      case SharedMask::All:
      case SharedMask::Failing:
        break;
    }
    return;
  }
  const MaskId a{it.a};
  // What is not to be in a selection need not be in what it is taken from.
  const bool is_base = it.op != MaskOp::Either && random_.chance(50);
  if (!is_wanted && is_base) return have(sheet, m, a, false, depth + 1);
  if (is_wanted && it.op != MaskOp::Either) {
    have(sheet, m, a, true, depth + 1);
  }
  switch (it.op) {
    case MaskOp::SameAs:
      material.code = is_wanted ? sheet.code : *parse_hs_code("2501001000");
      break;
    case MaskOp::OfCodes:
      if (is_wanted) {
        material.code = code_in(pack_.code_sets[it.b]);
      } else if (random_.chance(60)) {
        // Outside, and perhaps still within what it was taken from.
        material.code = varied(material.code);
      } else {
        material.code = *parse_hs_code(
            random_.pick({"2501001000", "7101100000", "9701100000"}));
      }
      break;
    case MaskOp::FromPlaces: {
      const auto& set = pack_.country_sets[it.b];
      if (is_wanted && set.empty()) break;
      material.origin = is_wanted ? random_.pick(set) : *parse_country("ZA");
      break;
    }
    case MaskOp::FromFact:
      if (is_wanted && sheet.fact(it.b) != kMissing) {
        material.origin = {static_cast<std::uint16_t>(sheet.fact(it.b))};
      } else {
        material.origin = *parse_country("ZA");
      }
      break;
    case MaskOp::Tagged:
      sheet.set_tag(m, it.b, is_wanted ? Answer::Yes : Answer::No);
      break;
    case MaskOp::OfKind:
      material.kind = is_wanted ? static_cast<Kind>(it.b) : Kind::Material;
      break;
    case MaskOp::WholeOrigin:
      material.status =
          is_wanted ? Status::WhollyObtained : Status::NonOriginating;
      break;
    case MaskOp::Where:
      have_column(sheet, m, pack_.column_checks[it.b], is_wanted);
      break;
    case MaskOp::Both:
      have(sheet, m, MaskId{it.b}, is_wanted, depth + 1);
      break;
    case MaskOp::Either: {
      const bool is_first = random_.chance(50);
      if (is_first || !is_wanted) have(sheet, m, a, is_wanted, depth + 1);
      if (!is_first || !is_wanted) {
        have(sheet, m, MaskId{it.b}, is_wanted, depth + 1);
      }
      break;
    }
    case MaskOp::Without:
      have(sheet, m, MaskId{it.b}, !is_wanted, depth + 1);
      break;
    case MaskOp::Provided:
      aim(sheet, {RequirementId{it.b}, is_wanted}, depth + 1);
      break;
    case MaskOp::Shared:
      break;
  }
}

void Seeker::have_column(FactSheet& sheet, std::size_t m,
                         const ir::Check& check, bool is_wanted) {
  std::int64_t value = kMissing;
  switch (check.kind) {
    case CheckKind::IsStated:
      value = is_wanted ? 0 : kMissing;
      break;
    case CheckKind::IsTrue:
      value = is_wanted ? 1 : 0;
      break;
    case CheckKind::IsChoice:
      value = is_wanted ? check.operand : check.operand == 0 ? 1 : 0;
      break;
    case CheckKind::IsIn:
      return;
    case CheckKind::Relates:
      value = near(check.relation, pack_.constants[check.operand], kUnit,
                   is_wanted);
      break;
  }
  sheet.set_column(m, check.subject, value);
}

}  // namespace origo::random
