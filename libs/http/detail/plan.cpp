#include "http/detail/plan.hpp"

#include "http/conditional.hpp"
#include "http/http_date.hpp"
#include "http/problem.hpp"
#include "http/range.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

namespace tapedeck::http::detail {

namespace {

void set_if_absent(Headers& headers, std::string_view name, std::string_view value) {
  if (!headers.find(name)) headers.add(name, value);
}

void say_validators(Response& response, const FileBody& file) {
  set_if_absent(response.headers(), "ETag", file.etag());
  set_if_absent(response.headers(), "Last-Modified", to_http_date(file.modified()));
  set_if_absent(response.headers(), "Accept-Ranges", "bytes");
}

Validators validators_of(const Response& response) {
  Validators known;
  if (const auto etag = response.headers().find("ETag")) known.etag = *etag;
  if (const auto date = response.headers().find("Last-Modified"))
    known.modified = parse_http_date(*date);
  return known;
}

// RFC 9110 §15.4.5: what a 304 would say of a body it does not have is left out.
void become_without_body(Response& response, std::uint16_t status) {
  for (const auto name : {"Content-Type", "Content-Encoding", "Content-Language", "Content-Range"})
    response.headers().remove(name);
  std::move(response).with_status(status).with_body(std::monostate());
}

// What would describe the body that was refused goes with it; the rest, and the state that a 412 or
// 416 is about, stays.
void become_problem(const Request::Parts& request, Response& response, std::uint16_t status,
                    std::string_view sentence) {
  become_without_body(response, status);
  auto refusal = protocol_problem(status, sentence, request.id);
  for (const auto& [name, value] : refusal.headers().fields())
    response.headers().set(name, value);
  response.body() = std::move(refusal.body());
}

void check(const Request::Parts& request, Response& response) {
  const Conditions conditions{request.find("If-Match"), request.find("If-Unmodified-Since"),
                              request.find("If-None-Match"), request.find("If-Modified-Since")};
  const auto status = check_conditions(conditions, validators_of(response));
  if (status == 304) become_without_body(response, status);
  if (status == 412)
    become_problem(request, response, status, "It is not in the state that was asked for.");
}

// Only GET has ranges (RFC 9110 §14.2).
RangeChoice range_of(const Request::Parts& request, const Response& response,
                     const FileBody& file) {
  const auto asks = [](const auto& field) { return same_name(field.name, "Range"); };
  if (request.verb != Verb::get || std::ranges::count_if(request.fields, asks) != 1) return {};
  const auto if_range = request.find("If-Range");
  if (if_range && !range_still_holds(*if_range, validators_of(response))) return {};
  return choose_range(*request.find("Range"), file.bytes());
}

Plan plan_file(const Request::Parts& request, Response& response) {
  const auto& file = std::get<FileBody>(response.body());
  if (response.status() != 200) return {Framing::length, file.bytes(), 0, true};
  const auto range = range_of(request, response, file);
  const auto size = std::to_string(file.bytes());
  if (range.kind == RangeChoice::Kind::part) {
    response.headers().set("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                                std::to_string(range.first + range.bytes - 1) +
                                                "/" + size);
    std::move(response).with_status(206);
    return {Framing::length, range.bytes, range.first, true};
  }
  if (range.kind == RangeChoice::Kind::unsatisfiable) {
    become_problem(request, response, 416, "There is nothing in the range that was asked for.");
    response.headers().set("Content-Range", "bytes */" + size);
    return {Framing::length, std::get<std::string>(response.body()).size(), 0, true};
  }
  return {Framing::length, file.bytes(), 0, true};
}

Plan plan_stream(const Request::Parts& request, const Response::Stream& stream) {
  if (stream.bytes) return {Framing::length, *stream.bytes, 0, true};
  return {request.http11 ? Framing::chunked : Framing::until_close, 0, 0, true};
}

Plan plan_body(const Request::Parts& request, Response& response) {
  if (const auto* text = std::get_if<std::string>(&response.body()))
    return {Framing::length, text->size(), 0, true};
  if (std::holds_alternative<FileBody>(response.body())) return plan_file(request, response);
  if (const auto* stream = std::get_if<Response::Stream>(&response.body()))
    return plan_stream(request, *stream);
  return {};
}

}  // namespace

Plan plan_answer(const Request::Parts& request, Response& response) {
  if (const auto* file = std::get_if<FileBody>(&response.body())) say_validators(response, *file);
  const bool reads = request.verb == Verb::get || request.verb == Verb::head;
  if (reads && response.status() == 200) check(request, response);

  auto plan = plan_body(request, response);
  const auto status = response.status();
  if (status < 200 || status == 204 || status == 304) {
    plan = Plan{Framing::none, 0, 0, false};
  } else if (request.verb == Verb::head) {
    plan.body = false;
  }
  return plan;
}

}  // namespace tapedeck::http::detail
