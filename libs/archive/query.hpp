#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::archive {

/// An expression in the Archive's query language (Lucene on Elasticsearch), put together from parts
/// whose text cannot break out of it.
///
/// `all({Query::is("collection", "GratefulDead"), recordings(), Query::between("date", …)})`
///
/// An empty Query says nothing and is left out of whatever it is put into. Field names are those
/// of the Archive and come from code, never from a listener.
class Query {
 public:
  /// The longest text the Archive is asked for. It rejects somewhere between 1,900 and 2,000
  /// characters (measured by jbuckner/InternetArchiveKit f738aac), so longer lists are split.
  static constexpr std::size_t max_bytes = 1'800;

  Query() = default;

  /// `field` holds `value`: `collection:GratefulDead`, `creator:"Grateful Dead"`.
  [[nodiscard]] static Query is(std::string_view field, std::string_view value);

  /// `field` holds each word of `text`, anywhere: `venue:(barton AND hall)`. With an empty `field`
  /// the Archive looks in all it has.
  [[nodiscard]] static Query words(std::string_view field, std::string_view text);

  /// What somebody who knows the language wrote, whole: `(venue:barton AND NOT taper:miller)`.
  /// Errors: `invalid`, where it could reach beyond itself or would not be understood: brackets or
  /// quotes that do not match, a bare `/` (which would begin a pattern), control characters.
  [[nodiscard]] static Result<Query> written(std::string_view text);

  /// `field` lies between the two, both included: `date:[1977-01-01 TO 1977-12-31]`. An empty bound
  /// is open. The safe form for dates: an escaped single date has failed for others.
  [[nodiscard]] static Query between(std::string_view field, std::string_view from,
                                     std::string_view to);

  /// `field` is one of `values`: `identifier:(a OR b)`.
  [[nodiscard]] static Query one_of(std::string_view field, const std::vector<std::string>& values);

  /// `field` is there at all: `_exists_:coverage`.
  [[nodiscard]] static Query exists(std::string_view field);

  /// Each of them: `a AND b`.
  [[nodiscard]] static Query all(const std::vector<Query>& parts);

  /// At least one of them: `((a) OR (b))`.
  [[nodiscard]] static Query any(const std::vector<Query>& parts);

  /// Not this one: `NOT (a)`.
  [[nodiscard]] static Query none(const Query& part);

  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
  [[nodiscard]] std::string_view text() const& noexcept { return text_; }
  std::string_view text() const&& = delete;

  friend bool operator==(const Query&, const Query&) = default;

 private:
  explicit Query(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

/// Live music: `collection:etree AND mediatype:etree`. The collection alone would also match the
/// 9,300 artists' own items, and by downloads those come first.
[[nodiscard]] Query recordings();

/// The artists of the Live Music Archive: `collection:etree AND mediatype:collection`.
[[nodiscard]] Query artists();

}  // namespace tapedeck::archive
