#pragma once

#include <cstdint>
#include <string>

namespace tapedeck::fake_archive {

/// Gives every page of an Ogg stream the serial number `serial` and mends the pages' checksums (RFC
/// 3533 section 6). libsndfile draws the number from the clock, which would make two files of one.
void set_ogg_serial(std::string& bytes, std::uint32_t serial);

}  // namespace tapedeck::fake_archive
