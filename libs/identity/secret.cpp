#include "identity/secret.hpp"

#include "base/ascii.hpp"
#include "base/encoding.hpp"
#include "base/random.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <set>

namespace tapedeck::identity {
namespace {

/// Keys that stand in guides, samples and shipped settings, in lower case. A secret that contains
/// one is refused, since "…-change-me-1" is as easily guessed.
constexpr std::string_view known_parts[] = {
    "your-super-secret-jwt-key",          // the sample in the description of Tapedeck's services
    "super-secret-jwt-token",             // Supabase's default, 55 characters long
    "your-secret-key",                    // many guides, some with "-change-in-production" after it
    "your-256-bit-secret",                // jwt.io until 2025
    "a-string-secret-at-least-256-bits",  // jwt.io since
    "09d25e094faa6ca2556c818166b7a95",    // the guide of FastAPI
    "not so secret",                      // Navidrome, CVE-2023-51442
    "change-me",
    "changeme",
    "change_me",
    "change-this",
    "changethis",
    "django-insecure",
};

constexpr std::size_t min_distinct_bytes = 8;  // 32 random hex digits have fewer once in 3e7

/// Wipes a text when the scope ends.
class Wiped {
 public:
  explicit Wiped(std::string& text) : text_(text) {}
  ~Wiped() { OPENSSL_cleanse(text_.data(), text_.size()); }
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;

 private:
  std::string& text_;
};

bool is_known(std::string_view secret) {
  auto lower = ascii::lower_case(secret);
  const Wiped wiped(lower);
  return std::ranges::any_of(known_parts, [&](auto part) { return lower.contains(part); });
}

constexpr std::string_view how_to_make_one =
    " Leave it unset, and one is made and kept in the data folder; or make one with "
    "`openssl rand -base64 32`.";

}  // namespace

Result<Secret> Secret::from_text(std::string text) {
  const Wiped wiped(text);
  // First, so that the sample is called by its name, although it is also too short.
  if (is_known(text)) {
    return fail(Errc::invalid, "The secret is a published sample, so anyone could forge tokens." +
                                   std::string(how_to_make_one));
  }
  if (text.size() < min_bytes) {
    return fail(Errc::invalid, "The secret is too short: it needs 32 bytes and has " +
                                   std::to_string(text.size()) + "." +
                                   std::string(how_to_make_one));
  }
  if (std::set<char>(text.begin(), text.end()).size() < min_distinct_bytes) {
    return fail(Errc::invalid, "The secret repeats a few characters, so it could be guessed." +
                                   std::string(how_to_make_one));
  }
  const auto bytes = bytes_of(text);
  return Secret(std::vector(bytes.begin(), bytes.end()));
}

Secret Secret::make() {
  std::array<std::uint8_t, 32> random{};
  fill_random(random);
  auto text = to_base64url(random);
  const Wiped wiped(text);
  OPENSSL_cleanse(random.data(), random.size());
  const auto bytes = bytes_of(text);
  return Secret(std::vector(bytes.begin(), bytes.end()));
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    OPENSSL_cleanse(bytes_.data(), bytes_.size());
    bytes_ = std::move(other.bytes_);
  }
  return *this;
}

Secret::~Secret() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

}  // namespace tapedeck::identity
