#pragma once

#include "base/instant.hpp"
#include "fake_archive/fault.hpp"
#include "http/headers.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::fake_archive {

/// What is answered to one request, before it goes onto the wire.
struct Answer {
  std::uint16_t status = 200;
  http::Headers headers;
  std::shared_ptr<const std::string> bytes;  ///< Often the whole of a pressed file. Never null.
  std::uint64_t first = 0;                   ///< The body begins at this byte of `bytes` …
  std::uint64_t count = 0;                   ///< … and has so many.
  bool chunked = false;                      ///< Without Content-Length, as metadata is sent.
};

/// An answer with a body of its own.
[[nodiscard]] Answer answer_with(std::uint16_t status, std::string_view type, std::string body);

/// An HTML page of a few words, such as the Archive's for 403 and 404.
[[nodiscard]] Answer html_page(std::uint16_t status, std::string_view title);

/// 302 with a short HTML body, as /download answers.
[[nodiscard]] Answer redirect_answer(std::string_view location);

/// The answer that a fault gives in the place of any other; nothing when it lets the request
/// through. `target` is the request's own, `host` its Host header and `now` the time of day, all
/// for redirects and dates.
[[nodiscard]] std::optional<Answer> answer_instead(const Effects& effects, std::string_view host,
                                                   std::string_view target, Instant now);

/// What a fault does to the body of an answer: wrong bytes, gzip, cut short.
[[nodiscard]] Answer spoilt(Answer answer, const Effects& effects);

}  // namespace tapedeck::fake_archive
