#pragma once

#include "base/result.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace tapedeck {

/// A random UUID (RFC 9562 §5.4, version 4), kept as its 16 bytes.
///
/// The tables keep it as 36 characters of lower-case text, as the seed says, which is what text()
/// gives and parse() takes (upper case is taken too).
class Uuid {
 public:
  /// A new one from the kernel's random source.
  [[nodiscard]] static Uuid make();

  /// Errors: `invalid`.
  [[nodiscard]] static Result<Uuid> parse(std::string_view text);

  [[nodiscard]] std::string text() const;

  friend auto operator<=>(const Uuid&, const Uuid&) = default;

 private:
  friend struct std::hash<Uuid>;
  std::array<std::uint8_t, 16> bytes_{};
};

/// A key of one kind of row. A UserId is no JobId, although both are UUIDs.
template <class Tag>
class Id {
 public:
  /// A new key that no other row has.
  [[nodiscard]] static Id make() { return Id(Uuid::make()); }

  /// Errors: `invalid`.
  [[nodiscard]] static Result<Id> parse(std::string_view text) {
    auto uuid = Uuid::parse(text);
    if (!uuid) return failure(uuid);
    return Id(*uuid);
  }

  [[nodiscard]] std::string text() const { return uuid_.text(); }
  [[nodiscard]] const Uuid& uuid() const noexcept { return uuid_; }

  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  explicit Id(Uuid uuid) : uuid_(uuid) {}

  Uuid uuid_;
};

using UserId = Id<struct UserTag>;
using SessionId = Id<struct SessionTag>;
using JobId = Id<struct JobTag>;
using ConcertId = Id<struct ConcertTag>;

}  // namespace tapedeck

template <>
struct std::hash<tapedeck::Uuid> {
  std::size_t operator()(const tapedeck::Uuid& uuid) const noexcept;
};

template <class Tag>
struct std::hash<tapedeck::Id<Tag>> {
  std::size_t operator()(const tapedeck::Id<Tag>& id) const noexcept {
    return std::hash<tapedeck::Uuid>{}(id.uuid());
  }
};
