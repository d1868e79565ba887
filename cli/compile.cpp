// Compiles each pack, writes its image and says how large it came out.
#include "cli/compile.hpp"

#include <fmt/ostream.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "cli/exit_codes.hpp"
#include "cli/files.hpp"
#include "cli/image_file.hpp"
#include "engine/diag/render.hpp"

namespace origo {
namespace {

using Json = nlohmann::ordered_json;

struct SectionSize {
  std::string_view name;
  std::size_t entries;
  std::size_t bytes;
};

std::vector<SectionSize> sections_of(const bytecode::Image& image) {
  return {
#define SECTION(name, record, member) \
  {#name, image.member().size(), image.member().size_bytes()},
#include "engine/bytecode/sections.def"
  };
}

std::string default_output(const bytecode::Image& image) {
  std::string name(image.text(image.agreement().name));
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return name + ".roob";
}

void report_text(const std::string& path, const OpenImage& open,
                 bool is_verbose, Streams& streams) {
  const std::size_t rules = open.image.rules().size();
  fmt::print(streams.out, "{}: {}, {}", path,
             counted(open.bytes.size(), "byte"), counted(rules, "rule"));
  if (rules > 0) {
    fmt::print(streams.out, ", {} a rule",
               counted(open.bytes.size() / rules, "byte"));
  }
  streams.out << '\n';
  if (!is_verbose) return;
  fmt::print(streams.out, "  {:<12}{:>8}{:>10}\n", "section", "entries",
             "bytes");
  for (const SectionSize& it : sections_of(open.image)) {
    if (it.entries == 0) continue;
    fmt::print(streams.out, "  {:<12}{:>8}{:>10}\n", it.name, it.entries,
               it.bytes);
  }
}

void report_json(const std::string& path, const OpenImage& open,
                 Streams& streams) {
  const std::size_t rules = open.image.rules().size();
  Json json;
  json["file"] = path;
  json["bytes"] = open.bytes.size();
  json["rules"] = rules;
  if (rules > 0) json["bytes_per_rule"] = open.bytes.size() / rules;
  for (const SectionSize& it : sections_of(open.image)) {
    json["sections"][it.name] = {{"entries", it.entries}, {"bytes", it.bytes}};
  }
  streams.out << json.dump(-1, ' ', false, Json::error_handler_t::replace)
              << '\n';
}

int compile_one(const PackPaths& pack, const CompileOptions& options,
                Streams& streams) {
  Diagnostics diagnostics;
  InputError error;
  const auto sources = load_pack(pack, streams, diagnostics, error);
  if (!sources) return fail(streams, error);
  const auto open = compile_pack(*sources, diagnostics);
  if (open || !options.is_json) {
    print_diagnostics(diagnostics, streams);
  } else {
    streams.out << render_json(diagnostics.sorted());
  }
  if (!open) return kErrorsInRules;
  const std::string path =
      options.output.empty() ? default_output(open->image) : options.output;
  const std::error_code failure = write_file(
      path,
      {reinterpret_cast<const char*>(open->bytes.data()), open->bytes.size()});
  if (failure) {
    return fail(streams, {fmt::format("`{}` cannot be written: {}", path,
                                      reason_of(failure)),
                          "name another file with `-o`"});
  }
  if (options.is_json) {
    report_json(path, *open, streams);
  } else {
    report_text(path, *open, options.is_verbose, streams);
  }
  return kDone;
}

}  // namespace

int run_compile(const CompileOptions& options, Streams& streams) {
  const std::vector<PackPaths> packs = packs_among(options.paths);
  for (const PackPaths& pack : packs) {
    if (!is_image_path(pack.paths.front())) continue;
    return fail(streams, {fmt::format("`{}` is compiled already", pack.name),
                          "name the folder or the files of its rules"});
  }
  if (packs.size() > 1 && !options.output.empty()) {
    return fail(streams, {fmt::format("one output for {}",
                                      counted(packs.size(), "pack")),
                          "leave off `-o`, or compile them one at a time"});
  }
  int exit_code = kDone;
  for (const PackPaths& pack : packs) {
    exit_code = std::max(exit_code, compile_one(pack, options, streams));
  }
  return exit_code;
}

}  // namespace origo
