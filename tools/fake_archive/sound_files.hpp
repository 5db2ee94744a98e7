#pragma once

#include "fake_archive/item.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tapedeck::fake_archive {

/// One made file, before its sums are taken.
struct RawFile {
  bool made = false;
  std::string bytes;
  double seconds = 0;      ///< Of sound; 0 for anything else.
  std::string sample_md5;  ///< Of lossless sound alone; empty for anything else.
};

/// Makes what holds sound or is drawn from it: the tracks in every coding, their waveforms and
/// spectrograms. `raw` has one entry a file of the item; entries that are not sound are left as
/// they are.
void press_sound(const Item& item, std::uint64_t seed, std::vector<RawFile>& raw);

}  // namespace tapedeck::fake_archive
