#pragma once

#include "archive/http/http_archive.hpp"
#include "async/await.hpp"
#include "async/loop.hpp"
#include "support/archive_contract.hpp"
#include "support/scripted_server.hpp"

#include <string>

namespace tapedeck::test {

/// The real client on real sockets, and a scripted server for it.
class RealStage final : public Stage {
 public:
  /// `url` is the Archive's address; that of the scripted server unless said otherwise.
  explicit RealStage(std::string url = {})
      : limiter_(clock_, {.spacing = std::chrono::milliseconds{1}}, 1977),
        archive_({.base_url = url.empty() ? server_.url() : std::move(url),
                  .user_agent = archive::make_user_agent("1.0", "mailto:taper@example.org"),
                  .allow_loopback = true,
                  .connect = std::chrono::milliseconds{2'000}},
                 limiter_, clock_, compute_) {}

  archive::Archive& archive() override { return archive_; }
  ArchiveScript& script() override { return script_; }
  Clock& clock() override { return clock_; }
  void run(Task<void> task) override { async::await(home_.executor(), std::move(task)); }

  [[nodiscard]] async::Executor home() { return home_.executor(); }
  [[nodiscard]] ScriptedServer& server() { return server_; }
  [[nodiscard]] archive::Limiter& limiter() { return limiter_; }

 private:
  ArchiveScript script_;
  ScriptedServer server_{script_};
  SystemClock clock_;
  async::Pool compute_{"compute", 1, 8};
  archive::Limiter limiter_;
  archive::HttpArchive archive_;
  async::LoopThread home_{"home"};
};

}  // namespace tapedeck::test
