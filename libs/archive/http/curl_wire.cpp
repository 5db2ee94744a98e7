#include "archive/http/curl_wire.hpp"

#include "archive/http/call.hpp"

#include <boost/asio/this_coro.hpp>

#include <utility>

namespace tapedeck::archive {

Task<Result<WireOutcome>> CurlWire::get(WireRequest request, WireReader& reader) {
  auto home = co_await boost::asio::this_coro::executor;
  Call call(thread_, std::move(request), home);
  for (;;) {
    auto delivery = co_await call.next();
    if (!delivery) co_return failure(delivery);
    if (delivery->head) {
      auto wanted = co_await reader.head(std::move(*delivery->head));
      if (!wanted) co_return failure(wanted);
      if (!*wanted) {
        WireOutcome unread;
        unread.end = WireEnd::whole;
        co_return unread;
      }
    }
    if (!call.bytes().empty()) {
      auto taken = co_await reader.body(call.bytes());
      if (!taken) co_return failure(taken);
    }
    if (delivery->outcome) co_return std::move(*delivery->outcome);
  }
}

}  // namespace tapedeck::archive
