#include "archive/http/exchange.hpp"

#include <utility>

namespace tapedeck::archive {

Exchange::Delivery Exchange::take(std::vector<std::byte>& bytes) {
  const std::lock_guard lock(mutex_);
  bytes.clear();
  std::swap(bytes, bytes_);
  return std::exchange(delivery_, {});
}

void Exchange::leave() {
  const std::lock_guard lock(mutex_);
  bell_ = nullptr;
}

void Exchange::begin(WireHead head) {
  const std::lock_guard lock(mutex_);
  delivery_.head = std::move(head);
  ring();
}

Exchange::Taken Exchange::put(std::span<const std::byte> bytes) {
  const std::lock_guard lock(mutex_);
  if (request_.most_bytes) {
    if (bytes.size() > *request_.most_bytes - total_) return Taken::too_long;
  } else if (bytes_.size() >= request_.ahead) {
    delivery_.was_full = true;
    ring();
    return Taken::full;
  }
  total_ += bytes.size();
  // Once is enough: whoever is woken takes all there is. What has a limit is wanted whole anyway,
  // and is told of at its end.
  if (bytes_.empty() && !request_.most_bytes) ring();
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  return Taken::yes;
}

void Exchange::end(WireOutcome outcome) {
  const std::lock_guard lock(mutex_);
  delivery_.outcome = std::move(outcome);
  ring();
}

void Exchange::ring() {
  if (bell_) bell_->ring();
}

}  // namespace tapedeck::archive
