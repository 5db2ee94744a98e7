#pragma once

#include "base/uuid.hpp"

#include <cstddef>
#include <optional>
#include <unordered_map>

namespace tapedeck::gateway {

/// So many at the same time for each user, of what lasts. Lives on one loop; not thread-safe.
class Places {
 public:
  /// One that somebody has taken; free again when this ends.
  class Place {
   public:
    Place(Place&& other) noexcept;
    Place& operator=(Place&& other) noexcept;
    ~Place();

   private:
    friend class Places;
    Place(Places& of, const UserId& user) : of_(&of), user_(user) {}

    Places* of_;  ///< Null once moved from.
    UserId user_;
  };

  explicit Places(std::size_t most) : most_(most) {}
  Places(const Places&) = delete;
  Places& operator=(const Places&) = delete;

  /// Nothing when all of the user's are taken. These places outlive what they give.
  [[nodiscard]] std::optional<Place> take(const UserId& user);

  /// How many users have taken any.
  [[nodiscard]] std::size_t users() const noexcept { return taken_.size(); }

 private:
  std::size_t most_;
  std::unordered_map<UserId, std::size_t> taken_;  ///< Of those who have taken any.
};

}  // namespace tapedeck::gateway
