#include "async/pool.hpp"

#include "async/await.hpp"
#include "async/loop.hpp"
#include "async/task_group.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <doctest/doctest.h>

#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

using namespace tapedeck;
using namespace tapedeck::async;

namespace {

std::string join(std::string a, std::unique_ptr<std::string> b) { return a + *b; }

struct Places {
  std::thread::id before, inside, after;
};

Task<Places> visit(Pool& pool) {
  Places places;
  places.before = std::this_thread::get_id();
  auto inside = co_await pool.run(&std::this_thread::get_id);
  places.inside = *inside;
  places.after = std::this_thread::get_id();
  co_return places;
}

Task<Result<std::string>> joined(Pool& pool) {
  auto b = std::make_unique<std::string>("Begonias");
  co_return co_await pool.run(&join, std::string("Scarlet "), std::move(b));
}

int throws() { throw std::runtime_error("a bug"); }

/// Looked at where it is caught: libstdc++ counts the users of an exception where TSan sees
/// nothing.
Task<std::string> what_is_thrown(Pool& pool) {
  try {
    static_cast<void>(co_await pool.run(&throws));
  } catch (const std::runtime_error& bug) {
    co_return bug.what();
  }
  co_return "nothing";
}

Result<int> refuses() { return fail(Errc::storage, "The disk refused."); }

}  // namespace

TEST_CASE("work runs on the pool and its caller goes on where it was") {
  LoopThread home("home");
  Pool pool("compute", 1, 8);
  const auto places = await(home.executor(), visit(pool));
  CHECK(places.before == places.after);
  CHECK(places.inside != places.before);
}

TEST_CASE("arguments are moved to the work and its value is moved back") {
  LoopThread home("home");
  Pool pool("compute", 2, 8);
  CHECK(await(home.executor(), joined(pool)) == "Scarlet Begonias");
}

TEST_CASE("an error of the work is the error of the call") {
  LoopThread home("home");
  Pool pool("compute", 1, 8);
  const auto result = await(home.executor(), pool.run(&refuses));
  REQUIRE_FALSE(result);
  CHECK(result.error().code == Errc::storage);
}

TEST_CASE("a bug in the work is thrown where it was called") {
  LoopThread home("home");
  Pool pool("compute", 1, 8);
  CHECK(await(home.executor(), what_is_thrown(pool)) == "a bug");
}

TEST_CASE("a full pool refuses and says when to come again") {
  LoopThread home("home");
  Pool pool("compute", 1, 1);
  std::latch started(1);
  std::latch go_on(1);
  auto blocked = boost::asio::co_spawn(home.executor(), pool.run([&] {
    started.count_down();
    go_on.wait();
  }),
                                       boost::asio::use_future);
  started.wait();

  const auto refused = await(home.executor(), pool.run(&refuses));
  go_on.count_down();
  CHECK(blocked.get());

  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::unavailable);
  CHECK(refused.error().retry_after == std::chrono::seconds{1});
}
