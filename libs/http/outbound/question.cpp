#include "http/outbound/question.hpp"

#include "http/headers.hpp"
#include "http/outbound/answer_parser.hpp"

#include <algorithm>

namespace tapedeck::http::outbound {

namespace {

bool is_target(std::string_view target) {
  return target.starts_with('/') &&
         std::ranges::all_of(target, [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

bool is_our_own(boost::beast::http::field name) noexcept {
  using boost::beast::http::field;
  return is_hop_by_hop(name) || name == field::host || name == field::content_length ||
         name == field::expect;
}

QuestionWriter::QuestionWriter(Verb verb, std::string_view target, std::string_view host)
    : verb_(verb) {
  text_.reserve(1024);
  text_.append(to_text(verb)).append(" ").append(target).append(" HTTP/1.1\r\n");
  add("Host", host);
}

Question QuestionWriter::finish(std::string_view body) && {
  // RFC 9110 §8.6: a length of 0 is said where the method means something by a body.
  const bool expected = verb_ == Verb::post || verb_ == Verb::put || verb_ == Verb::patch;
  if (expected || !body.empty()) add("Content-Length", std::to_string(body.size()));
  text_.append("\r\n").append(body);
  return {.verb = verb_, .text = std::move(text_)};
}

Result<Question> write_question(const Call& call, std::string_view host) {
  if (!is_target(call.target))
    return fail(Errc::internal, "A part of Tapedeck was asked for something impossible.",
                "target \"" + call.target + "\"");
  QuestionWriter writer(call.verb, call.target, host);
  for (const auto& [name, value] : call.headers.fields()) {
    if (!is_our_own(boost::beast::http::string_to_field(name))) writer.add(name, value);
  }
  return std::move(writer).finish(call.body);
}

}  // namespace tapedeck::http::outbound
