#include "async/manual_clock.hpp"
#include "base/encoding.hpp"
#include "identity/access_token.hpp"
#include "identity/digest.hpp"
#include "identity/opaque_token.hpp"
#include "identity/service_token.hpp"

#include <doctest/doctest.h>

#include <set>
#include <type_traits>

using namespace tapedeck;
using namespace tapedeck::identity;
using namespace std::chrono_literals;

namespace {

const std::string users_key = "x8Jr2uQ0fVb7LmNc5tGh3dKs9wEz1yAp";
const std::string services_key = "Qp5vTz8mLw2cYb9nRk4hJx7sGd1fUa6E";
const std::string newer_key = "b3NhR7wKq9XzT1mYc8LdF5vGj2PsU6eA";

Secret secret(const std::string& text) { return std::move(*Secret::from_text(text)); }

AccessKeys users(const std::string& active = users_key) { return {.active = secret(active)}; }
ServiceKeys services() { return {.active = secret(services_key)}; }

const UserId betty = UserId::make();
const SessionId session = SessionId::make();

/// The parts of a token, without the dots.
struct Parts {
  std::string header, payload, signature;

  explicit Parts(const std::string& token)
      : header(token.substr(0, token.find('.'))),
        payload(token.substr(header.size() + 1, token.rfind('.') - header.size() - 1)),
        signature(token.substr(token.rfind('.') + 1)) {}
};

std::string encoded(std::string_view text) { return to_base64url(bytes_of(text)); }

std::string decoded(std::string_view text) {
  const auto bytes = from_base64url(text);
  REQUIRE(bytes);
  return {bytes->begin(), bytes->end()};
}

/// As any other program would sign: HS256 with this key over exactly this header and payload.
std::string forged(std::string_view header, std::string_view payload, const std::string& key) {
  const auto signed_part = encoded(header) + "." + encoded(payload);
  const auto mac = hmac_sha256(secret(key), signed_part);
  return signed_part + "." + to_base64url(mac);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// Every way to spell a token a little differently.
std::vector<std::string> bent(const std::string& token) {
  const Parts parts(token);
  std::vector<std::string> all;
  for (std::size_t at = 0; at < token.size(); ++at) {
    for (const char c : {'A', 'z', '_', '=', '.', '\n'}) {
      auto other = token;
      other[at] = c;
      if (other != token) all.push_back(other);
    }
    all.push_back(std::string(token).erase(at, 1));
    all.push_back(std::string(token).insert(at, 1, token[at]));
    all.push_back(token.substr(0, at));
  }
  for (const char* end : {"=", "==", ".", "\n", " ", "A", ".e30", "%00"})
    all.push_back(token + end);
  all.push_back(" " + token);
  all.push_back("Bearer " + token);
  all.push_back(token + token);
  all.push_back(token + std::string(1, '\0'));
  all.push_back(token + std::string(5000, 'A'));
  all.push_back(parts.payload + "." + parts.header + "." + parts.signature);
  all.push_back(parts.header + "." + parts.payload + "." + parts.payload + "." + parts.signature);
  return all;
}

/// Headers a careless reader takes, each signed with the true key and over a true payload.
std::vector<std::string> other_headers(const std::string& token) {
  const Parts parts(token);
  const auto header = decoded(parts.header);
  const auto payload = decoded(parts.payload);
  const std::string headers[] = {R"({"alg":"none"})",
                                 R"({"alg":"None","typ":"JWT"})",
                                 R"({"alg":"HS256"})",
                                 R"({"alg":"HS256","typ":"JWT"})",
                                 R"({"typ":"JWT","alg":"HS256"})",
                                 R"({"alg":"HS384","typ":"JWT"})",
                                 R"({"alg":"RS256","typ":"JWT"})",
                                 R"({"alg":"ES256","typ":"JWT","jwk":{}})",
                                 replaced(header, "HS256", "hs256"),
                                 replaced(header, "HS256", "none"),
                                 replaced(header, "HS256", "HS512"),
                                 replaced(header, "HS256", "RS256"),
                                 replaced(header, "{", "{ "),
                                 replaced(header, "}", ",}"),
                                 replaced(header, "JWT", "jwt"),
                                 replaced(header, "\"typ\"", "\"crit\":[\"x\"],\"typ\""),
                                 replaced(header, "\"kid\":\"", "\"kid\":\"../../dev/null"),
                                 replaced(header, "\"kid\":\"", "\"kid\":\"x' UNION SELECT 'k"),
                                 "{}",
                                 "",
                                 "null",
                                 "[]"};
  std::vector<std::string> all;
  for (const auto& other : headers) {
    all.push_back(forged(other, payload, users_key));
    all.push_back(encoded(other) + "." + parts.payload + ".");
    all.push_back(encoded(other) + "." + parts.payload + "." + parts.signature);
  }
  return all;
}

/// Payloads with one claim missing, of another type, or of another value; truly signed.
std::vector<std::string> other_payloads(const std::string& token) {
  const Parts parts(token);
  const auto header = decoded(parts.header);
  const auto payload = decoded(parts.payload);
  std::vector<std::string> all;
  for (const std::string claim :
       {"iss", "aud", "sub", "sid", "admin", "jti", "iat", "nbf", "exp"}) {
    const auto name = "\"" + claim + "\":";
    all.push_back(replaced(payload, name, "\"was_" + claim + "\":"));
    for (const char* value : {"null", "\"\"", "[]", "-1", "1e400", "99999999999999", "\"x\""}) {
      const auto begin = payload.find(name) + name.size();
      const auto end = payload.find_first_of(",}", begin);
      all.push_back(payload.substr(0, begin) + value + payload.substr(end));
    }
    all.push_back(replaced(payload, "{", "{" + name + "\"tapedeck\","));  // twice
  }
  for (const char* other : {"", "{}", "[]", "null", "{", "\xff", "{\"sub\":{\"sub\":{}}}"})
    all.push_back(other);
  for (auto& other : all)
    other = forged(header, other, users_key);
  return all;
}

/// Tokens of keys that the world knows, and of the other kind.
std::vector<std::string> other_keys(const std::string& token, const Clock& clock) {
  const Parts parts(token);
  std::vector<std::string> all;
  const std::string keys[] = {services_key, newer_key,
                              std::string(Secret::min_bytes, '0') + users_key};
  for (const auto& key : keys)
    all.push_back(forged(decoded(parts.header), decoded(parts.payload), key));
  all.push_back(AccessTokens(users(newer_key), clock).issue(betty, session, true).text);
  all.push_back(ServiceTokens(services(), clock, "gateway").issue("tapedeck", betty));
  // Even when an operator gives both kinds the same secret.
  ServiceKeys same{.active = secret(users_key)};
  all.push_back(ServiceTokens(std::move(same), clock, "tapedeck").issue("tapedeck", betty));
  return all;
}

}  // namespace

static_assert(!std::is_convertible_v<AccessKeys, ServiceKeys>);
static_assert(!std::is_constructible_v<ServiceTokens, AccessKeys, const Clock&, std::string>);

TEST_CASE("an access token says who calls, in which session, and for how long") {
  async::ManualClock clock;
  const AccessTokens tokens(users(), clock);
  const auto issued = tokens.issue(betty, session, true);
  CHECK(issued.expires_at == clock.now() + 30min);

  const auto claims = tokens.check(issued.text);
  REQUIRE(claims);
  CHECK(claims->user == betty);
  CHECK(claims->session == session);
  CHECK(claims->admin);
  CHECK(claims->issued_at == clock.now());
  CHECK(claims->expires_at == issued.expires_at);

  const auto caller = claims->caller();
  CHECK(caller.kind == Caller::Kind::user);
  CHECK(caller.user == betty);
  CHECK(caller.session == session);
  CHECK(caller.admin);
  CHECK_FALSE(tokens.check(tokens.issue(betty, session, false).text)->caller().admin);
}

TEST_CASE("an access token is good for its time, give or take a minute between two clocks") {
  async::ManualClock clock;
  const AccessTokens tokens(users(), clock, 10min);
  const auto token = tokens.issue(betty, session, false).text;

  clock.step_time_of_day(-60s);
  CHECK(tokens.check(token));
  clock.step_time_of_day(-1s);
  CHECK_FALSE(tokens.check(token));
  clock.step_time_of_day(61s + 10min + 59s);
  CHECK(tokens.check(token));
  clock.step_time_of_day(1s);
  const auto late = tokens.check(token);
  REQUIRE_FALSE(late);
  CHECK(late.error().code == Errc::unauthenticated);
  CHECK(late.error().message == "Log in again: the session is not valid or has ended.");
  CHECK(late.error().detail == "token has expired");
}

TEST_CASE(
    "a token that was met before is judged by its times again, and beside hundreds of others") {
  async::ManualClock clock;
  const AccessTokens tokens(users(), clock, 10min);
  std::vector<std::string> issued;
  for (int i = 0; i < 2'000; ++i)
    issued.push_back(tokens.issue(betty, session, i % 2 == 0).text);
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < issued.size(); ++i) {
      const auto claims = tokens.check(issued[i]);
      REQUIRE(claims);
      REQUIRE(claims->admin == (i % 2 == 0));
      REQUIRE_FALSE(tokens.check(issued[i] + "A"));
    }
  }
  clock.step_time_of_day(11min);
  for (const auto& token : issued)
    REQUIRE_FALSE(tokens.check(token));
}

TEST_CASE("a changed key goes on accepting the tokens of the one before, and signs with its own") {
  async::ManualClock clock;
  const AccessTokens before(users(), clock);
  AccessKeys both{.active = secret(newer_key), .previous = secret(users_key)};
  const AccessTokens after(std::move(both), clock);

  CHECK(after.check(before.issue(betty, session, false).text));
  const auto token = after.issue(betty, session, false).text;
  CHECK(after.check(token));
  CHECK_FALSE(before.check(token));
  CHECK(AccessTokens(users(newer_key), clock).check(token));
}

TEST_CASE("of all the tokens that are bent, forged or borrowed, none is accepted") {
  async::ManualClock clock;
  const AccessTokens tokens(users(), clock);
  const auto good = tokens.issue(betty, session, false).text;
  REQUIRE(tokens.check(good));

  std::vector<std::string> bad = bent(good);
  for (auto more : {other_headers(good), other_payloads(good), other_keys(good, clock)})
    bad.insert(bad.end(), more.begin(), more.end());
  int accepted = 0;
  for (const auto& token : bad) {
    const auto claims = tokens.check(token);
    CAPTURE(token);
    CHECK_FALSE(claims);
    if (claims) {
      ++accepted;
    } else {
      CHECK(claims.error().code == Errc::unauthenticated);
    }
  }
  MESSAGE(bad.size() << " bad tokens, " << accepted << " accepted");
  CHECK(bad.size() >= 200);
  CHECK(accepted == 0);
}

TEST_CASE("a token signed elsewhere with the same secret and form is one of ours") {
  async::ManualClock clock;
  const AccessTokens tokens(users(), clock);
  const Parts parts(tokens.issue(betty, session, false).text);
  CHECK(decoded(parts.header).starts_with(R"({"alg":"HS256","kid":")"));
  CHECK(decoded(parts.header).ends_with(R"(","typ":"JWT"})"));
  CHECK(tokens.check(forged(decoded(parts.header), decoded(parts.payload), users_key)));
}

TEST_CASE("a service token says which service calls whom, and for which user") {
  async::ManualClock clock;
  const ServiceTokens aggregation(services(), clock, "aggregation");
  const ServiceTokens browse(services(), clock, "browse");

  const auto claims = browse.check(aggregation.issue("browse", betty, "01HXYZ"));
  REQUIRE(claims);
  CHECK(claims->from == "aggregation");
  CHECK(claims->user == betty);
  CHECK(claims->request == "01HXYZ");
  CHECK(claims->caller().kind == Caller::Kind::service);
  CHECK(claims->caller().service == "aggregation");
  CHECK_FALSE(claims->caller().admin);

  const auto alone = browse.check(aggregation.issue("browse", std::nullopt));
  REQUIRE(alone);
  CHECK_FALSE(alone->user);
}

TEST_CASE("a service token is for one service and one minute") {
  async::ManualClock clock;
  const ServiceTokens aggregation(services(), clock, "aggregation");
  const ServiceTokens browse(services(), clock, "browse");
  CHECK_FALSE(browse.check(aggregation.issue("download", betty)));
  CHECK_FALSE(aggregation.check(aggregation.issue("browse", betty)));

  const auto token = aggregation.issue("browse", betty);
  clock.step_time_of_day(60s + 59s);
  CHECK(browse.check(token));
  clock.step_time_of_day(1s);
  CHECK_FALSE(browse.check(token));
}

TEST_CASE("a user's token opens no service's door") {
  async::ManualClock clock;
  const ServiceTokens browse(services(), clock, "browse");
  CHECK_FALSE(browse.check(AccessTokens(users(), clock).issue(betty, session, true).text));
  AccessKeys same{.active = secret(services_key)};
  const AccessTokens confused(std::move(same), clock);
  CHECK_FALSE(browse.check(confused.issue(betty, session, true).text));
}

TEST_CASE("a service token that was made to live longer is refused") {
  async::ManualClock clock;
  const ServiceTokens browse(services(), clock, "browse");
  const Parts parts(browse.issue("browse", betty));
  const auto payload = decoded(parts.payload);
  const auto exp = std::stoll(payload.substr(payload.find("\"exp\":") + 6));
  const auto longer = replaced(payload, std::to_string(exp), std::to_string(exp + 1));
  CHECK(browse.check(forged(decoded(parts.header), payload, services_key)));
  CHECK_FALSE(browse.check(forged(decoded(parts.header), longer, services_key)));
}

TEST_CASE("an opaque token has 256 bits, and its row keeps the hash alone") {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const auto token = make_opaque_token();
    CHECK(from_base64url(token.text)->size() == 32);
    CHECK(token.hash == hash_of_token(token.text));
    CHECK(token.hash.size() == 64);
    seen.insert(token.text);
  }
  CHECK(seen.size() == 100);
  // FIPS 180-4, the example of one block
  CHECK(hash_of_token("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("digests are those of the standards") {
  // as Python's hmac has it; the keys of RFC 4231 repeat one byte, which is no Secret
  CHECK(to_hex(hmac_sha256(secret("abcdefghijklmnopqrstuvwxyz0123456789"),
                           "The music never stopped")) ==
        "e13d0fec877c9dc7628c9d11842bad66476b14e42ff6e5c2cb05853369f98536");
  CHECK(equal_in_constant_time("abc", "abc"));
  CHECK_FALSE(equal_in_constant_time("abc", "abd"));
  CHECK_FALSE(equal_in_constant_time("abc", "ab"));
  CHECK(equal_in_constant_time("", ""));
}
