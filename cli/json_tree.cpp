// Builds the tree from the events of nlohmann's reader. The reader does not say
// where a value stands; an iterator that remembers how far it was read does.
#include "cli/json_tree.hpp"

#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

namespace origo {
namespace {

using Json = nlohmann::json;

// Deeper than any description of a good, and what recursion can bear.
constexpr std::size_t kDepthMax = 64;

// Reads bytes and tells how many were read, through whichever copy.
class Reading {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Reading(const char* at, const char** furthest) noexcept
      : at_(at), furthest_(furthest) {}
  reference operator*() const noexcept { return *at_; }
  Reading& operator++() noexcept {
    ++at_;
    if (furthest_ != nullptr) *furthest_ = at_;
    return *this;
  }
  Reading operator++(int) noexcept {
    Reading before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const Reading& a, const Reading& b) noexcept {
    return a.at_ == b.at_;
  }

 private:
  const char* at_;
  const char** furthest_;
};

class Builder {
 public:
  Builder(const SourceFile& source, Diagnostics& diagnostics)
      : source_(source),
        diagnostics_(diagnostics),
        furthest_(source.text.data()) {}

  std::vector<JsonNode> run() {
    const char* const end = source_.text.data() + source_.text.size();
    const char* at = source_.text.data();
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (source_.text.starts_with(kMark)) at += kMark.size();
    while ((at = after_space(at, end)) != end) {
      furthest_ = at;
      document_end_ = nullptr;
      // Not strict: the next line may hold the next value.
      const bool is_read =
          Json::sax_parse(Reading(at, &furthest_), Reading(end, nullptr), this,
                          nlohmann::detail::input_format_t::json, false);
      if (!is_read) return std::move(roots_);
      at = document_end_ != nullptr ? document_end_ : furthest_;
    }
    return std::move(roots_);
  }

  // The events of nlohmann's reader.
  bool null() { return add(literal(JsonNode::Kind::Null, 4)); }
  bool boolean(bool truth) {
    JsonNode node = literal(JsonNode::Kind::Truth, truth ? 4 : 5);
    node.truth = truth;
    return add(std::move(node));
  }
  bool number_integer(Json::number_integer_t) { return number(); }
  bool number_unsigned(Json::number_unsigned_t) { return number(); }
  bool number_float(Json::number_float_t, const std::string&) {
    return number();
  }
  bool string(std::string& text) {
    JsonNode node;
    node.kind = JsonNode::Kind::Text;
    node.span = text_span();
    node.text = std::move(text);
    return add(std::move(node));
  }
  bool binary(Json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(JsonNode::Kind::Object); }
  bool start_array(std::size_t) { return open(JsonNode::Kind::Array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    JsonNode& object = open_.back();
    const Span span = text_span();
    for (std::size_t i = 0; i < object.names.size(); ++i) {
      if (object.names[i] != name) continue;
      diagnostics_.report(Code::SecondMember, span, name)
          .also(object.name_spans[i], "the first");
      break;
    }
    object.names.push_back(std::move(name));
    object.name_spans.push_back(span);
    return true;
  }
  bool parse_error(std::size_t, const std::string& last,
                   const nlohmann::detail::exception& error) {
    const std::string what = error.what();
    // `[json.exception.parse_error.101] parse error at line 1, column 2:
    // syntax error while parsing value - invalid literal; last read: 'x'`
    // or `[json.exception.out_of_range.406] number overflow parsing '1e400'`
    std::size_t from = what.find(" - ");
    from = from == std::string::npos ? what.find("] ") + 2 : from + 3;
    const std::size_t to = std::min(what.find(';', from), what.size());
    const auto end = offset();
    const auto begin =
        end - std::min<std::uint32_t>(
                  end, static_cast<std::uint32_t>(
                           std::max<std::size_t>(last.empty() ? 0 : 1, 1)));
    diagnostics_.report(Code::NotJson, Span{&source_, begin, end},
                        what.substr(from, to - from));
    return false;
  }

 private:
  static const char* after_space(const char* at, const char* end) {
    while (at != end &&
           (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')) {
      ++at;
    }
    return at;
  }

  [[nodiscard]] std::uint32_t offset() const {
    return static_cast<std::uint32_t>(furthest_ - source_.text.data());
  }

  // The text that was read last: back to its opening quote.
  [[nodiscard]] Span text_span() const {
    const std::string& all = source_.text;
    const std::uint32_t end = offset();
    std::uint32_t begin = end >= 2 ? end - 2 : 0;
    while (begin > 0) {
      std::uint32_t slashes = 0;
      while (slashes < begin && all[begin - 1 - slashes] == '\\') ++slashes;
      if (all[begin] == '"' && slashes % 2 == 0) break;
      --begin;
    }
    return {&source_, begin, end};
  }

  [[nodiscard]] JsonNode literal(JsonNode::Kind kind,
                                 std::uint32_t size) const {
    JsonNode node;
    node.kind = kind;
    node.span = {&source_, offset() - size, offset()};
    return node;
  }

  // A number ends before the byte that was read to see its end.
  bool number() {
    constexpr std::string_view kDigits = "0123456789+-.eE";
    const std::string& all = source_.text;
    std::uint32_t end = offset();
    if (end > 0 && (end > all.size() ||
                    kDigits.find(all[end - 1]) == std::string_view::npos)) {
      --end;
    }
    std::uint32_t begin = end;
    while (begin > 0 &&
           kDigits.find(all[begin - 1]) != std::string_view::npos) {
      --begin;
    }
    JsonNode node;
    node.kind = JsonNode::Kind::Number;
    node.span = {&source_, begin, end};
    node.text = all.substr(begin, end - begin);
    if (open_.empty()) document_end_ = all.data() + end;
    return add(std::move(node));
  }

  bool open(JsonNode::Kind kind) {
    JsonNode node;
    node.kind = kind;
    node.span = {&source_, offset() - 1, offset()};
    if (open_.size() == kDepthMax) {
      diagnostics_.report(
          Code::NotJson, node.span,
          fmt::format("more than {} values within one another", kDepthMax));
      return false;
    }
    open_.push_back(std::move(node));
    return true;
  }

  bool close() {
    JsonNode node = std::move(open_.back());
    open_.pop_back();
    return add(std::move(node));
  }

  bool add(JsonNode node) {
    if (open_.empty()) {
      roots_.push_back(std::move(node));
    } else {
      open_.back().values.push_back(std::move(node));
    }
    return true;
  }

  const SourceFile& source_;
  Diagnostics& diagnostics_;
  const char* furthest_;
  const char* document_end_ = nullptr;
  std::vector<JsonNode> open_;
  std::vector<JsonNode> roots_;
};

}  // namespace

const JsonNode* JsonNode::find(std::string_view name) const {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return &values[i];
  }
  return nullptr;
}

std::string_view phrase_for(JsonNode::Kind kind) {
  switch (kind) {
    case JsonNode::Kind::Null:
      return "nothing";
    case JsonNode::Kind::Truth:
      return "a truth";
    case JsonNode::Kind::Number:
      return "a number";
    case JsonNode::Kind::Text:
      return "a text";
    case JsonNode::Kind::Array:
      return "a list";
    case JsonNode::Kind::Object:
      return "an object";
  }
  return {};
}

std::vector<JsonNode> parse_json(const SourceFile& source,
                                 Diagnostics& diagnostics) {
  return Builder(source, diagnostics).run();
}

}  // namespace origo
