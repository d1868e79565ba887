// Whether a declaration counts: its agreement, and its days.
#include "cli/declarations.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/date.hpp"

namespace origo {
namespace {

std::string day_of(std::int64_t day) {
  return std::string(print_date(Date{static_cast<std::int32_t>(day)}).view());
}

std::string_view word_for(Status status) {
  for (const StatusWord& it : kStatuses) {
    if (it.status == status) return it.word;
  }
  return {};
}

class Reader {
 public:
  Reader(Declaration& to, JsonValues& values) : to_(to), values_(values) {}

  void member(const std::string& name, Span span, const JsonNode& node) {
    if (node.kind == JsonNode::Kind::Null) return;
    if (name == "id") {
      values_.text(name, node, to_.id);
    } else if (name == "supplier") {
      values_.text(name, node, to_.supplier);
    } else if (name == "document") {
      values_.text(name, node, to_.document);
    } else if (name == "agreement") {
      to_.agreements = texts_of(node);
    } else if (name == "from") {
      to_.from = values_.read(name, node, {Type::Date, {}});
    } else if (name == "until") {
      to_.until = values_.read(name, node, {Type::Date, {}});
    } else if (name == "status") {
      const auto status = values_.status(node);
      if (status) to_.status = *status;
    } else if (name == "country") {
      const auto country = values_.read(name, node, {Type::Country, {}});
      if (country) to_.country = {static_cast<std::uint16_t>(*country)};
    } else {
      values_.unknown(name, span, "member of a declaration",
                      {"id", "supplier", "agreement", "from", "until", "status",
                       "country", "document"});
    }
  }

 private:
  Declaration& to_;
  JsonValues& values_;
};

}  // namespace

void Declarations::read(const JsonNode& from, Diagnostics& diagnostics) {
  JsonValues values(diagnostics);
  if (from.kind != JsonNode::Kind::Array) {
    return values.wrong("declarations", from, "a list");
  }
  for (const JsonNode& node : from.values) {
    const bool is_object = node.kind == JsonNode::Kind::Object;
    const JsonNode* const id = is_object ? stated(node, "id") : nullptr;
    if (id == nullptr || stated(node, "agreement") == nullptr) {
      diagnostics
          .report(Code::WrongFact, node.span, "a declaration",
                  "an object with `id` and `agreement`",
                  is_object ? "one without" : phrase_for(node.kind))
          .help("say what materials call it, and for which agreement it is");
      continue;
    }
    Declaration it;
    it.span = id->span;
    Reader reader(it, values);
    for (std::size_t i = 0; i < node.names.size(); ++i) {
      reader.member(node.names[i], node.name_spans[i], node.values[i]);
    }
    const std::string name = it.id;
    const auto [at, is_new] = all_.try_emplace(name, std::move(it));
    if (is_new) continue;
    diagnostics
        .report(Code::WrongFact, id->span, "id", "a name of its own",
                fmt::format("`{}` again", name))
        .also(at->second.span, "the first")
        .help("give each declaration an `id` of its own");
  }
}

const Declaration* Declarations::use(const std::string& id) {
  const auto it = all_.find(id);
  if (it == all_.end()) return nullptr;
  it->second.is_used = true;
  return &it->second;
}

void Declarations::report_unused(Diagnostics& diagnostics) const {
  for (const auto& [id, it] : all_) {
    if (it.is_used) continue;
    diagnostics.report(Code::UnusedDeclaration, it.span, id)
        .help(fmt::format("write `\"declaration\": \"{}\"` in the materials "
                          "it is for",
                          id));
  }
}

std::vector<std::string> Declarations::ids() const {
  std::vector<std::string> ids;
  for (const auto& [id, it] : all_) ids.push_back(id);
  return ids;
}

std::uint16_t day_that_counts(const bytecode::Image& image) {
  const std::uint16_t clock = image.agreement().clock;
  return clock < image.facts().size()
             ? clock
             : static_cast<std::uint16_t>(BuiltIn::Production);
}

Declared declared_by(const Declaration& declaration,
                     const bytecode::Image& image,
                     std::optional<std::int64_t> day) {
  const std::string_view agreement = image.text(image.agreement().name);
  const auto does_not_count = [&](const std::string& why) {
    return Declared{Status::Unproven, false,
                    fmt::format("declaration {} {}, counts as unproven",
                                declaration.id, why)};
  };
  if (std::find(declaration.agreements.begin(), declaration.agreements.end(),
                agreement) == declaration.agreements.end()) {
    return does_not_count(
        fmt::format("is for {}", fmt::join(declaration.agreements, ", ")));
  }
  if (!day && (declaration.from || declaration.until)) {
    const std::uint16_t fact = day_that_counts(image);
    return {Status::Undetermined, false,
            fmt::format("whether declaration {} counts is not known: state "
                        "`{}`",
                        declaration.id, image.text(image.facts()[fact].name))};
  }
  if (declaration.until && *day > *declaration.until) {
    return does_not_count("expired on " + day_of(*declaration.until));
  }
  if (declaration.from && *day < *declaration.from) {
    return does_not_count("begins on " + day_of(*declaration.from));
  }
  std::string reason = fmt::format(
      "{} by declaration {}", word_for(declaration.status), declaration.id);
  if (!declaration.supplier.empty()) reason += " of " + declaration.supplier;
  if (!declaration.document.empty()) {
    reason += ", document " + declaration.document;
  }
  return {declaration.status, true, std::move(reason)};
}

}  // namespace origo
