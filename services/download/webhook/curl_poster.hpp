#pragma once

#include "async/pool.hpp"
#include "download/webhook/webhook.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace tapedeck::download {

/// Posts by libcurl, on a thread of its own. Any address may be meant, also one of this house: the
/// operator alone names it. A redirect is not followed, since it would lead to another.
class CurlPoster final : public Poster {
 public:
  struct Settings {
    std::string address;                 ///< http:// or https://
    std::optional<std::string> token{};  ///< Sent as `Authorization: Bearer`.
    std::string user_agent{};
    std::chrono::milliseconds limit{10'000};  ///< For one letter, from the look-up of the name on.
  };

  explicit CurlPoster(Settings settings);

  /// Waits for the letter under way, which stop() ends.
  ~CurlPoster() override;
  CurlPoster(const CurlPoster&) = delete;
  CurlPoster& operator=(const CurlPoster&) = delete;

  Task<Result<void>> post(Letter letter) override;

  /// Ends the letter under way, and all further ones, at once, with `cancelled`. Any thread.
  void stop();

 private:
  class Line;

  std::unique_ptr<Line> line_;
  async::Pool thread_;  // last: it uses the line
};

}  // namespace tapedeck::download
