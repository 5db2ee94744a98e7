#include "archive/client.hpp"

#include "archive/answer_head.hpp"
#include "archive/answers.hpp"
#include "archive/reaction.hpp"
#include "async/within.hpp"

#include <utility>

namespace tapedeck::archive {
namespace {

/// A lookup's answer: one that may hold a value, or an error envelope.
struct Answer {
  unsigned status = 0;
  std::string body;
};

/// The error of a lookup's status. That an item is not there, the Archive says in an answer of 200
/// (read_item()): a bare 403 or 404 is of whatever stands before it, and no word on what is asked.
Error lookup_error(unsigned status, std::optional<std::chrono::milliseconds> retry_after,
                   std::string_view what) {
  auto error = status_error(status, retry_after, what);
  if (error.code == Errc::not_found || error.code == Errc::forbidden) {
    error.code = Errc::bad_upstream;
    error.message = "The Archive gave an answer that Tapedeck cannot read.";
  }
  return error;
}

/// What is looked up.
struct Lookup {
  explicit Lookup(std::string what) : target(std::move(what)) {}

  std::string target;
  Lane lane = Lane::lookup;
  std::size_t most_bytes = most_answer_bytes;
  bool may_be_missing = false;  ///< A bare 403 or 404 is of the thing itself.
  std::string at_fault{};       ///< The value of the query that makes the answer long; or empty.
};

/// The error of an answer that is longer than it may be.
Error too_long(const Lookup& lookup) {
  Error error{Errc::bad_upstream, "The Archive gave an answer that is far too long.",
              "above " + std::to_string(lookup.most_bytes) + " bytes for " + lookup.target};
  if (!lookup.at_fault.empty()) error.fields.push_back({lookup.at_fault, "must be smaller"});
  return error;
}

/// Keeps the body of a lookup, up to the limit.
class Collector final : public WireReader {
 public:
  Collector(Limiter::Permit& permit, const Clock& clock, const Lookup& lookup)
      : permit_(permit), clock_(clock), lookup_(lookup) {}

  Task<Result<bool>> head(WireHead head) override {
    const auto retry_after = parse_retry_after(head.retry_after, clock_.now());
    permit_.answered(reaction_to(head.status), retry_after);
    answer.status = head.status;
    // A rejected query may come as 400 with the reason in its body.
    if (head.status != 200 && head.status != 400) {
      co_return std::unexpected(error_of(head.status, retry_after));
    }
    co_return true;
  }

  Task<Result<void>> body(std::span<const std::byte> bytes) override {
    if (bytes.size() > lookup_.most_bytes - answer.body.size()) {
      co_return std::unexpected(too_long(lookup_));
    }
    answer.body.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    co_return Result<void>();
  }

  Answer answer;

 private:
  [[nodiscard]] Error error_of(unsigned status,
                               std::optional<std::chrono::milliseconds> retry_after) const {
    if (!lookup_.may_be_missing) return lookup_error(status, retry_after, lookup_.target);
    auto error = status_error(status, retry_after, lookup_.target);
    if (error.code == Errc::forbidden) error.code = Errc::not_found;
    return error;
  }

  Limiter::Permit& permit_;
  const Clock& clock_;
  const Lookup& lookup_;
};

Task<Result<Answer>> ask(Wire& wire, Limiter& limiter, Clock& clock, Lookup lookup,
                         Deadline deadline) {
  auto permit = co_await limiter.enter(lookup.lane, deadline);
  if (!permit) co_return failure(permit);

  Collector collector(*permit, clock, lookup);
  WireRequest request;
  request.target = lookup.target;
  request.may_be_compressed = true;
  request.most_bytes = lookup.most_bytes;
  auto outcome = co_await async::within(clock, deadline, wire.get(std::move(request), collector));
  if (!outcome) {
    if (outcome.error().code == Errc::timed_out) permit->answered(Reaction::silent);
    co_return failure(outcome);
  }
  permit->answered(reaction_to(outcome->end));
  if (outcome->end == WireEnd::too_long) co_return std::unexpected(too_long(lookup));
  if (outcome->end != WireEnd::whole) {
    co_return std::unexpected(broken_call(*outcome, lookup.target));
  }
  co_return std::move(collector.answer);
}

/// Where answers are read: here, or on the pool when they are long.
struct ReadingPlace {
  async::Pool& compute;
  std::size_t read_here;
};

template <class T, class... A>
Task<Result<T>> read(ReadingPlace place, Result<T> (*reader)(std::string, A...), std::string body,
                     A... rest) {
  if (body.size() <= place.read_here) co_return reader(std::move(body), std::move(rest)...);
  co_return co_await place.compute.run(reader, std::move(body), std::move(rest)...);
}

/// `value`, unless the status said that there is none: then the reason the body gave, if any.
template <class T>
Result<T> checked(unsigned status, std::string_view what, Result<T> value) {
  const bool explained = !value && value.error().code == Errc::invalid;
  if (status == 200 || explained) return value;
  auto error = lookup_error(status, {}, what);
  if (!value) error.detail += ": " + value.error().detail;
  return std::unexpected(std::move(error));
}

}  // namespace

Task<Result<SearchPage>> Client::search(SearchQuery query, Deadline deadline) {
  auto target = search_target(query);
  if (!target) co_return failure(target);
  Lookup lookup(*target);
  auto answer = co_await ask(wire_, limiter_, clock_, std::move(lookup), deadline);
  if (!answer) co_return failure(answer);
  const ReadingPlace place{compute_, read_here_};
  auto page = co_await read(place, &read_search, std::move(answer->body));
  co_return checked(answer->status, *target, std::move(page));
}

Task<Result<ScrapePage>> Client::scrape(ScrapeQuery query, Deadline deadline) {
  auto target = scrape_target(query);
  if (!target) co_return failure(target);
  Lookup lookup(*target);
  lookup.lane = Lane::walk;
  if (query.count) lookup.at_fault = "count";
  auto answer = co_await ask(wire_, limiter_, clock_, std::move(lookup), deadline);
  if (!answer) co_return failure(answer);
  const ReadingPlace place{compute_, read_here_};
  auto page = co_await read(place, &read_scrape, std::move(answer->body));
  co_return checked(answer->status, *target, std::move(page));
}

Task<Result<Item>> Client::item(ItemIdentifier name, Deadline deadline) {
  const auto target = item_target(name);
  Lookup lookup(target);
  auto answer = co_await ask(wire_, limiter_, clock_, std::move(lookup), deadline);
  if (!answer) co_return failure(answer);
  const ReadingPlace place{compute_, read_here_};
  auto item = co_await read(place, &read_item, std::move(answer->body), std::move(name));
  co_return checked(answer->status, target, std::move(item));
}

Task<Result<Picture>> Client::picture(ItemIdentifier name, Deadline deadline) {
  const auto target = picture_target(name);
  Lookup lookup(target);
  lookup.lane = Lane::picture;
  lookup.most_bytes = most_picture_bytes;
  lookup.may_be_missing = true;
  auto answer = co_await ask(wire_, limiter_, clock_, std::move(lookup), deadline);
  if (!answer) co_return failure(answer);
  const std::string type(picture_type(answer->body));
  if (answer->status != 200 || type.empty()) {
    co_return fail(Errc::bad_upstream, "The Archive gave something that is no picture.", target);
  }
  co_return Picture{type, std::move(answer->body)};
}

}  // namespace tapedeck::archive
