// The pages of docs/diagnostics, compiled in, so that the program stands alone.
#include "cli/explain.hpp"

#include <fmt/ostream.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "cli/exit_codes.hpp"
#include "cli/message.hpp"
#include "engine/diag/diagnostics.hpp"
#include "engine/diag/suggest.hpp"

namespace origo {
namespace {

struct Page {
  std::string_view code;
  std::string_view text;
};

// Made by cmake/embed_pages.cmake while building.
constexpr Page kPages[] = {
#include "diagnostic_pages.inc"
};

std::string help_for(const std::string& code) {
  std::vector<std::string> known;
  for (const DiagnosticInfo& info : all_codes()) {
    known.push_back(written(info.code));
  }
  const auto meant = nearest(code, known);
  return meant ? fmt::format("did you mean `{}`?", *meant)
               : "list all codes with `origo explain`";
}

}  // namespace

int run_explain(const ExplainOptions& options, Streams& streams) {
  if (options.code.empty()) {
    for (const DiagnosticInfo& info : all_codes()) {
      // `{0}` is for what is filled in where it is reported.
      std::string message(info.message);
      for (std::size_t at = 0;
           (at = message.find('{', at)) != std::string::npos;) {
        message.replace(at, 3, "...");
      }
      fmt::print(streams.out, "{}  {}\n", written(info.code), message);
    }
    return kDone;
  }
  const DiagnosticInfo* info = find_code(options.code);
  if (info == nullptr) {
    return fail(streams,
                {fmt::format("no diagnostic has the code `{}`", options.code),
                 help_for(options.code)});
  }
  const std::string code = written(info->code);
  const auto page =
      std::find_if(std::begin(kPages), std::end(kPages),
                   [&code](const Page& it) { return it.code == code; });
  if (page == std::end(kPages)) {
    return fail(streams, {fmt::format("`{}` has no page", code), ""});
  }
  streams.out << page->text;
  return kDone;
}

}  // namespace origo
