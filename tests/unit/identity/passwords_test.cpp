#include "identity/passwords.hpp"

#include "async/await.hpp"
#include "async/loop.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <doctest/doctest.h>

#include <future>
#include <vector>

using namespace tapedeck;
using identity::Password;
using identity::Passwords;

namespace {

Password entered(std::string text) { return std::move(*Password::parse(std::move(text))); }

}  // namespace

TEST_CASE("a password is hashed and compared away from the loop") {
  async::LoopThread home("home");
  Passwords passwords(Passwords::Options{.cost = 4, .threads = 1});
  const auto hash = async::await(home.executor(), passwords.hash(entered("correct horse")));
  REQUIRE(hash);
  CHECK_FALSE(passwords.is_outdated(*hash));
  CHECK(*async::await(home.executor(), passwords.matches(entered("correct horse"), *hash)));
  CHECK_FALSE(*async::await(home.executor(), passwords.matches(entered("wrong horse"), *hash)));
  CHECK_FALSE(*async::await(home.executor(), passwords.matches(entered("wrong horse"), {})));
}

TEST_CASE("a storm of logins is answered up to a point, and then told when to come again") {
  async::LoopThread home("home");
  Passwords passwords(Passwords::Options{.cost = 8, .threads = 1});
  std::vector<std::future<Result<bool>>> logins;
  for (int i = 0; i < 60; ++i) {
    logins.push_back(boost::asio::co_spawn(
        home.executor(), passwords.matches(entered("wrong horse"), {}), boost::asio::use_future));
  }
  int answered = 0;
  int refused = 0;
  for (auto& login : logins) {
    const auto result = login.get();
    if (result) {
      CHECK_FALSE(*result);
      ++answered;
    } else {
      CHECK(result.error().code == Errc::rate_limited);
      CHECK(result.error().retry_after == std::chrono::seconds{5});
      ++refused;
    }
  }
  CHECK(answered >= 32);
  CHECK(answered + refused == 60);
  CHECK(refused > 0);
}
