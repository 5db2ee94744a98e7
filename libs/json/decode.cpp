#include "json/decode.hpp"

namespace tapedeck::json::detail {

std::optional<double> read_number(Node node, const Rule& rule, Findings& found) {
  const auto number = node.number();
  if (!number) return wrong(found, "must be a number");
  if (!keeps(broken_by_number(rule, *number), found)) return std::nullopt;
  return number;
}

std::optional<bool> read_boolean(Node node, Findings& found) {
  const auto yes = node.boolean();
  if (!yes) return wrong(found, "must be true or false");
  return yes;
}

std::optional<std::string> read_string(Node node, const Rule& rule, Findings& found) {
  const auto text = node.string();
  if (!text) return wrong(found, "must be a text");
  if (!keeps(broken_by_text(rule, *text), found)) return std::nullopt;
  return std::string(*text);
}

std::optional<Instant> read_instant(Node node, Findings& found) {
  const auto text = node.string();
  if (!text) return wrong(found, "must be a time such as 2026-03-01T20:15:00Z");
  const auto instant = parse_instant(*text);
  if (!instant) return wrong(found, instant.error().message);
  return *instant;
}

}  // namespace tapedeck::json::detail
