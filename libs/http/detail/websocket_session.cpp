#include "http/detail/websocket_session.hpp"

#include "async/use_task.hpp"
#include "http/detail/websocket_handshake.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace tapedeck::http::detail {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace ws = beast::websocket;

namespace {

/// The request as Beast wants to see it; it has passed refuse_handshake().
beast::http::request<beast::http::empty_body> as_beast(const Request& request) {
  using beast::http::field;
  beast::http::request<beast::http::empty_body> asked(beast::http::verb::get, request.target(), 11);
  asked.set(field::host, request.header("Host").value_or(""));
  asked.set(field::connection, "Upgrade");
  asked.set(field::upgrade, "websocket");
  asked.set(field::sec_websocket_version, "13");
  asked.set(field::sec_websocket_key, request.header("Sec-WebSocket-Key").value_or(""));
  return asked;
}

bool is_cancellation(const boost::system::system_error& error) {
  return error.code() == asio::error::operation_aborted;
}

}  // namespace

WebSocketSession::WebSocketSession(std::unique_ptr<Conversation> conversation,
                                   WebSocketLimits limits)
    : conversation_(std::move(conversation)),
      limits_(limits),
      outbox_(limits.messages, limits.bytes) {}

std::optional<Response> WebSocketSession::refusal(const Request& request) {
  return refuse_handshake(request);
}

Task<void> WebSocketSession::run(Handover& handover) {
  // RFC 6455 §4.1: the client waits for the answer before it sends anything more.
  if (!handover.early.empty()) co_return;
  clock_ = &handover.clock;
  stream_.emplace(std::move(handover.wire.socket()));
  news_.emplace(stream_->get_executor());
  const bool accepted = co_await accept(handover.request);
  if (!accepted) co_return;

  try {
    co_await converse();
  } catch (const boost::system::system_error& error) {
    if (!is_cancellation(error)) bug_ = std::current_exception();
  } catch (...) {  // rethrown below, once the conversation knows of its end
    bug_ = std::current_exception();
  }
  end();
  stream_.reset();
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await conversation_->closed();
  if (bug_) std::rethrow_exception(bug_);
}

Task<bool> WebSocketSession::accept(const Request& request) {
  ws::stream_base::timeout timeout;
  timeout.handshake_timeout = limits_.goodbye;  // of the closing handshake too
  timeout.idle_timeout = 2 * limits_.ping;      // Beast pings when half of it is over
  timeout.keep_alive_pings = true;
  stream_->set_option(timeout);
  auto decorate = [&request](ws::response_type& response) {
    // Beast would name itself and its version.
    response.set(beast::http::field::server, "Tapedeck");
    response.set("X-Request-Id", request.id());
  };
  stream_->set_option(ws::stream_base::decorator(std::move(decorate)));
  stream_->read_message_max(limits_.message_bytes);
  stream_->text(true);
  stream_->auto_fragment(false);  // a message is a line long; in one frame it is sent as it lies
  auto note_goodbye = [this](ws::frame_type kind, beast::string_view) {
    if (kind != ws::frame_type::close) return;
    leaving_ = true;
    news_->announce();
  };
  stream_->control_callback(std::move(note_goodbye));
  const auto asked = as_beast(request);
  const auto [error] = co_await stream_->async_accept(asked, async::use_tuple);
  co_return !error;
}

Task<void> WebSocketSession::converse() {
  using namespace asio::experimental::awaitable_operators;
  co_await conversation_->opened(*this);
  co_await ((receive_all() && send_all()) || limit_goodbye());
}

Task<void> WebSocketSession::receive_all() {
  for (;;) {
    std::string text;
    auto buffer = asio::dynamic_buffer(text);
    const auto [error, bytes] = co_await stream_->async_read(buffer, async::use_tuple);
    if (error) break;
    if (!stream_->got_text()) {
      close(ws::close_code::unknown_data, "Only text is understood here.");
      continue;
    }
    if (!closing_) co_await deliver(std::move(text));
  }
  end();
}

Task<void> WebSocketSession::deliver(std::string text) {
  try {
    co_await conversation_->received(std::move(text));
  } catch (const boost::system::system_error& error) {
    if (is_cancellation(error)) throw;
    bug_ = std::current_exception();
  } catch (...) {  // rethrown by run(), after the goodbye
    bug_ = std::current_exception();
  }
  if (bug_) close(ws::close_code::internal_error, "Something went wrong on our side.");
}

Task<void> WebSocketSession::send_all() {
  while (!gone_) {
    const auto text = outbox_.pop();
    if (text == nullptr) {
      if (closing_) break;
      auto woken = co_await news_->wait();
      if (!woken) co_return;
      continue;
    }
    const auto [error, bytes] =
        co_await stream_->async_write(asio::buffer(*text), async::use_tuple);
    if (error) co_return end();
  }
  if (!gone_) co_await stream_->async_close(*closing_, async::use_tuple);
}

/// Ends the connection when a goodbye, whoever said it first, takes too long, or when everything is
/// cancelled.
Task<void> WebSocketSession::limit_goodbye() {
  while (!closing_ && !leaving_ && !gone_) {
    auto woken = co_await news_->wait();
    if (!woken) co_return end();
  }
  co_await clock_->sleep_for(limits_.goodbye);
  end();
}

/// Nothing more can be said or heard.
void WebSocketSession::end() {
  gone_ = true;
  outbox_.clear();
  boost::system::error_code ignored;  // it is given up either way
  stream_->next_layer().close(ignored);
  news_->announce();
}

void WebSocketSession::stop() { close(ws::close_code::going_away, "The server is stopping."); }

bool WebSocketSession::send(std::shared_ptr<const std::string> text) {
  if (gone_ || closing_ || !outbox_.push(std::move(text))) return false;
  news_->announce();
  return true;
}

bool WebSocketSession::send_latest(std::string_view key, std::shared_ptr<const std::string> text) {
  if (gone_ || closing_ || !outbox_.push_latest(key, std::move(text))) return false;
  news_->announce();
  return true;
}

void WebSocketSession::close(std::uint16_t code, std::string_view reason) {
  if (gone_ || closing_) return;
  // RFC 6455 §5.5: with its code, a close frame holds 125 bytes.
  constexpr std::size_t reason_bytes = 123;
  closing_.emplace(static_cast<ws::close_code>(code), reason.substr(0, reason_bytes));
  if (news_) news_->announce();
}

Response websocket_within(WebSocketLimits limits, std::unique_ptr<Conversation> conversation) {
  return Response(101).with_body(
      std::make_unique<WebSocketSession>(std::move(conversation), limits));
}

}  // namespace tapedeck::http::detail

namespace tapedeck::http {

Response websocket(std::unique_ptr<Conversation> conversation) {
  return detail::websocket_within({}, std::move(conversation));
}

}  // namespace tapedeck::http
