#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck {

/// What went wrong, in the few words a caller can act on.
///
/// Add a word only when some caller would do something new on meeting it; shades of the same thing
/// belong in Error::detail.
enum class Errc : std::uint8_t {
  malformed,        ///< Not readable at all: not JSON, not UTF-8, not HTTP.
  invalid,          ///< Readable, but a value breaks a rule; the same request will be wrong again.
  unauthenticated,  ///< No session, or one that has ended.
  forbidden,        ///< A session, but not one that may do this.
  not_found,        ///< Nothing by that name that this caller may see.
  conflict,         ///< Right once, but the state has moved on.
  rate_limited,     ///< Too fast; wait Error::retry_after.
  unavailable,      ///< No answer from the other side; a later try may succeed.
  bad_upstream,     ///< An answer we cannot read; a later try will not help.
  timed_out,        ///< The deadline came first.
  cancelled,        ///< We were asked to stop. Never shown to a user.
  storage_full,     ///< No room on the disk; nothing is lost, go on when there is.
  storage,          ///< The disk or the database refused.
  internal,         ///< A bug in Tapedeck.
};

/// The word of a code as the API, the log and the metrics spell it: "not_found".
[[nodiscard]] constexpr std::string_view to_text(Errc code) noexcept {
  switch (code) {
    case Errc::malformed:
      return "malformed";
    case Errc::invalid:
      return "invalid";
    case Errc::unauthenticated:
      return "unauthenticated";
    case Errc::forbidden:
      return "forbidden";
    case Errc::not_found:
      return "not_found";
    case Errc::conflict:
      return "conflict";
    case Errc::rate_limited:
      return "rate_limited";
    case Errc::unavailable:
      return "unavailable";
    case Errc::bad_upstream:
      return "bad_upstream";
    case Errc::timed_out:
      return "timed_out";
    case Errc::cancelled:
      return "cancelled";
    case Errc::storage_full:
      return "storage_full";
    case Errc::storage:
      return "storage";
    case Errc::internal:
      return "internal";
  }
  return "internal";
}

/// One value that breaks one rule.
struct FieldError {
  std::string path;  ///< Where, as a JSON pointer ("/files/0") or a parameter's name ("per_page").
  std::string message;  ///< The rule, for the user: "must be between 1 and 200".

  friend bool operator==(const FieldError&, const FieldError&) = default;
};

/// An error on its way up to whoever can do something about it.
struct Error {
  Errc code = Errc::internal;
  std::string message;  ///< For the user: one plain sentence.
  std::string detail;   ///< For the log: names, numbers, errno. Never shown, never a secret.
  std::optional<std::chrono::milliseconds> retry_after{};  ///< Set with rate_limited, unavailable.
  std::vector<FieldError> fields{};  ///< With invalid: every value at fault, not only the first.
};

template <class T>
using Result = std::expected<T, Error>;

/// Passes the error of a failed result on: `if (!page) co_return failure(page);`
template <class R>
[[nodiscard]] auto failure(R&& failed) {
  return std::unexpected(std::forward<R>(failed).error());
}

/// Starts a new error. A function, not braces, so that it is safe next to co_await (rule C2).
[[nodiscard]] inline std::unexpected<Error> fail(Errc code, std::string message,
                                                 std::string detail = {}) {
  Error error{code, std::move(message), std::move(detail)};
  return std::unexpected(std::move(error));
}

/// Starts an error that names the values at fault.
[[nodiscard]] inline std::unexpected<Error> fail_fields(std::string message,
                                                        std::vector<FieldError> fields) {
  Error error{Errc::invalid, std::move(message), {}, {}, std::move(fields)};
  return std::unexpected(std::move(error));
}

/// Starts an error that says when to come again.
[[nodiscard]] inline std::unexpected<Error> fail_until(Errc code, std::string message,
                                                       std::chrono::milliseconds retry_after,
                                                       std::string detail = {}) {
  Error error{code, std::move(message), std::move(detail), retry_after, {}};
  return std::unexpected(std::move(error));
}

}  // namespace tapedeck
