#pragma once

#include "gateway/core/account.hpp"
#include "json/fields.hpp"

#include <boost/describe.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

// What the routes of accounts take and give, as JSON.

namespace tapedeck::gateway {

constexpr auto json_fields(std::type_identity<User>) {
  return json::fields(
      "An account.", json::field(&User::storage_provider).about("Where its music is kept: local."));
}

namespace wire {

/// POST /auth/register
struct NewAccount {
  Username username;
  MailAddress email;
  std::string password;
  std::optional<std::string> setup_code;
};
BOOST_DESCRIBE_STRUCT(NewAccount, (), (username, email, password, setup_code))

constexpr auto json_fields(std::type_identity<NewAccount>) {
  return json::fields(
      "Somebody who makes an account.",
      json::field(&NewAccount::password)
          .about("At least 8 characters, at most 72 bytes of UTF-8.")
          .secret(),
      json::field(&NewAccount::setup_code)
          .length(1, 100)
          .about("What was printed at the start; for the first account from another machine."));
}

/// POST /auth/login
struct Login {
  std::string username;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(Login, (), (username, password))

constexpr auto json_fields(std::type_identity<Login>) {
  return json::fields("Somebody who signs in.",
                      json::field(&Login::username)
                          .length(1, MailAddress::max_bytes)
                          .about("The name or the mail address, in any case."),
                      json::field(&Login::password).secret());
}

/// POST /auth/refresh
struct Refresh {
  std::string refresh_token;
};
BOOST_DESCRIBE_STRUCT(Refresh, (), (refresh_token))

constexpr auto json_fields(std::type_identity<Refresh>) {
  return json::fields("A session that is renewed.",
                      json::field(&Refresh::refresh_token)
                          .length(1, 100)
                          .about("The one of the last log in or renewal: each holds once.")
                          .secret());
}

/// What POST /auth/login and /auth/refresh answer.
struct Tokens {
  std::string access_token;
  std::string token_type = "bearer";
  std::chrono::seconds expires_in{};
  std::string refresh_token;
  User user;
};
BOOST_DESCRIBE_STRUCT(Tokens, (), (access_token, token_type, expires_in, refresh_token, user))

constexpr auto json_fields(std::type_identity<Tokens>) {
  return json::fields(
      "What somebody holds who is signed in.",
      json::field(&Tokens::access_token).about("To send as Authorization: Bearer."),
      json::field(&Tokens::token_type).about("Always bearer."),
      json::field(&Tokens::expires_in).about("Seconds that the access token holds."),
      json::field(&Tokens::refresh_token).about("For POST /auth/refresh; holds once."));
}

/// POST /auth/password
struct PasswordChange {
  std::string password;
  std::string new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (password, new_password))

constexpr auto json_fields(std::type_identity<PasswordChange>) {
  return json::fields("A new password, and the old one to prove who asks.",
                      json::field(&PasswordChange::password).secret(),
                      json::field(&PasswordChange::new_password)
                          .about("At least 8 characters, at most 72 bytes of UTF-8.")
                          .secret());
}

/// PATCH /auth/me
struct Change {
  std::optional<Username> username;
  std::optional<MailAddress> email;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(Change, (), (username, email, password))

constexpr auto json_fields(std::type_identity<Change>) {
  return json::fields("What is changed of an account; what is left out stays.",
                      json::field(&Change::password).about("To prove who asks.").secret());
}

/// DELETE /auth/me
struct Leave {
  std::string password;
};
BOOST_DESCRIBE_STRUCT(Leave, (), (password))

constexpr auto json_fields(std::type_identity<Leave>) {
  return json::fields("An account that is given up.",
                      json::field(&Leave::password).about("To prove who asks.").secret());
}

/// One row of GET /auth/sessions.
struct Session {
  SessionId id;
  std::string device;
  Instant created_at{};
  Instant last_seen_at{};
  Instant expires_at{};
  bool current = false;
};
BOOST_DESCRIBE_STRUCT(Session, (), (id, device, created_at, last_seen_at, expires_at, current))

constexpr auto json_fields(std::type_identity<Session>) {
  return json::fields(
      "A place where the caller is signed in.",
      json::field(&Session::device).about("What the browser or program calls itself."),
      json::field(&Session::last_seen_at).about("To within an hour."),
      json::field(&Session::expires_at).about("Unless it is used before."),
      json::field(&Session::current).about("It is the one that asks."));
}

/// What GET /auth/sessions answers.
struct Sessions {
  std::vector<Session> sessions;
};
BOOST_DESCRIBE_STRUCT(Sessions, (), (sessions))

/// What POST /auth/ws-ticket answers.
struct Ticket {
  std::string ticket;
  std::chrono::seconds expires_in{};
};
BOOST_DESCRIBE_STRUCT(Ticket, (), (ticket, expires_in))

constexpr auto json_fields(std::type_identity<Ticket>) {
  return json::fields(
      "What opens one WebSocket.",
      json::field(&Ticket::ticket).about("To give as ?ticket= of /ws/downloads/{user_id}, once."));
}

}  // namespace wire

}  // namespace tapedeck::gateway
