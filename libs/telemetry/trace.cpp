#include "telemetry/trace.hpp"

#include "base/ascii.hpp"
#include "base/random.hpp"

#include <algorithm>
#include <span>

namespace tapedeck::telemetry {
namespace {

constexpr std::size_t header_bytes = 55;  // "00-" 32 "-" 16 "-" 2

/// The value of one hex digit, -1 for anything else. Upper case is not allowed (§3.2.2.1).
int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

bool read_hex(std::string_view text, std::span<std::uint8_t> bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const int high = hex_value(text[2 * i]);
    const int low = hex_value(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return true;
}

void append_hex(std::string& text, std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (const auto byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
}

bool all_zero(std::span<const std::uint8_t> bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

bool is_request_id(std::string_view text) {
  return text.size() >= 8 && text.size() <= 64 &&
         std::ranges::all_of(text, [](char c) { return ascii::is_letter_or_digit(c) || c == '-'; });
}

// Ids must be unlike one another, not secret. Asking the kernel for each of the three a request
// needs took an eighth of the processor time of a small one (perf, wrk with 64 connections), so a
// thread asks for many at once.
void fill_id(std::span<std::uint8_t> id) {
  thread_local std::array<std::uint8_t, 1024> reserve;
  thread_local std::size_t used = reserve.size();
  if (id.size() > reserve.size() - used) {
    fill_random(reserve);
    used = 0;
  }
  std::copy_n(reserve.begin() + static_cast<std::ptrdiff_t>(used), id.size(), id.begin());
  used += id.size();
}

}  // namespace

std::optional<TraceContext> parse_traceparent(std::string_view header) {
  if (header.size() < header_bytes) return std::nullopt;
  if (header[2] != '-' || header[35] != '-' || header[52] != '-') return std::nullopt;
  std::array<std::uint8_t, 1> version{};
  std::array<std::uint8_t, 1> flags{};
  TraceContext context;
  if (!read_hex(header.substr(0, 2), version) ||
      !read_hex(header.substr(3, 32), context.trace_id) ||
      !read_hex(header.substr(36, 16), context.span_id) || !read_hex(header.substr(53, 2), flags)) {
    return std::nullopt;
  }
  if (version[0] == 0xff) return std::nullopt;
  const bool longer = header.size() > header_bytes;
  if (longer && (version[0] == 0 || header[header_bytes] != '-')) return std::nullopt;
  if (all_zero(context.trace_id) || all_zero(context.span_id)) return std::nullopt;
  context.sampled = (flags[0] & 1) != 0;
  return context;
}

TraceContext begin_trace() {
  TraceContext context;
  fill_id(context.trace_id);
  fill_id(context.span_id);
  return context;
}

TraceContext next_span(const TraceContext& parent) {
  TraceContext context = parent;
  fill_id(context.span_id);
  return context;
}

std::string to_traceparent(const TraceContext& context) {
  std::string text = "00-";
  text.reserve(header_bytes);
  append_hex(text, context.trace_id);
  text += '-';
  append_hex(text, context.span_id);
  text += context.sampled ? "-01" : "-00";
  return text;
}

std::string trace_id_text(const TraceContext& context) {
  std::string text;
  text.reserve(2 * context.trace_id.size());
  append_hex(text, context.trace_id);
  return text;
}

std::string accept_request_id(std::string_view offered) {
  if (is_request_id(offered)) return std::string(offered);
  std::array<std::uint8_t, 16> bytes{};
  fill_id(bytes);
  std::string text;
  text.reserve(2 * bytes.size());
  append_hex(text, bytes);
  return text;
}

}  // namespace tapedeck::telemetry
