#include "http/detail/answer_head.hpp"

#include "http/detail/numbers.hpp"
#include "http/detail/status.hpp"
#include "http/headers.hpp"
#include "http/http_date.hpp"

#include <algorithm>
#include <array>

namespace tapedeck::http::detail {

namespace {

// The framing and the connection are the server's, whatever a handler or another service says.
constexpr auto servers_own = std::to_array<std::string_view>(
    {"Connection", "Content-Length", "Keep-Alive", "Transfer-Encoding", "Trailer", "Upgrade"});

struct Default {
  std::string_view name;
  std::string_view value;
};

// What a browser needs to be told, so that one page cannot read, frame or misread another's
// (https://owasp.org/www-project-secure-headers). Content-Security-Policy is for pages:
// static_files.
constexpr auto security = std::to_array<Default>({
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
});

bool is_servers_own(std::string_view name) {
  return std::ranges::any_of(servers_own, [&](auto own) { return same_name(own, name); });
}

}  // namespace

std::string_view AnswerHead::write(const Response& response, const HeadFacts& facts) {
  text_ = "HTTP/1.1 ";
  append_number(text_, response.status());
  text_ += ' ';
  text_ += reason_of(response.status());
  text_ += "\r\n";
  for (const auto& [name, value] : response.headers().fields())
    if (!is_servers_own(name)) put_field(name, value);
  if (response.status() == 426) {  // RFC 9110 §15.5.22: it says which protocol would be right
    put_field("Connection", "Upgrade");
    put_field("Upgrade", "websocket");
  }
  put_framing(facts);
  put_defaults(response.headers(), facts);
  text_ += "\r\n";
  return text_;
}

void AnswerHead::put_field(std::string_view name, std::string_view value) {
  text_ += name;
  text_ += ": ";
  text_ += value;
  text_ += "\r\n";
}

void AnswerHead::put_framing(const HeadFacts& facts) {
  if (facts.plan.framing == Framing::length) {
    text_ += "Content-Length: ";
    append_number(text_, facts.plan.bytes);
    text_ += "\r\n";
  } else if (facts.plan.framing == Framing::chunked) {
    put_field("Transfer-Encoding", "chunked");
  }
  if (!facts.keep_alive) {
    put_field("Connection", "close");
  } else if (!facts.http11) {
    put_field("Connection", "keep-alive");
  }
}

void AnswerHead::put_defaults(const Headers& given, const HeadFacts& facts) {
  const auto put = [&](std::string_view name, std::string_view value) {
    if (!given.find(name)) put_field(name, value);
  };
  put("Date", date());
  put("X-Request-Id", facts.request_id);
  put("Cache-Control", facts.private_route ? "no-store" : "no-cache");
  for (const auto& [name, value] : security)
    put(name, value);
}

std::string_view AnswerHead::date() {
  const auto second = std::chrono::floor<std::chrono::seconds>(clock_.now());
  if (second != date_second_) {
    date_ = to_http_date(second);
    date_second_ = second;
  }
  return date_;
}

}  // namespace tapedeck::http::detail
