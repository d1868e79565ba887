// Formatting: grouping, units, and nothing rounded.
#include "engine/explain/figures.hpp"

#include <fmt/format.h>

#include "engine/core/country.hpp"
#include "engine/core/decimal.hpp"
#include "engine/core/limits.hpp"

namespace origo {
namespace {

constexpr std::int64_t kKilogram = 1'000;
constexpr std::size_t kRangesShown = 8;

// `-12,250.00`: commas between groups of three digits before the point.
std::string grouped(std::int64_t value, int places_min) {
  const DecimalText text = print_decimal({value}, places_min);
  std::string result(text.view());
  const std::size_t point = result.find('.');
  std::size_t at = point == std::string::npos ? result.size() : point;
  const std::size_t first_digit = value < 0 ? 1 : 0;
  while (at > first_digit + 3) {
    at -= 3;
    result.insert(at, 1, ',');
  }
  return result;
}

// Days are counted whole, and not in millionths.
std::string days(std::int64_t count) {
  constexpr std::int64_t kMost =
      std::numeric_limits<std::int64_t>::max() / limits::kDecimalScale;
  const bool is_counted = count <= kMost && count >= -kMost;
  const std::string text = is_counted
                               ? grouped(count * limits::kDecimalScale, 0)
                               : std::to_string(count);
  return text + (count == 1 || count == -1 ? " day" : " days");
}

// A day that is computed may lie beyond the calendar.
std::string date(std::int64_t day) {
  if (day < kEarliest.days) {
    return fmt::format("before {}", print_date(kEarliest).view());
  }
  if (day > kLatest.days) {
    return fmt::format("after {}", print_date(kLatest).view());
  }
  return std::string(print_date({static_cast<std::int32_t>(day)}).view());
}

// A percentage is a count of millionths of the whole.
std::string percent(std::int64_t value) {
  constexpr std::int64_t kHundredth = std::numeric_limits<std::int64_t>::max();
  if (value > kHundredth / 100 || value < -(kHundredth / 100)) {
    return fmt::format("{} x 100", print_decimal({value}).view());
  }
  return std::string(print_decimal({value * 100}).view());
}

std::string places(std::int64_t value) {
  if (value == kNotPerformed) return "not performed";
  if (value == kPerformedInParties) return "in the parties";
  std::string text;
  for (std::int64_t rest = value; rest > 0; rest >>= 10) {
    if (!text.empty()) text += ", ";
    text += print_country({static_cast<std::uint16_t>(rest & 0x3FF)}).view();
  }
  return text;
}

// Types whose values are no amounts; empty for those that are.
std::string word_of(const Figure& figure) {
  switch (figure.type) {
    case Type::Truth:
      return figure.value != 0 ? "yes" : "no";
    case Type::Date:
      return date(figure.value);
    case Type::Country:
      return std::string(
          print_country({static_cast<std::uint16_t>(figure.value)}).view());
    case Type::Places:
      return places(figure.value);
    default:
      return {};
  }
}

}  // namespace

std::string shown(const Figure& figure, std::string_view currency) {
  if (figure.value == kMissing) return "not stated";
  switch (figure.type) {
    case Type::Percent:
      return percent(figure.value) + "%";
    case Type::Money:
      return currency.empty()
                 ? grouped(figure.value, 2)
                 : fmt::format("{} {}", grouped(figure.value, 2), currency);
    case Type::Weight:
      if (figure.value % kKilogram == 0) {
        return grouped(figure.value / kKilogram, 0) + " kg";
      }
      return grouped(figure.value, 0) + " g";
    case Type::Quantity:
      return grouped(figure.value, 0) + " pcs";
    case Type::Days:
      return days(figure.value);
    case Type::Number:
    case Type::Choice:
      return grouped(figure.value, 0);
    default:
      return word_of(figure);
  }
}

std::string plain(const Figure& figure) {
  switch (figure.type) {
    case Type::Percent:
      return percent(figure.value);
    case Type::Money:
    case Type::Weight:
    case Type::Quantity:
    case Type::Number:
    case Type::Choice:
      return std::string(print_decimal({figure.value}).view());
    case Type::Days:
      return std::to_string(figure.value);
    default:
      return word_of(figure);
  }
}

std::string_view unit_of(const Figure& figure, std::string_view currency) {
  switch (figure.type) {
    case Type::Percent:
      return "%";
    case Type::Money:
      return currency;
    case Type::Weight:
      return "g";
    case Type::Quantity:
      return "pcs";
    case Type::Days:
      return "days";
    default:
      return {};
  }
}

std::string shown_fact(const bytecode::Image& image, std::uint16_t fact,
                       std::int64_t value, std::string_view currency) {
  const bytecode::FactRecord& record = image.facts()[fact];
  const auto type = static_cast<Type>(std::uint8_t{record.type});
  const bool is_choice = type == Type::Choice && value >= 0 &&
                         value < std::int64_t{record.choice_count};
  if (!is_choice) return shown({type, value}, currency);
  return std::string(image.text(
      image.choices()[record.first_choice + static_cast<std::size_t>(value)]));
}

std::string shown_points(std::int64_t millionths) {
  return fmt::format("{}{}", millionths > 0 ? "+" : "", percent(millionths));
}

std::string shown_codes(std::span<const bytecode::RangeRecord> ranges) {
  std::string text;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    if (i == kRangesShown) {
      return text + fmt::format(" and {} more", ranges.size() - i);
    }
    if (i > 0) text += ", ";
    text += print_hs_range(ranges[i].range()).view();
  }
  return text;
}

std::string unpacked_currency(std::uint16_t packed) {
  std::string letters;
  for (int shift = 10; packed != 0 && shift >= 0; shift -= 5) {
    letters += static_cast<char>('A' + ((packed >> shift) & 31) - 1);
  }
  return letters;
}

}  // namespace origo
