// The canonical form: one clause a line, keywords in a column, alternatives one
// below the other, long lists broken at their commas.
#include "grammar/print.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/core/hs_code.hpp"

namespace origo::grammar {
namespace {

using ast::Cursor;
using ast::Kind;

constexpr std::size_t kIndent = 4;
constexpr std::size_t kLineWidth = 100;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_keyword(std::string_view word) {
  static constexpr std::array kKeywords{
#define KEYWORD(word) std::string_view{#word},
#include "grammar/keywords.def"
#undef KEYWORD
  };
  return std::find(kKeywords.begin(), kKeywords.end(), word) != kKeywords.end();
}

// The length of the token at the front of `text`, which is no space.
std::size_t token_length(std::string_view text) {
  constexpr std::string_view kNonOriginating = "non-originating";
  if (text.starts_with(kNonOriginating)) return kNonOriginating.size();
  if (text.front() == '"') {
    std::size_t at = 1;
    while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
    return std::min(at + 1, text.size());
  }
  if (text.starts_with(">=") || text.starts_with("<=")) return 2;
  const bool is_date = text.size() >= 10 && text[4] == '-' && text[7] == '-' &&
                       is_digit(text[0]) && is_digit(text[3]) &&
                       is_digit(text[5]) && is_digit(text[8]);
  if (is_date) return 10;
  std::size_t length = 0;
  while (length < text.size() &&
         (is_word(text[length]) ||
          (text[length] == '.' && length + 1 < text.size() &&
           is_word(text[length + 1])))) {
    ++length;
  }
  return std::max<std::size_t>(length, 1);
}

// The canonical spelling of every token of a piece of source.
std::vector<std::string> tokens_of(const ast::Tree& tree, std::uint32_t begin,
                                   std::uint32_t end,
                                   const std::vector<std::uint32_t>& codes) {
  const std::string_view source = tree.source->text;
  std::vector<std::string> tokens;
  for (std::uint32_t at = begin; at < end;) {
    const char c = source[at];
    if (c == '#') {
      at = static_cast<std::uint32_t>(
          std::min(source.find('\n', at), source.size()));
    } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
      ++at;
    } else {
      const auto length =
          static_cast<std::uint32_t>(token_length(source.substr(at, end - at)));
      std::string token(source.substr(at, length));
      if (std::binary_search(codes.begin(), codes.end(), at)) {
        if (const auto code = parse_hs_code(token)) {
          token = print_hs_code(*code).view();
        }
      }
      // Alternatives stand apart without a comma.
      if (token == "or" && !tokens.empty() && tokens.back() == ",") {
        tokens.pop_back();
      }
      tokens.push_back(std::move(token));
      at += length;
    }
  }
  return tokens;
}

bool is_operator(std::string_view token) {
  return token == "+" || token == "-" || token == "*" || token == "/" ||
         token == "<" || token == ">" || token == "<=" || token == ">=" ||
         token == "=";
}

// Whether a space stands between tokens i - 1 and i.
bool is_spaced(const std::vector<std::string>& tokens, std::size_t i) {
  const std::string& left = tokens[i - 1];
  const std::string& right = tokens[i];
  if (right == "," || right == ")" || right == "%" || left == "(") return false;
  if (right == "(") {
    return !is_word(left.back()) || is_keyword(left) || left == "choice";
  }
  if (left == "-") {
    // A sign, not a difference or a range.
    const bool is_sign = i < 2 || is_operator(tokens[i - 2]) ||
                         tokens[i - 2] == "(" || tokens[i - 2] == "," ||
                         is_keyword(tokens[i - 2]);
    return !is_sign;
  }
  return true;
}

// Tokens begin to end - 1 on one line.
std::string join(const std::vector<std::string>& tokens, std::size_t begin,
                 std::size_t end) {
  std::string line;
  for (std::size_t i = begin; i < end; ++i) {
    if (i > begin && is_spaced(tokens, i)) line += ' ';
    line += tokens[i];
  }
  return line;
}

std::string join(const std::vector<std::string>& tokens) {
  return join(tokens, 0, tokens.size());
}

// What a line may be broken at, the outermost first.
enum class Joint : std::uint8_t {
  Else,
  Or,
  And,
  Comparison,
  Sum,
  Product,
  Definition,
  Item,  // of a list, or a title
};

constexpr std::array kJoints{Joint::Else,       Joint::Or,  Joint::And,
                             Joint::Comparison, Joint::Sum, Joint::Product,
                             Joint::Definition, Joint::Item};

// Tokens on as many lines as they need. A line is broken where the expression
// is joined outermost, so that what stands on a line belongs together; only
// there, and below that further in, is the next joint looked at.
class Filler {
 public:
  // The lines after the first begin at `column`.
  Filler(const std::vector<std::string>& tokens, std::size_t column)
      : tokens_(tokens), column_(column) {
    int depth = 0;
    for (const std::string& token : tokens) {
      if (token == ")" || token == "then") --depth;
      depths_.push_back(depth);
      if (token == "(" || token == "if") ++depth;
    }
  }

  // The first line begins at `from`.
  std::string run(std::size_t from) {
    lay_out(0, tokens_.size(), from, column_, 0, 0);
    return std::move(text_);
  }

 private:
  std::string joined(std::size_t begin, std::size_t end) const {
    return join(tokens_, begin, end);
  }

  // Whether a line may begin with token i.
  bool is_joint(std::size_t i, Joint joint) const {
    const std::string& token = tokens_[i];
    switch (joint) {
      case Joint::Else:
        return token == "else";
      case Joint::Or:
        return token == "or";
      case Joint::And:
        return token == "and";
      case Joint::Comparison:
        return token == "<=" || token == ">=" || token == "<" || token == ">";
      case Joint::Sum: {
        // Between two numbers `-` is a range.
        const bool is_range = is_digit(tokens_[i - 1].front()) &&
                              i + 1 < tokens_.size() &&
                              is_digit(tokens_[i + 1].front());
        return token == "+" || (token == "-" && !is_range &&
                                tokens_[i - 1] != "(" && tokens_[i - 1] != ",");
      }
      case Joint::Product:
        return token == "*" || token == "/";
      case Joint::Definition:
        return tokens_[i - 1] == "=";
      case Joint::Item:
        return tokens_[i - 1] == "," || (token.front() == '"' && i > 1);
    }
    return false;
  }

  void break_line(std::size_t column) {
    text_ += '\n';
    text_.append(column, ' ');
  }

  // Puts tokens on lines, the first from column `from`. Joints before `joint`,
  // and those not in `depth` parentheses, are within other lines.
  void lay_out(std::size_t begin, std::size_t end, std::size_t from,
               std::size_t column, int depth, std::size_t joint) {
    const std::string line = joined(begin, end);
    if (from + line.size() <= kLineWidth) {
      text_ += line;
      return;
    }
    const int deepest =
        *std::max_element(depths_.begin() + static_cast<std::ptrdiff_t>(begin),
                          depths_.begin() + static_cast<std::ptrdiff_t>(end));
    for (; depth <= deepest; ++depth, joint = 0) {
      for (; joint < kJoints.size(); ++joint) {
        if (split(begin, end, from, column, depth, joint)) return;
      }
    }
    text_ += line;
  }

  // Every `or` begins a line, and of the others as many as do not fit on one.
  bool split(std::size_t begin, std::size_t end, std::size_t from,
             std::size_t column, int depth, std::size_t joint) {
    std::vector<std::size_t> starts{begin};
    for (std::size_t i = begin + 1; i < end; ++i) {
      if (depths_[i] == depth && is_joint(i, kJoints[joint])) {
        starts.push_back(i);
      }
    }
    if (starts.size() == 1) return false;
    starts.push_back(end);
    const bool is_each = kJoints[joint] == Joint::Or;
    for (std::size_t first = 0; first + 1 < starts.size();) {
      std::size_t last = first + 1;
      while (!is_each && last + 1 < starts.size() &&
             from + joined(starts[first], starts[last + 1]).size() <=
                 kLineWidth) {
        ++last;
      }
      if (first > 0) break_line(column);
      const bool is_level = kJoints[joint] == Joint::Definition;
      lay_out(starts[first], starts[last], from,
              is_level ? column : column + kIndent, depth, joint + 1);
      from = column;
      first = last;
    }
    return true;
  }

  const std::vector<std::string>& tokens_;
  std::size_t column_;
  std::vector<int> depths_;  // parentheses and conditions around each token
  std::string text_;
};

std::string fill(const std::vector<std::string>& tokens, std::size_t from,
                 std::size_t column) {
  return Filler(tokens, column).run(from);
}

bool is_clause(Kind kind) {
  switch (kind) {
    case Kind::parties:
    case Kind::nomenclature:
    case Kind::in_force:
    case Kind::selected_by:
    case Kind::coverage:
    case Kind::cite:
    case Kind::step:
    case Kind::for_codes:
    case Kind::never:
    case Kind::by_rule:
    case Kind::gives:
    case Kind::when:
    case Kind::require:
    case Kind::note_alternative:
    case Kind::note_tests:
    case Kind::period_from:
    case Kind::period_until:
    case Kind::case_good:
    case Kind::case_material:
    case Kind::case_production:
    case Kind::case_process:
    case Kind::case_judgement:
    case Kind::case_threshold:
    case Kind::fact:
    case Kind::expect:
      return true;
    default:
      return false;
  }
}

// The words that a clause of this kind begins with, and the column of a
// declaration's clauses is wide enough for.
std::string_view keyword_of(Kind kind) {
  switch (kind) {
    case Kind::parties:
      return "parties";
    case Kind::nomenclature:
      return "nomenclature";
    case Kind::in_force:
      return "in force";
    case Kind::selected_by:
      return "selected by";
    case Kind::coverage:
      return "tolerances cover";
    case Kind::cite:
      return "cite";
    case Kind::for_codes:
      return "for";
    case Kind::never:
      return "not for";
    case Kind::by_rule:
      return "by rule";
    case Kind::gives:
      return "gives";
    case Kind::when:
      return "when";
    case Kind::require:
      return "require";
    case Kind::note_alternative:
      return "alternative";
    case Kind::note_tests:
      return "tests";
    case Kind::period_from:
      return "from";
    case Kind::period_until:
      return "until";
    case Kind::case_good:
      return "good";
    case Kind::case_material:
      return "material";
    case Kind::case_production:
      return "production";
    case Kind::case_process:
      return "process";
    case Kind::case_judgement:
      return "judgement";
    case Kind::case_threshold:
      return "with threshold";
    case Kind::expect:
      return "expect";
    default:
      return "";
  }
}

// Columns between the indent of a declaration's clauses and their contents: two
// more than its longest keyword.
std::size_t keyword_width(const Cursor& declaration) {
  std::size_t width = 0;
  for (const Cursor it : declaration) {
    if (is_clause(it.kind())) {
      width = std::max(width, keyword_of(it.kind()).size() + 2);
    }
  }
  return width;
}

class Printer {
 public:
  // Prints `part` of its tree.
  explicit Printer(const Cursor& part) : tree_(part.tree()) {
    // An argument of six digits may be a number: only its parameter tells.
    std::uint32_t arguments_end = 0;
    for (const ast::Node& node : part.subtree()) {
      if (node.kind == Kind::arguments) {
        arguments_end = std::max(arguments_end, node.end);
      } else if (node.kind == Kind::code && node.begin >= arguments_end) {
        codes_.push_back(node.begin);
      }
    }
  }

  std::string run() {
    const Cursor file(tree_, 0);
    std::optional<Cursor> previous;
    for (const Cursor declaration : file) {
      if (previous) separate(*previous, declaration);
      print_declaration(declaration);
      previous = declaration;
    }
    flush_comments(static_cast<std::uint32_t>(source().size()), 0);
    return out_;
  }

  std::string one_line(const Cursor& expression) const {
    return join(tokens(expression.node().begin, expression.node().end));
  }

 private:
  std::string_view source() const { return tree_.source->text; }

  std::vector<std::string> tokens(std::uint32_t begin,
                                  std::uint32_t end) const {
    return tokens_of(tree_, begin, end, codes_);
  }

  // Whether something stands before `at` on its line.
  bool is_trailing(std::uint32_t at) const {
    const std::string_view before = source().substr(0, at);
    const std::size_t last = before.find_last_not_of(" \t\r");
    return last != std::string_view::npos && before[last] != '\n';
  }

  bool has_blank_line(std::uint32_t from, std::uint32_t to) const {
    const std::string_view between = source().substr(from, to - from);
    int lines = 0;
    for (const char c : between) {
      if (c == '\n') {
        if (++lines == 2) return true;
      } else if (c != ' ' && c != '\t' && c != '\r') {
        lines = 0;
      }
    }
    return false;
  }

  // Prints the comments that begin before `until`: those at the end of a line
  // at the end of what was printed last, the others on lines of their own, as
  // all are that go above what they stand in.
  void flush_comments(std::uint32_t until, std::size_t indent,
                      bool is_above = false) {
    for (; next_comment_ < tree_.comments.size() &&
           tree_.comments[next_comment_].begin < until;
         ++next_comment_) {
      const ast::Comment& it = tree_.comments[next_comment_];
      std::string_view text = source().substr(it.begin, it.end - it.begin);
      const std::size_t last = text.find_last_not_of(" \t\r");
      text = text.substr(0, last + 1);
      if (!is_above && is_trailing(it.begin) && !out_.empty()) {
        if (out_.back() == '\n') out_.pop_back();
        out_ += "  ";
      } else {
        out_.append(indent, ' ');
      }
      out_ += text;
      out_ += '\n';
      // A blank line keeps a heading apart from what comes below it.
      const std::uint32_t next =
          next_comment_ + 1 < tree_.comments.size()
              ? std::min(until, tree_.comments[next_comment_ + 1].begin)
              : until;
      if (indent == 0 && next < source().size() &&
          has_blank_line(it.end, next)) {
        out_ += '\n';
      }
    }
  }

  void separate(const Cursor& above, const Cursor& below) {
    // A comment at the end of the last line belongs to it.
    flush_trailing(above.node().end);
    const bool is_group = above.kind() == below.kind() && !has_clauses(above) &&
                          !has_clauses(below);
    if (!is_group || has_blank_line(above.node().end, below.node().begin)) {
      out_ += '\n';
    }
  }

  void flush_trailing(std::uint32_t after) {
    if (next_comment_ == tree_.comments.size()) return;
    const ast::Comment& it = tree_.comments[next_comment_];
    const std::string_view between =
        source().substr(after, it.begin < after ? 0 : it.begin - after);
    if (between.find('\n') == std::string_view::npos) {
      flush_comments(it.end, 0);
    }
  }

  // What a declaration declares, behind the word `replace`.
  static Cursor body_of(const Cursor& declaration) {
    return declaration.is(Kind::replacement) ? declaration.first()
                                             : declaration;
  }

  static bool has_clauses(const Cursor& declaration) {
    for (const Cursor it : body_of(declaration)) {
      if (is_clause(it.kind())) return true;
    }
    return false;
  }

  void print_declaration(const Cursor& declaration) {
    flush_comments(declaration.node().begin, 0);
    const Cursor body = body_of(declaration);
    // The head is everything before the first clause.
    std::uint32_t head_end = declaration.node().end;
    for (const Cursor it : body) {
      if (is_clause(it.kind())) {
        head_end = it.node().begin;
        break;
      }
    }
    flush_inner_comments(text_end(declaration.node().begin, head_end), 0);
    out_ += fill(tokens(declaration.node().begin, head_end), 0, kIndent);
    out_ += '\n';

    std::size_t step_width = 0;
    for (const Cursor it : body) {
      if (it.is(Kind::step)) {
        step_width = std::max(step_width, one_line(*it.begin()).size());
      }
    }
    const std::size_t width = keyword_width(body);
    bool is_period = false;  // `until` goes on the line of its `from`
    for (const Cursor it : body) {
      if (!is_clause(it.kind())) continue;
      if (it.is(Kind::period_until) && is_period) {
        out_.pop_back();
        out_ += ' ' + join(tokens(it.node().begin, it.node().end)) + '\n';
        continue;
      }
      is_period = it.is(Kind::period_from);
      flush_comments(it.node().begin, kIndent);
      flush_inner_comments(line_end(declaration, it), kIndent);
      print_clause(it, width, step_width);
    }
  }

  // The end of the last token before `end`.
  std::uint32_t text_end(std::uint32_t begin, std::uint32_t end) const {
    auto comment = tree_.comments.rbegin();
    for (;;) {
      const std::size_t last =
          source().find_last_not_of(" \t\r\n\f\v", end - 1);
      end = std::max(begin, static_cast<std::uint32_t>(last + 1));
      while (comment != tree_.comments.rend() && comment->begin >= end) {
        ++comment;
      }
      // A comment ends with its line.
      if (comment == tree_.comments.rend() || comment->end < end) return end;
      end = comment->begin;
    }
  }

  // Where what goes on the line of a clause ends.
  static std::uint32_t line_end(const Cursor& declaration,
                                const Cursor& clause) {
    std::uint32_t end = clause.node().end;
    if (!clause.is(Kind::period_from)) return end;
    for (const Cursor it : declaration) {
      if (it.is(Kind::period_until) && it.node().begin > end) {
        return it.node().end;
      }
    }
    return end;
  }

  // Comments within what goes on one line go above it, all but one at the end
  // of a line: there is room for one behind it.
  void flush_inner_comments(std::uint32_t end, std::size_t indent) {
    auto is_inner = [this, end](std::size_t i) {
      return i < tree_.comments.size() && tree_.comments[i].begin < end;
    };
    std::size_t after = next_comment_;
    while (is_inner(after)) ++after;
    const bool is_room_taken =
        after < tree_.comments.size() &&
        source().substr(end, tree_.comments[after].begin - end).find('\n') ==
            std::string_view::npos;
    while (is_inner(next_comment_)) {
      const ast::Comment& it = tree_.comments[next_comment_];
      const bool is_last = !is_inner(next_comment_ + 1);
      if (is_last && !is_room_taken && is_trailing(it.begin)) return;
      flush_comments(it.end, indent, true);
    }
  }

  void print_clause(const Cursor& clause, std::size_t width,
                    std::size_t step_width) {
    const std::uint32_t begin = clause.node().begin;
    const std::uint32_t end = clause.node().end;
    if (clause.is(Kind::fact)) {
      out_.append(2 * kIndent, ' ');
      out_ += join(tokens(begin, end)) + '\n';
      return;
    }
    out_.append(kIndent, ' ');
    if (clause.is(Kind::step)) {
      const Cursor value = *clause.begin();
      std::string line = one_line(value);
      const auto period = tokens(value.node().end, end);
      if (!period.empty()) {
        line.resize(std::max(line.size(), step_width) + 2, ' ');
        line += join(period);
      }
      out_ += line + '\n';
      return;
    }
    const std::string_view keyword = keyword_of(clause.kind());
    std::string head(keyword);
    const auto words = 1 + static_cast<std::size_t>(
                               std::count(keyword.begin(), keyword.end(), ' '));
    std::vector<std::string> content = tokens(begin, end);
    content.erase(content.begin(),
                  content.begin() + static_cast<std::ptrdiff_t>(words));
    if (!content.empty()) {
      head.resize(std::max(head.size() + 1, width), ' ');
    }
    out_ += head;
    if (clause.is(Kind::require) || clause.is(Kind::note_alternative)) {
      print_alternatives(clause, kIndent + head.size());
      return;
    }
    const std::size_t column = kIndent + head.size();
    out_ += fill(content, column, column) + '\n';
  }

  void print_alternatives(const Cursor& require, std::size_t column) {
    bool is_first = true;
    for (const Cursor it : require) {
      if (!is_first) {
        out_.append(column - 4, ' ');
        out_ += "or  ";
      }
      is_first = false;
      out_ += fill(tokens(it.node().begin, it.node().end), column, column);
      out_ += '\n';
    }
  }

  const ast::Tree& tree_;
  std::vector<std::uint32_t> codes_;  // offsets of tariff codes, in order
  std::string out_;
  std::size_t next_comment_ = 0;
};

}  // namespace

std::string print(const ast::Tree& tree) {
  return Printer(Cursor(tree, 0)).run();
}

std::string print_inline(const ast::Cursor& expression) {
  return Printer(expression).one_line(expression);
}

}  // namespace origo::grammar
