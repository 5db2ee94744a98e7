#include "identity/access_token.hpp"

#include "base/ensure.hpp"
#include "json/decode.hpp"
#include "json/encode.hpp"

namespace tapedeck::identity {

/// The payload, with the names of RFC 7519 §4.1.
struct AccessPayload {
  std::string iss;
  std::string aud;
  UserId sub;
  SessionId sid;
  bool admin;
  Uuid jti;
  std::int64_t iat;
  std::int64_t nbf;
  std::int64_t exp;
};
BOOST_DESCRIBE_STRUCT(AccessPayload, (), (iss, aud, sub, sid, admin, jti, iat, nbf, exp))

namespace {

constexpr std::string_view us = "tapedeck";

/// A longer life may have been configured when the token was made.
constexpr std::chrono::hours longest_access{24};

}  // namespace

Caller AccessClaims::caller() const {
  return {.kind = Caller::Kind::user, .admin = admin, .user = user, .session = session};
}

AccessTokens::AccessTokens(AccessKeys keys, const Clock& clock, std::chrono::seconds life)
    : jwt_("access tokens", std::move(keys.active), std::move(keys.previous)),
      clock_(clock),
      life_(life) {
  ensure(life > life.zero() && life <= longest_access, "an access token lives for up to a day");
}

IssuedToken AccessTokens::issue(UserId user, SessionId session, bool admin) const {
  const auto times = TokenTimes::from(clock_.now(), life_);
  const AccessPayload payload{.iss = std::string(us),
                              .aud = std::string(us),
                              .sub = user,
                              .sid = session,
                              .admin = admin,
                              .jti = Uuid::make(),
                              .iat = times.iat,
                              .nbf = times.nbf,
                              .exp = times.exp};
  return {jwt_.sign(json::encode(payload)), Instant(std::chrono::seconds(times.exp))};
}

Result<AccessClaims> AccessTokens::check(std::string_view token) const {
  auto said = recent_->find(token);
  if (!said) {
    auto opened = open(token);
    if (!opened) return failure(opened);
    recent_->keep(token, *opened);
    said = *opened;
  }
  const auto good = said->times.check(clock_.now(), longest_access);
  if (!good) return failure(good);
  return said->claims;
}

/// A token with the right signature, which is meant for us.
Result<AccessTokens::Said> AccessTokens::open(std::string_view token) const {
  const auto opened = jwt_.open(token);
  if (!opened) return failure(opened);
  const auto payload = json::decode<AccessPayload>(*opened);
  if (!payload) return refuse_token("token payload: " + payload.error().message);
  if (payload->iss != us || payload->aud != us) return refuse_token("token is meant for others");

  const TokenTimes times{payload->iat, payload->nbf, payload->exp};
  // Before anything is made of them: they may be out of every range.
  const auto good = times.check(clock_.now(), longest_access);
  if (!good) return failure(good);
  return Said{.claims = {.user = payload->sub,
                         .session = payload->sid,
                         .admin = payload->admin,
                         .token = payload->jti,
                         .issued_at = Instant(std::chrono::seconds(payload->iat)),
                         .expires_at = Instant(std::chrono::seconds(payload->exp))},
              .times = times};
}

}  // namespace tapedeck::identity
