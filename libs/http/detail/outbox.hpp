#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

namespace tapedeck::http::detail {

/// What waits to be sent to one listener: bounded in messages and in bytes, and with at most one
/// message under each key.
class Outbox {
 public:
  using Text = std::shared_ptr<const std::string>;

  Outbox(std::size_t messages, std::size_t bytes) : messages_(messages), max_bytes_(bytes) {}

  /// Appends `text`; false when there is no room for it.
  bool push(Text text) { return push({}, std::move(text)); }

  /// Puts `text` in the place of the one waiting under `key`, which is not empty, or appends it.
  bool push_latest(std::string_view key, Text text);

  /// The one that has waited longest; null when none waits.
  [[nodiscard]] Text pop();

  void clear();

  [[nodiscard]] bool empty() const noexcept { return waiting_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return waiting_.size(); }

 private:
  struct Message {
    std::string key;
    Text text;
  };

  bool push(std::string_view key, Text text);

  std::size_t messages_;
  std::size_t max_bytes_;
  std::size_t bytes_ = 0;
  std::deque<Message> waiting_;
};

}  // namespace tapedeck::http::detail
