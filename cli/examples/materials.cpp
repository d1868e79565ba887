// Lists of materials, members of sets, components, and amounts alone.
#include "cli/examples/materials.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/examples/codes.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

constexpr std::int64_t kHundred = 100'000'000;

// Only what originates may be without a code where changes are asked for.
constexpr std::string_view kNoCode = "9999";

std::string status_of(const Member& part) {
  if (const Member it = part.any({"recovered", "originates_by_own_rule"})) {
    if (it.truth()) return "originating";
  }
  if (const Member it = part["wholly_obtained"]; it && it.truth()) {
    return "wholly_obtained";
  }
  const Member it = part.any({"originating", "status", "origin"});
  if (!it) return "";
  if (it.is_truth()) return it.truth() ? "originating" : "non-originating";
  const std::string word = lower(it.text());
  if (word == "o" || word == "originating" || word == "orig") {
    return "originating";
  }
  if (word == "n" || word == "non-originating" || word == "nonorig") {
    return "non-originating";
  }
  if (word == "unknown" || word == "undetermined") return "unproven";
  it.refuse("is no status");
}

class Reader {
 public:
  Reader(const Member& facts, Draft& draft, Scale& scale)
      : facts_(facts), draft_(draft), scale_(scale) {}

  std::vector<Part> run() {
    for (const std::string_view list : {"materials", "members", "components",
                                        "inputs", "bom", "core_parts"}) {
      for (const auto& [name, it] : facts_[list].items()) one(it, "");
    }
    for (const auto& [name, it] : facts_["failing_materials"].items()) {
      one(it, "non-originating");
      parts_.back().fails = true;
      parts_.back().is_boundary = true;
    }
    const bool has_lists = !parts_.empty();
    amounts({"nom", "non_originating_materials"}, "non-originating", has_lists);
    amounts({"originating_materials", "om"}, "originating", has_lists);
    values();
    shares();
    sum({"vnm", "VNM", "value_of_non_originating_materials",
         "non_originating_value", "non_originating_materials"},
        "non-originating");
    sum({"vom", "VOM", "value_of_originating_materials", "originating_value",
         "originating_materials"},
        "originating");
    sum({"fvnm", "FVNM"}, "non-originating");
    return std::move(parts_);
  }

 private:
  void one(const Member& it, std::string status) {
    Part part;
    part.title = fmt::format("material {}", parts_.size() + 1);
    if (it.is_text()) {
      part.title = it.text();
      if (is_code(part.title)) part.code = single_code(part.title);
      part.status = status.empty() ? "non-originating" : status;
      parts_.push_back(std::move(part));
      return;
    }
    if (const Member desc = it.any({"desc", "description", "name", "part"})) {
      part.title = desc.text();
    }
    if (const Member code =
            it.any({"hs", "hs_code", "code", "hs_chapter", "chapter"})) {
      part.code = single_code(code.text());
      if (part.code.empty()) code.refuse("is no tariff code");
    }
    const Member reman = facts_["good"]["remanufactured"];
    if (it["recovered"] && reman && !reman.truth()) {
      it["recovered"].refuse("is of a good that is not remanufactured");
    }
    const std::string stated = status_of(it);
    if (!stated.empty()) status = stated;
    if (stated == "unproven") {
      draft_.declare(
          "treat unproven materials as non-originating\n    cite \"as "
          "agreements "
          "say of materials of undetermined origin\"");
    }
    // Where a list of foreign values stands beside, materials are those.
    if (status.empty()) {
      status = facts_.has("nom") ? "non-originating" : "unproven";
    }
    part.status = status;
    if (const Member fails = it.any({"fails", "ctc", "fails_ctc"})) {
      part.fails = fails.is_truth() ? fails.truth() : !fails.text().empty();
      if (fails.is_text() && fails.text() == "passes") part.fails = false;
    }
    amount(it, part);
    flags(it, part);
    parts_.push_back(std::move(part));
  }

  void amount(const Member& it, Part& part) {
    if (const Member share = it.any({"weight_pct", "weight_percent"})) {
      part.weight = share.number().millionths;
      scale_ = {kHundred, true};
    } else if (const Member weight = it.any({"weight", "weight_g"})) {
      part.weight = weight.number().millionths;
      scale_.is_weight = true;
    }
    if (const Member share = it.any({"value_pct", "pct", "share_pct"})) {
      part.value = share.number().millionths;
      scale_.whole = kHundred;
    } else if (const Member value =
                   it.any({"value", "cost", "price", "amount"})) {
      // `<= 10%` asks about the boundary and states no amount.
      part.is_boundary = value.is_text() && value.text().starts_with("<");
      const std::int64_t amount = value.number().millionths;
      if (part.is_boundary) {
        draft_.declare(fmt::format("# The boundary is {}.", value.text()));
        boundary_ = amount;
      } else {
        part.value =
            amount + sum_of(it["additions"]) - sum_of(it["deductions"]);
      }
    }
  }

  // What is added to a value or taken from it, as the example says.
  static std::int64_t sum_of(const Member& list) {
    if (!list) return 0;
    if (list.is_number()) return list.number().millionths;
    std::int64_t sum = 0;
    for (const auto& [name, it] : list.items()) sum += it.number().millionths;
    return sum;
  }

  void flags(const Member& it, Part& part) {
    if (const Member inside = it["in_component"]) {
      part.is_outside = !inside.truth();
      if (!part.is_outside) tag(part, "in_component");
    }
    if (const Member flag = it["elastomeric"]; flag && flag.truth()) {
      tag(part, "elastomeric");
    }
    struct Kind {
      std::string_view member;
      std::string_view kind;
    };
    constexpr Kind kKinds[] = {
#define KIND(member, kind) {#member, #kind},
#include "cli/examples/kinds.def"
#undef KIND
    };
    for (const Kind& known : kKinds) {
      const Member flag = it[known.member];
      if (!flag || !flag.truth()) continue;
      part.kind = known.kind;
      draft_.use("disregarded.roo");
    }
    // Where it is from is told by its status.
    if (it["originating"]) {
      for (const std::string_view silent : {"country", "cumulation"}) {
        it[silent].skip();
      }
    }
    for (const auto& [index, name] : it["basic"].items()) {
      tag(part, name.text());
      part.basics.push_back(part.tags.back());
    }
    for (const auto& [index, name] : it["tags"].items()) {
      tag(part, name.text());
    }
  }

  void tag(Part& part, const std::string& name) {
    part.tags.push_back(draft_.tag(name));
  }

  // `["3.00", "2.00"]`, which repeats amounts where materials were listed.
  void amounts(std::initializer_list<std::string_view> names,
               std::string_view status, bool is_repeated) {
    const Member list = facts_.any(names);
    if (!list.is_array()) return;
    if (!is_repeated) {
      for (const auto& [index, it] : list.items()) {
        if (it.is_object()) {
          one(it, std::string(status));
          continue;
        }
        add(fmt::format("material {}", parts_.size() + 1), status,
            it.number().millionths);
      }
      return;
    }
    std::int64_t total = 0;
    for (const auto& [index, it] : list.items()) {
      total += it.number().millionths;
    }
    if (total != total_of(status)) {
      list.refuse("disagrees with the materials");
    }
  }

  // `{"recovered_originating": "600", "other_originating": "20"}`
  void values() {
    for (const auto& [name, it] : facts_["values"].items()) {
      const bool is_foreign = name.find("non") != std::string::npos;
      if (name.find("orig") == std::string::npos) {
        it.refuse("says nothing of origin");
      }
      add(name, is_foreign ? "non-originating" : "originating",
          it.number().millionths);
    }
  }

  // `{"03": "12", "sugar": "15"}`, in percent of the good's weight.
  void shares() {
    const Member list =
        facts_.any({"weight_pct_of_product", "weight_pct", "weights_pct"});
    if (!list.is_object()) return;
    for (const auto& [name, it] : list.items()) {
      Part part;
      part.title = name;
      part.status = "non-originating";
      part.code = is_code(name) ? single_code(name) : std::string(kNoCode);
      part.weight = it.number().millionths;
      if (!is_code(name)) tag(part, name);
      parts_.push_back(std::move(part));
      scale_ = {kHundred, true};
    }
  }

  // A sum alone is one material; beside materials it must be theirs.
  void sum(std::initializer_list<std::string_view> names,
           std::string_view status) {
    const Member it = facts_.any(names);
    if (!it || it.is_array()) return;
    const std::int64_t total = it.number().millionths;
    const std::int64_t listed = total_of(status);
    if (listed == 0 && total != 0) {
      add(status == "originating" ? "all originating materials"
                                  : "all non-originating materials",
          status, total);
    } else if (listed != total) {
      it.refuse("disagrees with the materials");
    }
  }

  [[nodiscard]] std::int64_t total_of(std::string_view status) const {
    std::int64_t total = 0;
    for (const Part& it : parts_) {
      if (it.status == status) total += it.value.value_or(0);
    }
    return total;
  }

  void add(std::string title, std::string_view status, std::int64_t value) {
    Part part;
    part.title = std::move(title);
    part.status = status;
    part.value = value;
    parts_.push_back(std::move(part));
  }

  const Member& facts_;
  Draft& draft_;
  Scale& scale_;
  std::vector<Part> parts_;
  std::int64_t boundary_ = 0;
};

}  // namespace

std::vector<Part> parts_of(const Member& facts, Draft& draft, Scale& scale) {
  return Reader(facts, draft, scale).run();
}

std::string line_of(const Part& part, const Draft& draft) {
  std::string title;
  for (const char c : part.title) {
    title += c == '"' || c == '\\' ? '\'' : c;
  }
  std::string line = fmt::format("material \"{}\" {}", title,
                                 part.code.empty() ? kNoCode : part.code);
  if (part.value) line += " " + draft.money(*part.value);
  if (part.weight) line += fmt::format(" {} g", number_text(*part.weight));
  line += " " + part.status;
  if (!part.kind.empty()) line += " as " + part.kind;
  for (const std::string& tag : part.tags) line += " tagged " + tag;
  for (const std::string& tag : draft.tags) {
    const bool has_tag =
        std::find(part.tags.begin(), part.tags.end(), tag) != part.tags.end();
    if (!has_tag) line += " not tagged " + tag;
  }
  return line;
}

}  // namespace origo::examples
