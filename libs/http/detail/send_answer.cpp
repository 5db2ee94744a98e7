#include "http/detail/send_answer.hpp"

#include "http/detail/at_edge.hpp"
#include "http/detail/numbers.hpp"

#include <string>
#include <utility>
#include <variant>

namespace tapedeck::http::detail {

namespace {

/// Frames the pieces of a stream and counts them.
class StreamWriter final : public BodyWriter {
 public:
  StreamWriter(Wire& wire, const Plan& plan, std::chrono::milliseconds stall, Sent& sent)
      : wire_(wire), plan_(plan), stall_(stall), sent_(sent) {}

  Task<Result<void>> write(std::string bytes) override {
    if (bytes.empty()) co_return Result<void>();  // as a chunk it would mean the end
    if (plan_.framing == Framing::length && bytes.size() > plan_.bytes - sent_.bytes)
      co_return fail(Errc::internal, "The answer broke off.", "the body is longer than announced");
    const auto size = bytes.size();
    const std::string prefix = chunk_prefix(size);
    if (!prefix.empty()) bytes += "\r\n";
    auto taken = wire_.send(prefix, bytes);
    if (taken && *taken < prefix.size()) {
      const auto wait = co_await wire_.send_all(prefix, *taken, stall_);
      taken = prefix.size();
      if (wait != Wait::ready) co_return broken(wait);
    }
    if (!taken) co_return broken(Wait::closed);
    if (*taken < prefix.size() + bytes.size()) {
      const auto from = *taken - prefix.size();
      const auto wait = co_await wire_.send_all(std::move(bytes), from, stall_);
      if (wait != Wait::ready) co_return broken(wait);
    }
    sent_.bytes += size;
    co_return Result<void>();
  }

  void abort() override { wire_.reset(); }

  void close() override { sent_.closed = true; }

  /// Sends what ends the body; says whether it is whole.
  Task<bool> finish() {
    if (plan_.framing == Framing::length) co_return sent_.bytes == plan_.bytes;
    if (plan_.framing != Framing::chunked) co_return true;
    std::string last = "0\r\n\r\n";
    const auto wait = co_await wire_.send_all(std::move(last), 0, stall_);
    co_return wait == Wait::ready;
  }

 private:
  [[nodiscard]] std::string chunk_prefix(std::size_t size) const {
    if (plan_.framing != Framing::chunked) return {};
    std::string prefix;
    append_number(prefix, size, 16);
    prefix += "\r\n";
    return prefix;
  }

  [[nodiscard]] static std::unexpected<Error> broken(Wait wait) {
    if (wait == Wait::overdue)
      return fail(Errc::timed_out, "The client took too long to read the answer.");
    if (wait == Wait::woken) return fail(Errc::cancelled, "The answer was broken off.");
    return fail(Errc::unavailable, "The client has left.");
  }

  Wire& wire_;
  const Plan& plan_;
  std::chrono::milliseconds stall_;
  Sent& sent_;
};

// The plan outlives the call.
Task<void> send_stream(Wire& wire, Response::Stream& stream, const Plan& plan,
                       std::chrono::milliseconds stall, Sent& sent) {
  StreamWriter writer(wire, plan, stall, sent);
  auto send = [&] { return stream.source->send(writer); };
  auto done = co_await at_edge(send);
  if (!done) {
    sent.error = std::move(done.error());
    co_return;
  }
  if (!sent.closed) sent.whole = co_await writer.finish();
}

Task<void> send_text(Wire& wire, std::string& text, std::size_t from,
                     std::chrono::milliseconds stall, Sent& sent) {
  const auto size = text.size();
  const auto wait = co_await wire.send_all(std::move(text), from, stall);
  sent.whole = wait == Wait::ready;
  sent.bytes = sent.whole ? size : from;
}

// The file and the plan outlive the call.
Task<void> send_file(Wire& wire, const FileBody& file, const Plan& plan,
                     std::chrono::milliseconds stall, Sent& sent) {
  auto ended = co_await wire.send_file(file, plan.first, plan.bytes, stall, sent.bytes);
  sent.whole = ended && *ended == Wait::ready;
  if (!ended) sent.error = std::move(ended.error());
}

}  // namespace

Task<Sent> send_answer(Wire& wire, std::string_view head, Response& response, const Plan& plan,
                       std::chrono::milliseconds stall) {
  Sent sent;
  auto* text = plan.body ? std::get_if<std::string>(&response.body()) : nullptr;
  auto* file = plan.body ? std::get_if<FileBody>(&response.body()) : nullptr;
  auto* stream = plan.body ? std::get_if<Response::Stream>(&response.body()) : nullptr;
  const std::string_view body = text != nullptr ? std::string_view(*text) : std::string_view();

  const auto taken = wire.send(head, body, file != nullptr && plan.bytes > 0);
  if (taken && *taken == head.size() + body.size() && file == nullptr && stream == nullptr) {
    sent.bytes = body.size();
    sent.whole = true;
    co_return sent;
  }
  bool head_gone = taken.has_value();
  if (taken && *taken < head.size()) {
    std::string rest(head.substr(*taken));
    const auto wait = co_await wire.send_all(std::move(rest), 0, stall);
    head_gone = wait == Wait::ready;
  }
  if (head_gone && text != nullptr) {
    const auto from = *taken > head.size() ? *taken - head.size() : 0;
    co_await send_text(wire, *text, from, stall, sent);
  } else if (head_gone && file != nullptr) {
    co_await send_file(wire, *file, plan, stall, sent);
  } else if (head_gone && stream != nullptr) {
    co_await send_stream(wire, *stream, plan, stall, sent);
  } else {
    sent.whole = head_gone;
  }
  if (!sent.whole && !sent.closed) wire.reset();
  co_return sent;
}

}  // namespace tapedeck::http::detail
