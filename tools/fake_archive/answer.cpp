#include "fake_archive/answer.hpp"

#include "fake_archive/gzip.hpp"
#include "http/http_date.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace tapedeck::fake_archive {

namespace {

constexpr std::string_view json_type = "application/json";

/// Nobody listens on the port for the TCP port multiplexer any more.
constexpr std::string_view dead_address = "http://127.0.0.1:1/nobody";

Answer gzip_bomb(std::uint64_t mebibytes) {
  constexpr std::uint64_t largest = 4'095;  // a gzip file counts its bytes in 32 bits
  auto answer = answer_with(200, json_type, gzip_of_spaces(std::min(mebibytes, largest)));
  answer.headers.set("Content-Encoding", "gzip");
  return answer;
}

Answer status_answer(const Effects& effects, Instant now) {
  const auto status =
      static_cast<std::uint16_t>(std::clamp<std::uint64_t>(*effects.status, 200, 599));
  auto answer = html_page(status, fmt::format("{}", status));
  if (effects.retry_after) answer.headers.set("Retry-After", *effects.retry_after);
  if (effects.retry_after_date) {
    const auto seconds = std::chrono::seconds(*effects.retry_after_date % 10'000'000'000);
    const auto when = std::chrono::floor<std::chrono::seconds>(now) + seconds;
    answer.headers.set("Retry-After", http::to_http_date(when));
  }
  return answer;
}

/// How far into a chain of redirects a request is: its `hops` parameter.
bool within_chain(std::string_view target) { return target.contains("hops="); }

std::optional<Answer> redirect_instead(const Effects& effects, std::string_view host,
                                       std::string_view target) {
  if (effects.redirect_loop) return redirect_answer(fmt::format("http://{}{}", host, target));
  if (effects.redirect_dead) return redirect_answer(dead_address);
  if (effects.redirect_to) return redirect_answer(*effects.redirect_to);
  if (effects.redirect_chain && !within_chain(target)) {
    const auto* const join = target.contains('?') ? "&" : "?";
    return redirect_answer(
        fmt::format("http://{}{}{}hops={}", host, target, join, *effects.redirect_chain));
  }
  return std::nullopt;
}

}  // namespace

Answer answer_with(std::uint16_t status, std::string_view type, std::string body) {
  Answer answer;
  answer.status = status;
  answer.headers.set("Content-Type", type);
  answer.count = body.size();
  answer.bytes = std::make_shared<const std::string>(std::move(body));
  return answer;
}

Answer html_page(std::uint16_t status, std::string_view title) {
  return answer_with(
      status, "text/html; charset=UTF-8",
      fmt::format("<!DOCTYPE html>\n<html lang=\"en\"><head><title>{0}</title></head>\n"
                  "<body><h1>{0}</h1><p>This is a stand-in for an archive.</p></body></html>\n",
                  title));
}

Answer redirect_answer(std::string_view location) {
  auto answer = html_page(302, "302 Found");
  answer.headers.set("Location", location);
  answer.headers.set("Access-Control-Allow-Origin", "*");
  answer.chunked = true;
  return answer;
}

std::optional<Answer> answer_instead(const Effects& effects, std::string_view host,
                                     std::string_view target, Instant now) {
  if (effects.status) return status_answer(effects, now);
  if (effects.html) return html_page(200, "Something else");
  if (effects.empty) return answer_with(200, json_type, "");
  if (effects.gzip_bomb) return gzip_bomb(*effects.gzip_bomb);
  if (effects.error) {
    boost::json::object envelope;
    envelope["error"] = *effects.error;
    return answer_with(200, json_type, boost::json::serialize(envelope));
  }
  return redirect_instead(effects, host, target);
}

Answer spoilt(Answer answer, const Effects& effects) {
  const auto wrong = effects.wrong_byte.value_or(0);
  const bool within = wrong >= answer.first && wrong - answer.first < answer.count;
  if (effects.wrong_byte && within) {
    auto bytes = *answer.bytes;
    bytes.at(wrong) = static_cast<char>(~bytes.at(wrong));
    answer.bytes = std::make_shared<const std::string>(std::move(bytes));
  }
  if (effects.gzip) {
    const auto body = std::string_view(*answer.bytes).substr(answer.first, answer.count);
    answer.bytes = std::make_shared<const std::string>(gzip(body));
    answer.first = 0;
    answer.count = answer.bytes->size();
    answer.headers.set("Content-Encoding", "gzip");
  }
  if (effects.cut_to) answer.count = std::min(answer.count, *effects.cut_to);
  return answer;
}

}  // namespace tapedeck::fake_archive
