// Diagnostics as JSON: one a line, so that a human can still read them.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/diag/render.hpp"

namespace origo {
namespace {

using Json = nlohmann::ordered_json;

void add_place(Json& to, const Span& span) {
  if (span.source == nullptr) return;
  const Place begin = place_of(*span.source, span.begin);
  const Place end = place_of(*span.source, span.end);
  to["file"] = span.source->name;
  to["line"] = begin.line;
  to["column"] = begin.column;
  to["end_line"] = end.line;
  to["end_column"] = end.column;
}

Json json_of(const Diagnostic& diagnostic) {
  Json json;
  json["code"] = written(diagnostic.code());
  json["severity"] =
      diagnostic.severity() == Severity::Error ? "error" : "warning";
  json["message"] = diagnostic.message();
  json["arguments"] = diagnostic.arguments();
  add_place(json, diagnostic.primary().span);
  if (!diagnostic.primary().text.empty()) {
    json["label"] = diagnostic.primary().text;
  }
  json["labels"] = Json::array();
  for (const Label& label : diagnostic.secondary()) {
    Json place;
    add_place(place, label.span);
    place["text"] = label.text;
    json["labels"].push_back(std::move(place));
  }
  if (!diagnostic.help_text().empty()) json["help"] = diagnostic.help_text();
  return json;
}

}  // namespace

std::string render_json(const std::vector<Diagnostic>& diagnostics) {
  std::size_t errors = 0;
  std::string lines;
  for (const Diagnostic& it : diagnostics) {
    if (it.severity() == Severity::Error) ++errors;
    lines += lines.empty() ? "\n" : ",\n";
    // A file name need not be UTF-8, and is no reason to stop.
    lines += json_of(it).dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  if (!lines.empty()) lines += '\n';
  return fmt::format("{{\"diagnostics\":[{}],\"errors\":{},\"warnings\":{}}}\n",
                     lines, errors, diagnostics.size() - errors);
}

}  // namespace origo
