#include "toolchain/spelling.hpp"

#include "async/use_task.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

namespace tapedeck::toolchain {

Task<void> turn() {
  auto executor = co_await boost::asio::this_coro::executor;
  co_await boost::asio::post(executor, async::use_task);
}

Task<Counted> give(std::string text) {
  co_await turn();
  co_return Counted(std::move(text));
}

Task<std::string> take(Counted counted) {
  co_await turn();
  co_return counted.text();
}

Task<std::string> take_pair(Pair pair) {
  co_await turn();
  co_return pair.first.text();
}

}  // namespace tapedeck::toolchain
