#pragma once

#include "json/fields.hpp"
#include "messages/catalogue.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tapedeck::messages {

/// One recording of the catalogue: what a search shows of it, and what else the index knows. Empty
/// means that it does not say.
struct CatalogueItem {
  FoundItem found;
  std::string description{};  ///< As text, without its HTML; often the setlist.
  std::string runtime{};      ///< As the uploader wrote it.
  std::vector<std::string> subjects{};
  std::string updated{};   ///< When the item last changed, as the Archive writes it.
  std::string reviewed{};  ///< When it was last reviewed.
};
BOOST_DESCRIBE_STRUCT(CatalogueItem, (), (found, description, runtime, subjects, updated, reviewed))

constexpr auto json_fields(std::type_identity<CatalogueItem>) {
  return json::fields("One recording of the catalogue.",
                      json::field(&CatalogueItem::found).about("As a search shows it."),
                      json::field(&CatalogueItem::description).about("As text, without its HTML."),
                      json::field(&CatalogueItem::updated).about("When the item last changed."),
                      json::field(&CatalogueItem::reviewed).about("When it was last reviewed."));
}

/// Where a walk over the whole catalogue has come to.
struct CatalogueMark {
  std::string cursor;       ///< To go on from, should the walk break off.
  std::uint64_t count = 0;  ///< Items so far, those of earlier walks it goes on from included.
  std::uint64_t total = 0;  ///< How many there are, as the Archive counts at the moment.
  bool last = false;        ///< The walk is at its end.
  bool complete = false;    ///< And nothing is missing, as far as the totals tell.
  /// Items of this batch that no line stands for, since they have no name that can be read; they
  /// are among `count`.
  std::uint64_t left_out = 0;
  /// The first few places of the batch that could not be read: "/items/17/identifier".
  std::vector<std::string> unread{};
};
BOOST_DESCRIBE_STRUCT(CatalogueMark, (), (cursor, count, total, last, complete, left_out, unread))

/// Why a walk ends before its end. What stands before it is good; go on from the last mark.
struct CatalogueFault {
  std::string code;  ///< As of problems: "unavailable".
  std::string detail;
  std::optional<std::uint64_t> retry_after_seconds;
};
BOOST_DESCRIBE_STRUCT(CatalogueFault, (), (code, detail, retry_after_seconds))

/// One line of GET /browse/catalogue: one of the three is there.
struct CatalogueLine {
  std::optional<CatalogueItem> item;
  std::optional<CatalogueMark> mark;  ///< Behind each batch of items.
  std::optional<CatalogueFault> fault;
};
BOOST_DESCRIBE_STRUCT(CatalogueLine, (), (item, mark, fault))

constexpr auto json_fields(std::type_identity<CatalogueLine>) {
  return json::fields(
      "One line of the catalogue: an item, a mark, or a fault.",
      json::field(&CatalogueLine::item).omitted_when_absent(),
      json::field(&CatalogueLine::mark).omitted_when_absent().about("Behind each batch of items."),
      json::field(&CatalogueLine::fault).omitted_when_absent().about("The walk broke off."));
}

}  // namespace tapedeck::messages
