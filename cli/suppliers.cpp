// Shares that must come to all of it, and the worst of several drafts.
#include "cli/suppliers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/message.hpp"

namespace origo {
namespace {

// From the least favourable to the most.
constexpr std::array kFromTheWorst = {Status::NonOriginating, Status::Unproven,
                                      Status::Undetermined, Status::Originating,
                                      Status::WhollyObtained};

std::size_t rank_of(Status status) {
  return static_cast<std::size_t>(
      std::find(kFromTheWorst.begin(), kFromTheWorst.end(), status) -
      kFromTheWorst.begin());
}

std::string_view word_for(Status status) {
  for (const StatusWord& it : kStatuses) {
    if (it.status == status) return it.word;
  }
  return {};
}

bool is_equal(const std::optional<DraftAmount>& a,
              const std::optional<DraftAmount>& b) {
  if (!a || !b) return !a && !b;
  return a->value == b->value;
}

}  // namespace

std::optional<Suppliers> read_suppliers(const JsonNode& from,
                                        const std::string& path,
                                        Diagnostics& diagnostics) {
  JsonValues values(diagnostics);
  if (from.kind != JsonNode::Kind::Array || from.values.empty()) {
    diagnostics
        .report(
            Code::WrongFact, from.span, "suppliers", "a list of at least one",
            from.kind == JsonNode::Kind::Array ? "none" : phrase_for(from.kind))
        .help("leave it off where the supplier does not matter");
    return {};
  }
  Suppliers result;
  Proportion sum = fraction(0);
  bool is_right = true;
  for (const JsonNode& node : from.values) {
    if (node.kind != JsonNode::Kind::Object) {
      values.wrong("a supplier", node, "an object with `manufacturer`");
      return {};
    }
    result.nodes.push_back(&node);
    const JsonNode* const share = stated(node, "share");
    if (share == nullptr) continue;
    const auto value = values.read("share", *share, {Type::Percent, {}});
    if (!value) return {};
    if (*value <= 0) {
      diagnostics.report(Code::NotAboveZero, share->span, "share", path)
          .help("take the supplier out, if nothing is bought there");
      is_right = false;
    }
    result.shares.push_back(fraction(*value, limits::kDecimalScale));
    sum = sum + result.shares.back();
  }
  if (!is_right) return {};
  if (result.shares.empty()) return result;
  if (result.shares.size() == result.nodes.size() && sum == fraction(1)) {
    return result;
  }
  const auto percent = (sum * fraction(100 * limits::kDecimalScale)).whole();
  diagnostics
      .report(Code::UnevenShares, from.span,
              percent ? fmt::format("{}%", print_decimal({*percent}).view())
                      : "more than is counted",
              path)
      .help(result.shares.size() < result.nodes.size()
                ? "state the `share` of every supplier, or of none"
                : "state shares that come to 100%");
  return {};
}

WorstCase worst_case(const std::vector<MaterialDraft>& drafts,
                     const MaterialReader& names) {
  WorstCase result{drafts.front(), {}};
  MaterialDraft& worst = result.material;
  FactSheet::Material& material = worst.material;
  std::vector<std::string> unknown;
  const auto differs = [&drafts, &unknown](std::string_view name,
                                           const auto& is_same) {
    const bool has_one = !std::all_of(drafts.begin(), drafts.end(), is_same);
    if (has_one && !name.empty()) unknown.emplace_back(name);
    return has_one;
  };
  bool has_statuses = false;
  for (const MaterialDraft& it : drafts) {
    has_statuses = has_statuses || it.material.status != material.status;
  }
  Status status = material.status;
  for (const MaterialDraft& it : drafts) {
    if (rank_of(it.material.status) < rank_of(status)) {
      status = it.material.status;
    }
  }
  const Country origin = material.origin;
  if (differs("origin", [origin](const MaterialDraft& it) {
        return it.material.origin == origin;
      })) {
    material.origin = {};
  }
  for (std::size_t i = 0; i < worst.columns.size(); ++i) {
    const std::optional<DraftAmount> first = worst.columns[i];
    if (differs(names.column_name(i), [&](const MaterialDraft& it) {
          return is_equal(it.columns[i], first);
        })) {
      worst.columns[i].reset();
    }
  }
  const std::optional<DraftAmount> switching = worst.switching_cost;
  if (differs(kSwitchingCost, [&switching](const MaterialDraft& it) {
        return is_equal(it.switching_cost, switching);
      })) {
    worst.switching_cost.reset();
  }
  bool has_tags = false;
  for (std::size_t i = 0; i < worst.tags.size(); ++i) {
    const Answer first = worst.tags[i];
    if (differs("",
                [&](const MaterialDraft& it) { return it.tags[i] == first; })) {
      worst.tags[i] = Answer::NotStated;
      has_tags = true;
    }
  }
  if (has_tags) unknown.emplace_back("tags");
  material.status = status;
  std::string makers;
  for (const MaterialDraft& it : drafts) {
    const std::string& maker = it.material.manufacturer;
    if (maker.empty()) continue;
    makers += (makers.empty() ? "" : " or ") + maker;
  }
  material.manufacturer = makers;
  result.remark = fmt::format("{}, and no shares are stated: ",
                              counted(drafts.size(), "supplier"));
  if (has_statuses) {
    result.remark +=
        fmt::format("counts as {}, the least favourable", word_for(status));
  }
  if (!unknown.empty()) {
    result.remark +=
        fmt::format("{}what differs is not known: {}", has_statuses ? "; " : "",
                    fmt::join(unknown, ", "));
  }
  if (!has_statuses && unknown.empty()) result.remark += "all the same";
  return result;
}

}  // namespace origo
