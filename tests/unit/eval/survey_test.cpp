// The one pass over the materials against the sums it stands for.
#include "engine/eval/survey.hpp"

#include <algorithm>
#include <random>
#include <vector>

#include "engine/core/decimal.hpp"
#include "tests/support/catch.hpp"

namespace origo {
namespace {

struct Row {
  HsCode code;
  std::int64_t value;
  Status status;
};

constexpr int kRounds = 20'000;
const HsCode kGood = hs_code(std::uint64_t{0x8703230000} << 24, 6);

// Mostly materials that a survey takes, and now and then one that it declines.
Row random_row(std::mt19937& random) {
  const auto one_in = [&random](unsigned chances) {
    return random() % chances == 0;
  };
  const std::uint64_t digits = one_in(3) ? 0x8703900000 : 0x8407320000;
  Row row{hs_code(digits << 24, 6), static_cast<std::int64_t>(random()),
          one_in(2) ? Status::NonOriginating : Status::Originating};
  if (one_in(60)) row.code = hs_code(std::uint64_t{0x87} << 56, 2);
  if (one_in(90)) row.code = HsCode{};
  if (one_in(60)) row.status = Status::Unproven;
  if (one_in(90)) row.status = Status::Undetermined;
  if (one_in(60)) row.value = kMissing;
  if (one_in(90)) row.value = std::int64_t{1} << 60;
  return row;
}

// Whether anything about it is missing or cannot be: nothing may be surveyed.
bool is_doubtful(const Row& row, int digits) {
  const bool reaches =
      digits == 0 || row.code.reaches(static_cast<Level>(digits));
  return !reaches || row.status == Status::Unproven ||
         row.status == Status::Undetermined || row.value < 0;
}

Survey surveyed(const Materials& materials, int digits) {
  Survey survey;
  origo::survey(materials, kGood, digits, survey);
  return survey;
}

// What a survey must find where it finds anything.
Survey expected(const std::vector<Row>& rows, int digits) {
  Survey survey;
  const std::uint64_t compared =
      digits == 0 ? 0 : level_mask(static_cast<Level>(digits));
  for (const Row& row : rows) {
    if (row.status != Status::NonOriginating) continue;
    survey.non_originating_value += row.value;
    if (((row.code.bits ^ kGood.bits) & compared) != 0) continue;
    survey.has_unchanged = true;
    survey.unchanged_value += row.value;
  }
  return survey;
}

TEST_CASE("a survey sums what does not originate and what does not change") {
  std::mt19937 random(1);
  int usable = 0;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<Row> rows(random() % 7 + 1);
    for (Row& row : rows) row = random_row(random);
    std::vector<HsCode> codes;
    std::vector<std::int64_t> values;
    std::vector<Status> statuses;
    for (const Row& row : rows) {
      codes.push_back(row.code);
      values.push_back(row.value);
      statuses.push_back(row.status);
    }
    Materials by_row;
    by_row.count = static_cast<std::uint32_t>(rows.size());
    by_row.code = {&rows[0].code, sizeof(Row)};
    by_row.value = {&rows[0].value, sizeof(Row)};
    by_row.status = {&rows[0].status, sizeof(Row)};
    Materials by_column;
    by_column.count = by_row.count;
    by_column.code = {codes.data()};
    by_column.value = {values.data()};
    by_column.status = {statuses.data()};
    for (const int digits : {0, 2, 4, 6}) {
      const bool is_doubtful_somewhere =
          std::any_of(rows.begin(), rows.end(),
                      [&](const Row& row) { return is_doubtful(row, digits); });
      const bool is_large =
          std::any_of(rows.begin(), rows.end(),
                      [](const Row& row) { return row.value >> 40 != 0; });
      for (const Materials& materials : {by_row, by_column}) {
        const Survey found = surveyed(materials, digits);
        CHECK_FALSE((found.is_usable && is_doubtful_somewhere));
        CHECK((found.is_usable || is_doubtful_somewhere || is_large));
        if (!found.is_usable) continue;
        ++usable;
        const Survey wanted = expected(rows, digits);
        CHECK(found.non_originating_value == wanted.non_originating_value);
        if (digits == 0) continue;
        CHECK(found.has_unchanged == wanted.has_unchanged);
        CHECK(found.unchanged_value == wanted.unchanged_value);
      }
    }
  }
  CHECK(usable > kRounds);
}

TEST_CASE("values alone are surveyed without codes") {
  const std::vector<Row> rows = {{{}, 7, Status::NonOriginating},
                                 {{}, 5, Status::Originating}};
  Materials materials;
  materials.count = 2;
  materials.value = {&rows[0].value, sizeof(Row)};
  materials.status = {&rows[0].status, sizeof(Row)};
  CHECK(surveyed(materials, 0).non_originating_value == 7);
  CHECK(surveyed(materials, 0).is_usable);
  CHECK_FALSE(surveyed(materials, 4).is_usable);
  materials.is_complete = false;
  CHECK_FALSE(surveyed(materials, 0).is_usable);
}

TEST_CASE("a sum that may not fit a word is not surveyed") {
  std::int64_t values[] = {std::int64_t{1} << 62, std::int64_t{1} << 62};
  Status statuses[] = {Status::NonOriginating, Status::NonOriginating};
  Materials materials;
  materials.value = {values};
  materials.status = {statuses};
  materials.count = 1;
  CHECK(surveyed(materials, 0).is_usable);
  materials.count = 2;
  CHECK_FALSE(surveyed(materials, 0).is_usable);
}

}  // namespace
}  // namespace origo
