#include "download/core/naming.hpp"

#include "music/archive_date.hpp"
#include "music/words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tapedeck::download {
namespace {

std::string fact(std::string_view text) {
  return std::string(music::beginning_of(music::trimmed(text), most_fact_bytes));
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// One space where a missing field has left several, and none at the ends.
std::string tidied(std::string_view text) {
  std::string tidy;
  for (const auto word : music::split_at_spaces(text)) {
    if (!tidy.empty()) tidy += ' ';
    tidy += word;
  }
  return tidy;
}

}  // namespace

Facts facts_of(const archive::Item& item) {
  Facts facts{.item = item.identifier};
  if (!item.creators.empty()) facts.artist = fact(item.creators.front());
  if (const auto date = music::date_of(item.date, item.identifier)) facts.date = date->date.text();
  facts.venue = fact(item.venue);
  facts.city = fact(item.coverage);
  return facts;
}

Naming::Naming()
    : Naming("{user}/{identifier}/{file}", {{{.field = Field::identifier, .text = {}}}}) {}

std::expected<Naming, std::string> Naming::parse(std::string_view text) {
  if (text.size() > most_bytes) return std::unexpected("Give a shorter one.");
  std::vector<Folder> folders;
  for (const auto part : split(text, '/')) {
    auto folder = parse_folder(part);
    if (!folder) return std::unexpected(std::move(folder).error());
    folders.push_back(*std::move(folder));
  }
  const bool framed = folders.size() >= 3 && is_only(folders.front(), Field::user) &&
                      is_only(folders.back(), Field::file);
  if (!framed) return std::unexpected("Begin with {user}/ and end in /{file}.");
  if (folders.size() > most_folders) return std::unexpected("Give fewer folders.");
  std::vector<Folder> between(folders.begin() + 1, folders.end() - 1);
  const auto names_item = [](const Folder& folder) { return is_only(folder, Field::identifier); };
  if (std::ranges::count_if(between, names_item) != 1) {
    return std::unexpected("Make {identifier} one of the folders.");
  }
  const auto is_out_of_place = [](const Piece& piece) {
    return piece.field == Field::user || piece.field == Field::file;
  };
  for (const auto& folder : between) {
    if (std::ranges::any_of(folder, is_out_of_place)) {
      return std::unexpected("Use {user} only at the beginning and {file} only at the end.");
    }
  }
  return Naming(text, std::move(between));
}

std::expected<Naming::Folder, std::string> Naming::parse_folder(std::string_view text) {
  struct Word {
    std::string_view word;
    Field field;
  };
  constexpr auto words = std::to_array<Word>({{"{user}", Field::user},
                                              {"{artist}", Field::artist},
                                              {"{date}", Field::date},
                                              {"{year}", Field::year},
                                              {"{venue}", Field::venue},
                                              {"{city}", Field::city},
                                              {"{identifier}", Field::identifier},
                                              {"{file}", Field::file}});
  Folder folder;
  while (!text.empty()) {
    const auto brace = text.find_first_of("{}");
    if (brace != 0) {
      folder.push_back({.field = Field::text, .text = std::string(text.substr(0, brace))});
      text.remove_prefix(std::min(brace, text.size()));
      continue;
    }
    const auto* const word =
        std::ranges::find_if(words, [&](const Word& one) { return text.starts_with(one.word); });
    if (word == words.end()) {
      return std::unexpected(
          "Use only {user}, {artist}, {date}, {year}, {venue}, {city}, {identifier} and {file} in "
          "braces.");
    }
    folder.push_back({.field = word->field, .text = {}});
    text.remove_prefix(word->word.size());
  }
  if (folder.empty()) return std::unexpected("Leave no folder without a name.");
  return folder;
}

bool Naming::is_only(const Folder& folder, Field field) {
  return folder.size() == 1 && folder.front().field == field;
}

std::string Naming::written(const Folder& folder, const Facts& facts) {
  std::string name;
  for (const auto& piece : folder) {
    switch (piece.field) {
      case Field::text:
        name += piece.text;
        break;
      case Field::artist:
        name += facts.artist;
        break;
      case Field::date:
        name += facts.date;
        break;
      case Field::year:
        name += facts.date.substr(0, 4);
        break;
      case Field::venue:
        name += facts.venue;
        break;
      case Field::city:
        name += facts.city;
        break;
      case Field::identifier:
        name += facts.item.text();
        break;
      case Field::user:
      case Field::file:
        break;  // parse() lets them stand nowhere else
    }
  }
  name = tidied(name);
  return name.empty() ? "unknown" : name;
}

VaultPath Naming::place(const Job& job, const Facts& facts) const {
  std::vector<std::string> folders;
  folders.reserve(between_.size());
  for (const auto& folder : between_)
    folders.push_back(written(folder, facts));
  return VaultPath(job.user, folders, job.file);
}

}  // namespace tapedeck::download
