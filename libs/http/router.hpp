#pragma once

#include "http/route.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::http {

/// The tables of one service, and the way from a request to its row.
///
/// A literal segment goes before `{name}`, whatever the order of the rows. HEAD is answered by the
/// row for GET (RFC 9110 §9.3.2), OPTIONS by the verbs a path has. Built at wiring, then only read.
class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  /// Adds a table. `collaborator` outlives the router. Stops the process on two rows for the same
  /// verb and path, since that is a mistake in a table.
  template <class Collaborator>
  Router& add(std::span<const Route<Collaborator>> rows, Collaborator& collaborator) {
    for (const auto& row : rows) {
      const RouteInfo info{row.verb, row.pattern, row.access, row.operation};
      add(info, [&collaborator, handler = row.handler](Request request) {
        return handler(collaborator, std::move(request));
      });
    }
    return *this;
  }

  Router& add(const RouteInfo& info, BoundHandler handler);

  /// Wraps every handler, those added before and after; what is wrapped first is the innermost.
  Router& wrap(Middleware middleware);

  /// Every row, in the order it was added.
  [[nodiscard]] std::span<const RouteInfo> rows() const noexcept;

  struct Found;  ///< Known to libs/http alone, as is Tree.
  struct Tree;

  /// The row for the verb and target of a request; fills in the path parts. The path decides first:
  /// a literal that has rows is not left for a parameter that would have the verb.
  [[nodiscard]] Found find(Request::Parts& parts) const;

 private:
  std::unique_ptr<Tree> tree_;
};

}  // namespace tapedeck::http
