#include "archive/query.hpp"

#include "music/words.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::archive {
namespace {

/// Exactly these are escaped. The escaped forms of + - & | " make the backend fail (found by
/// jbuckner/InternetArchiveKit 3e180b7), so those are quoted or dropped instead.
constexpr std::string_view escaped_characters = "(){}[]^~:\\/!";

bool is_space_or_control(char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; }

/// What would be read as an operator or a pattern when it stands bare.
bool needs_quotes(std::string_view value) {
  return std::string_view("-+<>").contains(value.front()) || value.contains("&&") ||
         value.contains("||") || value.find_first_of("*?") != std::string_view::npos ||
         std::ranges::any_of(value, is_space_or_control) || value == "AND" || value == "OR" ||
         value == "NOT" || value == "TO";
}

/// `value` as one operand: bare when it can be, else a phrase; empty when nothing is left of it.
std::string operand(std::string_view value) {
  // Lucene's grammar takes the wide space of Chinese and Japanese for a space, too.
  auto bare = music::replaced(value, "\xe3\x80\x80", " ");
  std::erase(bare, '"');  // has no form that the backend takes
  if (std::ranges::all_of(bare, is_space_or_control)) return {};
  std::string escaped;
  for (const char c : bare) {
    if (escaped_characters.contains(c)) escaped += '\\';
    escaped += is_space_or_control(c) ? ' ' : c;
  }
  return needs_quotes(bare) ? '"' + escaped + '"' : escaped;
}

std::string in_field(std::string_view field, std::string_view expression) {
  if (field.empty()) return std::string(expression);
  return std::string(field) + ":" + std::string(expression);
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const auto& part : parts) {
    if (part.empty()) continue;
    if (!text.empty()) text += between;
    text += part;
  }
  return text;
}

std::vector<std::string> operands(const std::vector<std::string>& values) {
  std::vector<std::string> kept;
  for (const auto& value : values) {
    if (auto one = operand(value); !one.empty()) kept.push_back(std::move(one));
  }
  return kept;
}

/// `field:a`, or `field:(a AND b)` when there are several.
std::string grouped(std::string_view field, const std::vector<std::string>& parts,
                    std::string_view between) {
  if (parts.empty()) return {};
  if (parts.size() == 1) return in_field(field, parts.front());
  return in_field(field, "(" + joined(parts, between) + ")");
}

char closing_of(char opening) {
  switch (opening) {
    case '(':
      return ')';
    case '[':
      return ']';
    case '{':
      return '}';
    default:
      return '\0';
  }
}

/// Why a text cannot stand between brackets as a query of its own; empty when it can.
std::string_view fault_in(std::string_view text) {
  std::string open;  // what is to be closed, the innermost last
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (is_space_or_control(c) && c != ' ') return "must have no line ends or control characters";
    if (c == '\\') {
      if (++at == text.size()) return "must not end in a backslash";
      if (std::string_view("+-&|\"").contains(text[at])) {
        return "must have no backslash before + - & | or a quotation mark: the Archive fails at it";
      }
      continue;
    }
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '/') return "must have a backslash before each /";
    if (closing_of(c) != '\0') open += closing_of(c);
    // A range may be closed by either: [a TO b}.
    const bool ends_range = (c == ']' || c == '}') && (open.ends_with(']') || open.ends_with('}'));
    if (ends_range || (c == ')' && open.ends_with(')'))) {
      open.pop_back();
    } else if (c == ')' || c == ']' || c == '}') {
      return "must close only what it has opened";
    }
  }
  if (quoted) return "must close its quotation marks";
  return open.empty() ? std::string_view{} : "must close every bracket";
}

/// One end of a range: nothing but what dates and numbers are written with.
std::string bound(std::string_view value) {
  std::string kept;
  for (const char c : value) {
    const bool good = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
    if (good) kept += c;
    if (c == ':') kept += "\\:";
  }
  return kept.empty() ? "*" : kept;
}

}  // namespace

Query Query::is(std::string_view field, std::string_view value) {
  const auto one = operand(value);
  return one.empty() ? Query() : Query(in_field(field, one));
}

Query Query::words(std::string_view field, std::string_view text) {
  const auto words = music::split_at_spaces(text);
  return Query(grouped(field, operands({words.begin(), words.end()}), " AND "));
}

Result<Query> Query::written(std::string_view text) {
  if (const auto fault = fault_in(text); !fault.empty()) {
    return fail(Errc::invalid, std::string(fault));
  }
  if (std::ranges::all_of(text, is_space_or_control)) return Query();
  return Query("(" + std::string(text) + ")");
}

Query Query::between(std::string_view field, std::string_view from, std::string_view to) {
  return Query(in_field(field, "[" + bound(from) + " TO " + bound(to) + "]"));
}

Query Query::one_of(std::string_view field, const std::vector<std::string>& values) {
  return Query(grouped(field, operands(values), " OR "));
}

Query Query::exists(std::string_view field) { return Query("_exists_:" + std::string(field)); }

Query Query::all(const std::vector<Query>& parts) {
  std::vector<std::string> texts;
  for (const auto& part : parts)
    texts.push_back(part.text_);
  return Query(joined(texts, " AND "));
}

Query Query::any(const std::vector<Query>& parts) {
  std::vector<std::string> texts;
  for (const auto& part : parts) {
    // An AND inside would bind no closer than the OR around it.
    if (!part.empty()) texts.push_back("(" + part.text_ + ")");
  }
  if (texts.size() == 1) return Query(texts.front());
  return texts.empty() ? Query() : Query("(" + joined(texts, " OR ") + ")");
}

Query Query::none(const Query& part) {
  return part.empty() ? Query() : Query("NOT (" + part.text_ + ")");
}

Query recordings() {
  return Query::all({Query::is("collection", "etree"), Query::is("mediatype", "etree")});
}

Query artists() {
  return Query::all({Query::is("collection", "etree"), Query::is("mediatype", "collection")});
}

}  // namespace tapedeck::archive
