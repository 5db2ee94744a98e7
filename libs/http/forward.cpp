#include "http/client.hpp"
#include "http/outbound/ask.hpp"
#include "http/outbound/channels.hpp"
#include "http/outbound/forwarded.hpp"
#include "http/outbound/forwarded_body.hpp"
#include "http/outbound/tunnel.hpp"

#include <utility>

namespace tapedeck::http {

namespace {

using outbound::Exchange;

bool is_events(const Headers& headers) {
  const auto type = headers.find("Content-Type");
  return type && type->starts_with("text/event-stream");
}

std::string switching_protocols(Exchange& exchange, std::string_view request_id) {
  std::string head = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ";
  head.append(exchange.answer().upgrade()).append("\r\n");
  for (const auto& [name, value] : exchange.answer().headers().fields())
    head.append(name).append(": ").append(value).append("\r\n");
  if (!exchange.answer().headers().find("X-Request-Id"))
    head.append("X-Request-Id: ").append(request_id).append("\r\n");
  head.append("\r\n");
  return head;
}

Response::Body tunnel(outbound::Channels& channels, Exchange& exchange,
                      std::string_view request_id) {
  auto head = switching_protocols(exchange, request_id);
  return std::make_unique<outbound::Tunnel>(channels, exchange.take_lease(), std::move(head));
}

Response::Body stream_on(std::unique_ptr<Exchange> exchange, std::chrono::milliseconds silence,
                         bool endless) {
  exchange->lift_deadline();
  const auto length = exchange->body_length();
  return Response::Stream{
      std::make_unique<outbound::ForwardedBody>(std::move(exchange), silence, endless), length};
}

}  // namespace

Task<Result<Response>> Client::forward(Request request) {
  std::string target(request.target());
  return forward(std::move(request), std::move(target));
}

Task<Result<Response>> Client::forward(Request request, std::string target) {
  auto question = outbound::write_forwarded(request, target, channels_->host());
  auto asked = co_await outbound::ask(*channels_, std::move(question), request.deadline());
  if (!asked) co_return failure(asked);

  auto& exchange = **asked;
  const auto status = exchange.answer().status();
  Response response(status);
  if (status == 101) {
    response.body() = tunnel(*channels_, exchange, request.id());
    co_return response;
  }
  const auto length = exchange.body_length();
  response.headers() = std::move(exchange.answer().headers());
  response.headers().remove("Content-Length");  // the server's own work
  if (request.verb() == Verb::head) {
    response.body() = Response::Stream{nullptr, length};
    exchange.finish();
  } else if (exchange.is_whole() || (length && *length <= channels_->limits().whole_bytes)) {
    auto body = co_await exchange.read_rest(channels_->limits().whole_bytes);
    if (!body) co_return failure(body);
    if (status != 204 && status != 304) response.body() = std::move(*body);
  } else {
    response.body() =
        stream_on(std::move(*asked), channels_->limits().silence, is_events(response.headers()));
  }
  co_return response;
}

}  // namespace tapedeck::http
