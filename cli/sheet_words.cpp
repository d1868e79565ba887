// Tables of words, in the languages of sheet_columns.def.
#include "cli/sheet_words.hpp"

#include <algorithm>
#include <iterator>

namespace origo {
namespace {

struct NamedPlace {
  std::string_view code;
  std::string_view names;
};

constexpr NamedPlace kPlaces[] = {
#define PLACE(code, names) {code, names},
#include "cli/sheet_places.def"
#undef PLACE
};

// Letters with accents, as they are written without.
struct Accented {
  std::string_view letter;
  std::string_view plain;
};

constexpr Accented kAccented[] = {
    {"\u00E0", "a"}, {"\u00E1", "a"},  {"\u00E2", "a"}, {"\u00E3", "a"},
    {"\u00E4", "a"}, {"\u00E5", "a"},  {"\u00E7", "c"}, {"\u00E8", "e"},
    {"\u00E9", "e"}, {"\u00EA", "e"},  {"\u00EB", "e"}, {"\u00EC", "i"},
    {"\u00ED", "i"}, {"\u00EE", "i"},  {"\u00EF", "i"}, {"\u00F1", "n"},
    {"\u00F2", "o"}, {"\u00F3", "o"},  {"\u00F4", "o"}, {"\u00F5", "o"},
    {"\u00F6", "o"}, {"\u00F9", "u"},  {"\u00FA", "u"}, {"\u00FB", "u"},
    {"\u00FC", "u"}, {"\u00DF", "ss"}, {"\u0153", "oe"}};

// Between the small letter and the capital of what is above, in UTF-8.
constexpr unsigned char kCapital = 0x20;

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
    {"ja", Status::Originating},
    {"oui", Status::Originating},
    {"si", Status::Originating},
    {"sim", Status::Originating},
    {"mit ursprung", Status::Originating},
    {"ursprungsware", Status::Originating},
    {"originaire", Status::Originating},
    {"originario", Status::Originating},
    {"nein", Status::NonOriginating},
    {"non", Status::NonOriginating},
    {"nao", Status::NonOriginating},
    {"ohne ursprung", Status::NonOriginating},
    {"non originaire", Status::NonOriginating},
    {"no originario", Status::NonOriginating},
    {"nao originario", Status::NonOriginating},
    {"non originario", Status::NonOriginating},
    {"wholly obtained", Status::WhollyObtained},
    {"wholly_obtained", Status::WhollyObtained},
    {"unproven", Status::Unproven},
    {"unknown", Status::Unproven},
};

// What begins a line that sums up.
constexpr std::string_view kTotalWords[] = {
    "total",         "subtotal",  "sum",           "grand total",
    "totals",        "summe",     "gesamt",        "gesamtsumme",
    "zwischensumme", "insgesamt", "total general", "sous-total",
    "somme",         "suma",      "totale",        "total geral"};

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

std::string folded(std::string_view text) {
  std::string result = lower(text);
  for (const Accented& it : kAccented) {
    std::string capital(it.letter);
    if (static_cast<unsigned char>(capital.back()) >= 0xA0) {
      capital.back() = static_cast<char>(capital.back() ^ kCapital);
    }
    for (const std::string_view letter :
         {it.letter, std::string_view(capital)}) {
      std::size_t at = 0;
      while ((at = result.find(letter, at)) != std::string::npos) {
        result.replace(at, letter.size(), it.plain);
      }
    }
  }
  return result;
}

bool begins_total(std::string_view text) {
  std::string word = folded(text);
  while (!word.empty() && word.back() == ':') word.pop_back();
  return std::find(std::begin(kTotalWords), std::end(kTotalWords), word) !=
         std::end(kTotalWords);
}

std::optional<Country> country_named(std::string_view name) {
  const std::string word = upper(folded(name));
  const std::string wanted = "|" + word + "|";
  for (const NamedPlace& it : kPlaces) {
    if (it.names.find(wanted) != std::string_view::npos) {
      return parse_country(it.code);
    }
  }
  return parse_country(word);
}

std::optional<Status> status_named(std::string_view name) {
  const std::string word = folded(name);
  const auto* const it =
      std::find_if(std::begin(kStatusNames), std::end(kStatusNames),
                   [&word](const StatusName& is) { return is.name == word; });
  if (it == std::end(kStatusNames)) return {};
  return it->status;
}

}  // namespace origo
