// Draws a diagnostic: its message, then each file with the lines concerned,
// what is marked in them underlined, and the words below.
#include "engine/diag/render.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "engine/core/limits.hpp"
#include "engine/diag/render_line.hpp"

namespace origo {
namespace {

// Longer lines are shown around what is marked in them.
constexpr std::size_t kLineBytes = 200;
constexpr std::size_t kBytesBefore = 60;

enum class Ink { Error, Warning, Frame, Message };

// A piece of one line to underline.
struct Mark {
  std::size_t begin = 0;  // bytes from the start of the line, later columns
  std::size_t end = 0;
  bool is_primary = false;
  std::string_view text;
};

struct Line {
  std::string_view text;
  std::vector<Mark> marks;
};

using Lines = std::map<std::size_t, Line>;  // by number

std::string_view line_at(const SourceFile& source, std::size_t offset) {
  const std::string_view text = source.text;
  const std::size_t start = text.substr(0, offset).rfind('\n') + 1;
  const std::size_t end = std::min(text.find('\n', offset), text.size());
  std::string_view line = text.substr(start, end - start);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Adds what a label marks. Of a span over several lines the first and the last
// are shown, and the words stand below the last.
void add_marks(const Label& label, bool is_primary, Lines& lines) {
  const SourceFile& source = *label.span.source;
  const std::size_t end_offset = std::max(label.span.begin, label.span.end);
  const Place begin = place_of(source, label.span.begin);
  const Place end = place_of(source, end_offset);
  Line& first = lines[begin.line];
  first.text = line_at(source, label.span.begin);
  if (begin.line == end.line) {
    first.marks.push_back(
        {begin.column - 1, end.column - 1, is_primary, label.text});
    return;
  }
  first.marks.push_back({begin.column - 1, first.text.size(), is_primary, {}});
  Line& last = lines[end.line];
  last.text = line_at(source, end_offset);
  const std::size_t indent = last.text.find_first_not_of(" \t");
  last.marks.push_back({std::min(indent, end.column - 1), end.column - 1,
                        is_primary, label.text});
}

bool is_inside_character(std::string_view text, std::size_t at) {
  return at < text.size() &&
         (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

// Cuts a long line to a window around its marks.
std::string cropped(Line& line) {
  if (line.text.size() <= kLineBytes) return std::string(line.text);
  std::size_t from = line.text.size();
  for (const Mark& mark : line.marks) from = std::min(from, mark.begin);
  from = from > kLineBytes - kBytesBefore ? from - kBytesBefore : 0;
  while (is_inside_character(line.text, from)) ++from;
  std::size_t to = std::min(from + kLineBytes, line.text.size());
  while (is_inside_character(line.text, to)) --to;
  constexpr std::string_view kDots = "...";
  const std::size_t moved = from > 0 ? from - kDots.size() : 0;
  for (Mark& mark : line.marks) {
    mark.begin = std::min(mark.begin, to) - moved;
    mark.end = std::min(mark.end, to) - moved;
  }
  std::string text(line.text.substr(from, to - from));
  if (from > 0) text.insert(0, kDots);
  if (to < line.text.size()) text += kDots;
  return text;
}

class Renderer {
 public:
  explicit Renderer(bool has_color) : has_color_(has_color) {}

  void add(const Diagnostic& diagnostic) {
    const bool is_error = diagnostic.severity() == Severity::Error;
    put(is_error ? Ink::Error : Ink::Warning,
        fmt::format("{}[{}]", is_error ? "error" : "warning",
                    written(diagnostic.code())));
    put(Ink::Message, fmt::format(": {}", shown_text(diagnostic.message())));
    text_ += '\n';
    mark_ = is_error ? Ink::Error : Ink::Warning;
    std::size_t gutter = 1;
    if (diagnostic.primary().span.source != nullptr) {
      gutter = add_sources(diagnostic);
    }
    if (!diagnostic.help_text().empty()) {
      put(Ink::Frame, std::string(gutter + 1, ' ') + "= ");
      text_ += fmt::format("help: {}\n", shown_text(diagnostic.help_text()));
    }
    text_ += '\n';
  }

  void add_count(std::size_t errors, std::size_t warnings) {
    auto counted = [](std::size_t n, std::string_view what) {
      return fmt::format("{} more {}{}", n, what, n == 1 ? "" : "s");
    };
    if (errors > 0) text_ += counted(errors, "error");
    if (errors > 0 && warnings > 0) text_ += " and ";
    if (warnings > 0) text_ += counted(warnings, "warning");
    if (errors + warnings > 0) text_ += "\n\n";
  }

  std::string take() { return std::move(text_); }

 private:
  // Every file that a label is in, the primary one's first. Returns the width
  // of the line numbers.
  std::size_t add_sources(const Diagnostic& diagnostic) {
    std::vector<const SourceFile*> sources{diagnostic.primary().span.source};
    std::vector<Lines> lines(1);
    add_marks(diagnostic.primary(), true, lines[0]);
    for (const Label& label : diagnostic.secondary()) {
      auto at = std::find(sources.begin(), sources.end(), label.span.source);
      if (at == sources.end()) {
        at = sources.insert(at, label.span.source);
        lines.emplace_back();
      }
      add_marks(label, false,
                lines[static_cast<std::size_t>(at - sources.begin())]);
    }
    std::size_t gutter = 1;
    for (const Lines& it : lines) {
      gutter = std::max(gutter, fmt::format_int(it.rbegin()->first).size());
    }
    gutter_ = gutter;
    for (std::size_t i = 0; i < sources.size(); ++i) {
      add_head(*sources[i], lines[i], diagnostic, i == 0);
      add_lines(lines[i]);
    }
    return gutter;
  }

  void add_head(const SourceFile& source, const Lines& lines,
                const Diagnostic& diagnostic, bool is_first) {
    put(Ink::Frame, std::string(gutter_, ' ') + (is_first ? "--> " : "::: "));
    Place place{lines.begin()->first,
                lines.begin()->second.marks.front().begin + 1};
    if (is_first) place = place_of(source, diagnostic.primary().span.begin);
    text_ += fmt::format("{}:{}:{}\n", shown_text(source.name), place.line,
                         place.column);
    put(Ink::Frame, std::string(gutter_ + 1, ' ') + '|');
    text_ += '\n';
  }

  void add_lines(Lines& lines) {
    std::size_t previous = 0;
    for (auto& [number, line] : lines) {
      if (previous != 0 && number > previous + 1) text_ += "...\n";
      previous = number;
      const ShownLine shown = shown_line(cropped(line));
      put(Ink::Frame, fmt::format("{:>{}} |", number, gutter_));
      text_ += (shown.text.empty() ? "" : " ") + shown.text + '\n';
      for (Mark& mark : line.marks) {
        const std::size_t last = shown.columns.size() - 1;
        mark.begin = shown.columns[std::min(mark.begin, last)];
        mark.end = shown.columns[std::min(mark.end, last)];
        // A place between two characters is shown as one of them.
        mark.end = std::max(mark.end, mark.begin + 1);
      }
      add_underlines(line.marks);
    }
  }

  // The row of underlines with the words of the last mark, and below it the
  // words of the others, each under its mark.
  void add_underlines(std::vector<Mark> marks) {
    std::sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) {
      return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    std::string row;
    for (const bool is_primary : {false, true}) {
      for (const Mark& mark : marks) {
        if (mark.is_primary != is_primary) continue;
        row.resize(std::max(row.size(), mark.end), ' ');
        std::fill(row.begin() + static_cast<std::ptrdiff_t>(mark.begin),
                  row.begin() + static_cast<std::ptrdiff_t>(mark.end),
                  is_primary ? '^' : '-');
      }
    }
    const Mark last = marks.back();
    const bool is_beside = last.end == row.size();
    const std::string_view beside = is_beside ? last.text : "";
    if (is_beside) marks.pop_back();
    put_row(row, beside, last.is_primary);
    std::erase_if(marks, [](const Mark& mark) { return mark.text.empty(); });
    if (!marks.empty()) put_bars(marks, marks.size(), {});
    while (!marks.empty()) {
      put_bars(marks, marks.size() - 1, marks.back().text);
      marks.pop_back();
    }
  }

  // A bar below each of the first `count` marks, and the words of the next.
  void put_bars(const std::vector<Mark>& marks, std::size_t count,
                std::string_view words) {
    std::string row;
    for (std::size_t i = 0; i < count; ++i) {
      row.resize(std::max(row.size(), marks[i].begin), ' ');
      if (row.size() == marks[i].begin) row += '|';
    }
    if (!words.empty()) {
      row.resize(std::max(row.size(), marks[count].begin), ' ');
      row += shown_text(words);
    }
    put(Ink::Frame, std::string(gutter_ + 1, ' ') + "| " + row);
    text_ += '\n';
  }

  void put_row(std::string_view row, std::string_view words, bool is_primary) {
    put(Ink::Frame, std::string(gutter_ + 1, ' ') + "| ");
    // Pieces of one sign are one color.
    for (std::size_t at = 0; at < row.size();) {
      const std::size_t end =
          std::min(row.find_first_not_of(row[at], at), row.size());
      put(row[at] == '^' ? mark_ : Ink::Frame, row.substr(at, end - at));
      at = end;
    }
    if (!words.empty()) {
      text_ += ' ';
      put(is_primary ? mark_ : Ink::Frame, shown_text(words));
    }
    text_ += '\n';
  }

  void put(Ink ink, std::string_view words) {
    if (!has_color_) {
      text_ += words;
      return;
    }
    std::string_view color;
    switch (ink) {
      case Ink::Error:
        color = "\x1b[1;31m";
        break;
      case Ink::Warning:
        color = "\x1b[1;33m";
        break;
      case Ink::Frame:
        color = "\x1b[34m";
        break;
      case Ink::Message:
        color = "\x1b[1m";
        break;
    }
    text_ += fmt::format("{}{}\x1b[0m", color, words);
  }

  bool has_color_;
  std::size_t gutter_ = 1;
  Ink mark_ = Ink::Error;  // of the primary place
  std::string text_;
};

}  // namespace

std::string render(const std::vector<Diagnostic>& diagnostics, bool has_color) {
  Renderer renderer(has_color);
  std::size_t errors = 0;
  std::size_t warnings = 0;
  for (const Diagnostic& it : diagnostics) {
    const bool is_error = it.severity() == Severity::Error;
    if (++(is_error ? errors : warnings) > limits::kErrorsShown) continue;
    renderer.add(it);
  }
  auto hidden = [](std::size_t n) {
    return n > limits::kErrorsShown ? n - limits::kErrorsShown : 0;
  };
  renderer.add_count(hidden(errors), hidden(warnings));
  return renderer.take();
}

}  // namespace origo
