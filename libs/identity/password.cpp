#include "identity/password.hpp"

#include "base/ensure.hpp"
#include "base/random.hpp"
#include "base/utf8.hpp"
#include "identity/digest.hpp"

#include <crypt.h>
#include <openssl/crypto.h>
#include <utf8proc.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <memory>

namespace tapedeck::identity {
namespace {

constexpr std::size_t hash_size = 60;
/// A longer text cannot come to 72 bytes: normal form C leaves at least a third of them, as it does
/// of U+212A, the sign for kelvin, which becomes a K.
constexpr std::size_t max_typed_bytes = 3 * Password::max_bytes;

struct Wipe {
  void operator()(crypt_data* data) const {
    OPENSSL_cleanse(data, sizeof *data);
    delete data;
  }
  void operator()(utf8proc_uint8_t* text) const {
    OPENSSL_cleanse(text, std::char_traits<char>::length(reinterpret_cast<const char*>(text)));
    std::free(text);  // utf8proc uses malloc
  }
};

/// `text` without NUL, in normal form C; nothing when it is no UTF-8.
std::optional<std::string> normalized(const std::string& text) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.c_str());
  const std::unique_ptr<utf8proc_uint8_t, Wipe> normal(utf8proc_NFC(bytes));
  if (normal == nullptr) return std::nullopt;
  return reinterpret_cast<const char*>(normal.get());
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::unexpected<Error> refuse_password(std::string rule) {
  auto message = "The password " + rule + ".";
  std::vector<FieldError> fields;
  fields.push_back({"/password", std::move(rule)});
  return fail_fields(std::move(message), std::move(fields));
}

/// crypt(3) with `setting`, a salt or a hash; "*0" or "*1" for a setting it cannot use. Its 32 KiB
/// of working memory are on the heap, since this runs on small stacks.
std::string crypt_with(const Password& password, const std::string& setting) {
  const std::unique_ptr<crypt_data, Wipe> data(new crypt_data{});
  const char* hash = ::crypt_r(password.c_str(), setting.c_str(), data.get());
  return hash != nullptr ? std::string(hash) : std::string("*0");
}

/// The cost of a bcrypt hash; nothing when it is none, or one that would take minutes.
std::optional<unsigned> cost_of(std::string_view hash) {
  if (hash.size() != hash_size || hash[0] != '$' || hash[1] != '2' || hash[3] != '$' ||
      hash[6] != '$' || !std::string_view("aby").contains(hash[2])) {
    return std::nullopt;
  }
  unsigned cost = 0;
  const auto read = std::from_chars(hash.data() + 4, hash.data() + 6, cost);
  if (read.ec != std::errc{} || read.ptr != hash.data() + 6 || cost > 16) return std::nullopt;
  return cost;
}

std::string salt_for(unsigned cost) {
  std::array<std::uint8_t, 16> random{};
  fill_random(random);
  std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> salt{};
  const char* made = ::crypt_gensalt_rn("$2b$", cost, reinterpret_cast<const char*>(random.data()),
                                        random.size(), salt.data(), salt.size());
  ensure(made != nullptr, "libcrypt must have bcrypt, with costs from 4 to 31");
  return made;
}

}  // namespace

Result<Password> Password::parse(std::string text) {
  struct Guard {
    std::string& text;
    ~Guard() { OPENSSL_cleanse(text.data(), text.size()); }
  };
  const Guard typed{text};
  if (text.size() > max_typed_bytes) return refuse_password("must have at most 72 bytes");
  if (text.contains('\0')) return refuse_password("must not contain a NUL character");
  auto normal = is_utf8(text) ? normalized(text) : std::nullopt;
  if (!normal) return refuse_password("must be UTF-8");
  const Guard normal_guard{*normal};
  if (normal->size() > max_bytes) return refuse_password("must have at most 72 bytes");
  if (count_code_points(*normal) < min_characters) {
    return refuse_password("must have at least 8 characters");
  }
  return Password(*normal);
}

Password::Password(std::string_view text) { std::ranges::copy(text, bytes_.begin()); }

Password::Password(Password&& other) noexcept : bytes_(other.bytes_) {
  OPENSSL_cleanse(other.bytes_.data(), other.bytes_.size());
}

Password& Password::operator=(Password&& other) noexcept {
  if (this != &other) {
    bytes_ = other.bytes_;
    OPENSSL_cleanse(other.bytes_.data(), other.bytes_.size());
  }
  return *this;
}

Password::~Password() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

std::string hash_password(Password password, unsigned cost) {
  auto hash = crypt_with(password, salt_for(cost));
  ensure(hash.size() == hash_size, "bcrypt must take a salt of its own");
  return hash;
}

bool verify_password(Password password, std::optional<std::string> hash, unsigned cost) {
  const bool is_hash = hash && cost_of(*hash);
  // 22 characters of salt make the setting; what follows is nobody's hash.
  const auto against = is_hash ? std::move(*hash) : salt_for(cost) + std::string(31, '.');
  const auto computed = crypt_with(password, against);
  return equal_in_constant_time(computed, against) && is_hash;
}

bool needs_rehash(std::string_view hash, unsigned cost) {
  return !hash.starts_with("$2b$") || cost_of(hash) != cost;
}

}  // namespace tapedeck::identity
