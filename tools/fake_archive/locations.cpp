#include "fake_archive/locations.hpp"

#include "fake_archive/dice.hpp"

#include <fmt/format.h>

namespace tapedeck::fake_archive {

std::string encode_path(std::string_view path) {
  constexpr std::string_view plain = "-._~/";
  std::string encoded;
  for (const char c : path) {
    const bool alike = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (alike || plain.contains(c)) {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

std::string place_on_node(const World& world, std::string_view identifier, std::string_view name) {
  const auto shelf = Dice(identifier).between(1, 35);
  return fmt::format("http://{}:{}/{}/items/{}/{}", world.node_host, world.node_port, shelf,
                     identifier, encode_path(name));
}

}  // namespace tapedeck::fake_archive
