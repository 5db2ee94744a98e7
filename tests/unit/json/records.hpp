#pragma once

#include "json/types.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

/// Structs as the services write them, for the tests of libs/json.
namespace tapedeck::json_test {

enum class SourceKind : std::uint8_t { unknown, audience, soundboard };
BOOST_DESCRIBE_ENUM(SourceKind, unknown, audience, soundboard)

enum class Sort : std::uint8_t { newest, oldest };
constexpr auto json_words(std::type_identity<Sort>) {
  return std::to_array<json::Word<Sort>>(
      {{Sort::newest, "newest-first"}, {Sort::oldest, "oldest-first"}});
}

struct Track {
  std::uint16_t position;
  std::string title;
  std::optional<std::chrono::milliseconds> length_ms;

  friend bool operator==(const Track&, const Track&) = default;
};
BOOST_DESCRIBE_STRUCT(Track, (), (position, title, length_ms))

struct Recording {
  JobId id;
  ItemIdentifier item;
  SourceKind source_kind;
  Instant added_at;
  double rating;
  bool complete;
  std::int64_t bytes;
  std::vector<Track> tracks;
  std::map<std::string, std::string> notes;
  std::optional<std::string> taper;

  friend bool operator==(const Recording&, const Recording&) = default;
};
BOOST_DESCRIBE_STRUCT(Recording, (),
                      (id, item, source_kind, added_at, rating, complete, bytes, tracks, notes,
                       taper))

inline bool is_year(std::string_view text) {
  return text.size() == 4 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

struct NewList {
  std::string name;
  std::vector<std::string> files;
  std::int32_t priority;
  std::optional<std::string> year;
  Sort sort;
  std::optional<std::string> comment;
  std::string password;

  friend bool operator==(const NewList&, const NewList&) = default;
};
BOOST_DESCRIBE_STRUCT(NewList, (), (name, files, priority, year, sort, comment, password))

constexpr auto json_fields(std::type_identity<NewList>) {
  return json::fields(
      "Files somebody wants.", json::field(&NewList::name).length(1, 10).about("What to call it."),
      json::field(&NewList::files).items(1, 3).length(1, 20),
      json::field(&NewList::priority).between(0, 9).otherwise(5),
      json::field(&NewList::year).matching("^[0-9]{4}$", is_year, "must be a year such as 1977"),
      json::field(&NewList::sort).otherwise(Sort::newest),
      json::field(&NewList::comment).named("x-comment").omitted_when_absent(),
      json::field(&NewList::password).secret());
}

/// A struct that contains itself.
struct Folder {
  std::string name;
  std::vector<Folder> folders;

  friend bool operator==(const Folder&, const Folder&) = default;
};
BOOST_DESCRIBE_STRUCT(Folder, (), (name, folders))

}  // namespace tapedeck::json_test
