#include "service/websocket/hall.hpp"

#include <stdexcept>

namespace tapedeck::test {

class Hall::Echo final : public http::Conversation {
 public:
  explicit Echo(Hall& hall) : hall_(hall) {}

  Task<void> opened(http::WebSocketSender& sender) override {
    sender_ = &sender;
    hall_.sender_ = &sender;
    co_return;
  }

  Task<void> received(std::string text) override {
    if (text == "throw") throw std::runtime_error("a bug of the conversation");
    sender_->send(std::make_shared<const std::string>(std::move(text)));
    co_return;
  }

  Task<void> closed() override {
    if (!std::exchange(hall_.closed_once_, true)) hall_.closed_.set_value();
    co_return;
  }

 private:
  Hall& hall_;
  http::WebSocketSender* sender_ = nullptr;
};

http::Router Hall::routes() {
  http::Router router;
  const http::Operation nothing_to_say{"Speaks WebSocket"};
  router.add(http::RouteInfo{http::Verb::get, "/ws", http::Access::open, nothing_to_say},
             [this](http::Request) { return open(); });
  return router;
}

Task<Result<http::Response>> Hall::open() {
  co_return http::detail::websocket_within(limits_, std::make_unique<Echo>(*this));
}

}  // namespace tapedeck::test
