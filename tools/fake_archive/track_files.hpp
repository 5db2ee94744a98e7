#pragma once

#include "base/result.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <string>

namespace tapedeck::fake_archive {

/// What the file entries of a recording need to know of it.
struct RecordingFacts {
  std::string identifier;
  std::string creator;
  std::string album;
  bool stream_only = false;
  bool reviewed = false;
  std::int64_t uploaded = 0;  ///< Seconds since 1970.
};

/// The file entries of a recipe, by name in byte order: originals, derivatives, papers and the
/// Archive's own.
///
/// Errors: `invalid` for a format that is not known.
[[nodiscard]] Result<boost::json::array> files_of_recipe(const boost::json::object& recipe,
                                                         const RecordingFacts& facts);

}  // namespace tapedeck::fake_archive
