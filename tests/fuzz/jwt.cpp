// Any bytes as a token, and any bytes as the payload of a token that is truly signed.

#include "identity/jwt.hpp"

#include "async/manual_clock.hpp"
#include "base/ensure.hpp"
#include "identity/access_token.hpp"
#include "identity/service_token.hpp"

#include <cstdint>
#include <string>

namespace {

using namespace tapedeck;

const std::string key = "x8Jr2uQ0fVb7LmNc5tGh3dKs9wEz1yAp";

identity::Secret secret() { return std::move(*identity::Secret::from_text(key)); }

/// As jwt.cpp would sign for this kind of token.
std::string sign(std::string_view kind, std::string_view payload) {
  static const identity::Jwt access("access tokens", secret(), {});
  static const identity::Jwt service("service tokens", secret(), {});
  return kind == "access" ? access.sign(payload) : service.sign(payload);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const async::ManualClock clock;
  static const identity::AccessTokens users(identity::AccessKeys{.active = secret()}, clock);
  static const identity::ServiceTokens browse(identity::ServiceKeys{.active = secret()}, clock,
                                              "browse");
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer gives bytes
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  // Nobody guesses an HMAC, so what passes here would pass unsigned.
  ensure(!users.check(text), "only a signed token is an access token");
  ensure(!browse.check(text), "only a signed token is a service token");

  if (const auto claims = users.check(sign("access", text))) {
    ensure(claims->expires_at > clock.now() - identity::TokenTimes::leeway, "it has not expired");
    ensure(claims->expires_at > claims->issued_at, "it ends after it began");
  }
  if (const auto claims = browse.check(sign("service", text))) {
    ensure(claims->caller().kind == Caller::Kind::service, "it is a service that calls");
  }
  ensure(!users.check(sign("service", text)), "a service token is no access token");
  ensure(!browse.check(sign("access", text)), "an access token is no service token");
  return 0;
}
