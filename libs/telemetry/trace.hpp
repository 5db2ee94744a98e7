#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::telemetry {

/// The place of one request in a distributed trace: W3C Trace Context, level 1.
struct TraceContext {
  std::array<std::uint8_t, 16> trace_id{};
  std::array<std::uint8_t, 8> span_id{};
  bool sampled = false;

  friend bool operator==(const TraceContext&, const TraceContext&) = default;
};

/// Reads a `traceparent` header; nothing when it is not valid, which means "begin a new trace"
/// (W3C Trace Context §3.2.2.5). Versions above 00 are read by their first four fields.
[[nodiscard]] std::optional<TraceContext> parse_traceparent(std::string_view header);

/// A new trace, with random ids, not sampled.
[[nodiscard]] TraceContext begin_trace();

/// The same trace with a new span: what is sent to the next service.
[[nodiscard]] TraceContext next_span(const TraceContext& parent);

/// `00-<trace id>-<span id>-01`.
[[nodiscard]] std::string to_traceparent(const TraceContext& context);

/// The trace id in 32 hex digits, as log lines carry it.
[[nodiscard]] std::string trace_id_text(const TraceContext& context);

/// The id by which one request is found again in every log, answer and service it passed.
///
/// `offered` is kept when it is 8 to 64 characters of `[A-Za-z0-9-]`; anything else is replaced by
/// a new random one, so that no client can write into our logs.
[[nodiscard]] std::string accept_request_id(std::string_view offered);

}  // namespace tapedeck::telemetry
