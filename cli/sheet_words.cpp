// Tables of words.
#include "cli/sheet_words.hpp"

#include <algorithm>
#include <iterator>

namespace origo {
namespace {

struct NamedPlace {
  std::string_view name;
  std::string_view code;
};

// What sheets write instead of two letters.
constexpr NamedPlace kPlaces[] = {
    {"USA", "US"},       {"UNITED STATES", "US"}, {"U.S.", "US"},
    {"U.S.A.", "US"},    {"CAN", "CA"},           {"CANADA", "CA"},
    {"MEX", "MX"},       {"MEXICO", "MX"},        {"CHN", "CN"},
    {"CHINA", "CN"},     {"JPN", "JP"},           {"JAPAN", "JP"},
    {"KOR", "KR"},       {"KOREA", "KR"},         {"SOUTH KOREA", "KR"},
    {"TWN", "TW"},       {"TAIWAN", "TW"},        {"DEU", "DE"},
    {"GERMANY", "DE"},   {"FRA", "FR"},           {"FRANCE", "FR"},
    {"ITA", "IT"},       {"ITALY", "IT"},         {"ESP", "ES"},
    {"SPAIN", "ES"},     {"GBR", "GB"},           {"UNITED KINGDOM", "GB"},
    {"UK", "GB"},        {"AUT", "AT"},           {"AUSTRIA", "AT"},
    {"CZE", "CZ"},       {"POL", "PL"},           {"POLAND", "PL"},
    {"HUN", "HU"},       {"HUNGARY", "HU"},       {"SWE", "SE"},
    {"SWEDEN", "SE"},    {"CHE", "CH"},           {"SWITZERLAND", "CH"},
    {"TUR", "TR"},       {"BRA", "BR"},           {"BRAZIL", "BR"},
    {"CHL", "CL"},       {"CHILE", "CL"},         {"IND", "IN"},
    {"INDIA", "IN"},     {"THA", "TH"},           {"THAILAND", "TH"},
    {"VNM", "VN"},       {"VIETNAM", "VN"},       {"AUS", "AU"},
    {"AUSTRALIA", "AU"},
};

struct StatusName {
  std::string_view name;
  Status status;
};

constexpr StatusName kStatusNames[] = {
    {"originating", Status::Originating},
    {"yes", Status::Originating},
    {"y", Status::Originating},
    {"o", Status::Originating},
    {"non-originating", Status::NonOriginating},
    {"nonoriginating", Status::NonOriginating},
    {"non originating", Status::NonOriginating},
    {"non_originating", Status::NonOriginating},
    {"not originating", Status::NonOriginating},
    {"no", Status::NonOriginating},
    {"n", Status::NonOriginating},
    {"wholly obtained", Status::WhollyObtained},
    {"wholly_obtained", Status::WhollyObtained},
    {"unproven", Status::Unproven},
    {"unknown", Status::Unproven},
};

}  // namespace

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return result;
}

std::optional<Country> country_named(std::string_view name) {
  const std::string word = upper(name);
  for (const NamedPlace& it : kPlaces) {
    if (it.name == word) return parse_country(it.code);
  }
  return parse_country(word);
}

std::optional<Status> status_named(std::string_view name) {
  const std::string word = lower(name);
  const auto* const it =
      std::find_if(std::begin(kStatusNames), std::end(kStatusNames),
                   [&word](const StatusName& is) { return is.name == word; });
  if (it == std::end(kStatusNames)) return {};
  return it->status;
}

}  // namespace origo
