#include "aggregation/http/browse_client.hpp"

#include "json/decode.hpp"

#include <boost/describe.hpp>

#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

namespace tapedeck::aggregation {
namespace {

/// What is read of a problem document (RFC 9457).
struct ProblemText {
  std::optional<std::string> detail;
};
BOOST_DESCRIBE_STRUCT(ProblemText, (), (detail))

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

/// RFC 3986 §2.3: every other byte as %XX.
void append_encoded(std::string& target, std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_unreserved(c)) {
      target += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    target += '%';
    target += digits[byte >> 4U];
    target += digits[byte & 0xfU];
  }
}

void append_parameter(std::string& target, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  target += target.find('?') == target.npos ? '?' : '&';
  target += name;
  target += '=';
  append_encoded(target, value);
}

std::optional<std::chrono::milliseconds> retry_after(const http::Headers& headers) {
  constexpr long long longest = 86'400;
  const auto text = headers.find("Retry-After");
  if (!text) return std::nullopt;
  long long seconds = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seconds);
  if (error != std::errc{} || seconds < 0 || seconds > longest) return std::nullopt;
  return std::chrono::seconds{seconds};
}

Errc code_of(std::uint16_t status) {
  switch (status) {
    case 404:
      return Errc::not_found;
    case 400:
    case 414:
    case 422:
      return Errc::invalid;
    case 429:
      return Errc::rate_limited;
    case 503:
      return Errc::unavailable;
    case 504:
      return Errc::timed_out;
    default:
      return Errc::bad_upstream;
  }
}

template <class T>
Result<T> read_answer(const std::string& text) {
  auto read = json::decode<T>(text);
  if (read) return read;
  std::string detail = "from browse: " + read.error().message;
  for (const auto& field : read.error().fields)
    detail += " " + field.path + " " + field.message;
  return fail(Errc::bad_upstream, "The browse service answered something unreadable.",
              std::move(detail));
}

}  // namespace

std::string target_of(const BrowseQuery& query) {
  const auto& what = query.what;
  std::string target = "/browse/search";
  append_parameter(target, "q", what.q);
  append_parameter(target, "artist", what.artist);
  append_parameter(target, "venue", what.venue);
  append_parameter(target, "date_from", what.from ? what.from->text() : "");
  append_parameter(target, "date_to", what.to ? what.to->text() : "");
  // Where a search is cut at the Archive's window, what listeners fetch most has been read.
  append_parameter(target, "sort", what.newest ? "added" : "downloads");
  append_parameter(target, "order", "desc");
  append_parameter(target, "page", std::to_string(query.page));
  append_parameter(target, "per_page", std::to_string(query.per_page));
  return target;
}

Error error_of(const http::Answer& answer) {
  Error error;
  error.code = code_of(answer.status);
  error.message = "The browse service could not answer.";
  error.detail = "browse answered " + std::to_string(answer.status);
  error.retry_after = retry_after(answer.headers);
  if (auto problem = json::decode<ProblemText>(answer.body); problem && problem->detail)
    error.message = std::move(*problem->detail);
  return error;
}

BrowseClient::BrowseClient(async::Executor executor, Clock& clock, http::Origin origin,
                           const identity::ServiceTokens& tokens, async::Pool& compute)
    : client_(executor, clock, std::move(origin)), tokens_(tokens), compute_(compute) {}

Task<Result<std::string>> BrowseClient::get(std::string target, Deadline deadline) {
  http::Call call;
  call.target = std::move(target);
  call.headers.set("Authorization", "TD1 " + tokens_.issue("browse", std::nullopt));
  auto answer = co_await client_.send(std::move(call), deadline);
  if (!answer) co_return failure(answer);
  if (answer->status != 200) co_return std::unexpected(error_of(*answer));
  co_return std::move(answer->body);
}

Task<Result<messages::SearchResults>> BrowseClient::search(BrowseQuery query, Deadline deadline) {
  auto text = co_await get(target_of(query), deadline);
  if (!text) co_return failure(text);
  co_return co_await compute_.run(&read_answer<messages::SearchResults>, std::move(*text));
}

Task<Result<messages::ItemDetails>> BrowseClient::item(ItemIdentifier name, Deadline deadline) {
  // An identifier holds nothing that an address would have to escape.
  auto text = co_await get("/browse/items/" + std::string(name.text()), deadline);
  if (!text) co_return failure(text);
  co_return co_await compute_.run(&read_answer<messages::ItemDetails>, std::move(*text));
}

Task<void> BrowseClient::close() { return client_.close(); }

}  // namespace tapedeck::aggregation
