// A list in which equal entries are kept once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

namespace origo::ir {

// FNV-1a over the bytes of a key.
struct BytesHash {
  std::size_t operator()(std::string_view bytes) const noexcept {
    std::uint64_t hash = 0xCBF29CE484222325;
    for (const char c : bytes) {
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
    }
    return static_cast<std::size_t>(hash);
  }
};

// `key` of an entry is a string of bytes that equal entries share and others do
// not.
template <typename Entry>
class Interned {
 public:
  std::uint32_t add(std::string key, Entry entry) {
    const auto next = static_cast<std::uint32_t>(entries_.size());
    const auto [it, is_new] = index_.try_emplace(std::move(key), next);
    if (is_new) entries_.push_back(std::move(entry));
    return it->second;
  }

  const Entry& operator[](std::uint32_t index) const { return entries_[index]; }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] auto begin() const { return entries_.begin(); }
  [[nodiscard]] auto end() const { return entries_.end(); }

 private:
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::uint32_t, BytesHash> index_;
};

// Appends the bytes of a value without padding to a key.
template <typename T>
void append_key(std::string& key, const T& value) {
  static_assert(std::has_unique_object_representations_v<T>);
  key.append(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace origo::ir
