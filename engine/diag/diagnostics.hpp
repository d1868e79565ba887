// What the compiler has to say to an author.
//
// A phase reports and goes on; whoever called it asks has_errors(). Nothing
// here prints: render.hpp turns diagnostics into text or JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/diag/source.hpp"

namespace origo {

enum class Code : std::uint16_t {
#define DIAGNOSTIC(number, name, severity, message) name = number,
#include "engine/diag/diagnostics.def"
#undef DIAGNOSTIC
};

enum class Severity : std::uint8_t { Error, Warning };

struct DiagnosticInfo {
  Code code;
  Severity severity;
  std::string_view name;
  std::string_view message;
};

// The line of diagnostics.def for a code; every Code has one.
[[nodiscard]] const DiagnosticInfo& info_of(Code code);
// The code written as `R0301`, or nothing.
[[nodiscard]] const DiagnosticInfo* find_code(std::string_view written);
[[nodiscard]] std::string written(Code code);
// Every diagnostic, in order of its number.
[[nodiscard]] const std::vector<DiagnosticInfo>& all_codes();

struct Label {
  Span span;
  std::string text;  // may be empty: the underline says enough
};

class Diagnostic {
 public:
  Diagnostic(Code code, Span span, std::vector<std::string> arguments);

  // Words under the place itself.
  Diagnostic& label(std::string text) {
    primary_.text = std::move(text);
    return *this;
  }
  // Another place that matters, such as the other half of a contradiction.
  Diagnostic& also(Span span, std::string text) {
    secondary_.push_back({span, std::move(text)});
    return *this;
  }
  // One imperative sentence with concrete text to write.
  Diagnostic& help(std::string text) {
    help_ = std::move(text);
    return *this;
  }
  // Turns a finding into an error, as `check --strict` does.
  void make_error() { severity_ = Severity::Error; }

  [[nodiscard]] Code code() const { return code_; }
  [[nodiscard]] Severity severity() const { return severity_; }
  [[nodiscard]] std::string message() const;
  [[nodiscard]] const Label& primary() const { return primary_; }
  [[nodiscard]] const std::vector<Label>& secondary() const {
    return secondary_;
  }
  [[nodiscard]] const std::string& help_text() const { return help_; }
  [[nodiscard]] const std::vector<std::string>& arguments() const {
    return arguments_;
  }

 private:
  Code code_;
  Severity severity_;
  Label primary_;
  std::vector<Label> secondary_;
  std::vector<std::string> arguments_;
  std::string help_;
};

class Diagnostics {
 public:
  // Reports `code` at `span`, once: what a definition has wrong shows wherever
  // it is used. The reference is good until the next report.
  template <typename... Arguments>
  Diagnostic& report(Code code, Span span, Arguments&&... arguments) {
    return add(code, span,
               {std::string(std::forward<Arguments>(arguments))...});
  }

  [[nodiscard]] bool has_errors() const { return errors_ > 0; }
  [[nodiscard]] std::size_t errors() const { return errors_; }
  [[nodiscard]] bool empty() const { return all_.empty(); }
  [[nodiscard]] bool has(Code code) const;
  // In order of place, file by file as they were compiled.
  [[nodiscard]] std::vector<Diagnostic> sorted() const;
  // Findings become errors.
  void make_strict();

 private:
  Diagnostic& add(Code code, Span span, std::vector<std::string> arguments);

  std::vector<Diagnostic> all_;
  std::optional<Diagnostic> repeated_;  // the last that was there already
  std::size_t errors_ = 0;
};

}  // namespace origo
