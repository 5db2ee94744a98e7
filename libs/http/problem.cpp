#include "http/problem.hpp"

#include "base/ascii.hpp"
#include "http/detail/status.hpp"
#include "json/writer.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace tapedeck::http {

namespace {

struct ProblemRow {
  Errc code;
  std::uint16_t status;
  std::string_view title;
};

// clang-format off
constexpr auto problem_rows = std::to_array<ProblemRow>({
    {Errc::malformed,       400, "The request cannot be read"},
    {Errc::invalid,         422, "A value breaks a rule"},
    {Errc::unauthenticated, 401, "Log in first"},
    {Errc::forbidden,       403, "This is not allowed"},
    {Errc::not_found,       404, "There is nothing here"},
    {Errc::conflict,        409, "It has changed in the meantime"},
    {Errc::rate_limited,    429, "Too many requests"},
    {Errc::unavailable,     503, "Not available at the moment"},
    {Errc::bad_upstream,    502, "Another server answered nonsense"},
    {Errc::timed_out,       504, "It took too long"},
    {Errc::cancelled,       499, "The client has left"},
    {Errc::storage_full,    507, "The disk is full"},
    {Errc::storage,         500, "The disk or the database refused"},
    {Errc::internal,        500, "A bug in Tapedeck"},
});
// clang-format on

const ProblemRow& row_of(Errc code) {
  const auto found = std::ranges::find(problem_rows, code, &ProblemRow::code);
  return found != problem_rows.end() ? *found : problem_rows.back();
}

// A bug or a broken disk is for the log; whoever asked can only pass the id on.
std::string_view shown_message(const Error& error) {
  if (error.code == Errc::internal || error.code == Errc::storage)
    return "Something went wrong on our side; the log has more under this request's id.";
  return error.message;
}

void put_fields(json::Writer& out, const std::vector<FieldError>& fields) {
  out.plain_key("errors");
  out.begin_array();
  for (const auto& field : fields) {
    out.begin_object();
    out.member("path", field.path);
    out.member("message", field.message);
    out.end_object();
  }
  out.end_array();
}

struct ProblemFacts {
  std::string_view word;
  std::string_view title;
  std::uint16_t status;
  std::string_view detail;
  std::string_view request_id;
};

Response make_problem(const ProblemFacts& facts, const std::vector<FieldError>& fields) {
  json::Writer out;
  out.begin_object();
  out.member("type", "urn:tapedeck:" + std::string(facts.word));
  out.member("title", facts.title);
  out.member("status", facts.status);
  out.member("detail", facts.detail);
  out.member("request_id", facts.request_id);
  if (!fields.empty()) put_fields(out, fields);
  out.end_object();
  return Response(facts.status)
      .with("Content-Type", "application/problem+json")
      .never_kept()
      .with_body(out.take());
}

}  // namespace

std::uint16_t status_of(Errc code) noexcept { return row_of(code).status; }

Response problem(const Error& error, std::string_view request_id) {
  const auto& row = row_of(error.code);
  auto response = make_problem(
      {to_text(row.code), row.title, row.status, shown_message(error), request_id}, error.fields);
  if (error.retry_after) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*error.retry_after);
    response.headers().set("Retry-After",
                           std::to_string(std::max<std::int64_t>(seconds.count(), 0)));
  }
  // RFC 9110 §11.6.1: a 401 names the way to log in.
  if (error.code == Errc::unauthenticated) response.headers().set("WWW-Authenticate", "Bearer");
  return response;
}

Response protocol_problem(std::uint16_t status, std::string_view detail,
                          std::string_view request_id) {
  const auto reason = detail::reason_of(status);
  std::string word(reason);
  std::ranges::transform(word, word.begin(), [](char c) {
    if (c == ' ' || c == '-') return '_';
    return ascii::lower(c);
  });
  return make_problem({word, reason, status, detail, request_id}, {});
}

}  // namespace tapedeck::http
