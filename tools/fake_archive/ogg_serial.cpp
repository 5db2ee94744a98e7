#include "fake_archive/ogg_serial.hpp"

#include "base/ensure.hpp"

#include <ogg/ogg.h>

namespace tapedeck::fake_archive {

namespace {

constexpr std::size_t fixed_header = 27;  // up to and with the number of segments
constexpr std::size_t serial_at = 14;

}  // namespace

void set_ogg_serial(std::string& bytes, std::uint32_t serial) {
  auto* const data = reinterpret_cast<unsigned char*>(bytes.data());
  std::size_t at = 0;
  while (at < bytes.size()) {
    ensure(at + fixed_header <= bytes.size() && bytes.compare(at, 4, "OggS") == 0,
           "an encoder's Ogg stream is whole pages");
    const std::size_t segments = data[at + fixed_header - 1];
    std::size_t body = 0;
    for (std::size_t i = 0; i < segments; ++i)
      body += data[at + fixed_header + i];
    for (std::size_t i = 0; i < 4; ++i)
      data[at + serial_at + i] = static_cast<unsigned char>(serial >> (8 * i));

    ogg_page page{};
    page.header = data + at;
    page.header_len = static_cast<long>(fixed_header + segments);
    page.body = page.header + page.header_len;
    page.body_len = static_cast<long>(body);
    ogg_page_checksum_set(&page);
    at += fixed_header + segments + body;
  }
}

}  // namespace tapedeck::fake_archive
