#include "http/client.hpp"

#include "http/outbound/ask.hpp"
#include "http/outbound/channels.hpp"
#include "http/outbound/question.hpp"

#include <utility>

namespace tapedeck::http {

Client::Client(async::Executor executor, Clock& clock, Origin origin, ClientLimits limits)
    : channels_(std::make_unique<outbound::Channels>(executor, clock, std::move(origin), limits)) {}

Client::~Client() = default;

Task<Result<Answer>> Client::send(Call call, Deadline deadline) {
  auto question = outbound::write_question(call, channels_->host());
  if (!question) co_return failure(question);
  auto asked = co_await outbound::ask(*channels_, std::move(*question), deadline);
  if (!asked) co_return failure(asked);

  auto& exchange = **asked;
  auto body = co_await exchange.read_rest(channels_->limits().body_bytes);
  if (!body) co_return failure(body);
  Answer answer;
  answer.status = exchange.answer().status();
  answer.headers = std::move(exchange.answer().headers());
  answer.body = std::move(*body);
  co_return answer;
}

Task<void> Client::close() { co_await channels_->close(); }

}  // namespace tapedeck::http
