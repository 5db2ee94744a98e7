#pragma once

#include "archive/item.hpp"
#include "download/core/job.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::download {

/// What is known of a recording when its files get their names. Empty is not known; each text is at
/// most `most_fact_bytes` of UTF-8.
struct Facts {
  ItemIdentifier item;
  std::string artist{};
  std::string date{};  ///< "1977-05-08", "1977-XX-XX".
  std::string venue{};
  std::string city{};

  friend bool operator==(const Facts&, const Facts&) = default;
};

inline constexpr std::size_t most_fact_bytes = 100;

[[nodiscard]] Facts facts_of(const archive::Item& item);

/// How users see their finished files in the vault: `{user}/{artist}/{date}
/// {venue}/{identifier}/{file}`.
///
/// The first folder is `{user}`, `{identifier}` is one by itself, and `{file}` is the end; so no
/// two files are ever called the same. Between stand folders of any of `{artist}`, `{date}`,
/// `{year}`,
/// `{venue}`, `{city}` and other text; what is not known is left out, and a folder of which nothing
/// is left is called `unknown`.
class Naming {
 public:
  static constexpr std::size_t most_bytes = 300;
  static constexpr std::size_t most_folders = 10;

  /// `{user}/{identifier}/{file}`.
  Naming();

  /// Errors: what to do about it, a sentence.
  [[nodiscard]] static std::expected<Naming, std::string> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const& noexcept { return text_; }
  const std::string& text() const&& = delete;

  /// Where the file of a job is seen.
  [[nodiscard]] VaultPath place(const Job& job, const Facts& facts) const;

  friend bool operator==(const Naming& a, const Naming& b) { return a.text_ == b.text_; }

 private:
  enum class Field : std::uint8_t { text, user, artist, date, year, venue, city, identifier, file };

  struct Piece {
    Field field = Field::text;
    std::string text{};  ///< Only of text.
  };
  using Folder = std::vector<Piece>;

  Naming(std::string_view text, std::vector<Folder> between)
      : text_(text), between_(std::move(between)) {}

  [[nodiscard]] static std::expected<Folder, std::string> parse_folder(std::string_view text);
  [[nodiscard]] static bool is_only(const Folder& folder, Field field);
  [[nodiscard]] static std::string written(const Folder& folder, const Facts& facts);

  std::string text_;
  std::vector<Folder> between_;  ///< Between the user's folder and the file.
};

}  // namespace tapedeck::download
