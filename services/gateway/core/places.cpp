#include "gateway/core/places.hpp"

#include <utility>

namespace tapedeck::gateway {

Places::Place::Place(Place&& other) noexcept
    : of_(std::exchange(other.of_, nullptr)), user_(other.user_) {}

Places::Place& Places::Place::operator=(Place&& other) noexcept {
  std::swap(of_, other.of_);
  std::swap(user_, other.user_);
  return *this;
}

Places::Place::~Place() {
  if (of_ == nullptr) return;
  const auto taken = of_->taken_.find(user_);
  if (--taken->second == 0) of_->taken_.erase(taken);
}

std::optional<Places::Place> Places::take(const UserId& user) {
  auto& taken = taken_[user];
  if (taken >= most_) return std::nullopt;
  ++taken;
  return Place(*this, user);
}

}  // namespace tapedeck::gateway
