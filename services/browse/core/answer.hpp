#pragma once

#include "archive/picture.hpp"
#include "base/instant.hpp"
#include "messages/cache.hpp"
#include "messages/catalogue.hpp"

#include <memory>
#include <optional>
#include <string>

namespace tapedeck::browse {

using messages::CacheStatus;
using messages::CacheType;

/// What the Archive said once, ready to be sent.
struct Answer {
  CacheType type = CacheType::search;
  std::string body;  ///< A JSON object that lacks its last member, `cache`; or a picture.
  Instant made{};    ///< When the Archive said so.
  std::string tag;   ///< An entity tag, quotes and all; another one for another body.
};

/// Shared by the memory cache, which may let go of it at any time, and those who are sending it.
using AnswerPtr = std::shared_ptr<const Answer>;

/// Makes an answer of `body`, and its tag.
[[nodiscard]] AnswerPtr make_answer(CacheType type, std::string body, Instant made);

/// A picture as the body of an answer, which is text, and back again.
[[nodiscard]] std::string body_of(const archive::Picture& picture);
[[nodiscard]] std::optional<archive::Picture> picture_of(const Answer& answer);

/// The whole JSON of an answer: its body, and where it came from.
[[nodiscard]] std::string text_of(const Answer& answer, messages::CacheNote note);

}  // namespace tapedeck::browse
