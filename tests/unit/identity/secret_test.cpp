#include "identity/secret.hpp"

#include "support/scratch_folder.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <set>
#include <thread>
#include <type_traits>

using namespace tapedeck;
using identity::Secret;

namespace {

std::string text_of(const Secret& secret) { return {secret.bytes().begin(), secret.bytes().end()}; }

void put_file(const std::filesystem::path& path, std::string_view text, mode_t mode = 0600) {
  std::ofstream(path) << text;
  REQUIRE(::chmod(path.c_str(), mode) == 0);
}

const std::string well_made = "x8Jr2uQ0fVb7LmNc5tGh3dKs9wEz1yAp";

}  // namespace

static_assert(!std::is_copy_constructible_v<Secret>);

TEST_CASE("a secret that the world knows is refused with a sentence that says what to do") {
  for (const std::string text :
       {"your-super-secret-jwt-key", "YOUR-SUPER-SECRET-JWT-KEY",
        "your-super-secret-jwt-key-change-this-in-production", "not so secret, not so secret, no!",
        "super-secret-jwt-token-with-at-least-32-characters-long",
        "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
        "a-string-secret-at-least-256-bits-long", "please-change-me-please-change-me-please"}) {
    CAPTURE(text);
    const auto secret = Secret::from_text(text);
    REQUIRE_FALSE(secret);
    CHECK(secret.error().code == Errc::invalid);
    CHECK(secret.error().message ==
          "The secret is a published sample, so anyone could forge tokens. Leave it unset, and one "
          "is made and kept in the data folder; or make one with `openssl rand -base64 32`.");
  }
}

TEST_CASE("a secret under 32 bytes, or of few characters, is refused") {
  CHECK(Secret::from_text("secret").error().message.starts_with(
      "The secret is too short: it needs 32 bytes and has 6."));
  CHECK_FALSE(Secret::from_text(""));
  CHECK_FALSE(Secret::from_text(well_made.substr(1)));
  CHECK(Secret::from_text(std::string(64, 'a'))
            .error()
            .message.starts_with("The secret repeats a few characters"));
  CHECK_FALSE(Secret::from_text("0123456012345601234560123456012345601"));
  CHECK(text_of(*Secret::from_text(well_made)) == well_made);
}

TEST_CASE("a made secret is 256 random bits and passes its own rules") {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const auto text = text_of(Secret::make());
    CHECK(text.size() == 43);
    CHECK(Secret::from_text(text));
    seen.insert(text);
  }
  CHECK(seen.size() == 200);
}

TEST_CASE("a secret is made once, for our eyes only, and found again") {
  const test::ScratchFolder folder;
  const auto path = folder.path() / "jwt.secret";
  const auto first = identity::load_or_make_secret(path);
  REQUIRE(first);

  struct stat file{};
  REQUIRE(::stat(path.c_str(), &file) == 0);
  CHECK((file.st_mode & 0777) == 0600);
  CHECK(file.st_nlink == 1);
  CHECK(text_of(*identity::load_or_make_secret(path)) == text_of(*first));
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("processes that start at once agree on one secret") {
  const test::ScratchFolder folder;
  std::array<std::string, 8> texts;
  {
    std::vector<std::jthread> threads;
    for (auto& text : texts) {
      threads.emplace_back([&text, path = folder.path() / "jwt.secret"] {
        const auto secret = identity::load_or_make_secret(path);
        if (secret) text = text_of(*secret);
      });
    }
  }
  CHECK(texts.front().size() == 43);
  for (const auto& text : texts)
    CHECK(text == texts.front());
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("a secret file that an operator wrote is taken without its last line's end") {
  const test::ScratchFolder folder;
  const auto path = folder.path() / "jwt.secret";
  put_file(path, well_made + "\r\n");
  CHECK(text_of(*identity::load_or_make_secret(path)) == well_made);
}

TEST_CASE("a secret file is refused when others can read it, or when it holds no secret") {
  const test::ScratchFolder folder;
  const auto path = folder.path() / "jwt.secret";
  for (const mode_t mode : {0640U, 0604U, 0644U, 0620U}) {
    put_file(path, well_made, mode);
    const auto secret = identity::load_or_make_secret(path);
    REQUIRE_FALSE(secret);
    CHECK(secret.error().code == Errc::invalid);
    CHECK(secret.error().message.ends_with("can be read by other users: run `chmod 600 " +
                                           path.string() + "`."));
  }
  const std::pair<std::string, std::string_view> contents[] = {
      {"", "The secret is too short"},
      {"\n\n", "The secret is too short"},
      {"your-super-secret-jwt-key", "The secret is a published sample"},
      {std::string(5000, 'x'), "is too long to be a secret."},
  };
  for (const auto& [content, words] : contents) {
    put_file(path, content);
    CHECK(identity::load_or_make_secret(path).error().message.contains(words));
  }
  CHECK(identity::load_or_make_secret(folder.path()).error().code == Errc::invalid);
}

TEST_CASE("a folder that is not there is said to be so") {
  const test::ScratchFolder folder;
  const auto secret = identity::load_or_make_secret(folder.path() / "gone" / "jwt.secret");
  REQUIRE_FALSE(secret);
  CHECK(secret.error().code == Errc::storage);
  CHECK(secret.error().message.contains("cannot be made: No such file or directory"));
}
