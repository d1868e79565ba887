// Blocks by cmark, the reference implementation of CommonMark, which says in
// which lines each stands.
#include "grammar/markdown.hpp"

#include <cmark.h>

#include <algorithm>
#include <memory>
#include <string>

namespace origo::grammar {
namespace {

constexpr std::string_view kInfo = "roo";

// Where each line begins, and the end of the text. CommonMark ends a line at
// LF, CR or both.
std::vector<std::uint32_t> line_starts(std::string_view text) {
  std::vector<std::uint32_t> starts{0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_crlf = text.substr(i).starts_with("\r\n");
    if (text[i] != '\n' && (text[i] != '\r' || is_crlf)) continue;
    starts.push_back(static_cast<std::uint32_t>(i + 1));
  }
  starts.push_back(static_cast<std::uint32_t>(text.size()));
  return starts;
}

bool is_roo(std::string_view info) {
  return info.substr(0, info.find_first_of(" \t")) == kInfo;
}

// Whether a line closes the fence that `opening` begins with: the same
// character at least as often, and nothing else.
bool is_closing(std::string_view line, std::string_view opening) {
  const std::size_t length =
      std::min(opening.find_first_not_of(opening[0]), opening.size());
  const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
  line.remove_prefix(begin);
  const std::size_t end = line.find_last_not_of(" \t\r\n");
  line = line.substr(0, end == std::string_view::npos ? 0 : end + 1);
  return line.size() >= length &&
         line.find_first_not_of(opening[0]) == std::string_view::npos;
}

class Reader {
 public:
  Reader(const SourceFile& source, Diagnostics& diagnostics)
      : source_(source),
        diagnostics_(diagnostics),
        starts_(line_starts(source.text)) {}

  std::vector<Block> run() {
    const Document document(
        cmark_parse_document(source_.text.data(), source_.text.size(),
                             CMARK_OPT_DEFAULT),
        cmark_node_free);
    const Iterator it(cmark_iter_new(document.get()), cmark_iter_free);
    for (;;) {
      const cmark_event_type event = cmark_iter_next(it.get());
      if (event == CMARK_EVENT_DONE) break;
      cmark_node* node = cmark_iter_get_node(it.get());
      if (event == CMARK_EVENT_ENTER &&
          cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK) {
        read(node);
      }
    }
    return std::move(blocks_);
  }

 private:
  using Document = std::unique_ptr<cmark_node, void (*)(cmark_node*)>;
  using Iterator = std::unique_ptr<cmark_iter, void (*)(cmark_iter*)>;

  // Lines and columns from 1.
  [[nodiscard]] std::uint32_t start_of(int line) const {
    return starts_[static_cast<std::size_t>(line) - 1];
  }

  [[nodiscard]] std::string_view line_at(int line) const {
    return std::string_view(source_.text)
        .substr(start_of(line), start_of(line + 1) - start_of(line));
  }

  void read(cmark_node* node) {
    const int first = cmark_node_get_start_line(node);
    const int last = cmark_node_get_end_line(node);
    const bool is_nested =
        cmark_node_get_type(cmark_node_parent(node)) != CMARK_NODE_DOCUMENT;
    const int column = cmark_node_get_start_column(node);
    const std::string_view opening =
        line_at(first).substr(static_cast<std::size_t>(column) - 1);
    // Code that is indented instead may look like a fence.
    const std::string_view indent =
        line_at(first).substr(0, static_cast<std::size_t>(column) - 1);
    const bool is_indented = indent.size() >= 4 || indent.ends_with('\t');
    const bool is_fenced =
        (opening.starts_with("```") || opening.starts_with("~~~")) &&
        (is_nested || !is_indented);
    const bool is_code = is_roo(cmark_node_get_fence_info(node));
    // What contains a block also ends it, and hides nothing after that.
    if (!is_fenced || (is_nested && !is_code)) return;
    const Span span = fence(first, column, opening);
    if (is_nested || (is_code && column > 1)) {
      diagnostics_.report(Code::IndentedBlock, span)
          .help(
              "begin the fence in the first column, outside of lists and "
              "quotations");
      return;
    }
    if (last == first || !is_closing(line_at(last), opening)) {
      diagnostics_.report(Code::UnclosedBlock, span)
          .help("end the block with the same fence on a line of its own");
      return;
    }
    if (is_code) blocks_.push_back({start_of(first + 1), start_of(last)});
  }

  [[nodiscard]] Span fence(int line, int column,
                           std::string_view opening) const {
    const std::uint32_t begin =
        start_of(line) + static_cast<std::uint32_t>(column) - 1;
    const std::size_t end = opening.find_last_not_of(" \t\r\n") + 1;
    return {&source_, begin, begin + static_cast<std::uint32_t>(end)};
  }

  const SourceFile& source_;
  Diagnostics& diagnostics_;
  std::vector<std::uint32_t> starts_;
  std::vector<Block> blocks_;
};

}  // namespace

bool is_markdown(std::string_view name) {
  return name.ends_with(".md");
}

std::vector<Block> code_blocks(const SourceFile& source,
                               Diagnostics& diagnostics) {
  return Reader(source, diagnostics).run();
}

}  // namespace origo::grammar
