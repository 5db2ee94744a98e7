#include "identity/jwt.hpp"

#include "base/encoding.hpp"
#include "identity/digest.hpp"

#include <algorithm>

namespace tapedeck::identity {
namespace {

/// "eyJhbG….": the header for one key and kind.
std::string header_for(const Secret& key, std::string_view kind) {
  const auto digest = hmac_sha256(key, "tapedeck kid of " + std::string(kind));
  const auto kid = to_base64url(std::span(digest).first(6));
  return to_base64url(bytes_of(R"({"alg":"HS256","kid":")" + kid + R"(","typ":"JWT"})")) + '.';
}

std::string signature_of(const Secret& key, std::string_view signed_part) {
  return to_base64url(hmac_sha256(key, signed_part));
}

}  // namespace

std::unexpected<Error> refuse_token(std::string detail) {
  return fail(Errc::unauthenticated, "Log in again: the session is not valid or has ended.",
              std::move(detail));
}

Jwt::Jwt(std::string_view kind, Secret active, std::optional<Secret> previous) {
  auto header = header_for(active, kind);
  keys_.push_back({std::move(active), std::move(header)});
  if (!previous) return;
  header = header_for(*previous, kind);
  keys_.push_back({std::move(*previous), std::move(header)});
}

std::string Jwt::sign(std::string_view payload) const {
  const auto& key = keys_.front();
  auto token = key.header + to_base64url(bytes_of(payload));
  auto signature = signature_of(key.secret, token);
  token += '.';
  token += signature;
  return token;
}

Result<std::string> Jwt::open(std::string_view token) const {
  if (token.size() > max_bytes) return refuse_token("token too long");
  const auto key = std::ranges::find_if(
      keys_, [&](const Key& candidate) { return token.starts_with(candidate.header); });
  if (key == keys_.end()) return refuse_token("token header is none of ours");

  const auto dot = token.rfind('.');
  if (dot < key->header.size()) return refuse_token("token has no signature");
  const auto signed_part = token.substr(0, dot);
  // Compared as text: a reader of base64 might take two spellings for one signature.
  if (!equal_in_constant_time(signature_of(key->secret, signed_part), token.substr(dot + 1))) {
    return refuse_token("token signature is wrong");
  }
  const auto payload = from_base64url(signed_part.substr(key->header.size()));
  if (!payload) return refuse_token("token payload is no base64url");
  return std::string(payload->begin(), payload->end());
}

TokenTimes TokenTimes::from(Instant now, std::chrono::seconds life) {
  const auto made = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch();
  return {.iat = made.count(), .nbf = made.count(), .exp = (made + life).count()};
}

Result<void> TokenTimes::check(Instant now, std::chrono::seconds max_life) const {
  // Years 1970 to 9999, so that no sum below can overflow.
  constexpr std::int64_t last = 253'402'300'799;
  for (const auto time : {iat, nbf, exp}) {
    if (time < 0 || time > last) return refuse_token("token time out of range");
  }
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  if (exp + leeway.count() <= seconds) return refuse_token("token has expired");
  if (nbf - leeway.count() > seconds) return refuse_token("token is not good yet");
  if (iat - leeway.count() > seconds) return refuse_token("token is from the future");
  if (exp <= iat || exp - iat > max_life.count()) return refuse_token("token lives too long");
  return {};
}

}  // namespace tapedeck::identity
