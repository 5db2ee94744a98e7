#include "gateway/http/account_routes.hpp"

#include "gateway/http/arrivals.hpp"
#include "gateway/http/session_cookie.hpp"
#include "gateway/http/wire.hpp"
#include "identity/opaque_token.hpp"
#include "json/decode.hpp"
#include "json/encode.hpp"
#include "json/schema.hpp"

#include <array>
#include <utility>

namespace tapedeck::gateway {
namespace {

using http::Access;
using http::Request;
using http::Response;
using http::Verb;

std::chrono::seconds whole_seconds(std::chrono::milliseconds time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time);
}

Response tokens(const AccountDesk& desk, Admitted admitted) {
  // Up: a token's times are whole seconds, and ours is some milliseconds into one.
  const auto left =
      std::chrono::ceil<std::chrono::seconds>(admitted.access.expires_at - desk.clock.now());
  wire::Tokens answer{.access_token = std::move(admitted.access.text),
                      .expires_in = left,
                      .refresh_token = std::move(admitted.refresh_token),
                      .user = std::move(admitted.user)};
  return http::json(json::encode(answer)).never_kept();
}

std::unexpected<Error> no_session() {
  return fail(Errc::forbidden, "This is for people; a service has no session.");
}

/// 201 the account · 403 not without an invitation or the setup code · 409 name or address taken
Task<Result<Response>> sign_up(AccountDesk& desk, Request request) {
  auto wanted = json::decode<wire::NewAccount>(request.body());
  if (!wanted) co_return failure(wanted);
  Application application{std::move(wanted->username), std::move(wanted->email),
                          std::move(wanted->password), std::move(wanted->setup_code)};
  auto visitor = visitor_of(request, desk.proxies);
  auto user = co_await desk.accounts.sign_up(std::move(application), std::move(visitor));
  if (!user) co_return failure(user);
  co_return http::json(json::encode(*user)).with_status(201).never_kept();
}

/// 200 tokens, and the cookie · 401 name or password are wrong · 429 too many tries
Task<Result<Response>> log_in(AccountDesk& desk, Request request) {
  auto login = json::decode<wire::Login>(request.body());
  if (!login) co_return failure(login);
  auto visitor = visitor_of(request, desk.proxies);
  const bool https = visitor.https;
  std::string device(request.header("User-Agent").value_or(""));
  auto admitted =
      co_await desk.accounts.log_in(std::move(login->username), std::move(login->password),
                                    std::move(device), std::move(visitor));
  if (!admitted) co_return failure(admitted);
  const auto life = whole_seconds(desk.accounts.session_life());
  const auto cookie = set_session_cookie(admitted->cookie.value_or(""), https, life);
  co_return tokens(desk, std::move(*admitted)).with("Set-Cookie", cookie);
}

/// 200 the next tokens · 401 the token holds no more
Task<Result<Response>> refresh(AccountDesk& desk, Request request) {
  auto shown = json::decode<wire::Refresh>(request.body());
  if (!shown) co_return failure(shown);
  auto admitted = co_await desk.accounts.renew(std::move(shown->refresh_token));
  if (!admitted) co_return failure(admitted);
  co_return tokens(desk, std::move(*admitted));
}

/// 204 the session has ended
Task<Result<Response>> log_out(AccountDesk& desk, Request request) {
  const auto& caller = request.caller();
  if (!caller.session) co_return no_session();
  auto ended = co_await desk.accounts.end_session(*caller.user, *caller.session);
  // One that is not there any more has ended too.
  if (!ended && ended.error().code != Errc::not_found) co_return failure(ended);
  const bool https = visitor_of(request, desk.proxies).https;
  co_return http::no_content().with("Set-Cookie", clear_session_cookie(https)).never_kept();
}

/// 200 the account
Task<Result<Response>> me(AccountDesk& desk, Request request) {
  auto user = co_await desk.accounts.account(*request.caller().user);
  if (!user) co_return failure(user);
  co_return http::json(json::encode(*user)).never_kept();
}

/// 200 the account as it is now · 403 the password is wrong · 409 name or address taken
Task<Result<Response>> change_me(AccountDesk& desk, Request request) {
  auto wanted = json::decode<wire::Change>(request.body());
  if (!wanted) co_return failure(wanted);
  AccountChange change{std::move(wanted->username), std::move(wanted->email)};
  auto visitor = visitor_of(request, desk.proxies);
  auto user = co_await desk.accounts.change(*request.caller().user, std::move(change),
                                            std::move(wanted->password), std::move(visitor));
  if (!user) co_return failure(user);
  co_return http::json(json::encode(*user)).never_kept();
}

/// 204 it is gone · 403 the password is wrong · 409 it is the only admin's
Task<Result<Response>> leave(AccountDesk& desk, Request request) {
  auto shown = json::decode<wire::Leave>(request.body());
  if (!shown) co_return failure(shown);
  auto visitor = visitor_of(request, desk.proxies);
  const bool https = visitor.https;
  auto left = co_await desk.accounts.leave(*request.caller().user, std::move(shown->password),
                                           std::move(visitor));
  if (!left) co_return failure(left);
  co_return http::no_content().with("Set-Cookie", clear_session_cookie(https)).never_kept();
}

/// 204 it holds, and every other session has ended · 403 the old one is wrong · 422 no password
Task<Result<Response>> change_password(AccountDesk& desk, Request request) {
  auto wanted = json::decode<wire::PasswordChange>(request.body());
  if (!wanted) co_return failure(wanted);
  auto visitor = visitor_of(request, desk.proxies);
  const auto& caller = request.caller();
  auto changed = co_await desk.accounts.change_password(
      *caller.user, caller.session, std::move(wanted->password), std::move(wanted->new_password),
      std::move(visitor));
  if (!changed) co_return failure(changed);
  co_return http::no_content().never_kept();
}

/// 200 where the caller is signed in
Task<Result<Response>> sessions(AccountDesk& desk, Request request) {
  const auto& caller = request.caller();
  auto found = co_await desk.accounts.sessions(*caller.user);
  if (!found) co_return failure(found);
  wire::Sessions answer;
  for (auto& info : *found) {
    answer.sessions.push_back({info.id, std::move(info.device), info.created_at, info.last_seen_at,
                               info.expires_at, caller.session == info.id});
  }
  co_return http::json(json::encode(answer)).never_kept();
}

/// 204 it has ended · 404 the caller has no such session
Task<Result<Response>> sign_out_elsewhere(AccountDesk& desk, Request request) {
  auto session = SessionId::parse(request.path_part("id"));
  if (!session) co_return fail(Errc::not_found, "There is no such session.");
  auto ended = co_await desk.accounts.end_session(*request.caller().user, *session);
  if (!ended) co_return failure(ended);
  co_return http::no_content().never_kept();
}

/// 200 a ticket
Task<Result<Response>> ws_ticket(AccountDesk& desk, Request request) {
  const auto& caller = request.caller();
  if (!caller.session) co_return no_session();
  auto made = identity::make_opaque_token();
  desk.tickets.issue(made.hash, {*caller.user, *caller.session, caller.admin}, desk.clock.ticks());
  const wire::Ticket answer{std::move(made.text), Tickets::life};
  co_return http::json(json::encode(answer)).never_kept();
}

// clang-format off
constexpr auto account_rows = std::to_array<http::Route<AccountDesk>>({
    {Verb::post,  "/auth/register",      Access::open, sign_up,
     {.summary = "Make an account; the first one is the admin's",
      .body = json::schema_of<wire::NewAccount>, .answer = json::schema_of<User>, .status = 201}},
    {Verb::post,  "/auth/login",         Access::open, log_in,
     {.summary = "Sign in: tokens for programs, a cookie for browsers",
      .body = json::schema_of<wire::Login>, .answer = json::schema_of<wire::Tokens>}},
    {Verb::post,  "/auth/refresh",       Access::open, refresh,
     {.summary = "Exchange a refresh token for the next tokens, once",
      .body = json::schema_of<wire::Refresh>, .answer = json::schema_of<wire::Tokens>}},
    {Verb::post,  "/auth/logout",        Access::user, log_out,
     {.summary = "End the session that asks", .status = 204, .answer_type = ""}},
    {Verb::post,  "/auth/password",      Access::user, change_password,
     {.summary = "Change the password, and end every other session",
      .body = json::schema_of<wire::PasswordChange>, .status = 204, .answer_type = ""}},
    {Verb::get,   "/auth/me",            Access::user, me,
     {.summary = "The account that asks", .answer = json::schema_of<User>}},
    {Verb::patch, "/auth/me",            Access::user, change_me,
     {.summary = "Change name or address of the account that asks",
      .body = json::schema_of<wire::Change>, .answer = json::schema_of<User>}},
    {Verb::del,   "/auth/me",            Access::user, leave,
     {.summary = "Delete the account that asks, with its sessions and searches",
      .body = json::schema_of<wire::Leave>, .status = 204, .answer_type = ""}},
    {Verb::get,   "/auth/sessions",      Access::user, sessions,
     {.summary = "Where the account is signed in", .answer = json::schema_of<wire::Sessions>}},
    {Verb::del,   "/auth/sessions/{id}", Access::user, sign_out_elsewhere,
     {.summary = "End one of the account's sessions", .status = 204, .answer_type = ""}},
    {Verb::post,  "/auth/ws-ticket",     Access::user, ws_ticket,
     {.summary = "A ticket that opens one WebSocket within 30 seconds",
      .answer = json::schema_of<wire::Ticket>}},
});
// clang-format on

}  // namespace

std::span<const http::Route<AccountDesk>> account_routes() { return account_rows; }

}  // namespace tapedeck::gateway
