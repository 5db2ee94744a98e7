#include "gateway/http/account_routes.hpp"
#include "json/encode.hpp"
#include "json/schema.hpp"
#include "messages/revocations.hpp"

#include <array>
#include <utility>

namespace tapedeck::gateway {
namespace {

using http::Request;
using http::Response;

/// 200 the sessions that ended since · 422 a time that cannot be read
Task<Result<Response>> ended_sessions(Accounts& accounts, Request request) {
  std::optional<Instant> since;
  if (const auto given = request.parameter("since")) {
    auto instant = parse_instant(*given);
    if (!instant) co_return failure(instant);
    since = *instant;
  }
  messages::EndedSessions answer;
  answer.until = accounts.now();
  auto ended = co_await accounts.ended_sessions(since);
  if (!ended) co_return failure(ended);
  for (const auto& one : *ended)
    answer.sessions.push_back({one.session, one.ended_at});
  co_return http::json(json::encode(answer)).never_kept();
}

constexpr auto since_parameter = std::to_array<http::Parameter>(
    {{"since", json::schema_of<Instant>, "What the last answer called until."}});

// clang-format off
constexpr auto internal_rows = std::to_array<http::Route<Accounts>>({
    {http::Verb::get, messages::revocations_path, http::Access::service, ended_sessions,
     {.summary = "Sessions that ended before their time, for the other services",
      .parameters = since_parameter, .answer = json::schema_of<messages::EndedSessions>}},
});
// clang-format on

}  // namespace

std::span<const http::Route<Accounts>> internal_routes() { return internal_rows; }

}  // namespace tapedeck::gateway
