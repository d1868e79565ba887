// The table of diagnostics and the list of those reported.
#include "engine/diag/diagnostics.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace origo {
namespace {

const std::vector<DiagnosticInfo> kInfos = {
#define DIAGNOSTIC(number, name, severity, message) \
  {Code::name, Severity::severity, #name, message},
#include "engine/diag/diagnostics.def"
#undef DIAGNOSTIC
};

constexpr std::array kNumbers = {
#define DIAGNOSTIC(number, name, severity, message) number,
#include "engine/diag/diagnostics.def"
#undef DIAGNOSTIC
};
static_assert(std::is_sorted(kNumbers.begin(), kNumbers.end()),
              "diagnostics.def is in the order of its numbers");

const DiagnosticInfo* find(Code code) {
  const auto it = std::lower_bound(kInfos.begin(), kInfos.end(), code,
                                   [](const DiagnosticInfo& info, Code wanted) {
                                     return info.code < wanted;
                                   });
  return it != kInfos.end() && it->code == code ? &*it : nullptr;
}

}  // namespace

const DiagnosticInfo& info_of(Code code) {
  return *find(code);
}

const DiagnosticInfo* find_code(std::string_view written) {
  if (written.size() != 5 || (written[0] != 'R' && written[0] != 'r')) {
    return nullptr;
  }
  std::uint16_t number = 0;
  const char* const end = written.data() + written.size();
  const auto [rest, error] = std::from_chars(written.data() + 1, end, number);
  if (error != std::errc() || rest != end) return nullptr;
  return find(static_cast<Code>(number));
}

std::string written(Code code) {
  return fmt::format("R{:04}", static_cast<unsigned>(code));
}

const std::vector<DiagnosticInfo>& all_codes() {
  return kInfos;
}

Diagnostic::Diagnostic(Code code, Span span, std::vector<std::string> arguments)
    : code_(code),
      severity_(info_of(code).severity),
      primary_{span, {}},
      arguments_(std::move(arguments)) {}

std::string Diagnostic::message() const {
  fmt::dynamic_format_arg_store<fmt::format_context> store;
  for (const std::string& argument : arguments_) store.push_back(argument);
  return fmt::vformat(info_of(code_).message, store);
}

Diagnostic& Diagnostics::add(Code code, Span span,
                             std::vector<std::string> arguments) {
  const bool is_repeated =
      span.source != nullptr &&
      std::any_of(all_.begin(), all_.end(), [&](const Diagnostic& it) {
        const Span& place = it.primary().span;
        return it.code() == code && place.source == span.source &&
               place.begin == span.begin && place.end == span.end &&
               it.arguments() == arguments;
      });
  if (is_repeated) {
    return repeated_.emplace(code, span, std::move(arguments));
  }
  Diagnostic& added = all_.emplace_back(code, span, std::move(arguments));
  if (added.severity() == Severity::Error) ++errors_;
  return added;
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  // Files keep the order in which they were first reported on.
  std::vector<const SourceFile*> files;
  for (const Diagnostic& it : all_) {
    const SourceFile* source = it.primary().span.source;
    if (std::find(files.begin(), files.end(), source) == files.end()) {
      files.push_back(source);
    }
  }
  auto place = [&files](const Diagnostic& it) {
    const Span& span = it.primary().span;
    return std::pair(std::find(files.begin(), files.end(), span.source),
                     span.begin);
  };
  std::vector<Diagnostic> result = all_;
  std::stable_sort(result.begin(), result.end(),
                   [&place](const Diagnostic& a, const Diagnostic& b) {
                     return place(a) < place(b);
                   });
  return result;
}

bool Diagnostics::has(Code code) const {
  return std::any_of(all_.begin(), all_.end(), [code](const Diagnostic& it) {
    return it.code() == code;
  });
}

void Diagnostics::make_strict() {
  for (Diagnostic& it : all_) it.make_error();
  errors_ = all_.size();
}

}  // namespace origo
