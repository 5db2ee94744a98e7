#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::test {

/// Bytes that a server must not like, and what it does with them.
struct BadRequest {
  std::string_view why;
  std::string bytes;
  int status = 400;       ///< Of the answer; see `closes` for 0.
  bool closes = true;     ///< The connection ends after it; with a status of 0 without any answer.
  bool finishes = false;  ///< The client says, after these bytes, that it will send no more.
};

/// What the test server is told to bear: small, so that tests of limits are quick.
constexpr std::size_t longest_target = 2'000;
constexpr std::size_t longest_head = 8'000;
constexpr std::size_t longest_body = 10'000;

[[nodiscard]] std::vector<BadRequest> bad_request_lines();
[[nodiscard]] std::vector<BadRequest> bad_targets();
[[nodiscard]] std::vector<BadRequest> bad_fields();
[[nodiscard]] std::vector<BadRequest> bad_framing();
[[nodiscard]] std::vector<BadRequest> bad_chunks();
[[nodiscard]] std::vector<BadRequest> slow_requests();

/// `GET <target>` with a Host and nothing else.
[[nodiscard]] std::string get(std::string_view target);

/// `GET /hello` with a Host and these lines, each with its own CRLF.
[[nodiscard]] std::string with_fields(std::string_view lines);

/// `POST /echo` with a Host, these lines and this body.
[[nodiscard]] std::string post(std::string_view lines, std::string_view body);

}  // namespace tapedeck::test
