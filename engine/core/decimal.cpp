// Decimal text to exact amounts and back.
#include "engine/core/decimal.hpp"

namespace origo {

ParsedDecimal parse_decimal(std::string_view text) noexcept {
  const bool is_negative = !text.empty() && text.front() == '-';
  if (is_negative) text.remove_prefix(1);

  constexpr auto kMax =
      static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  std::uint64_t millionths = 0;
  int places = -1;  // digits after the point, or -1 before it
  bool has_digit = false;
  bool is_too_large = false;
  bool has_too_many_places = false;
  for (const char c : text) {
    if (c == '.' && places < 0) {
      places = 0;
      continue;
    }
    if (c < '0' || c > '9') return {{}, DecimalError::Malformed};
    has_digit = true;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (places == limits::kDecimalPlaces) {
      has_too_many_places = has_too_many_places || digit != 0;
      continue;
    }
    if (millionths > (kMax - digit) / 10) is_too_large = true;
    if (!is_too_large) millionths = millionths * 10 + digit;
    if (places >= 0) ++places;
  }
  if (!has_digit || text.front() == '.' || text.back() == '.') {
    return {{}, DecimalError::Malformed};
  }
  for (int i = places < 0 ? 0 : places; i < limits::kDecimalPlaces; ++i) {
    if (millionths > kMax / 10) is_too_large = true;
    if (!is_too_large) millionths *= 10;
  }
  if (has_too_many_places) return {{}, DecimalError::TooManyPlaces};
  if (is_too_large) return {{}, DecimalError::OutOfRange};
  const auto value = static_cast<std::int64_t>(millionths);
  return {{is_negative ? -value : value}, DecimalError::None};
}

DecimalText print_decimal(Decimal value, int places_min) noexcept {
  const bool is_negative = value.millionths < 0;
  // The magnitude is taken unsigned: the most negative value has no positive.
  std::uint64_t rest = static_cast<std::uint64_t>(value.millionths);
  if (is_negative) rest = ~rest + 1;

  char digits[24];  // least significant first
  int count = 0;
  int places = limits::kDecimalPlaces;
  while (places > places_min && rest % 10 == 0) {
    rest /= 10;
    --places;
  }
  do {
    digits[count++] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0 || count <= places);

  DecimalText text;
  if (is_negative) text.buffer[text.size++] = '-';
  while (count > 0) {
    if (count == places) text.buffer[text.size++] = '.';
    text.buffer[text.size++] = digits[--count];
  }
  return text;
}

}  // namespace origo
