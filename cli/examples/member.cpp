// Numbers as they are printed, and the record of what was understood.
#include "cli/examples/member.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/decimal.hpp"

namespace origo::examples {
namespace {

// Phrases are matched by expressions, whose depth grows with the text.
constexpr std::size_t kTextMax = 2000;

}  // namespace

std::string_view currency_in(std::string_view text) {
  struct Sign {
    std::string_view sign;
    std::string_view currency;
  };
  constexpr Sign kSigns[] = {
#define CURRENCY(sign, currency) {sign, #currency},
#include "cli/examples/currencies.def"
#undef CURRENCY
  };
  for (const Sign& it : kSigns) {
    if (text.find(it.sign) != std::string_view::npos) return it.currency;
  }
  return "";
}

namespace {

// Without signs of currency and of percent.
std::string without_signs(std::string text) {
  constexpr std::string_view kSigns[] = {
      "per cent", "percent", "US$", "C$", "$",
#define CURRENCY(sign, currency) sign, #currency,
#include "cli/examples/currencies.def"
#undef CURRENCY
  };
  for (const std::string_view sign : kSigns) {
    const std::size_t at = text.find(sign);
    if (at != std::string::npos) text.erase(at, sign.size());
  }
  return text;
}

}  // namespace

std::optional<Printed> read_printed(std::string_view given) {
  const std::string text = without_signs(std::string(given));
  std::string digits;
  bool is_negative = false;
  bool has_point = false;
  for (const char c : text) {
    if (c == ' ' || c == '$' || c == '%' || c == ',' || c == '<' || c == '>' ||
        c == '=') {
      continue;
    }
    if (c == '-' && digits.empty() && !is_negative) {
      is_negative = true;
      continue;
    }
    if (c == '.' && !has_point) {
      has_point = true;
      if (digits.empty()) digits = "0";
    } else if (c < '0' || c > '9') {
      return {};
    }
    digits += c;
  }
  if (digits.empty() || digits.back() == '.') return {};
  const ParsedDecimal parsed = parse_decimal(digits);
  if (parsed.error != DecimalError::None) return {};
  Printed printed;
  printed.number = (is_negative ? "-" : "") + digits;
  const std::size_t point = digits.find('.');
  if (point != std::string::npos) {
    printed.places = static_cast<int>(digits.size() - point - 1);
  }
  printed.millionths =
      is_negative ? -parsed.value.millionths : parsed.value.millionths;
  return printed;
}

std::string number_text(std::int64_t millionths, int places) {
  return std::string(print_decimal({millionths}, places).view());
}

Member::operator bool() const {
  if (node_ == nullptr) return false;
  if (node_->kind != JsonNode::Kind::Null) return true;
  understood_->insert(node_);
  return false;
}

Member Member::operator[](std::string_view name) const {
  const JsonNode* found = is_object() ? node_->find(name) : nullptr;
  return {found, fmt::format("{}.{}", path_, name), understood_};
}

Member Member::any(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    if (const Member found = (*this)[name]) return found;
  }
  return {nullptr, fmt::format("{}.{}", path_, *names.begin()), understood_};
}

bool Member::has(std::string_view name) const {
  return is_object() && node_->find(name) != nullptr;
}

bool Member::is_object() const {
  return node_ != nullptr && node_->kind == JsonNode::Kind::Object;
}
bool Member::is_array() const {
  return node_ != nullptr && node_->kind == JsonNode::Kind::Array;
}
bool Member::is_text() const {
  return node_ != nullptr && node_->kind == JsonNode::Kind::Text;
}
bool Member::is_truth() const {
  return node_ != nullptr && node_->kind == JsonNode::Kind::Truth;
}
bool Member::is_number() const {
  if (node_ == nullptr) return false;
  if (node_->kind != JsonNode::Kind::Number &&
      node_->kind != JsonNode::Kind::Text) {
    return false;
  }
  return read_printed(node_->text).has_value();
}

std::string Member::text() const {
  if (node_ == nullptr || (node_->kind != JsonNode::Kind::Text &&
                           node_->kind != JsonNode::Kind::Number)) {
    refuse("is not a text");
  }
  if (node_->text.size() > kTextMax) refuse("is too long to be a phrase");
  understood_->insert(node_);
  return node_->text;
}

bool Member::truth() const {
  if (!is_truth()) refuse("is neither true nor false");
  understood_->insert(node_);
  return node_->truth;
}

Printed Member::number() const {
  const auto printed = is_number() ? read_printed(node_->text) : std::nullopt;
  if (!printed) refuse("is not a number");
  understood_->insert(node_);
  return *printed;
}

void Member::skip() const {
  if (node_ == nullptr) return;
  understood_->insert(node_);
  for (const auto& [name, member] : items()) member.skip();
}

std::vector<std::pair<std::string, Member>> Member::items() const {
  std::vector<std::pair<std::string, Member>> all;
  if (node_ == nullptr) return all;
  if (node_->values.empty()) understood_->insert(node_);
  for (std::size_t i = 0; i < node_->values.size(); ++i) {
    const bool is_list = node_->kind == JsonNode::Kind::Array;
    std::string name = is_list ? fmt::format("{}", i) : node_->names[i];
    if (name.size() > kTextMax) refuse("has a name too long to be a phrase");
    std::string path = is_list ? fmt::format("{}[{}]", path_, i)
                               : fmt::format("{}.{}", path_, name);
    all.emplace_back(std::move(name),
                     Member(&node_->values[i], std::move(path), understood_));
  }
  return all;
}

bool Member::is_same(const Member& other) const {
  if (node_ == nullptr || other.node_ == nullptr) return node_ == other.node_;
  if (node_->kind != other.node_->kind || node_->text != other.node_->text ||
      node_->truth != other.node_->truth ||
      node_->names != other.node_->names ||
      node_->values.size() != other.node_->values.size()) {
    return false;
  }
  const auto mine = items();
  const auto theirs = other.items();
  return std::equal(
      mine.begin(), mine.end(), theirs.begin(),
      [](const auto& a, const auto& b) { return a.second.is_same(b.second); });
}

std::optional<std::string> Member::first_unread() const {
  if (node_ == nullptr || understood_->contains(node_)) return {};
  if (is_object() || is_array()) {
    for (const auto& [name, member] : items()) {
      if (is_object() && is_descriptive(name)) continue;
      if (auto unread = member.first_unread()) return unread;
    }
    return {};
  }
  return fmt::format("`{}` is not mapped", path_);
}

void Member::refuse(std::string_view what) const {
  throw NotExpressed{fmt::format("`{}` {}", path_, what)};
}

bool is_descriptive(std::string_view name) {
  constexpr std::string_view kNames[] = {
#define DESCRIPTIVE(name) #name,
#include "cli/examples/descriptive.def"
#undef DESCRIPTIVE
  };
  return std::find(std::begin(kNames), std::end(kNames), name) !=
         std::end(kNames);
}

}  // namespace origo::examples
