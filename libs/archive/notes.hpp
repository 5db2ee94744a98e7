#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::archive {

/// What had to be done to something the Archive said before it could be used.
enum class Repair : std::uint8_t {
  left_out,                ///< Could not be read; the field is as if it were not there.
  joined,                  ///< Was a list where one text is meant; its parts are joined.
  first_taken,             ///< Was a list where one value is meant; the first is taken.
  repeated,                ///< Stood there before; kept once.
  digits_added,            ///< A CRC-32 without its leading zeros.
  title_inherited,         ///< A derivative without a title has that of its original.
  title_from_name,         ///< No file of the track has a title; its name tells one.
  length_from_derivative,  ///< Of Shorten, whose own length is wrong.
  order_from_numbers,      ///< Names do not count the tracks; their numbers do.
  format_from_name,        ///< Sound under another format's word; its suffix tells.
  not_sound,               ///< Called sound by the Archive, and is none.
  extra,                   ///< Sound in a folder of extras; no track.
};
inline constexpr std::size_t repairs = std::size_t{1} + std::to_underlying(Repair::extra);

/// One kind of repair in one answer.
struct Note {
  Repair repair = Repair::left_out;
  std::uint32_t count = 0;
  std::vector<std::string>
      places;  ///< The first few: "/metadata/venue", "/files/d1t01.flac/crc32".

  friend bool operator==(const Note&, const Note&) = default;
};

/// What was repaired in one answer of the Archive. Bounded, however much that is.
class Notes {
 public:
  static constexpr std::size_t most_places = 5;  ///< Of each kind.

  /// Notes a repair of `key` of the object at `path`.
  void add(Repair repair, std::string_view path, std::string_view key);

  [[nodiscard]] std::uint32_t count(Repair repair) const;

  /// Where the first of them were; good until add().
  [[nodiscard]] const std::vector<std::string>& places(Repair repair) const&;
  const std::vector<std::string>& places(Repair repair) const&& = delete;

  /// The kinds that occurred, in the order of Repair.
  [[nodiscard]] std::vector<Note> list() const;

  friend bool operator==(const Notes&, const Notes&) = default;

 private:
  std::array<Note, repairs> by_repair_{};
};

}  // namespace tapedeck::archive
