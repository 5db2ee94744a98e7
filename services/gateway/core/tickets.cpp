#include "gateway/core/tickets.hpp"

namespace tapedeck::gateway {

void Tickets::issue(std::string_view hash, TicketHolder holder, Moment now) {
  auto& ticket = tickets_.use(hash);
  ticket.holder = holder;
  ticket.ends = now + life;
}

std::optional<TicketHolder> Tickets::redeem(std::string_view hash, Moment now) {
  const auto* found = tickets_.find(hash);
  if (found == nullptr) return std::nullopt;
  const auto ticket = *found;
  tickets_.erase(hash);
  if (now >= ticket.ends) return std::nullopt;
  return ticket.holder;
}

}  // namespace tapedeck::gateway
