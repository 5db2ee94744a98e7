#include "http/detail/request_parser.hpp"

#include "base/ascii.hpp"
#include "http/detail/grammar.hpp"
#include "http/headers.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>

namespace tapedeck::http::detail {

namespace beast = boost::beast;

namespace {

constexpr Refusal fine{};
constexpr Refusal bad_chunks{400, "The chunks of the body cannot be read."};
constexpr Refusal bad_framing{400, "Content-Length and Transfer-Encoding must say the same once."};

bool set_verb(beast::http::verb verb, Verb& into) {
  switch (verb) {
    case beast::http::verb::get:
      into = Verb::get;
      return true;
    case beast::http::verb::head:
      into = Verb::head;
      return true;
    case beast::http::verb::post:
      into = Verb::post;
      return true;
    case beast::http::verb::put:
      into = Verb::put;
      return true;
    case beast::http::verb::patch:
      into = Verb::patch;
      return true;
    case beast::http::verb::delete_:
      into = Verb::del;
      return true;
    case beast::http::verb::options:
      into = Verb::options;
      return true;
    default:
      return false;
  }
}

// "GET / HTTP/2.0": a version as such, only none of ours.
bool has_other_version(std::string_view head) {
  const auto line = head.substr(0, head.find('\r'));
  const auto version = line.substr(std::min(line.rfind(' ') + 1, line.size()));
  if (version == "HTTP/1.1" || version == "HTTP/1.0") return false;  // then something else is odd
  return version.size() == 8 && version.starts_with("HTTP/") && ascii::is_digit(version[5]) &&
         version[6] == '.' && ascii::is_digit(version[7]);
}

bool is_field_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
}

/// Whether nothing but the line "0" of a last chunk has come. Beast 1.81 insists, when it looks at
/// it for the second time, that all five bytes of "0 CR LF CR LF" have; a body that goes on has
/// more.
bool may_be_half_of_last_chunk(std::string_view text) {
  constexpr std::size_t whole = 5;
  return text.size() < whole && text.starts_with('0') && text.find("\r\n") != text.npos;
}

/// Whether the line at the beginning, which a chunk begins with, is whole and has a quotation that
/// is not. Beast looks for its end in the lines that follow, and counts the chunk again with each
/// try.
bool ends_within_quotes(std::string_view text) {
  if (text.starts_with("\r\n")) text.remove_prefix(2);  // the end of the chunk before
  const auto end = text.find("\r\n");
  if (end == text.npos) return false;
  bool quoted = false;
  for (std::size_t i = 0; i < end; ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    }
  }
  return quoted;
}

}  // namespace

RequestParser::RequestParser(Request::Parts& parts, const ServerLimits& limits)
    : parts_(parts), limits_(limits) {
  header_limit(static_cast<std::uint32_t>(limits.header_bytes));
  body_limit(limits.body_bytes);
}

Refusal RequestParser::read_head() {
  error_code error;
  put(boost::asio::buffer(parts_.head), error);
  if (error) return refusal_of(error);
  parts_.keep_alive = keep_alive();
  eager(true);
  return judge();
}

Refusal RequestParser::read_body(std::string_view bytes, std::size_t& taken) {
  taken = 0;
  if (chunked() && may_be_half_of_last_chunk(bytes)) return fine;
  error_code error;
  taken = put(boost::asio::buffer(bytes), error);
  if (error && error != beast::http::error::need_more) return refusal_of(error);
  if (error && ends_within_quotes(bytes.substr(taken))) return bad_chunks;
  return fine;
}

Refusal RequestParser::judge() {
  if (!known_verb_) return {501, "This server knows no such method."};
  if (auto refused = judge_target()) return refused;
  return judge_fields();
}

Refusal RequestParser::judge_target() {
  if (parts_.target_text.size() > limits_.target_bytes) return {414, "The address is too long."};
  if (parts_.target_text == "*" && parts_.verb == Verb::options) return fine;
  if (const auto fault = parts_.target.read(parts_.target_text); !fault.empty())
    return {400, fault};
  return fine;
}

Refusal RequestParser::judge_fields() {
  std::size_t hosts = 0;
  std::size_t lengths = 0;
  for (const auto& [name, value] : parts_.fields) {
    if (same_name(name, "Host")) {
      if (++hosts > 1 || !is_authority(value)) return {400, "A request has one valid Host."};
    } else if (same_name(name, "Content-Length")) {
      if (++lengths > 1 || !std::ranges::all_of(value, ascii::is_digit)) return bad_framing;
    } else if (same_name(name, "Transfer-Encoding")) {
      if (!parts_.http11 || !chunked()) return bad_framing;
      if (!same_name(value, "chunked")) return {501, "Of transfer codings only chunked is known."};
    } else if (same_name(name, "Expect") && parts_.http11) {
      if (!same_name(value, "100-continue")) return {417, "Only 100-continue can be expected."};
      wants_continue_ = true;
    } else if (same_name(name, "Content-Encoding")) {
      if (!same_name(value, "identity")) return {415, "Send the body without a content coding."};
    }
  }
  if (hosts == 0 && parts_.http11) return {400, "A request has one valid Host."};
  return fine;
}

Refusal RequestParser::refusal_of(const error_code& error) const {
  if (error == beast::http::error::header_limit)
    return {431, "The request has too many header fields, or too long ones."};
  if (error == beast::http::error::body_limit) return {413, "The body is too large."};
  if (error == beast::http::error::bad_version && has_other_version(parts_.head))
    return {505, "Speak HTTP/1.1."};
  if (error == beast::http::error::bad_content_length ||
      error == beast::http::error::multiple_content_length ||
      error == beast::http::error::bad_transfer_encoding)
    return bad_framing;
  if (head_done_) return bad_chunks;
  return {400, "This is no HTTP request."};
}

void RequestParser::on_request_impl(beast::http::verb verb, View, View target, int version,
                                    error_code&) {
  known_verb_ = set_verb(verb, parts_.verb);
  parts_.target_text = target;
  parts_.http11 = version == 11;
}

void RequestParser::on_field_impl(beast::http::field, View name, View value, error_code& error) {
  if (head_done_) return;  // a trailer: nothing of ours reads them (RFC 9112 §7.1.2)
  if (parts_.fields.size() == max_fields) {
    error = beast::http::error::header_limit;
    return;
  }
  parts_.fields.push_back({std::string_view(name), std::string_view(value)});
}

void RequestParser::on_header_impl(error_code&) { head_done_ = true; }

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& bytes, error_code&) {
  // A length is a promise of the client's; memory is taken for what has come.
  constexpr std::uint64_t on_trust = 64 * 1024;
  if (bytes) parts_.body.reserve(std::min(*bytes, on_trust));
}

std::size_t RequestParser::on_body_impl(View bytes, error_code&) {
  parts_.body.append(bytes);
  return bytes.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t, View extensions, error_code& error) {
  if (std::ranges::any_of(extensions, is_field_control))
    error = beast::http::error::bad_chunk_extension;
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, View bytes, error_code&) {
  parts_.body.append(bytes);
  return bytes.size();
}

void RequestParser::on_response_impl(int, View, int, error_code&) {}

void RequestParser::on_finish_impl(error_code&) {}

}  // namespace tapedeck::http::detail
