#pragma once

#include "base/uuid.hpp"
#include "gateway/core/recent_table.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace tapedeck::gateway {

/// Who a ticket stands for.
struct TicketHolder {
  UserId user;
  SessionId session;
  bool admin = false;
};

/// Tickets that open one WebSocket each, since a page cannot send a token along with one and an
/// address is no place for a token. Known by their hash alone. Lives on one loop; not thread-safe.
class Tickets {
 public:
  static constexpr std::chrono::seconds life{30};
  static constexpr std::size_t most = 10'000;

  Tickets() : tickets_(most) {}

  /// Keeps the ticket whose hash is `hash`.
  void issue(std::string_view hash, TicketHolder holder, Moment now);

  /// Who the ticket stands for; nothing when there is none, it is too old, or was redeemed before.
  std::optional<TicketHolder> redeem(std::string_view hash, Moment now);

 private:
  struct Ticket {
    std::optional<TicketHolder> holder;
    Moment ends{};
  };

  RecentTable<Ticket> tickets_;
};

}  // namespace tapedeck::gateway
