#include "browse/core/answer.hpp"

#include "base/encoding.hpp"
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

std::string body_of(const archive::Picture& picture) {
  return picture.type + " " + to_base64url(bytes_of(picture.bytes));
}

std::optional<archive::Picture> picture_of(const Answer& answer) {
  const auto space = answer.body.find(' ');
  if (space == std::string::npos) return std::nullopt;
  const auto bytes = from_base64url(std::string_view(answer.body).substr(space + 1));
  if (!bytes) return std::nullopt;
  archive::Picture picture;
  picture.bytes.assign(bytes->begin(), bytes->end());
  picture.type = archive::picture_type(picture.bytes);
  if (picture.type.empty()) return std::nullopt;
  return picture;
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
