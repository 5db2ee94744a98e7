#pragma once

// Beast inside: for libs/http alone.

#include "http/detail/parts.hpp"
#include "http/detail/refusal.hpp"
#include "http/server.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <cstddef>
#include <string_view>

namespace tapedeck::http::detail {

/// Reads one request into its Parts: Beast's parser for the grammar, and on top of it what RFC 9112
/// leaves to the recipient, always to the strict side.
///
/// Fields are views into `parts.head`, which must be whole (HeadScan) before read_head(); a body
/// follows in pieces. Neither of the two is called again after a refusal.
class RequestParser final : private boost::beast::http::basic_parser<true> {
 public:
  /// How many header fields one request may have; above: 431.
  static constexpr std::size_t max_fields = 100;

  RequestParser(Request::Parts& parts, const ServerLimits& limits);

  /// Reads `parts.head`.
  [[nodiscard]] Refusal read_head();

  /// Whether more bytes belong to this request.
  [[nodiscard]] bool wants_body() const { return !is_done(); }

  /// Whether the client waits for `100 Continue` before it sends the body (RFC 9110 §10.1.1).
  [[nodiscard]] bool wants_continue() const noexcept { return wants_continue_; }

  /// Takes bytes of the body and says how many; what is left over must be given again with more
  /// behind it. Content is appended to `parts.body`.
  [[nodiscard]] Refusal read_body(std::string_view bytes, std::size_t& taken);

 private:
  using error_code = boost::beast::error_code;
  using View = boost::beast::string_view;

  [[nodiscard]] Refusal judge();
  [[nodiscard]] Refusal judge_target();
  [[nodiscard]] Refusal judge_fields();
  [[nodiscard]] Refusal refusal_of(const error_code& error) const;

  void on_request_impl(boost::beast::http::verb verb, View method, View target, int version,
                       error_code& error) override;
  void on_field_impl(boost::beast::http::field field, View name, View value,
                     error_code& error) override;
  void on_header_impl(error_code& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& bytes, error_code& error) override;
  std::size_t on_body_impl(View bytes, error_code& error) override;
  void on_chunk_header_impl(std::uint64_t bytes, View extensions, error_code& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t left, View bytes, error_code& error) override;
  void on_response_impl(int code, View reason, int version, error_code& error) override;
  void on_finish_impl(error_code& error) override;

  Request::Parts& parts_;
  const ServerLimits& limits_;
  bool known_verb_ = true;
  bool head_done_ = false;
  bool wants_continue_ = false;
};

}  // namespace tapedeck::http::detail
