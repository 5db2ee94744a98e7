#pragma once

#include "base/result.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::fake_archive {

/// Which of the two hosts a request reached.
enum class HostRole : std::uint8_t {
  archive,  ///< archive.org: search, metadata, redirects.
  node,     ///< The storage node that a download is redirected to.
};

[[nodiscard]] constexpr std::string_view to_text(HostRole role) noexcept {
  return role == HostRole::archive ? "archive" : "node";
}

/// What a fault does to an answer. Members that are not set do nothing; several may be set at once
/// ("slow=2000 reset-after=70000").
struct Effects {
  std::optional<std::uint64_t> delay;             ///< Milliseconds before anything is answered.
  std::optional<std::uint64_t> status;            ///< This status with a short HTML page.
  std::optional<std::string> retry_after;         ///< Its Retry-After, word for word.
  std::optional<std::uint64_t> retry_after_date;  ///< Its Retry-After, as the date so many s ahead.
  std::optional<std::uint64_t> reset_after;       ///< Bytes of body, then RST.
  std::optional<std::uint64_t> stall_after;       ///< Bytes of body, then silence.
  std::optional<std::uint64_t> close_after;     ///< Bytes of body, then an orderly end, too early.
  std::optional<std::uint64_t> cut_to;          ///< The whole answer is this short, and says so.
  std::optional<std::uint64_t> slow;            ///< Bytes a second.
  std::optional<std::uint64_t> wrong_byte;      ///< Offset in the file of a byte that is wrong.
  bool ignore_range = false;                    ///< 200 and the whole where 206 was asked for.
  std::optional<std::int64_t> wrong_start;      ///< 206 from so many bytes further on (or back).
  bool redirect_loop = false;                   ///< 302 to itself.
  std::optional<std::uint64_t> redirect_chain;  ///< So many more hops before the right one.
  bool redirect_dead = false;                   ///< 302 to a port where nobody listens.
  std::optional<std::string> redirect_to;       ///< 302 to this address.
  bool html = false;                            ///< 200 and an HTML page.
  bool empty = false;                           ///< 200 and no byte of body.
  bool gzip = false;                            ///< The body gzipped, whoever accepts it.
  std::optional<std::uint64_t> gzip_bomb;       ///< So many MiB of spaces, gzipped.
  std::optional<std::string> error;             ///< 200 and `{"error": ...}`.
  bool missing = false;                         ///< Metadata `{}`; a download 404.
  bool dark = false;                            ///< The item has gone dark.
  bool replaced = false;                        ///< Its uploader replaces the item, now.
  bool stuck_cursor = false;                    ///< A scrape repeats its first batch.
  std::optional<std::int64_t> total_drift;      ///< Added to a scrape's `total`.
  std::optional<std::uint64_t> batch;           ///< No batch of a scrape has more hits.
};

/// Which requests a fault is for, how often, and what it does.
struct Fault {
  std::string method;            ///< Empty: any.
  std::optional<HostRole> host;  ///< Absent: either.
  std::string path = "*";        ///< `*` stands for anything; with `?` it is held to the query too.
  std::uint64_t nth = 0;         ///< Only the n-th request it is for, from 1; 0: from the first on.
  std::uint64_t times = 0;       ///< At most so often; 0: without end.
  double probability = 1;        ///< Of each request it is for.
  std::uint64_t seed = 1;        ///< Of the dice for that.
  Effects effects;
  std::string text;  ///< As it was written, in the one-line form.
};

/// Reads the one-line form: `GET node /*.flac reset-after=70000 times=1`. The words stand in any
/// order; the first that begins with `/` or `*` is the path. Values with spaces are quoted.
/// Errors: `invalid`, naming the word and the one that may have been meant.
[[nodiscard]] Result<Fault> parse_fault(std::string_view text);

/// Reads the JSON form: a string as above, or an object of the same words:
/// `{"method": "GET", "path": "/download/*", "reset-after": 70000, "times": 1}`.
[[nodiscard]] Result<Fault> parse_fault(const boost::json::value& value);

/// Whether the fault is for such a request. `target` is the request's, still percent-encoded.
[[nodiscard]] bool concerns(const Fault& fault, HostRole host, std::string_view method,
                            std::string_view target);

/// A word of the language, for the table in the README.
struct FaultWord {
  std::string_view word;
  std::string_view value;  ///< What follows `=`; empty when nothing does.
  std::string_view meaning;
};

/// Every word, in the order of the README's table.
[[nodiscard]] std::string fault_table();

}  // namespace tapedeck::fake_archive
