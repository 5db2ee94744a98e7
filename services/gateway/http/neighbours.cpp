#include "gateway/http/neighbours.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::gateway {
namespace {

constexpr std::chrono::seconds patience_with_neighbours{1};

/// A quarter of what the server takes (http::ServerLimits), and of the open files a process has.
constexpr std::size_t lasting_connections = 2'500;

}  // namespace

Neighbour::Neighbour(std::string name, http::Origin origin, async::Executor executor, Clock& clock)
    : name_(std::move(name)),
      executor_(executor),
      clock_(clock),
      origin_(std::move(origin)),
      client_(executor, clock, origin_),
      probe_(name_, client_) {}

http::Client& Neighbour::lasting() {
  if (!lasting_) {
    http::ClientLimits limits;
    limits.connections = lasting_connections;
    limits.whole_bytes = 64 * 1024;  // music begins with its first bytes, not with its last
    lasting_.emplace(executor_, clock_, origin_, limits);
  }
  return *lasting_;
}

Task<void> Neighbour::close() {
  co_await client_.close();
  if (lasting_) co_await lasting_->close();
}

Neighbours::Neighbours(async::Executor executor, Clock& clock,
                       const identity::ServiceTokens& tokens)
    : executor_(executor), clock_(clock), tokens_(tokens) {}

Neighbour& Neighbours::add(std::string name, http::Origin origin) {
  all_.push_back(
      std::make_unique<Neighbour>(std::move(name), std::move(origin), executor_, clock_));
  return *all_.back();
}

Neighbour& Neighbours::named(std::string_view name) {
  const auto found =
      std::ranges::find_if(all_, [&](const auto& neighbour) { return neighbour->name() == name; });
  ensure(found != all_.end(), "a route is passed on to a neighbour there is");
  return **found;
}

Task<std::vector<Neighbours::Reply>> Neighbours::ask_all(std::string target,
                                                         std::optional<UserId> user,
                                                         Deadline deadline) {
  const auto until = Deadline::in(clock_, patience_with_neighbours).or_sooner(deadline);
  std::vector<Reply> replies(all_.size());
  async::TaskGroup asking(executor_);
  for (std::size_t i = 0; i < all_.size(); ++i) {
    asking.spawn(ask(*all_[i], target, user, until, replies[i]));
  }
  co_await asking.join();
  co_return replies;
}

// `target` and `reply` are the caller's, which waits for all of these to end.
Task<void> Neighbours::ask(Neighbour& neighbour, const std::string& target,
                           std::optional<UserId> user, Deadline deadline, Reply& reply) {
  reply.name = neighbour.name();
  http::Call call;
  call.target = target;
  call.headers.set("Authorization", "TD1 " + tokens_.issue(neighbour.name(), user));
  auto answer = co_await neighbour.client().send(std::move(call), deadline);
  if (answer && answer->status == 200) reply.text = std::move(answer->body);
}

Task<void> Neighbours::close() {
  for (auto& neighbour : all_)
    co_await neighbour->close();
}

}  // namespace tapedeck::gateway
