// Visits each part once, however often it is used.
#include "cli/part_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "engine/core/limits.hpp"

namespace origo {
namespace {

std::string text_of(const JsonNode& node, std::string_view name) {
  const JsonNode* const it = stated(node, name);
  return it == nullptr ? std::string() : it->text;
}

// Whether a line, or a supplier of it, says what it is worth.
bool has_value(const JsonNode& line) {
  const auto has_own = [](const JsonNode& it) {
    return stated(it, "value") != nullptr ||
           stated(it, "unit_value") != nullptr;
  };
  if (has_own(line)) return true;
  const JsonNode* const suppliers = stated(line, "suppliers");
  return suppliers != nullptr && std::any_of(suppliers->values.begin(),
                                             suppliers->values.end(), has_own);
}

std::uint64_t sum(std::uint64_t a, std::uint64_t b) {
  std::uint64_t result = 0;
  return __builtin_add_overflow(a, b, &result)
             ? std::numeric_limits<std::uint64_t>::max()
             : result;
}

std::uint64_t product(std::uint64_t a, std::uint64_t b) {
  std::uint64_t result = 0;
  return __builtin_mul_overflow(a, b, &result)
             ? std::numeric_limits<std::uint64_t>::max()
             : result;
}

}  // namespace

std::string name_of_line(const JsonNode& line, const Part* part) {
  std::string name = text_of(line, "description");
  if (name.empty() && part != nullptr) {
    name = text_of(*part->node, "description");
  }
  if (name.empty()) name = text_of(line, "part");
  if (name.empty()) name = text_of(line, "code");
  return name.empty() ? "a material" : name;
}

Proportion with_scrap(const Measured& quantity, std::int64_t scrap) {
  return quantity.amount *
         (fraction(1) + fraction(scrap, limits::kDecimalScale));
}

PartList::PartList(const JsonNode& parts, Diagnostics& diagnostics)
    : diagnostics_(diagnostics), values_(diagnostics) {
  if (parts.kind != JsonNode::Kind::Array) {
    values_.wrong("parts", parts, "a list");
    is_sound_ = false;
    return;
  }
  for (const JsonNode& it : parts.values) {
    const JsonNode* const number =
        it.kind == JsonNode::Kind::Object ? stated(it, "part") : nullptr;
    if (number == nullptr || number->text.empty()) {
      diagnostics_
          .report(Code::WrongFact, it.span, "a part",
                  "an object with its number as `part`",
                  it.kind == JsonNode::Kind::Object ? "one without"
                                                    : phrase_for(it.kind))
          .help("write as in `{\"part\": \"P-10\"}`");
      is_sound_ = false;
      continue;
    }
    const auto [at, is_new] = parts_.try_emplace(number->text);
    if (!is_new) {
      const JsonNode* const first = at->second.node->find("part");
      diagnostics_
          .report(Code::RepeatedPart, number->span, number->text, "the list")
          .also(first->span, "the first")
          .help("describe each part once; give two states of it two numbers");
      is_sound_ = false;
      continue;
    }
    Part& part = at->second;
    part.node = &it;
    part.base = {fraction(limits::kDecimalScale), Type::Quantity,
                 limits::kDecimalScale};
    const JsonNode* const base = stated(it, "quantity");
    if (base == nullptr) continue;
    const auto quantity = values_.measured("quantity", *base);
    if (quantity && quantity->amount.top > 0) {
      part.base = *quantity;
      part.has_base = true;
      continue;
    }
    is_sound_ = false;
    if (!quantity) continue;
    diagnostics_
        .report(Code::NotAboveZero, base->span, "base quantity",
                name_of_line(it, nullptr))
        .help("state how much of the part its lines are for, as in `100 pcs`");
  }
}

Part* PartList::find(const JsonNode& line) {
  const JsonNode* const number = stated(line, "part");
  if (number == nullptr) return nullptr;
  const auto it = parts_.find(number->text);
  return it == parts_.end() ? nullptr : &it->second;
}

const Part* PartList::part_of(const JsonNode& line) const {
  const JsonNode* const number = stated(line, "part");
  if (number == nullptr) return nullptr;
  const auto it = parts_.find(number->text);
  return it == parts_.end() ? nullptr : &it->second;
}

bool PartList::check(const JsonNode& materials, const std::string& name) {
  path_ = {name};
  is_too_much_ = false;
  static_cast<void>(visit(materials));
  return is_sound_;
}

PartList::Extent PartList::visit(const JsonNode& materials) {
  Extent all;
  if (materials.kind != JsonNode::Kind::Array) {
    if (open_ > 0) {
      is_sound_ = false;
      values_.wrong("materials", materials, "a list");
    }
    return all;  // a sheet, or said when it is read
  }
  report_repeated(materials);
  for (const JsonNode& it : materials.values) {
    if (it.kind != JsonNode::Kind::Object) continue;  // said when it is read
    const Extent one = visit_line(it);
    all.lines = sum(all.lines, one.lines);
    all.height = std::max(all.height, one.height);
    if (is_too_much(all, it.span)) break;
  }
  return all;
}

// The line itself and everything below it.
PartList::Extent PartList::visit_line(const JsonNode& line) {
  Part* const part = find(line);
  check_quantities(line, part);
  const JsonNode* const made_of = stated(line, "materials");
  path_.push_back(name_of_line(line, part));
  Extent below;
  if (path_.size() > limits::kPartDepth) {
    static_cast<void>(
        is_too_much({0, static_cast<std::uint32_t>(path_.size())}, line.span));
  } else {
    if (part != nullptr) below = visit_part(*part, line);
    if (made_of != nullptr && part != nullptr &&
        stated(*part->node, "materials") != nullptr) {
      diagnostics_
          .report(Code::TwoProductions, made_of->span, text_of(line, "part"),
                  path())
          .also(part->node->find("materials")->span, "in the list")
          .help("leave one out, or give the part another number here");
      is_sound_ = false;
    }
    if (made_of != nullptr) below = visit(*made_of);
    if (part == nullptr && made_of == nullptr) check_bought(line);
  }
  path_.pop_back();
  std::uint64_t times = 1;
  for (const JsonNode* from : {&line, part != nullptr ? part->node : &line}) {
    const JsonNode* const suppliers = stated(*from, "suppliers");
    if (suppliers == nullptr) continue;
    times = std::max<std::uint64_t>(times, suppliers->values.size());
  }
  return {product(sum(below.lines, 1), times), below.height + 1};
}

PartList::Extent PartList::visit_part(Part& part, const JsonNode& line) {
  switch (part.state) {
    case Part::State::Open:
      report_circular(line);
      return {};
    case Part::State::Done:
      break;
    case Part::State::New: {
      part.state = Part::State::Open;
      ++open_;
      if (const JsonNode* const lines = stated(*part.node, "materials")) {
        const Extent below = visit(*lines);
        part.lines = below.lines;
        part.height = below.height;
      }
      --open_;
      part.state = Part::State::Done;
      return {part.lines, part.height};
    }
  }
  const Extent below{part.lines, part.height};
  static_cast<void>(is_too_much(
      {0, static_cast<std::uint32_t>(path_.size() - 1) + part.height},
      line.span));
  return below;
}

void PartList::check_quantities(const JsonNode& line, const Part* part) {
  const JsonNode* const node = stated(line, "quantity");
  const std::string where = path() + " > " + name_of_line(line, part);
  if (node == nullptr) {
    if (part == nullptr) return;
    is_sound_ = false;
    diagnostics_
        .report(Code::WrongFact, line.find("part")->span, "quantity",
                "how much of the part is used", "nothing")
        .help(fmt::format("state its quantity for the base quantity of what "
                          "it goes into: {}",
                          where));
    return;
  }
  const auto quantity = values_.measured("quantity", *node);
  if (!quantity) {
    is_sound_ = false;
    return;
  }
  if (quantity->amount.top <= 0) {
    is_sound_ = false;
    diagnostics_.report(Code::NotAboveZero, node->span, "quantity", where)
        .help("take the line out, if nothing of it is used");
  } else if (part != nullptr && quantity->type != part->base.type) {
    is_sound_ = false;
    Diagnostic& it = diagnostics_.report(
        Code::UnitsOfPart, node->span, text_of(line, "part"),
        measured_by(part->base.type), measured_by(quantity->type), where);
    if (part->has_base) {
      it.also(part->node->find("quantity")->span, "the base quantity");
    }
    it.help("state both in pieces, or both in units of weight");
  }
}

// What is not in the list was bought, and its line says all that is known.
void PartList::check_bought(const JsonNode& line) {
  const JsonNode* const number = stated(line, "part");
  if (number == nullptr) return;
  if (stated(line, "code") != nullptr && has_value(line)) return;
  is_sound_ = false;
  diagnostics_.report(Code::MissingPart, number->span, number->text, path())
      .help(
          "list it in `parts`, or state its `code` and `value` here if it "
          "is bought");
}

// Two lines for one thing are a mistake, or a way of saying something that the
// reader would have to guess.
void PartList::report_repeated(const JsonNode& materials) {
  std::map<std::pair<std::string, std::string>, Span> seen;
  for (const JsonNode& it : materials.values) {
    const JsonNode* const number =
        it.kind == JsonNode::Kind::Object ? stated(it, "part") : nullptr;
    if (number == nullptr || number->text.empty()) continue;
    const auto [at, is_new] = seen.try_emplace(
        {number->text, text_of(it, "manufacturer")}, number->span);
    if (is_new) continue;
    is_sound_ = false;
    diagnostics_.report(Code::RepeatedPart, number->span, number->text, path())
        .also(at->second, "the first")
        .help("add up the quantities, or name the `manufacturer` of each");
  }
}

void PartList::report_circular(const JsonNode& line) {
  is_sound_ = false;
  const std::string number = text_of(line, "part");
  diagnostics_
      .report(Code::CircularParts, line.find("part")->span, number, path())
      .help("take one of the lines out");
}

bool PartList::is_too_much(const Extent& extent, Span span) {
  const bool has_lines = extent.lines > limits::kPartLines;
  if (!has_lines && extent.height <= limits::kPartDepth) return false;
  if (!is_too_much_) {
    diagnostics_
        .report(Code::TooManyParts, span,
                fmt::format(
                    "{}", has_lines ? limits::kPartLines : limits::kPartDepth),
                has_lines ? "lines" : "parts within one another", path())
        .help("evaluate the parts for themselves, and state what they come to");
  }
  is_too_much_ = true;
  is_sound_ = false;
  return true;
}

std::vector<const Part*> PartList::unread() {
  std::vector<const Part*> found;
  for (auto& [number, part] : parts_) {
    if (part.state == Part::State::New || part.is_read) continue;
    part.is_read = true;
    found.push_back(&part);
  }
  return found;
}

void PartList::report_unused() {
  if (!is_sound_) return;  // what was not reached may be used all the same
  for (const auto& [number, part] : parts_) {
    if (part.state != Part::State::New) continue;
    diagnostics_.report(Code::UnusedPart, part.node->find("part")->span, number)
        .help("take it out, or use it in a line of materials");
  }
}

std::string PartList::path() const {
  return fmt::format("{}", fmt::join(path_, " > "));
}

}  // namespace origo
