#include "identity/service_token.hpp"

#include "base/ensure.hpp"
#include "json/decode.hpp"
#include "json/encode.hpp"

namespace tapedeck::identity {

/// The payload, with the names of RFC 7519 §4.1.
struct ServicePayload {
  std::string iss;
  std::string aud;
  std::string sub;
  std::string rid;
  Uuid jti;
  std::int64_t iat;
  std::int64_t nbf;
  std::int64_t exp;
};
BOOST_DESCRIBE_STRUCT(ServicePayload, (), (iss, aud, sub, rid, jti, iat, nbf, exp))

Caller ServiceClaims::caller() const {
  return {.kind = Caller::Kind::service, .user = user, .service = from};
}

ServiceTokens::ServiceTokens(ServiceKeys keys, const Clock& clock, std::string self)
    : jwt_("service tokens", std::move(keys.active), std::move(keys.previous)),
      clock_(clock),
      self_(std::move(self)) {
  ensure(!self_.empty() && !UserId::parse(self_), "a service has a name that is no user's id");
}

std::string ServiceTokens::issue(std::string_view to, std::optional<UserId> user,
                                 std::string_view request) const {
  const auto times = TokenTimes::from(clock_.now(), max_life);
  const ServicePayload payload{.iss = self_,
                               .aud = std::string(to),
                               .sub = user ? user->text() : self_,
                               .rid = std::string(request),
                               .jti = Uuid::make(),
                               .iat = times.iat,
                               .nbf = times.nbf,
                               .exp = times.exp};
  return jwt_.sign(json::encode(payload));
}

Result<ServiceClaims> ServiceTokens::check(std::string_view token) const {
  const auto opened = jwt_.open(token);
  if (!opened) return failure(opened);
  auto payload = json::decode<ServicePayload>(*opened);
  if (!payload) return refuse_token("token payload: " + payload.error().message);
  if (payload->aud != self_) return refuse_token("token is meant for " + payload->aud);

  const TokenTimes times{payload->iat, payload->nbf, payload->exp};
  const auto good = times.check(clock_.now(), max_life);
  if (!good) return failure(good);

  std::optional<UserId> user;
  if (payload->sub != payload->iss) {
    const auto id = UserId::parse(payload->sub);
    if (!id) return refuse_token("token subject is neither a user nor its issuer");
    user = *id;
  }
  return ServiceClaims{.from = std::move(payload->iss),
                       .user = user,
                       .token = payload->jti,
                       .request = std::move(payload->rid)};
}

}  // namespace tapedeck::identity
