#pragma once

#include "gateway/core/places.hpp"
#include "gateway/http/neighbours.hpp"
#include "gateway/http/search_history.hpp"
#include "http/openapi.hpp"
#include "http/router.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tapedeck::gateway {

/// A route that another service answers.
struct ForwardedRow {
  http::Verb verb;
  std::string_view pattern;
  http::Access access;     ///< As at its owner, who asks again.
  std::string_view owner;  ///< "browse"

  /// What the path begins with here and at its owner, where the two differ: "/music", "/browse".
  std::string_view here{};
  std::string_view there{};
  std::optional<SearchType> remembered{};  ///< It is a search, and is written down as one of these.
  std::string_view summary{};              ///< Only of what has no row of this name at its owner.
  bool lasts = false;                      ///< A WebSocket or music: see Neighbour::lasting().
};

/// Every route that is passed on. None says what it takes and gives: the owner's document does.
[[nodiscard]] std::span<const ForwardedRow> forwarded_rows();

/// The same, as rows of a router.
[[nodiscard]] std::vector<http::RouteInfo> forwarded_infos();

/// Those that have another name at their owner.
[[nodiscard]] std::vector<http::SamePath> forwarded_paths();

/// Passes requests on to the service that owns the route, and answers back.
class Forwarding {
 public:
  /// What lasts, of one user at the same time; above it: 429. More than a household plays.
  static constexpr std::size_t most_lasting = 64;

  /// Both outlive this, and this the router and every answer.
  Forwarding(Neighbours& neighbours, SearchHistory& history)
      : neighbours_(neighbours), history_(history) {}

  /// Adds every forwarded row. The neighbours have been added before.
  void add_to(http::Router& routes);

 private:
  /// `row` is of the table and outlives the call.
  Task<Result<http::Response>> pass_on(http::Client& owner, const ForwardedRow& row,
                                       http::Request request);
  /// As pass_on(), with one of the user's places; `row` outlives the call.
  Task<Result<http::Response>> pass_on_lasting(http::Client& owner, const ForwardedRow& row,
                                               http::Request request);

  Neighbours& neighbours_;
  SearchHistory& history_;
  Places lasting_{most_lasting};
};

}  // namespace tapedeck::gateway
