#pragma once

#include <cstdint>
#include <string>

namespace tapedeck::bench {

/// Fills `cache_entries` of the SQLite database `file`, which the program has made, with `bytes` of
/// answers of searches, 20 KB each. Throws when it cannot.
void fill_cache(const std::string& file, std::uint64_t bytes);

}  // namespace tapedeck::bench
