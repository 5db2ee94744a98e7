#include "http/detail/target.hpp"

#include "base/ascii.hpp"
#include "base/encoding.hpp"
#include "base/utf8.hpp"
#include "http/detail/grammar.hpp"
#include "http/headers.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <span>

namespace tapedeck::http::detail {

namespace {

constexpr std::string_view bad_encoding = "The address has a % that is not followed by two digits.";
constexpr std::string_view bad_text = "The address must be UTF-8 without control characters.";

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool is_clean(std::string_view text) {
  return std::ranges::none_of(text, is_control) && is_utf8(text);
}

bool is_target_char(char c) { return c > 0x20 && c < 0x7F && c != '#'; }

// A decoded segment may hold slashes of its own, so each piece of it is looked at.
bool climbs(std::string_view segment) {
  for (std::size_t begin = 0; begin <= segment.size();) {
    const auto end = std::min(segment.find('/', begin), segment.size());
    const auto piece = segment.substr(begin, end - begin);
    if (piece == "." || piece == "..") return true;
    begin = end + 1;
  }
  return false;
}

// RFC 3986 §3.2.3: the digits may be missing after the colon.
bool is_port(std::string_view text) {
  if (text.empty()) return true;
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size();
}

bool is_host_char(char c) {
  return ascii::is_letter_or_digit(c) ||
         std::string_view("-._~!$&'()*+,;=%").find(c) != std::string_view::npos;
}

bool is_address_char(char c) {
  const char small = ascii::lower(c);
  return ascii::is_digit(c) || (small >= 'a' && small <= 'f') || c == ':' || c == '.';
}

}  // namespace

bool percent_decode(std::string_view text, bool plus_is_space, std::string& out) {
  out.clear();
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%') {
      std::uint8_t byte = 0;
      if (!read_hex(text.substr(at + 1, 2), std::span(&byte, 1))) return false;
      out += static_cast<char>(byte);
      at += 2;
    } else {
      out += plus_is_space && text[at] == '+' ? ' ' : text[at];
    }
  }
  return true;
}

bool is_authority(std::string_view text) noexcept {
  std::size_t host_end = text.find(':');
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == text.npos || close < 3) return false;
    if (!std::ranges::all_of(text.substr(1, close - 1), is_address_char)) return false;
    host_end = close + 1;
  } else if (!std::ranges::all_of(text.substr(0, host_end), is_host_char)) {
    return false;
  }
  if (text.empty() || host_end == 0) return false;
  if (host_end >= text.size()) return true;
  return text[host_end] == ':' && is_port(text.substr(host_end + 1));
}

std::string_view Target::read(std::string_view text) {
  if (text.empty() || !std::ranges::all_of(text, is_target_char))
    return "The address holds a character that must be percent-encoded.";
  if (text.front() != '/') {
    const auto scheme_end = text.find("://");
    const auto scheme = text.substr(0, scheme_end);
    if (scheme_end == text.npos || (!same_name(scheme, "http") && !same_name(scheme, "https")))
      return "The address must begin with a slash.";
    text.remove_prefix(scheme_end + 3);
    authority_ = text.substr(0, text.find_first_of("/?"));
    if (!is_authority(authority_)) return "The address names no valid host.";
    text.remove_prefix(authority_.size());
  }
  const auto question = text.find('?');
  path_ = text.substr(0, question);
  if (path_.empty()) path_ = "/";
  if (const auto fault = read_path(); !fault.empty()) return fault;
  return question == text.npos ? std::string_view() : read_query(text.substr(question + 1));
}

std::string_view Target::read_path() {
  std::string_view text = path_;
  if (path_.find('%') != path_.npos) {
    // Segments are cut where slashes stood before decoding, so they are found in both texts at
    // once.
    boost::container::small_vector<std::size_t, 8> lengths;
    std::string piece;
    decoded_.reserve(path_.size());
    for (std::size_t begin = 1; begin <= path_.size();) {
      const auto end = std::min(path_.find('/', begin), path_.size());
      if (!percent_decode(path_.substr(begin, end - begin), false, piece)) return bad_encoding;
      decoded_ += '/';
      decoded_ += piece;
      lengths.push_back(piece.size());
      begin = end + 1;
    }
    std::size_t at = 1;
    for (const auto length : lengths) {
      segments_.push_back(std::string_view(decoded_).substr(at, length));
      at += length + 1;
    }
    text = decoded_;
  } else {
    for (std::size_t begin = 1; begin <= text.size();) {
      const auto end = std::min(text.find('/', begin), text.size());
      segments_.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  if (!is_clean(text)) return bad_text;
  if (std::ranges::any_of(segments_, climbs)) return "The address must not climb with dots.";
  return {};
}

std::string_view Target::read_query(std::string_view query) {
  for (std::size_t begin = 0; begin < query.size();) {
    const auto end = std::min(query.find('&', begin), query.size());
    const auto pair = query.substr(begin, end - begin);
    begin = end + 1;
    if (pair.empty()) continue;
    if (parameters_.size() == max_parameters) return "The address has too many parameters.";
    const auto equals = std::min(pair.find('='), pair.size());
    auto& [name, value] = parameters_.emplace_back();
    if (!percent_decode(pair.substr(0, equals), true, name) ||
        !percent_decode(pair.substr(std::min(equals + 1, pair.size())), true, value))
      return bad_encoding;
    if (!is_clean(name) || !is_clean(value)) return bad_text;
  }
  return {};
}

std::string_view Target::rest(std::size_t first) const noexcept {
  if (first >= segments_.size()) return {};
  const std::string_view whole = decoded_.empty() ? path_ : std::string_view(decoded_);
  return whole.substr(static_cast<std::size_t>(segments_[first].data() - whole.data()));
}

}  // namespace tapedeck::http::detail
