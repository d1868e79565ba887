// Dates: text to day numbers and back.
#include "engine/core/date.hpp"

#include <chrono>

namespace origo {
namespace {

// The number written in `text`, or -1.
int digits_of(std::string_view text) noexcept {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) noexcept {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
  // `substr` could throw, which the runtime has no way to.
  const int year = digits_of({text.data(), 4});
  const int month = digits_of({text.data() + 5, 2});
  const int day = digits_of({text.data() + 8, 2});
  if (year < 1 || month < 0 || day < 0) return {};
  const std::chrono::year_month_day date{
      std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
      std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return {};
  return Date{static_cast<std::int32_t>(
      std::chrono::sys_days{date}.time_since_epoch().count())};
}

DateText print_date(Date date) noexcept {
  const std::chrono::year_month_day calendar{
      std::chrono::sys_days{std::chrono::days{date.days}}};
  DateText text;
  auto write = [&text](int from, int width, unsigned value) noexcept {
    for (int i = width - 1; i >= 0; --i) {
      text.buffer[from + i] = static_cast<char>('0' + value % 10);
      value /= 10;
    }
  };
  write(0, 4, static_cast<unsigned>(static_cast<int>(calendar.year())));
  text.buffer[4] = '-';
  write(5, 2, static_cast<unsigned>(calendar.month()));
  text.buffer[7] = '-';
  write(8, 2, static_cast<unsigned>(calendar.day()));
  return text;
}

}  // namespace origo
