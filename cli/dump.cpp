// Runs the compiler up to the form that is asked for, and prints that.
#include "cli/dump.hpp"

#include <fmt/ostream.h>

#include <algorithm>
#include <string_view>

#include "cli/exit_codes.hpp"
#include "cli/image_file.hpp"
#include "engine/bytecode/disassemble.hpp"
#include "engine/check/check.hpp"
#include "engine/diag/suggest.hpp"
#include "engine/ir/print.hpp"
#include "grammar/parse.hpp"

namespace origo {
namespace {

// A node a line; a leaf with what the author wrote.
void print_tree(const ast::Cursor& node, std::size_t depth, std::ostream& out) {
  fmt::print(out, "{:{}}{}", "", 2 * depth, ast::kind_name(node.kind()));
  if (!node.first() && !node.text().empty()) {
    fmt::print(out, " `{}`", node.text());
  }
  out << '\n';
  for (const ast::Cursor child : node) print_tree(child, depth + 1, out);
}

// Prints what could be read even when something could not.
int dump_syntax(const PackPaths& pack, Streams& streams) {
  Diagnostics diagnostics;
  InputError error;
  const auto sources = load_pack(pack, streams, diagnostics, error);
  if (!sources) return fail(streams, error);
  for (const SourceFile& source : *sources) {
    const ast::Tree tree = grammar::parse(source, diagnostics);
    print_tree(ast::Cursor(tree, 0), 0, streams.out);
  }
  print_diagnostics(diagnostics, streams);
  return diagnostics.has_errors() ? kErrorsInRules : kDone;
}

int dump_graph(const PackPaths& pack, Streams& streams) {
  Diagnostics diagnostics;
  InputError error;
  const auto sources = load_pack(pack, streams, diagnostics, error);
  if (!sources) return fail(streams, error);
  std::vector<ast::Tree> trees;
  for (const SourceFile& source : *sources) {
    trees.push_back(grammar::parse(source, diagnostics));
  }
  const ir::Pack checked = check(trees, diagnostics);
  if (diagnostics.has_errors()) {
    print_diagnostics(diagnostics, streams);
    return kErrorsInRules;
  }
  streams.out << ir::print(checked);
  return kDone;
}

int dump_image(const PackPaths& pack, Streams& streams) {
  int exit_code = kDone;
  const auto open = open_pack(pack, streams, exit_code);
  if (!open) return exit_code;
  bytecode::disassemble(
      open->image,
      [](void* out, std::string_view text) {
        *static_cast<std::ostream*>(out) << text;
      },
      &streams.out);
  return kDone;
}

struct Form {
  std::string_view name;
  int (*dump)(const PackPaths&, Streams&);
};

constexpr Form kForms[] = {
    {"syntax", dump_syntax},
    {"ir", dump_graph},
    {"image", dump_image},
};

}  // namespace

std::vector<std::string> dump_forms() {
  std::vector<std::string> names;
  for (const Form& form : kForms) names.emplace_back(form.name);
  return names;
}

int run_dump(const DumpOptions& options, Streams& streams) {
  const auto form = std::find_if(
      std::begin(kForms), std::end(kForms),
      [&options](const Form& it) { return it.name == options.form; });
  if (form == std::end(kForms)) {
    const auto meant = nearest(options.form, dump_forms());
    return fail(streams,
                {fmt::format("no form named `{}`", options.form),
                 meant ? fmt::format("did you mean `{}`?", *meant)
                       : fmt::format("write one of `{}`",
                                     fmt::join(dump_forms(), "`, `"))});
  }
  int exit_code = kDone;
  for (const PackPaths& pack : packs_among(options.paths)) {
    exit_code = std::max(exit_code, form->dump(pack, streams));
  }
  return exit_code;
}

}  // namespace origo
