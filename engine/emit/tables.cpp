// Writes the tables of an image one after another behind their directory.
#include "engine/emit/tables.hpp"

#include <cstring>

namespace origo::emitter {
namespace {

template <typename Record>
bytecode::SectionRecord append(std::vector<std::byte>& bytes,
                               const std::vector<Record>& records) {
  bytecode::SectionRecord section;
  section.offset = static_cast<std::uint32_t>(bytes.size());
  section.count = static_cast<std::uint32_t>(records.size());
  const auto* first = reinterpret_cast<const std::byte*>(records.data());
  bytes.insert(bytes.end(), first, first + records.size() * sizeof(Record));
  return section;
}

}  // namespace

std::uint32_t Tables::string(std::string_view text) {
  const auto [it, is_new] = strings_.try_emplace(
      std::string(text), static_cast<std::uint32_t>(strings.size()));
  if (is_new) {
    // A description longer than two bytes can count is not worth refusing.
    text = text.substr(0, bytecode::kNone);
    const auto size = static_cast<std::uint16_t>(text.size());
    strings.emplace_back(static_cast<std::uint8_t>(size & 0xFF));
    strings.emplace_back(static_cast<std::uint8_t>(size >> 8));
    for (const char c : text)
      strings.emplace_back(static_cast<std::uint8_t>(c));
  }
  return it->second;
}

std::uint32_t Tables::test(const bytecode::TestRecord& test) {
  const std::string key(reinterpret_cast<const char*>(&test), sizeof test);
  const auto [it, is_new] =
      tests_.try_emplace(key, static_cast<std::uint32_t>(tests.size()));
  if (is_new) tests.push_back(test);
  return it->second;
}

std::uint32_t Tables::terms_of(const std::vector<bytecode::TermRecord>& run) {
  const std::string key(reinterpret_cast<const char*>(run.data()),
                        run.size() * sizeof run.front());
  const auto [it, is_new] =
      runs_.try_emplace(key, static_cast<std::uint32_t>(terms.size()));
  if (is_new) terms.insert(terms.end(), run.begin(), run.end());
  return it->second;
}

std::vector<std::byte> lay_out(const Tables& tables) {
  bytecode::HeaderRecord header;
  bytecode::SectionRecord directory[bytecode::kSections];
  std::vector<std::byte> bytes(sizeof header + sizeof directory);
#define SECTION(name, record, member)                            \
  directory[static_cast<std::size_t>(bytecode::Section::name)] = \
      append(bytes, tables.member);
#include "engine/bytecode/sections.def"
  std::memcpy(bytes.data() + sizeof header, directory, sizeof directory);

  for (std::size_t i = 0; i < sizeof bytecode::kMagic; ++i) {
    header.magic[i] = bytecode::kMagic[i];
  }
  header.version = bytecode::kVersion;
  header.sections = static_cast<std::uint16_t>(bytecode::kSections);
  header.size = static_cast<std::uint32_t>(bytes.size());
  header.checksum = bytecode::checksum(std::span(bytes).subspan(sizeof header));
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes;
}

}  // namespace origo::emitter
