#include "telemetry/trace.hpp"

#include "base/ascii.hpp"
#include "base/encoding.hpp"
#include "base/random.hpp"

#include <algorithm>
#include <span>

namespace tapedeck::telemetry {
namespace {

constexpr std::size_t header_bytes = 55;  // "00-" 32 "-" 16 "-" 2

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
  const auto known = header.substr(0, header_bytes);
  if (std::ranges::any_of(known, ascii::is_upper)) return std::nullopt;  // §3.2.2.1
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
  text += to_hex(context.trace_id);
  text += '-';
  text += to_hex(context.span_id);
  text += context.sampled ? "-01" : "-00";
  return text;
}

std::string trace_id_text(const TraceContext& context) { return to_hex(context.trace_id); }

std::string accept_request_id(std::string_view offered) {
  if (is_request_id(offered)) return std::string(offered);
  std::array<std::uint8_t, 16> bytes{};
  fill_id(bytes);
  return to_hex(bytes);
}

}  // namespace tapedeck::telemetry
