#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::fake_archive {

/// One item as the catalogue knows it: everything but the bytes of its files.
///
/// Kept as JSON and not as fields of ours, because what a client must bear is exactly the drift of
/// these values: strings for numbers, lists for strings, keys that are missing.
struct Item {
  std::string identifier;
  boost::json::object metadata;
  boost::json::array files;     ///< One object a file; sizes and digests come with the bytes.
  boost::json::array reviews;   ///< Empty when there are none.
  boost::json::object storage;  ///< `server`, `dir`, `uniq` and the other top-level keys.
  bool dark = false;            ///< Withdrawn: `is_dark`, no metadata, no downloads.
};

/// A string member; empty when there is none or it is no string.
[[nodiscard]] std::string text_of(const boost::json::object& object, std::string_view key);

/// Every string of a member that is a string or a list of them.
[[nodiscard]] std::vector<std::string> texts_of(const boost::json::object& object,
                                                std::string_view key);

/// Whether the originals may be played but not fetched: `stream_only` among its collections.
[[nodiscard]] bool is_stream_only(const Item& item);

/// The top-level keys that say where an item lies, made up from its name.
[[nodiscard]] boost::json::object made_up_storage(std::string_view identifier,
                                                  std::int64_t last_updated);

}  // namespace tapedeck::fake_archive
