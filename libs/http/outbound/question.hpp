#pragma once

// Beast's list of field names; for the files of libs/http alone.

#include "base/result.hpp"
#include "http/client.hpp"
#include "http/verb.hpp"

#include <boost/beast/http/field.hpp>

#include <string>
#include <string_view>

namespace tapedeck::http::outbound {

/// A request as it goes over the wire.
struct Question {
  Verb verb = Verb::get;
  std::string text;
  bool upgrade = false;  ///< Asks to go on as a WebSocket, so 101 is an answer to it.
};

/// Whether doing the same request twice is as good as once (RFC 9110 §9.2.2).
[[nodiscard]] constexpr bool is_repeatable(Verb verb) noexcept {
  return verb != Verb::post && verb != Verb::patch;
}

/// Writes `call` down. Fields that frame the message or belong to the connection are this side's
/// own, whatever the call says of them. Errors: `internal` for a target that cannot stand in a
/// request line.
[[nodiscard]] Result<Question> write_question(const Call& call, std::string_view host);

/// Writes a request down piece by piece. Everything put in has been checked before.
class QuestionWriter {
 public:
  QuestionWriter(Verb verb, std::string_view target, std::string_view host);

  void add(std::string_view name, std::string_view value) {
    text_.append(name).append(": ").append(value).append("\r\n");
  }

  [[nodiscard]] Question finish(std::string_view body) &&;

 private:
  Verb verb_;
  std::string text_;
};

/// Whether a field frames the message or belongs to one connection, so that it is never taken over
/// from elsewhere.
[[nodiscard]] bool is_our_own(boost::beast::http::field name) noexcept;

}  // namespace tapedeck::http::outbound
