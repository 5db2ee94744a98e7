#pragma once

#include "base/instant.hpp"
#include "base/uuid.hpp"

#include <boost/describe.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::gateway {

/// What was searched.
enum class SearchType : std::uint8_t { recordings, concerts };
BOOST_DESCRIBE_ENUM(SearchType, recordings, concerts)

/// One search of one user.
struct Search {
  UserId user;
  SearchType type = SearchType::recordings;
  std::string query;       ///< In UTF-8, at most 1000 bytes.
  std::int64_t found = 0;  ///< On all pages together.
  Instant at{};
};

/// Searches that wait to be written down together.
class SearchQueue {
 public:
  /// `most` is how many wait; what comes on top is left out.
  explicit SearchQueue(std::size_t most) : most_(most) {}

  /// False when there is no room. A search that waits already takes the newer count: whoever asks
  /// the same twice within a moment has pressed a key twice.
  bool add(Search search);

  /// Everything that waits, which then waits no more.
  [[nodiscard]] std::vector<Search> take() { return std::exchange(waiting_, {}); }

  [[nodiscard]] bool empty() const noexcept { return waiting_.empty(); }

 private:
  std::size_t most_;
  std::vector<Search> waiting_;
};

/// `q`, and what it was narrowed by: "morning dew year=1977". What only orders and cuts the results
/// is left out; empty when nothing was looked for. At most 1000 bytes of UTF-8.
[[nodiscard]] std::string query_text(
    const std::vector<std::pair<std::string, std::string>>& parameters);

/// What an answer of a search says of how much was found: the `total` at its beginning. Nothing
/// when it does not begin so.
[[nodiscard]] std::optional<std::int64_t> total_of(std::string_view answer);

}  // namespace tapedeck::gateway
