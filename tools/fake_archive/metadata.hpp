#pragma once

#include "fake_archive/search.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace tapedeck::fake_archive {

/// `/metadata/{identifier}` of an item that is there: its answer with `created` set to now.
[[nodiscard]] std::string whole_metadata(const boost::json::object& answer, std::int64_t now);

/// What is said of a withdrawn item: `is_dark`, where it lies, and neither files nor metadata.
[[nodiscard]] boost::json::object dark_answer(const boost::json::object& storage);

/// A sub-read such as `/metadata/{identifier}/files/0/name`: `{"result": ...}`, or `{"error": ...}`
/// when there is nothing there. `path` is what follows the identifier, decoded; `start` and `count`
/// in `parameters` cut a list.
[[nodiscard]] std::string part_of_metadata(const boost::json::object& answer, std::string_view path,
                                           const Parameters& parameters);

}  // namespace tapedeck::fake_archive
