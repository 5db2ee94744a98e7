#pragma once

#include "async/task.hpp"
#include "base/result.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/verb.hpp"
#include "json/schema.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace tapedeck::http {

/// Who may use a route. It stands in the route's row, so no handler can forget to ask.
enum class Access : std::uint8_t {
  open,       ///< Everyone: health, log in, documentation.
  catalogue,  ///< Everyone, unless the operator has closed anonymous reading.
  user,       ///< A signed-in user, or a service acting for one.
  admin,      ///< A user with the role admin.
  service,    ///< Another of our services, by a service token.
  metrics,    ///< Loopback, or whoever has the metrics token.
};

/// A query parameter, for the documentation. Reading and checking it is the handler's work.
struct Parameter {
  std::string_view name;
  json::SchemaOf schema;
  std::string_view meaning;  ///< One sentence.
  bool required = false;
};

/// What the documentation says of a route, beyond what its row says.
struct Operation {
  std::string_view summary;                 ///< One sentence without a full stop.
  std::span<const Parameter> parameters{};  ///< Query parameters; path parts come from the pattern.
  json::SchemaOf body = nullptr;            ///< Of the request's JSON; none when null.
  json::SchemaOf answer = nullptr;          ///< Of the answer's JSON; none when null.
  std::uint16_t status = 200;               ///< Of the answer when all is well.
  std::string_view answer_type = "application/json";
};

/// What handles one request. A plain function: its state is its parameters (rule C3).
template <class Collaborator>
using Handler = Task<Result<Response>> (*)(Collaborator&, Request);

/// One row of a service's table.
template <class Collaborator>
struct Route {
  Verb verb;
  std::string_view
      pattern;  ///< "/items/{id}"; `{name...}` takes the rest, or what precedes its last word.
  Access access;
  Handler<Collaborator> handler;
  Operation operation;
};

/// A row without the type of its collaborator: what middleware, documentation and metrics see.
struct RouteInfo {
  Verb verb;
  std::string_view pattern;
  Access access;
  Operation operation;
};

/// The rows of a table without their collaborator.
template <class Collaborator>
[[nodiscard]] std::vector<RouteInfo> row_infos(std::span<const Route<Collaborator>> table) {
  std::vector<RouteInfo> infos;
  for (const auto& row : table)
    infos.push_back({row.verb, row.pattern, row.access, row.operation});
  return infos;
}

/// A handler bound to its collaborator.
using BoundHandler = std::function<Task<Result<Response>>(Request)>;

/// Something done around every handler: asking who is there, counting, limiting. Called once per
/// route at wiring; gives the handler to call instead.
using Middleware = std::function<BoundHandler(const RouteInfo&, BoundHandler)>;

}  // namespace tapedeck::http
