#include "download/http/live.hpp"

#include <cstdint>
#include <memory>
#include <utility>

namespace tapedeck::download {
namespace {

constexpr std::uint16_t policy_violation = 1008;
constexpr std::uint16_t internal_error = 1011;
constexpr std::uint16_t try_again_later = 1013;  // RFC 6455 §7.4, the registry at IANA

}  // namespace

bool LiveDownloads::Socket::send(std::string_view key, std::string message) {
  return sender.send_latest(key, std::make_shared<const std::string>(std::move(message)));
}

void LiveDownloads::Socket::end(End why) {
  switch (why) {
    case End::session:
      return sender.close(policy_violation, "the session has ended");
    case End::too_slow:
      return sender.close(try_again_later, "too many changes at once");
    case End::unreadable:
      return sender.close(internal_error, "the downloads cannot be read");
  }
}

Task<void> LiveDownloads::opened(http::WebSocketSender& sender) {
  socket_.emplace(sender);
  return herald_.begin(*socket_);
}

Task<void> LiveDownloads::received(std::string) {
  co_return;  // there is nothing to say to it
}

Task<void> LiveDownloads::closed() {
  herald_.end();
  co_return;
}

bool DownloadEvents::Stream::send(std::string_view key, std::string message) {
  return sender.send_latest(key,
                            std::make_shared<const std::string>(http::event_text({}, message)));
}

void DownloadEvents::Stream::end(End) { sender.close(); }

Task<void> DownloadEvents::opened(http::EventSender& sender) {
  stream_.emplace(sender);
  return herald_.begin(*stream_);
}

Task<void> DownloadEvents::closed() {
  herald_.end();
  co_return;
}

}  // namespace tapedeck::download
