#include "fake_archive/dice.hpp"

namespace tapedeck::fake_archive {

namespace {

/// FNV-1a, 64 bits.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

}  // namespace

Dice::Dice(std::string_view name, std::uint64_t salt)
    : state_(hash_of(name) + salt * 0x9e3779b97f4a7c15) {}

std::uint64_t Dice::next() {
  state_ += 0x9e3779b97f4a7c15;
  auto mixed = state_;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return mixed ^ (mixed >> 31);
}

std::uint64_t Dice::between(std::uint64_t low, std::uint64_t high) {
  return low + next() % (high - low + 1);
}

bool Dice::chance(double probability) {
  // The upper 53 bits are what a double can tell apart.
  return static_cast<double>(next() >> 11) * 0x1p-53 < probability;
}

}  // namespace tapedeck::fake_archive
