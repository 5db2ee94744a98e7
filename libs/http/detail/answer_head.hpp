#pragma once

#include "async/clock.hpp"
#include "http/detail/plan.hpp"
#include "http/response.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace tapedeck::http::detail {

/// What an answer's head says beside the answer itself.
struct HeadFacts {
  const Plan& plan;
  std::string_view request_id;
  bool http11 = true;
  bool keep_alive = false;  ///< Another request may follow on this connection.
  bool private_route =
      false;  ///< The route asks who is calling, so nothing may be kept by default.
};

/// Writes the heads of answers into one buffer, which is as large as the largest so far.
class AnswerHead {
 public:
  explicit AnswerHead(Clock& clock) : clock_(clock) { text_.reserve(1024); }

  /// The head of `response` up to and with the empty line; good until the next call.
  [[nodiscard]] std::string_view write(const Response& response, const HeadFacts& facts);

 private:
  void put_field(std::string_view name, std::string_view value);
  void put_framing(const HeadFacts& facts);
  void put_defaults(const Headers& given, const HeadFacts& facts);
  [[nodiscard]] std::string_view date();

  Clock& clock_;
  std::string text_;
  std::string date_;
  std::chrono::sys_seconds date_second_{std::chrono::seconds{-1}};
};

}  // namespace tapedeck::http::detail
