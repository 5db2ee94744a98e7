#include "http/outbound/addresses.hpp"

#include "async/use_task.hpp"
#include "async/within.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/this_coro.hpp>

namespace tapedeck::http::outbound {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

Addresses::Addresses(async::Executor executor, Clock& clock, const Origin& origin)
    : clock_(clock),
      host_(origin.host),
      port_(origin.port),
      looked_(executor),
      look_ups_(executor) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(host_, error);
  numeric_ = !error;
  if (numeric_) found_ = Endpoints{tcp::endpoint(address, port_)};
}

Task<Result<Addresses::Endpoints>> Addresses::find(Deadline deadline) {
  if (numeric_) co_return found_;
  if (!looking_) {
    looking_ = true;
    look_ups_.spawn(look_up());
  }
  while (looking_) {
    auto woken = co_await async::within(clock_, deadline, looked_.wait());
    if (!woken) co_return failure(woken);
  }
  co_return found_;
}

Task<void> Addresses::look_up() {
  asio::ip::basic_resolver<tcp, async::Executor> resolver(co_await asio::this_coro::executor);
  auto [error, results] = co_await resolver.async_resolve(
      host_, std::to_string(port_), tcp::resolver::numeric_service, async::use_tuple);
  found_ = Endpoints{};
  for (const auto& entry : results)
    found_->push_back(entry.endpoint());
  if (error) {
    found_ = fail_until(Errc::unavailable, "A part of Tapedeck cannot be reached.",
                        std::chrono::seconds{2}, "look up " + host_ + ": " + error.message());
  }
  looking_ = false;
  looked_.announce();
}

Task<void> Addresses::close() {
  look_ups_.cancel();
  co_await look_ups_.join();
}

}  // namespace tapedeck::http::outbound
