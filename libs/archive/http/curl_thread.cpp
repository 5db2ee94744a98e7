#include "archive/http/curl_thread.hpp"

#include "archive/http/transfer.hpp"
#include "base/ensure.hpp"

#include <curl/curl.h>
#include <pthread.h>

#include <algorithm>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace tapedeck::archive {
namespace {

using Multi = std::unique_ptr<CURLM, decltype(&::curl_multi_cleanup)>;

/// curl's own state for the whole process; never undone, since other code may use curl, too.
void init_curl() {
  static const CURLcode code = ::curl_global_init(CURL_GLOBAL_ALL);
  ensure(code == CURLE_OK, "curl must start");
}

Multi make_multi() {
  init_curl();
  Multi multi(::curl_multi_init(), &::curl_multi_cleanup);
  ensure(multi != nullptr, "curl gives a handle unless memory is out");
  return multi;
}

/// How long the thread waits when nothing at all is under way; a wake-up comes first.
constexpr std::chrono::milliseconds longest_poll{60'000};

}  // namespace

class CurlThread::Engine {
 public:
  explicit Engine(TransferSettings settings)
      : settings_(std::move(settings)), multi_(make_multi()), thread_([this] { run(); }) {}

  ~Engine() {
    tell({Command::Kind::stop, nullptr});
    thread_.join();
  }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  struct Command {
    enum class Kind : std::uint8_t { start, resume, cancel, stop };
    Kind kind;
    std::shared_ptr<Exchange> exchange;
  };

  /// Any thread.
  void tell(Command command) {
    {
      const std::lock_guard lock(mutex_);
      commands_.push_back(std::move(command));
    }
    ::curl_multi_wakeup(multi_.get());
  }

 private:
  using Transfers = std::vector<std::unique_ptr<Transfer>>;

  void run() {
    ::pthread_setname_np(::pthread_self(), "archive");
    while (obey()) {
      int running = 0;
      ::curl_multi_perform(multi_.get(), &running);
      collect();
      drop_silent();
      ::curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(poll_for().count()), nullptr);
    }
    while (!transfers_.empty())
      drop(transfers_.begin());
  }

  /// Does what was asked since the last time; false when that was to stop.
  bool obey() {
    std::vector<Command> commands;
    {
      const std::lock_guard lock(mutex_);
      commands.swap(commands_);
    }
    for (auto& command : commands) {
      if (command.kind == Command::Kind::stop) return false;
      if (command.kind == Command::Kind::start) {
        transfers_.push_back(std::make_unique<Transfer>(std::move(command.exchange), settings_));
        ::curl_multi_add_handle(multi_.get(), transfers_.back()->easy());
        continue;
      }
      const auto at = std::ranges::find_if(
          transfers_, [&](const auto& one) { return one->exchange() == command.exchange; });
      if (at == transfers_.end()) continue;  // it has ended by itself
      if (command.kind == Command::Kind::resume) (*at)->resume();
      if (command.kind == Command::Kind::cancel) drop(at);
    }
    return true;
  }

  /// Takes up those that curl is done with.
  void collect() {
    int left = 0;
    while (const CURLMsg* message = ::curl_multi_info_read(multi_.get(), &left)) {
      const auto code = message->data.result;
      const auto at = std::ranges::find_if(
          transfers_, [&](const auto& one) { return one->easy() == message->easy_handle; });
      ensure(at != transfers_.end(), "curl ends only what was begun");
      ::curl_multi_remove_handle(multi_.get(), (*at)->easy());
      if ((*at)->done(code)) {
        ::curl_multi_add_handle(multi_.get(), (*at)->easy());
      } else {
        transfers_.erase(at);
      }
    }
  }

  void drop_silent() {
    const auto now = std::chrono::steady_clock::now();
    for (auto at = transfers_.begin(); at != transfers_.end();) {
      if ((*at)->stall_watch().stalled(now)) {
        (*at)->fell_silent();
        at = drop(at);
      } else {
        ++at;
      }
    }
  }

  Transfers::iterator drop(Transfers::iterator at) {
    ::curl_multi_remove_handle(multi_.get(), (*at)->easy());
    return transfers_.erase(at);
  }

  /// Until the first of them could have fallen silent.
  [[nodiscard]] std::chrono::milliseconds poll_for() const {
    const auto now = std::chrono::steady_clock::now();
    auto wait = longest_poll;
    for (const auto& one : transfers_) {
      const auto at = one->stall_watch().look_again();
      if (at - now < wait) wait = std::chrono::ceil<std::chrono::milliseconds>(at - now);
    }
    return std::max(wait, std::chrono::milliseconds{0});
  }

  const TransferSettings settings_;
  const Multi multi_;
  std::mutex mutex_;  // guards the commands; everything else is the thread's
  std::vector<Command> commands_;
  Transfers transfers_;
  std::thread thread_;  // last: it uses all above
};

CurlThread::CurlThread(Places places, std::string user_agent, std::chrono::milliseconds connect)
    : engine_(std::make_unique<Engine>(
          TransferSettings{std::move(places), std::move(user_agent), connect})) {}

CurlThread::~CurlThread() = default;

void CurlThread::start(std::shared_ptr<Exchange> exchange) {
  engine_->tell({Engine::Command::Kind::start, std::move(exchange)});
}

void CurlThread::resume(std::shared_ptr<Exchange> exchange) {
  engine_->tell({Engine::Command::Kind::resume, std::move(exchange)});
}

void CurlThread::cancel(std::shared_ptr<Exchange> exchange) {
  engine_->tell({Engine::Command::Kind::cancel, std::move(exchange)});
}

}  // namespace tapedeck::archive
