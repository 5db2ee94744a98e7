#include "http/outbound/forwarded.hpp"

#include "http/headers.hpp"
#include "http/outbound/answer_parser.hpp"
#include "telemetry/trace.hpp"

#include <boost/beast/http/field.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace tapedeck::http::outbound {

namespace {

namespace beast = boost::beast;

bool is_one_of(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::any_of(names, [&](const auto& other) { return same_name(other, name); });
}

std::vector<std::string> named_by_connection(const Request& request) {
  std::vector<std::string> names;
  const auto connection = request.header("Connection");
  if (connection)
    each_token(*connection, [&](std::string_view token) {
      if (!same_name(token, "keep-alive") && !same_name(token, "close")) names.emplace_back(token);
    });
  return names;
}

}  // namespace

Question write_forwarded(const Request& request, std::string_view target, std::string_view host) {
  QuestionWriter writer(request.verb(), target, host);
  const auto dropped = named_by_connection(request);
  std::string forwarded_for;
  request.each_header([&](std::string_view name, std::string_view value) {
    const auto known = beast::http::string_to_field(name);
    if (known == beast::http::field::unknown) {
      // Written anew below. Beast's list of names knows none of these.
      if (same_name(name, "X-Request-Id") || same_name(name, "traceparent")) return;
      if (same_name(name, "X-Forwarded-For")) {
        forwarded_for.append(value).append(", ");
        return;
      }
    }
    if (is_our_own(known) || (!dropped.empty() && is_one_of(dropped, name))) return;
    writer.add(name, value);
  });
  writer.add("X-Request-Id", request.id());
  writer.add("traceparent", telemetry::to_traceparent(telemetry::next_span(request.trace())));
  writer.add("X-Forwarded-For", forwarded_for + request.peer().address);
  if (request.wants_websocket()) {
    writer.add("Connection", "Upgrade");
    writer.add("Upgrade", "websocket");
  }
  auto question = std::move(writer).finish(request.body());
  question.upgrade = request.wants_websocket();
  return question;
}

}  // namespace tapedeck::http::outbound
