// Drives the grammar declaration by declaration, so that one that cannot be
// read does not hide the next.
#include "grammar/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/diag/suggest.hpp"
#include "grammar/corrections.hpp"
#include "grammar/markdown.hpp"
#include "grammar/syntax.hpp"

namespace origo::grammar {

void State::expect(std::uint32_t at, std::string_view words) {
  if (at < furthest) return;
  if (at > furthest) expected.clear();
  furthest = at;
  if (std::find(expected.begin(), expected.end(), words) == expected.end()) {
    expected.push_back(words);
  }
}

void State::open_node(ast::Kind kind, std::uint32_t at) {
  open.push_back(static_cast<std::uint32_t>(nodes.size()));
  nodes.push_back({kind, at, at, 1});
}

void State::close_node(std::uint32_t at, bool is_grouping) {
  const std::uint32_t index = open.back();
  open.pop_back();
  const auto size = static_cast<std::uint32_t>(nodes.size() - index);
  if (is_grouping && size > 1 && nodes[index + 1].size == size - 1) {
    nodes.erase(nodes.begin() + index);
    return;
  }
  ast::Node& node = nodes[index];
  node.size = size;
  // White space and comments after the last token are not part of it.
  std::uint32_t end = at;
  auto it = comments.rbegin();
  for (bool is_trimmed = true; is_trimmed;) {
    is_trimmed = false;
    while (end > node.begin &&
           std::string_view(" \t\r\n\f\v").find(begin[end - 1]) !=
               std::string_view::npos) {
      --end;
      is_trimmed = true;
    }
    for (; it != comments.rend() && it->end >= end; ++it) {
      if (it->end == end && it->begin > node.begin) {
        end = it->begin;
        is_trimmed = true;
        break;
      }
    }
  }
  node.end = end;
}

void State::drop_node() {
  nodes.resize(open.back());
  open.pop_back();
}

void State::note_comment(std::uint32_t from, std::uint32_t to) {
  // A branch that was given up may have passed the same comment.
  if (comments.empty() || comments.back().begin < from) {
    comments.push_back({from, to});
  }
}

namespace {

constexpr std::array kKeywords{
#define KEYWORD(word) std::string_view{#word},
#include "grammar/keywords.def"
#undef KEYWORD
};

// The words that begin a declaration at the start of a line.
constexpr std::array kDeclarations{
    std::string_view{"agreement"}, std::string_view{"attribute"},
    std::string_view{"case"},      std::string_view{"codes"},
    std::string_view{"condition"}, std::string_view{"countries"},
    std::string_view{"country"},   std::string_view{"criterion"},
    std::string_view{"define"},    std::string_view{"derive"},
    std::string_view{"election"},  std::string_view{"extend"},
    std::string_view{"judgement"}, std::string_view{"material"},
    std::string_view{"measure"},   std::string_view{"method"},
    std::string_view{"note"},      std::string_view{"override"},
    std::string_view{"process"},   std::string_view{"replace"},
    std::string_view{"rule"},      std::string_view{"tag"},
    std::string_view{"threshold"}, std::string_view{"tolerance"},
    std::string_view{"treat"},     std::string_view{"use"}};

bool is_declaration(std::string_view word) {
  return std::find(kDeclarations.begin(), kDeclarations.end(), word) !=
         kDeclarations.end();
}

// Whether a declaration begins at `at`, as it must in the first column.
bool begins_declaration(std::string_view text, std::size_t at) {
  return (at == 0 || text[at - 1] == '\n') &&
         is_declaration(token_at(text, at));
}

// Whether one was meant to begin there.
bool nearly_begins_declaration(std::string_view text, std::size_t at) {
  if (at > 0 && text[at - 1] != '\n') return false;
  const std::vector<std::string> words(kDeclarations.begin(),
                                       kDeclarations.end());
  return nearest(token_at(text, at), words).has_value();
}

std::string join(const std::vector<std::string_view>& words) {
  std::string joined;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) joined += i + 1 == words.size() ? " or " : ", ";
    joined += words[i];
  }
  return joined;
}

// The quoted text that begins at `at`, or nothing where it does not end on its
// line.
std::string_view quoted_at(std::string_view text, std::size_t at) {
  if (at >= text.size() || text[at] != '"') return {};
  for (std::size_t end = at + 1; end < text.size() && text[end] != '\n';
       ++end) {
    if (text[end] == '"') return text.substr(at, end + 1 - at);
    if (text[end] == '\\') ++end;
  }
  return {};
}

bool expects(const State& state, std::string_view words) {
  return std::find(state.expected.begin(), state.expected.end(), words) !=
         state.expected.end();
}

// `text` is the file up to the end of the block that is read.
void report(const SourceFile& source, std::string_view text, const State& state,
            Diagnostics& diagnostics) {
  const std::uint32_t at = state.furthest;
  const std::string_view quoted = quoted_at(text, at);
  const std::string_view found = quoted.empty() ? token_at(text, at) : quoted;
  const Span span{&source, at, at + static_cast<std::uint32_t>(found.size())};
  if (state.is_too_deep) {
    diagnostics
        .report(Code::NestedTooDeep, span, std::to_string(limits::kNesting))
        .help("give the inner part a name with `define` or `measure`");
    return;
  }
  if (found == "\"") {
    const std::size_t line_end = std::min(text.find('\n', at), text.size());
    diagnostics
        .report(Code::UnclosedText,
                {&source, at, static_cast<std::uint32_t>(line_end)})
        .help("end the text with `\"`, and write a quote within it as `\\\"`");
    return;
  }
  Diagnostic& diagnostic = diagnostics.report(
      Code::UnexpectedText, span, join(state.expected),
      !quoted.empty()                     ? "a quoted text"
      : !found.empty()                    ? fmt::format("`{}`", found)
      : text.size() == source.text.size() ? "the end of the file"
                                          : "the end of the block");
  const std::vector<std::string> keywords(kKeywords.begin(), kKeywords.end());
  const bool is_keyword =
      std::find(kKeywords.begin(), kKeywords.end(), found) != kKeywords.end();
  const bool is_next = begins_declaration(text, at);
  const std::string correction =
      correction_at(text, at, expects(state, "a comparison such as >= or <="));
  if (is_next) {
    diagnostic.help(
        fmt::format("what is before it breaks off after `{}`: say what follows",
                    token_before(text, at)));
  } else if (!correction.empty()) {
    diagnostic.help(correction);
  } else if (is_keyword && expects(state, "a name")) {
    diagnostic.help(fmt::format(
        "`{}` has a meaning of its own: choose another name", found));
  } else if (const auto meant = nearest(found, keywords);
             meant && !is_keyword && found.size() > 2) {
    diagnostic.help(fmt::format("write `{}`", *meant));
  } else if (found.empty() && text.size() < source.text.size()) {
    diagnostic.help("put the whole declaration into one block");
  }
}

// The offset of the next line that begins with a declaration, or the end.
std::uint32_t next_declaration(std::string_view text, std::uint32_t from) {
  std::size_t at = from;
  while ((at = text.find('\n', at)) != std::string_view::npos) {
    ++at;
    if (is_declaration(token_at(text, at))) {
      return static_cast<std::uint32_t>(at);
    }
  }
  return static_cast<std::uint32_t>(text.size());
}

// The offset of the first byte that is not UTF-8, or npos.
std::size_t first_bad_byte(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || i + length > text.size()) return i;
    for (std::size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return i;
    }
    i += length;
  }
  return std::string_view::npos;
}

bool is_readable(const SourceFile& source, Diagnostics& diagnostics) {
  if (source.text.size() > limits::kSourceBytes) {
    diagnostics
        .report(Code::SourceTooLong, {&source, 0, 0}, source.name,
                std::to_string(limits::kSourceBytes))
        .help("divide the pack into several files");
    return false;
  }
  const std::size_t bad = first_bad_byte(source.text);
  if (bad != std::string_view::npos) {
    const auto at = static_cast<std::uint32_t>(bad);
    diagnostics
        .report(Code::NotText, {&source, at, at + 1},
                fmt::format("`{}`", source.name))
        .help("save the file as UTF-8");
    return false;
  }
  return true;
}

// Reads the declarations of one block of `tree`.
void read(const Block& block, State& state, ast::Tree& tree,
          Diagnostics& diagnostics) {
  const SourceFile& source = *tree.source;
  const std::string_view text =
      std::string_view(source.text).substr(0, block.end);
  Input in(text.data() + block.begin, text.data() + text.size(),
           source.name.c_str());
  peg::parse<ws, action, control>(in, state);
  std::size_t last = state.nodes.size();  // the declaration read last
  while (!in.empty()) {
    const std::size_t before = state.nodes.size();
    if (peg::parse<declaration, action, control>(in, state)) {
      last = before;
      continue;
    }
    report(source, text, state, diagnostics);
    const auto here = static_cast<std::uint32_t>(in.current() - text.data());
    std::uint32_t begin = here;
    if (!nearly_begins_declaration(text, here) && last < state.nodes.size()) {
      // It was read up to here only, and would not be what is meant.
      begin = state.nodes[last].begin;
      state.nodes.resize(last);
    }
    last = state.nodes.size();
    // What was noted while reading on is of no use to what follows.
    const std::uint32_t seen =
        std::max(here, state.is_too_deep ? here : state.furthest);
    // What ended too early may have run into the next one.
    const bool is_next = seen > here && begins_declaration(text, seen);
    const std::uint32_t next = is_next ? seen : next_declaration(text, seen);
    tree.unread.push_back({&source, begin, next});
    in.bump(next - here);
    state.furthest = next;
    state.expected.clear();
    state.is_too_deep = false;
  }
}

// Where the rules of a file stand.
std::vector<Block> blocks_of(const SourceFile& source,
                             Diagnostics& diagnostics) {
  if (!is_readable(source, diagnostics)) return {};
  if (!is_markdown(source.name)) {
    const std::uint32_t mark = source.text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    return {{mark, static_cast<std::uint32_t>(source.text.size())}};
  }
  const std::size_t errors = diagnostics.errors();
  std::vector<Block> blocks = code_blocks(source, diagnostics);
  if (blocks.empty() && diagnostics.errors() == errors) {
    diagnostics.report(Code::NoBlock, {&source, 0, 0}, source.name)
        .help("put the rules between the lines ~~~roo and ~~~");
  }
  return blocks;
}

}  // namespace

ast::Tree parse(const SourceFile& source, Diagnostics& diagnostics) {
  ast::Tree tree;
  tree.source = &source;
  State state;
  state.begin = source.text.data();
  state.nodes.reserve(source.text.size() / 6 + 1);
  state.open_node(ast::Kind::file, 0);
  const auto end = static_cast<std::uint32_t>(source.text.size());
  const std::size_t errors = diagnostics.errors();
  const std::vector<Block> blocks = blocks_of(source, diagnostics);
  if (diagnostics.errors() > errors) tree.unread.push_back({&source, 0, end});
  for (const Block& block : blocks) {
    read(block, state, tree, diagnostics);
  }
  state.close_node(end, false);
  tree.nodes = std::move(state.nodes);
  tree.comments = std::move(state.comments);
  return tree;
}

}  // namespace origo::grammar
