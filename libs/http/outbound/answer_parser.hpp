#pragma once

// Beast's parser; for the files of libs/http alone.

#include "http/headers.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::http::outbound {

/// Reads one answer out of the bytes of a connection, straight into what we hand on.
///
/// Fields that speak of the connection and not of the answer are left out (RFC 9110 §7.6.1): those
/// this list of the standard names, and those the answer's own Connection field names.
class AnswerParser final : public boost::beast::http::basic_parser<false> {
 public:
  /// `to_head`: the answer is to a HEAD request, so it has no body whatever its fields say.
  AnswerParser(std::size_t header_bytes, bool to_head);

  [[nodiscard]] std::uint16_t status() const noexcept { return status_; }
  [[nodiscard]] Headers& headers() noexcept { return headers_; }

  /// What the answer's Upgrade field says; empty without one.
  [[nodiscard]] const std::string& upgrade() const noexcept { return upgrade_; }

  /// The part of the body that came since the last call.
  [[nodiscard]] std::string take_body() { return std::exchange(body_, {}); }
  [[nodiscard]] std::size_t body_bytes() const noexcept { return body_.size(); }
  void reserve_body(std::size_t bytes) { body_.reserve(bytes); }

 private:
  using Code = boost::beast::error_code;
  using Text = boost::beast::string_view;
  using Name = boost::beast::http::field;

  void on_request_impl(boost::beast::http::verb, Text, Text, int, Code&) override {}
  void on_response_impl(int code, Text reason, int version, Code& error) override;
  void on_field_impl(Name name, Text name_text, Text value, Code& error) override;
  void on_header_impl(Code& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, Code& error) override;
  std::size_t on_body_impl(Text bytes, Code& error) override;
  void on_chunk_header_impl(std::uint64_t size, Text extensions, Code& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t left, Text bytes, Code& error) override;
  void on_finish_impl(Code& error) override;

  std::uint16_t status_ = 0;
  Headers headers_;
  std::string upgrade_;
  std::vector<std::string> named_by_connection_;
  std::string body_;
};

/// Whether a field is about one connection alone (RFC 9110 §7.6.1), so that it is never passed on.
[[nodiscard]] bool is_hop_by_hop(boost::beast::http::field name) noexcept;

/// Calls `each` for every name in a comma-separated list such as Connection's.
template <class Each>
void each_token(std::string_view list, Each each) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    auto token = list.substr(0, comma);
    const auto first = token.find_first_not_of(" \t");
    const auto last = token.find_last_not_of(" \t");
    if (first != token.npos) each(token.substr(first, last - first + 1));
    list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
  }
}

}  // namespace tapedeck::http::outbound
