#include "http/detail/outbox.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::http::detail {

bool Outbox::push(std::string_view key, Text text) {
  if (waiting_.size() >= messages_ || text->size() > max_bytes_ - bytes_) return false;
  bytes_ += text->size();
  waiting_.push_back({std::string(key), std::move(text)});
  return true;
}

bool Outbox::push_latest(std::string_view key, Text text) {
  const auto old = std::ranges::find(waiting_, key, &Message::key);
  if (old == waiting_.end()) return push(key, std::move(text));
  const auto others = bytes_ - old->text->size();
  if (text->size() > max_bytes_ - others) return false;
  bytes_ = others + text->size();
  old->text = std::move(text);
  return true;
}

Outbox::Text Outbox::pop() {
  if (waiting_.empty()) return nullptr;
  auto text = std::move(waiting_.front().text);
  waiting_.pop_front();
  bytes_ -= text->size();
  return text;
}

void Outbox::clear() {
  waiting_.clear();
  bytes_ = 0;
}

}  // namespace tapedeck::http::detail
