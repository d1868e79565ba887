// Random numbers that are the same on every platform: a seed names a test.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace origo::random {

// SplitMix64. The distributions of the standard library differ between
// libraries, so there are none here.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }

  // From 0 to `count` - 1.
  std::size_t below(std::size_t count) {
    return static_cast<std::size_t>(next() % count);
  }
  // Both ends included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(
                     below(static_cast<std::size_t>(high - low) + 1));
  }
  bool chance(unsigned percent) { return next() % 100 < percent; }

  template <typename T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }
  template <typename T>
  T pick(std::initializer_list<T> from) {
    return from.begin()[below(from.size())];
  }

 private:
  std::uint64_t state_;
};

// The parts one after the other. Unlike the operands of `+`, the elements of a
// list are evaluated in order, and so ask for random numbers in order.
inline std::string text_of(std::initializer_list<std::string> parts) {
  std::string text;
  for (const std::string& part : parts) text += part;
  return text;
}

}  // namespace origo::random
