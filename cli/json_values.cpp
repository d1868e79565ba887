// From what JSON holds to what a sheet of facts does.
#include "cli/json_values.hpp"

#include <fmt/format.h>

#include "cli/convert_codes.hpp"
#include "cli/facts.hpp"
#include "engine/diag/suggest.hpp"

namespace origo {

std::string_view measured_by(Type type) {
  return type == Type::Weight ? "weight" : "the piece";
}

void JsonValues::wrong(std::string_view name, const JsonNode& node,
                       std::string_view expected, const std::string& help) {
  Diagnostic& it = diagnostics_.report(Code::WrongFact, node.span, name,
                                       expected, phrase_for(node.kind));
  if (!help.empty()) it.help(help);
}

void JsonValues::unknown(const std::string& name, Span span,
                         std::string_view what,
                         const std::vector<std::string>& known) {
  const auto meant = nearest(name, known);
  diagnostics_.report(Code::UnknownMember, span, name, what)
      .help(meant ? fmt::format("did you mean `{}`?", *meant)
                  : fmt::format("write one of `{}`", fmt::join(known, "`, `")));
}

void JsonValues::text(std::string_view name, const JsonNode& node,
                      std::string& to) {
  const bool is_text =
      node.kind == JsonNode::Kind::Text || node.kind == JsonNode::Kind::Number;
  if (!is_text) return wrong(name, node, "a text");
  to = node.text;
}

void JsonValues::code(const JsonNode& node, HsCode& to) {
  if (node.kind != JsonNode::Kind::Text) {
    return wrong("code", node, "a tariff code as a text",
                 "put it in quotes, with its leading zero, as in "
                 "`\"0207.14\"`");
  }
  const auto read = parse_hs_code(node.text);
  if (!read) {
    diagnostics_
        .report(Code::WrongFact, node.span, "code", "a tariff code",
                fmt::format("`{}`", node.text))
        .help("write 4, 6, 8 or 10 digits, as in `8703.23`");
    return;
  }
  to = *read;
}

void JsonValues::nomenclature(const JsonNode& node, int& to) {
  to = edition_named(node.text);
  if (to != 0) return;
  const bool is_text =
      node.kind == JsonNode::Kind::Number || node.kind == JsonNode::Kind::Text;
  diagnostics_
      .report(Code::UnknownEdition, node.span,
              is_text ? node.text : std::string(phrase_for(node.kind)))
      .help(editions_help());
}

std::optional<std::int64_t> JsonValues::read(std::string_view name,
                                             const JsonNode& node,
                                             const ValueType& type,
                                             FactSheet& good) {
  const std::string_view expected =
      kTypePhrases[static_cast<std::size_t>(type.type)];
  std::string text = node.text;
  switch (node.kind) {
    case JsonNode::Kind::Null:
      return {};
    case JsonNode::Kind::Truth:
      text = node.truth ? "yes" : "no";
      break;
    case JsonNode::Kind::Array:
      if (type.type != Type::Places) {
        wrong(name, node, expected);
        return {};
      }
      for (const JsonNode& it : node.values) {
        text += (text.empty() ? "" : ",") + it.text;
      }
      break;
    case JsonNode::Kind::Object:
      wrong(name, node, expected);
      return {};
    case JsonNode::Kind::Number:
    case JsonNode::Kind::Text:
      break;
  }
  const ReadValue value = read_value(text, type);
  if (!value.is_read()) {
    Diagnostic& it = diagnostics_.report(Code::WrongFact, node.span, name,
                                         expected, value.wrong);
    if (!value.help.empty()) it.help(value.help);
    return {};
  }
  if (!takes_currency(good, value.currency, node.span, diagnostics_)) {
    return {};
  }
  return value.value;
}

std::optional<std::int64_t> JsonValues::read(std::string_view name,
                                             const JsonNode& node,
                                             const ValueType& type) {
  FactSheet none(0, 0, 0);
  return read(name, node, type, none);
}

std::optional<Measured> JsonValues::measured(std::string_view name,
                                             const JsonNode& node) {
  const std::size_t end = node.text.find_last_of("0123456789. ");
  const std::string unit =
      end == std::string::npos ? std::string() : node.text.substr(end + 1);
  Measured result;
  result.unit = limits::kDecimalScale;
  for (const UnitWord& it : kUnits) {
    if (it.word != unit) continue;
    result.type = it.type;
    result.unit = it.millionths;
  }
  const auto amount = read(name, node, {result.type, {}});
  if (!amount) return {};
  result.amount = fraction(*amount);
  return result;
}

std::optional<Status> JsonValues::status(const JsonNode& node) {
  ValueType words{Type::Choice, {}};
  for (const StatusWord& it : kStatuses) {
    // The last is what comes of a part; nobody states it.
    if (it.status != Status::PerhapsWhollyObtained) {
      words.choices.emplace_back(it.word);
    }
  }
  const auto value = read("status", node, words);
  if (!value) return {};
  return kStatuses[static_cast<std::size_t>(*value)].status;
}

std::vector<std::string> texts_of(const JsonNode& node) {
  if (node.kind != JsonNode::Kind::Array) return {node.text};
  std::vector<std::string> texts;
  for (const JsonNode& it : node.values) texts.push_back(it.text);
  return texts;
}

const JsonNode* stated(const JsonNode& node, std::string_view name) {
  const JsonNode* const it = node.find(name);
  return it == nullptr || it->kind == JsonNode::Kind::Null ? nullptr : it;
}

}  // namespace origo
