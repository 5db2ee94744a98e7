#include "http/detail/exchange.hpp"

#include "http/detail/at_edge.hpp"
#include "http/detail/grammar.hpp"
#include "http/detail/handover.hpp"
#include "http/detail/plan.hpp"
#include "http/detail/send_answer.hpp"
#include "http/problem.hpp"

#include <boost/asio/this_coro.hpp>

#include <utility>
#include <variant>

namespace tapedeck::http::detail {

namespace asio = boost::asio;

namespace {

// "application/json", whatever parameters come behind it.
bool is_json(std::string_view content_type) {
  return same_name(trimmed(content_type.substr(0, content_type.find(';'))), "application/json");
}

bool asks_who_calls(const RouteInfo* row) {
  return row != nullptr && row->access != Access::open && row->access != Access::catalogue;
}

}  // namespace

Exchange::Exchange(Shared& shared, Wire& wire, std::string& pending, const Peer& peer)
    : shared_(shared),
      wire_(wire),
      pending_(pending),
      parts_(std::make_shared<Request::Parts>()),
      parser_(*parts_, shared.limits),
      receiver_(wire, pending, shared.limits, shared.clock) {
  parts_->peer = peer;
  record_.began = shared_.clock.ticks();
  shared_.log.began();
}

Exchange::~Exchange() { log(); }

void Exchange::log() {
  if (std::exchange(logged_, true)) return;
  shared_.log.ended(*parts_, record_, shared_.clock.ticks());
}

Task<Next> Exchange::run() {
  const auto refused = co_await receive();
  if (refused.status == client_left.status) co_return Next::gone;
  close_ = refused || parser_.wants_body() || !parts_->keep_alive;
  auto response = co_await respond(refused);
  // Whoever was cancelled for good has nothing more to say; the next wait would throw.
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) co_return Next::gone;
  co_return co_await answer(std::move(response));
}

// A body is read for a handler alone: one that is on its way to a refusal ends the connection.
Task<Refusal> Exchange::receive() {
  auto refused = co_await receiver_.head(*parts_);
  if (!refused) refused = parser_.read_head();
  introduce();
  if (!refused) refused = find_row();
  if (!refused && found_.status == 200 && parser_.wants_body())
    refused = co_await receiver_.body(parser_);
  // The handler's time is its own: what the client took to send the body had a limit of its own.
  parts_->deadline = Deadline::in(shared_.clock, shared_.limits.handler_time);
  co_return refused;
}

void Exchange::introduce() {
  auto& parts = *parts_;
  parts.id = telemetry::accept_request_id(parts.find("X-Request-Id").value_or(""));
  const auto trace = telemetry::parse_traceparent(parts.find("traceparent").value_or(""));
  parts.trace = trace ? *trace : telemetry::begin_trace();
}

Refusal Exchange::find_row() {
  if (parts_->target_text == "*") {
    found_.status = 204;
    found_.allow = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    return {};
  }
  found_ = shared_.router.find(*parts_);
  if (found_.status != 200) return {};
  record_.row = found_.index;
  // A page of another site can send any body, but not this type without being asked (CORS).
  const bool wants_json = found_.row->operation.body != nullptr && parser_.wants_body();
  if (wants_json && !is_json(parts_->find("Content-Type").value_or("")))
    return {415, "Send the body as Content-Type: application/json."};
  return {};
}

std::optional<Response> Exchange::respond_without_handler(Refusal refused) const {
  const auto& id = parts_->id;
  if (refused.status == 400)
    return problem(fail(Errc::malformed, std::string(refused.sentence)).error(), id);
  if (refused) return protocol_problem(refused.status, refused.sentence, id);
  if (found_.status == 200) return std::nullopt;
  if (found_.status == 404)
    return problem(fail(Errc::not_found, "There is nothing at this address.").error(), id);
  if (found_.status == 405)
    return protocol_problem(405, "This address does not take that method.", id)
        .with("Allow", found_.allow);
  return no_content().with("Allow", found_.allow);
}

Task<Response> Exchange::respond(Refusal refused) {
  auto at_once = respond_without_handler(refused);
  if (at_once) co_return std::move(*at_once);
  auto result = co_await handle();
  if (result) co_return std::move(*result);
  record_.error = result.error();
  // Nobody cancelled us, so something the handler asked was: it stops, and can be asked again.
  if (result.error().code == Errc::cancelled) result.error().code = Errc::unavailable;
  co_return problem(result.error(), parts_->id);
}

Task<Result<Response>> Exchange::handle() {
  auto start = [&] { return (*found_.handler)(Request(parts_)); };
  handling_ = true;
  wire_.grant_until(parts_->deadline.at());
  auto result = co_await at_edge(start);
  wire_.revoke();
  handling_ = false;
  if (!overdue_) co_return result;
  co_await asio::this_coro::reset_cancellation_state(asio::enable_terminal_cancellation());
  if (result) co_return result;
  co_return fail(Errc::timed_out, "It took too long; try again in a moment.",
                 "cancelled at its deadline: " + result.error().detail);
}

Task<Next> Exchange::answer(Response response) {
  if (auto* takeover = std::get_if<std::unique_ptr<Takeover>>(&response.body())) {
    const Request request(parts_);
    auto refusal = (*takeover)->refusal(request);
    if (!refusal && shared_.stopping)
      refusal = problem(fail(Errc::unavailable, "The server is stopping.").error(), parts_->id);
    if (!refusal) {
      auto owned = std::move(*takeover);
      co_return co_await hand_over(std::move(owned));
    }
    response = std::move(*refusal);
  }
  const auto plan = plan_answer(*parts_, response);
  close_ = close_ || shared_.stopping || plan.framing == Framing::until_close;
  const HeadFacts facts{plan, parts_->id, parts_->http11, !close_, asks_who_calls(found_.row)};
  const auto head = shared_.head.write(response, facts);
  if (auto* stream = std::get_if<Response::Stream>(&response.body()))
    source_ = stream->source.get();
  // Who was told to stop before there was a stream has told nobody.
  if (source_ != nullptr && shared_.stopping) source_->stop();
  record_.status = response.status();
  auto sent = co_await send_answer(wire_, head, response, plan, shared_.limits.write_stall);
  source_ = nullptr;
  record_.bytes = sent.bytes;
  record_.whole = sent.whole;
  if (sent.error) record_.error = std::move(sent.error);
  if (sent.closed) co_return Next::goodbye;
  if (!sent.whole) co_return Next::gone;
  co_return close_ ? Next::goodbye : Next::another;
}

Task<Next> Exchange::hand_over(std::unique_ptr<Takeover> takeover) {
  record_.status = 101;
  record_.whole = true;
  log();
  const Request request(parts_);
  Handover handover{wire_, std::exchange(pending_, {}), request, shared_.clock,
                    shared_.limits.write_stall};
  takeover_ = takeover.get();
  co_await takeover->run(handover);
  takeover_ = nullptr;
  co_return Next::gone;
}

bool Exchange::overdue() {
  if (handling_) overdue_ = true;
  return handling_;
}

void Exchange::stop() {
  if (source_ != nullptr) source_->stop();
  if (takeover_ != nullptr) takeover_->stop();
}

}  // namespace tapedeck::http::detail
