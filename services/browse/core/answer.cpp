#include "browse/core/answer.hpp"

#include "json/encode.hpp"

#include <array>
#include <cstdio>
#include <functional>
#include <string_view>
#include <utility>

namespace tapedeck::browse {

AnswerPtr make_answer(CacheType type, std::string body, Instant made) {
  std::array<char, 24> tag{};
  // Weak: the note at the end differs from one sending to the next (RFC 9110 §8.8.1).
  std::snprintf(tag.data(), tag.size(), "W/\"%016zx\"", std::hash<std::string>{}(body));
  return std::make_shared<const Answer>(Answer{type, std::move(body), made, tag.data()});
}

std::string text_of(const Answer& answer, messages::CacheNote note) {
  const std::string_view body = answer.body;
  const auto tail = json::encode(note);
  std::string text;
  text.reserve(body.size() + tail.size() + 16);
  text.append(body.substr(0, body.size() - 1)).append(",\"cache\":").append(tail).append("}");
  return text;
}

}  // namespace tapedeck::browse
