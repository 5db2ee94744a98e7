#pragma once

#include "async/clock.hpp"
#include "async/task_group.hpp"
#include "http/client.hpp"
#include "identity/service_token.hpp"
#include "runtime/probes.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::gateway {

/// One of the other services, as the gateway sees it.
class Neighbour {
 public:
  Neighbour(std::string name, http::Origin origin, async::Executor executor, Clock& clock);

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] http::Client& client() noexcept { return client_; }

  /// The connections for what lasts, WebSockets and music, of which each keeps one to itself: so
  /// many that a thousand who listen do not keep a question waiting.
  [[nodiscard]] http::Client& lasting();

  /// Closes every connection. Call once, before the destructor.
  Task<void> close();

  [[nodiscard]] runtime::Probe& probe() noexcept { return probe_; }

 private:
  std::string name_;
  async::Executor executor_;
  Clock& clock_;
  http::Origin origin_;
  http::Client client_;
  std::optional<http::Client> lasting_;
  runtime::NeighbourProbe probe_;
};

/// The other three services, and questions that go to all of them at once.
class Neighbours {
 public:
  /// `tokens` signs the calls; it outlives this.
  Neighbours(async::Executor executor, Clock& clock, const identity::ServiceTokens& tokens);

  Neighbour& add(std::string name, http::Origin origin);

  /// The one of that name, which has been added.
  [[nodiscard]] Neighbour& named(std::string_view name);

  /// What one of them answered: its name, and its answer's text where it gave a 200 in time.
  struct Reply {
    std::string name;
    std::optional<std::string> text;
  };

  /// Asks all of them for `target` at the same time, each for at most a second: on behalf of
  /// `user`, or in our own name.
  Task<std::vector<Reply>> ask_all(std::string target, std::optional<UserId> user,
                                   Deadline deadline);

  /// Closes every connection. Call once, before the destructor.
  Task<void> close();

 private:
  /// `target` outlives the call.
  Task<void> ask(Neighbour& neighbour, const std::string& target, std::optional<UserId> user,
                 Deadline deadline, Reply& reply);

  async::Executor executor_;
  Clock& clock_;
  const identity::ServiceTokens& tokens_;
  std::vector<std::unique_ptr<Neighbour>> all_;
};

}  // namespace tapedeck::gateway
