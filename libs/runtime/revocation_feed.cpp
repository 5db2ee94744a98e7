#include "runtime/revocation_feed.hpp"

#include "json/decode.hpp"
#include "messages/revocations.hpp"

#include <utility>

namespace tapedeck::runtime {
namespace {

constexpr std::chrono::seconds patience_with_the_gateway{2};

}  // namespace

RevocationFeed::RevocationFeed(async::Executor executor, Clock& clock, http::Origin gateway,
                               const identity::ServiceTokens& tokens, Revocations& revocations,
                               telemetry::Log log)
    : clock_(clock),
      gateway_(executor, clock, std::move(gateway)),
      tokens_(tokens),
      revocations_(revocations),
      log_(log),
      tasks_(executor) {}

void RevocationFeed::start() { tasks_.spawn(keep_asking()); }

Task<void> RevocationFeed::stop() {
  tasks_.cancel();
  co_await tasks_.join();
  co_await gateway_.close();
}

Task<void> RevocationFeed::keep_asking() {
  for (;;) {
    auto asked = co_await ask();
    if (!asked && asked.error().code == Errc::cancelled) co_return;
    note(asked);
    auto slept = co_await clock_.sleep_for(period);
    if (!slept) co_return;
  }
}

Task<Result<void>> RevocationFeed::ask() {
  http::Call call;
  call.target = messages::revocations_path;
  if (seen_) call.target += "?since=" + to_text(*seen_);
  call.headers.set("Authorization", "TD1 " + tokens_.issue("gateway", std::nullopt));
  const auto until = Deadline::in(clock_, patience_with_the_gateway);
  auto answer = co_await gateway_.send(std::move(call), until);
  if (!answer) co_return failure(answer);
  if (answer->status != 200)
    co_return fail(Errc::bad_upstream, "The gateway did not say which sessions were ended.",
                   "status " + std::to_string(answer->status));
  auto told = json::decode<messages::EndedSessions>(answer->body);
  if (!told) co_return failure(told);
  for (const auto& ended : told->sessions)
    revocations_.add(ended.session, ended.ended_at);
  seen_ = told->until;
  co_return Result<void>();
}

void RevocationFeed::note(const Result<void>& asked) {
  if (asked.has_value() == reachable_) return;
  reachable_ = asked.has_value();
  if (reachable_) {
    log_.info("the gateway tells again which sessions were ended");
  } else {
    log_.warning(
        "the gateway does not tell which sessions were ended; their tokens hold until "
        "they expire",
        {{"message", asked.error().message}, {"detail", asked.error().detail}});
  }
}

}  // namespace tapedeck::runtime
