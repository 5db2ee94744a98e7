#include "http/detail/openapi_names.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace tapedeck::http::detail::openapi {

std::vector<Segment> segments_of(std::string_view pattern) {
  std::vector<Segment> segments;
  while (!pattern.empty()) {
    pattern.remove_prefix(1);  // the slash
    const auto text = pattern.substr(0, pattern.find('/'));
    pattern.remove_prefix(text.size());
    if (text.starts_with('{')) {
      auto name = text.substr(1, text.size() - 2);
      if (name.ends_with("...")) name.remove_suffix(3);
      segments.push_back({name, true});
    } else if (!text.empty()) {
      segments.push_back({text, false});
    }
  }
  return segments;
}

std::string path_of(std::string_view pattern) {
  std::string path;
  for (const auto& [text, is_part] : segments_of(pattern)) {
    path += '/';
    if (is_part) path += '{';
    path += text;
    if (is_part) path += '}';
  }
  return path.empty() ? "/" : path;
}

std::string key_of(Verb verb) {
  std::string key(to_text(verb));
  for (char& c : key)
    c = static_cast<char>(c - 'A' + 'a');  // a verb is in capitals throughout
  return key;
}

std::string operation_id(const RouteInfo& row) {
  auto id = key_of(row.verb);
  for (const auto& segment : segments_of(row.pattern)) {
    id += '_';
    for (const char c : segment.text) {
      id += ascii::is_letter_or_digit(c) ? c : '_';
    }
  }
  return id;
}

bool has_parts(const RouteInfo& row) {
  return std::ranges::any_of(segments_of(row.pattern), &Segment::is_part);
}

bool has_part(const RouteInfo& row, std::string_view name) {
  return std::ranges::any_of(segments_of(row.pattern), [&](const Segment& segment) {
    return segment.is_part && segment.text == name;
  });
}

}  // namespace tapedeck::http::detail::openapi
