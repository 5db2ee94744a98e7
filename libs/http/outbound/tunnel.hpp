#pragma once

#include "http/outbound/channels.hpp"
#include "http/response.hpp"

#include <string>

namespace tapedeck::http::outbound {

/// Carries the bytes of a WebSocket between a client and the service that has agreed to speak it,
/// in both directions, without reading them.
///
/// What cannot be sent at once is kept, at most 64 KiB a direction, and nothing more is read until
/// it is gone: the slower side sets the pace. An idle tunnel holds no buffer. When one side has
/// ended its stream, the other is told so and may still finish.
class Tunnel final : public Takeover {
 public:
  /// `head` is the answer 101 as it goes to the client.
  Tunnel(Channels& channels, Lease service, std::string head);

  [[nodiscard]] std::optional<Response> refusal(const Request& request) override;
  Task<void> run(detail::Handover& handover) override;
  void stop() override;

 private:
  struct Direction;

  Task<void> carry(Direction& direction);
  Task<bool> flush(Direction& direction);
  bool pass(Direction& direction, std::string_view bytes);
  void break_off();

  Channels& channels_;
  Lease service_;
  Socket client_;
  std::string head_;
  Alarm silence_;
  std::chrono::nanoseconds write_stall_{};
};

}  // namespace tapedeck::http::outbound
