#pragma once

#include "aggregation/core/ports.hpp"
#include "async/pool.hpp"
#include "http/client.hpp"
#include "identity/service_token.hpp"

namespace tapedeck::aggregation {

/// The browse service over HTTP, asked in our own name.
class BrowseClient final : public Browse {
 public:
  /// `tokens` signs the calls, `compute` reads the long answers; both outlive this.
  BrowseClient(async::Executor executor, Clock& clock, http::Origin origin,
               const identity::ServiceTokens& tokens, async::Pool& compute);

  Task<Result<messages::SearchResults>> search(BrowseQuery query, Deadline deadline) override;
  Task<Result<messages::ItemDetails>> item(ItemIdentifier name, Deadline deadline) override;

  /// For asking how browse is.
  [[nodiscard]] http::Client& client() noexcept { return client_; }

  /// Closes every connection. Call once, before the destructor.
  Task<void> close();

 private:
  Task<Result<std::string>> get(std::string target, Deadline deadline);

  http::Client client_;
  const identity::ServiceTokens& tokens_;
  async::Pool& compute_;
};

/// Where a search is found at browse: `/browse/search?artist=…&page=1`.
[[nodiscard]] std::string target_of(const BrowseQuery& query);

/// What an answer of browse other than 200 means.
[[nodiscard]] Error error_of(const http::Answer& answer);

}  // namespace tapedeck::aggregation
