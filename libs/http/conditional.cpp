#include "http/conditional.hpp"

#include "http/detail/grammar.hpp"
#include "http/http_date.hpp"

namespace tapedeck::http {

namespace {

bool is_weak(std::string_view tag) { return tag.starts_with("W/"); }

std::string_view opaque(std::string_view tag) { return is_weak(tag) ? tag.substr(2) : tag; }

// RFC 9110 §8.8.3.2.
bool equal_weakly(std::string_view a, std::string_view b) { return opaque(a) == opaque(b); }
bool equal_strongly(std::string_view a, std::string_view b) { return a == b && !is_weak(a); }

bool any_tag(std::string_view list, std::string_view etag,
             bool (*equal)(std::string_view, std::string_view)) {
  if (detail::trimmed(list) == "*") return true;
  bool found = false;
  detail::each_element(
      list, [&](std::string_view tag) { found = found || (!etag.empty() && equal(tag, etag)); });
  return found;
}

bool changed_since(std::string_view date, const Validators& validators, bool when_unreadable) {
  const auto since = parse_http_date(date);
  if (!since || !validators.modified) return when_unreadable;
  return *validators.modified > *since;
}

}  // namespace

std::uint16_t check_conditions(const Conditions& conditions, const Validators& validators) {
  if (conditions.if_match) {
    if (!any_tag(*conditions.if_match, validators.etag, equal_strongly)) return 412;
  } else if (conditions.if_unmodified_since) {
    if (changed_since(*conditions.if_unmodified_since, validators, false)) return 412;
  }
  if (conditions.if_none_match) {
    if (any_tag(*conditions.if_none_match, validators.etag, equal_weakly)) return 304;
  } else if (conditions.if_modified_since) {
    if (!changed_since(*conditions.if_modified_since, validators, true)) return 304;
  }
  return 200;
}

bool range_still_holds(std::string_view if_range, const Validators& validators) {
  return equal_strongly(detail::trimmed(if_range), validators.etag) && !validators.etag.empty();
}

}  // namespace tapedeck::http
