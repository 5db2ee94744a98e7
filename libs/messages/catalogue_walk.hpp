#pragma once

#include "json/fields.hpp"
#include "messages/catalogue.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace tapedeck::messages {

/// Where a walk over the whole catalogue has come to.
struct CatalogueMark {
  std::string cursor;       ///< To go on from, should the walk break off.
  std::uint64_t count = 0;  ///< Items so far, those of earlier walks it goes on from included.
  std::uint64_t total = 0;  ///< How many there are, as the Archive counts at the moment.
  bool last = false;        ///< The walk is at its end.
  bool complete = false;    ///< And nothing is missing, as far as the total tells.
};
BOOST_DESCRIBE_STRUCT(CatalogueMark, (), (cursor, count, total, last, complete))

/// Why a walk ends before its end. What stands before it is good; go on from the last mark.
struct CatalogueFault {
  std::string code;  ///< As of problems: "unavailable".
  std::string detail;
  std::optional<std::uint64_t> retry_after_seconds;
};
BOOST_DESCRIBE_STRUCT(CatalogueFault, (), (code, detail, retry_after_seconds))

/// One line of GET /browse/catalogue: one of the three is there.
struct CatalogueLine {
  std::optional<FoundItem> item;
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
