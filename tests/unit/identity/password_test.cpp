#include "identity/password.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <ctime>
#include <type_traits>

using namespace tapedeck;
using identity::hash_password;
using identity::Password;
using identity::verify_password;

namespace {

constexpr unsigned quick = 4;  // the least cost bcrypt has

Password typed(std::string text) {
  auto password = Password::parse(std::move(text));
  REQUIRE(password);
  return std::move(*password);
}

std::string rule_against(std::string text) {
  const auto password = Password::parse(std::move(text));
  if (password) return "none";
  CHECK(password.error().code == Errc::invalid);
  REQUIRE(password.error().fields.size() == 1);
  CHECK(password.error().fields.front().path == "/password");
  return password.error().message;
}

/// Seconds of this thread's own work, which other work on the machine does not lengthen.
template <class F>
double work_of(F work) {
  const auto now = [] {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  };
  const auto begin = now();
  work();
  return now() - begin;
}

}  // namespace

static_assert(!std::is_copy_constructible_v<Password>);

TEST_CASE("a password has 8 characters to 72 bytes of UTF-8, and no NUL") {
  const std::pair<std::string, std::string_view> examples[] = {
      {"", "The password must have at least 8 characters."},
      {"1234567", "The password must have at least 8 characters."},
      {"12345678", "none"},
      {"ΩΩΩΩΩΩΩ", "The password must have at least 8 characters."},
      {"ΩΩΩΩΩΩΩΩ", "none"},
      {"        ", "none"},
      {std::string(72, 'a'), "none"},
      {std::string(73, 'a'), "The password must have at most 72 bytes."},
      {std::string(1 << 20, 'a'), "The password must have at most 72 bytes."},
      {std::string("12345678\0x", 10), "The password must not contain a NUL character."},
      {std::string("\0", 1), "The password must not contain a NUL character."},
      {"12345678\xe9", "The password must be UTF-8."},
      {"\xed\xa0\x80 12345678", "The password must be UTF-8."},
  };
  for (const auto& [text, rule] : examples) {
    CAPTURE(text.substr(0, 20));
    CHECK(rule_against(text) == rule);
  }
}

TEST_CASE("what is no password costs next to nothing to refuse") {
  std::string megabyte(1 << 20, 'a');
  bool refused = false;
  const auto work = work_of([&] { refused = !Password::parse(std::move(megabyte)); });
  CHECK(refused);
  CHECK(work < 0.005);
}

TEST_CASE("two passwords of 73 bytes that differ in the last are not taken for one") {
  // bcrypt itself would: it reads 72 bytes
  const std::string front(72, 'a');
  CHECK_FALSE(Password::parse(front + "1"));
  CHECK_FALSE(Password::parse(front + "2"));
  const auto hash = hash_password(typed(front), quick);
  CHECK(verify_password(typed(front), hash, quick));
  CHECK_FALSE(verify_password(typed(std::string(71, 'a') + "b"), hash, quick));
}

TEST_CASE("a hash is that of its password and of no other, each with a salt of its own") {
  const auto hash = hash_password(typed("correct horse"), quick);
  CHECK(hash.size() == 60);
  CHECK(hash.starts_with("$2b$04$"));
  CHECK(verify_password(typed("correct horse"), hash, quick));
  CHECK_FALSE(verify_password(typed("Correct horse"), hash, quick));
  CHECK_FALSE(verify_password(typed("correct horse "), hash, quick));
  CHECK(hash_password(typed("correct horse"), quick) != hash);
}

TEST_CASE("hashes that others made with bcrypt are understood") {
  // Known answers of bcrypt with passwords of 8 characters and more: py-bcrypt's tests.
  const std::pair<std::string, std::string> known[] = {
      {"abcdefghijklmnopqrstuvwxyz",
       "$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC"},
      {"~!@#$%^&*()      ~!@#$%^&*()PNBFRD",
       "$2a$06$fPIsBO8qRqkjj273rfaOI.HtSV9jLDpTbZn782DC6/t7qT67P6FfO"},
  };
  for (const auto& [text, hash] : known) {
    CHECK(verify_password(typed(text), hash));
    CHECK_FALSE(verify_password(typed(text + "x"), hash));
    CHECK(identity::needs_rehash(hash, 6));  // as $2b$
  }
}

TEST_CASE("a password typed as composed or as decomposed letters is the same") {
  const auto hash = hash_password(typed("caf\u00e9 au lait"), quick);
  CHECK(verify_password(typed("cafe\u0301 au lait"), hash, quick));
  CHECK_FALSE(verify_password(typed("cafe au lait"), hash, quick));
  // 72 bytes after composition, though longer as typed
  std::string decomposed;
  for (int i = 0; i < 36; ++i)
    decomposed += "e\u0301";
  CHECK(rule_against(decomposed) == "none");
}

TEST_CASE("no password matches a hash that is none") {
  for (const std::string hash :
       {"", "*0", "*1", "x", "$2b$04$", "$2b$99$aaaaaaaaaaaaaaaaaaaaaa", "$1$salt$hash",
        "$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2b$04$!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!"}) {
    CAPTURE(hash);
    CHECK_FALSE(verify_password(typed("correct horse"), hash, quick));
  }
  CHECK_FALSE(verify_password(typed("correct horse"), std::nullopt, quick));
}

TEST_CASE("an unknown user takes as much work as a known one with a wrong password") {
  constexpr unsigned cost = 8;
  const auto hash = hash_password(typed("correct horse"), cost);
  double known = 0;
  double unknown = 0;
  double broken = 0;
  for (int i = 0; i < 5; ++i) {
    known += work_of([&] { CHECK_FALSE(verify_password(typed("wrong horse"), hash, cost)); });
    unknown +=
        work_of([&] { CHECK_FALSE(verify_password(typed("wrong horse"), std::nullopt, cost)); });
    broken += work_of([&] { CHECK_FALSE(verify_password(typed("wrong horse"), "", cost)); });
  }
  MESSAGE("work of five: known " << known << " s, unknown " << unknown << " s");
  CHECK(unknown / known == doctest::Approx(1).epsilon(0.25));
  CHECK(broken / known == doctest::Approx(1).epsilon(0.25));
}

TEST_CASE("a hash of another cost is to be made again") {
  const auto hash = hash_password(typed("correct horse"), quick);
  CHECK_FALSE(identity::needs_rehash(hash, quick));
  CHECK(identity::needs_rehash(hash, identity::default_bcrypt_cost));
  CHECK(identity::needs_rehash("", quick));
}
