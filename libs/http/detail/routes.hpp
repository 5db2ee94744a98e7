#pragma once

#include "http/detail/parts.hpp"
#include "http/router.hpp"

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::http {

/// What Router::find() has found.
struct Router::Found {
  std::uint16_t status = 404;             ///< 200, 204 (OPTIONS), 404 or 405.
  const RouteInfo* row = nullptr;         ///< With 200.
  std::size_t index = 0;                  ///< Of the row in rows().
  const BoundHandler* handler = nullptr;  ///< With 200; lives as long as the router.
  std::string allow;                      ///< With 204 and 405: "GET, HEAD, OPTIONS".
};

/// A tree of segments.
struct Router::Tree {
  static constexpr std::size_t verbs = 7;
  static constexpr std::size_t no_row = static_cast<std::size_t>(-1);

  struct Node {
    Node() { rows.fill(no_row); }

    std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
    std::unique_ptr<Node> parameter;      ///< `{name}`
    std::unique_ptr<Node> rest;           ///< `{name...}`
    std::unique_ptr<Node> rest_before;    ///< `{name...}/word`: its literals are the words.
    std::array<std::size_t, verbs> rows;  ///< By verb; no_row where there is none.

    [[nodiscard]] bool has_rows() const;
  };

  /// One row with its handler; `names` are those of the parameters in its pattern, in order.
  struct Entry {
    BoundHandler handler;
    std::vector<std::string_view> names;
  };

  Node root;
  std::vector<RouteInfo> infos;
  std::vector<Entry> entries;  ///< Beside `infos`.
  std::vector<Middleware> middlewares;
};

}  // namespace tapedeck::http
