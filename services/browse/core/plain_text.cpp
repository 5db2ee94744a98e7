#include "browse/core/plain_text.hpp"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <memory>
#include <ranges>
#include <span>
#include <string_view>
#include <vector>

namespace tapedeck::browse {
namespace {

/// gumbo 0.10 frees its tree by recursion, searches its stack of open elements for every tag,
/// compares every attribute of a tag with those before it, and opens unclosed formatting again in
/// every paragraph, so the work grows with the square of the tags, and of the length of one. Richer
/// texts go without it. The richest recorded one has 89 tags.
constexpr std::size_t most_tags = 150;
constexpr std::size_t longest_tag = 1'024;

constexpr auto line_tags = std::to_array<GumboTag>(
    {GUMBO_TAG_BR, GUMBO_TAG_P, GUMBO_TAG_DIV, GUMBO_TAG_LI, GUMBO_TAG_UL, GUMBO_TAG_OL,
     GUMBO_TAG_TR, GUMBO_TAG_PRE, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_HR, GUMBO_TAG_H1, GUMBO_TAG_H2,
     GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_TABLE, GUMBO_TAG_DT, GUMBO_TAG_DD});

constexpr auto dropped_tags = std::to_array<GumboTag>(
    {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_TEMPLATE, GUMBO_TAG_IFRAME});

bool among(std::span<const GumboTag> tags, GumboTag tag) {
  return std::ranges::find(tags, tag) != tags.end();
}

std::span<GumboNode* const> children_of(const GumboNode& node) {
  const auto& list = node.v.element.children;
  return {reinterpret_cast<GumboNode* const*>(list.data), list.length};
}

bool is_element(const GumboNode& node) {
  return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

bool is_text(const GumboNode& node) {
  return node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE ||
         node.type == GUMBO_NODE_CDATA;
}

bool breaks_lines(const GumboNode& node) {
  if (!is_element(node)) return false;
  return among(line_tags, node.v.element.tag) ||
         std::ranges::any_of(children_of(node), [](auto* child) { return breaks_lines(*child); });
}

/// Appends what is to be read of `node`. With `layout` the line ends of the source are spaces, as
/// HTML has it.
void read_text(const GumboNode& node, bool layout, std::string& into) {
  if (is_text(node)) {
    for (const char c : std::string_view(node.v.text.text))
      into += layout && c == '\n' ? ' ' : c;
    return;
  }
  if (!is_element(node) || among(dropped_tags, node.v.element.tag)) return;
  const auto tag = node.v.element.tag;
  const bool line = among(line_tags, tag);
  if (line && tag != GUMBO_TAG_BR && !into.ends_with('\n')) into += '\n';
  for (const auto* child : children_of(node))
    read_text(*child, layout, into);
  if (tag == GUMBO_TAG_P) into += "\n\n";
  if (line && (tag == GUMBO_TAG_BR || !into.ends_with('\n'))) into += '\n';
}

/// The name of the tag that begins with the `<` at the front of `text`: "br", "/p", and "!" of a
/// comment; empty when none does, as in "1 < 2". In lower case, and no longer than those we know.
std::string tag_name(std::string_view text) {
  std::string name;
  for (char c : text.substr(1, 10)) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool letter = c >= 'a' && c <= 'z';
    const bool mark = name.empty() && (c == '/' || c == '!' || c == '?');
    if (!letter && !mark) break;
    name += c;
  }
  return name;
}

/// Whether the value of an attribute is open where `tag` ends, so that the tag goes on behind it.
bool ends_in_quotes(std::string_view tag) {
  return std::ranges::any_of(std::string_view("\"'"), [&](char quote) {
    const auto last = tag.rfind(quote);
    if (last == tag.npos) return false;
    const auto before = tag.substr(0, last).find_last_not_of(" \t\r\n\f");
    return before != tag.npos && tag[before] == '=';
  });
}

/// Whether gumbo reads this in time that is not worth speaking of.
bool is_light(std::string_view html) {
  std::size_t tags = 0;
  for (auto at = html.find('<'); at != html.npos; at = html.find('<', at + 1)) {
    if (++tags > most_tags) return false;
    const auto name = tag_name(html.substr(at));
    if (name.empty() || name.front() == '!' || name.front() == '?') continue;
    const auto tag = html.substr(at, longest_tag);
    const auto end = tag.find('>');
    if (end == tag.npos && tag.size() == longest_tag) return false;
    if (end != tag.npos && ends_in_quotes(tag.substr(0, end))) return false;
  }
  return true;
}

bool begins_line(std::string_view tag) {
  constexpr auto names = std::to_array<std::string_view>({"br", "p", "div", "li", "tr"});
  return std::ranges::find(names, tag) != names.end();
}

/// How many bytes at the front of `html` are a tag of that name: a comment with what is in it, and
/// a script as far as the tag that ends it. What does not end goes on to the end, as in HTML.
std::size_t length_of_tag(std::string_view html, std::string_view name) {
  const auto behind = [&](std::string_view end) {
    const auto at = html.find(end);
    return at == html.npos ? html.size() : at + end.size();
  };
  if (html.starts_with("<!--")) return behind("-->");
  if (name != "script" && name != "style") return behind(">");
  const auto end = '/' + std::string(name);
  auto at = html.find("</");
  while (at != html.npos && tag_name(html.substr(at)) != end)
    at = html.find("</", at + 1);
  return std::min(at, html.size());
}

/// Without anything between `<` and `>`, and without those: for what gumbo is not to read. Of what
/// is left only entities are HTML.
std::string without_tags(std::string_view html) {
  std::string kept;
  while (!html.empty()) {
    const auto begin = std::min(html.find('<'), html.size());
    kept += html.substr(0, begin);
    html.remove_prefix(begin);
    if (html.empty()) break;
    const auto name = tag_name(html);
    if (begins_line(name)) kept += '\n';
    if (name.empty()) kept += "&lt;";
    html.remove_prefix(name.empty() ? 1 : length_of_tag(html, name));
  }
  return kept;
}

std::string read_html(const std::string& text) {
  struct Destroy {
    void operator()(GumboOutput* output) const {
      ::gumbo_destroy_output(&kGumboDefaultOptions, output);
    }
  };
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  const std::unique_ptr<GumboOutput, Destroy> output(
      ::gumbo_parse_with_options(&options, text.data(), text.size()));
  std::string read;
  read_text(*output->root, breaks_lines(*output->root), read);
  return read;
}

/// No-break spaces become spaces, and other control characters than line ends go away.
std::string with_plain_spaces(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (text.substr(i).starts_with("\xC2\xA0")) {
      plain += ' ';
      ++i;
    } else if (byte == '\t' || (byte == '\r' && !text.substr(i).starts_with("\r\n"))) {
      plain += byte == '\t' ? ' ' : '\n';
    } else if (byte == '\n' || (byte >= 0x20 && byte != 0x7F)) {
      plain += text[i];
    }
  }
  return plain;
}

std::string_view trimmed(std::string_view line) {
  const auto first = line.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(' ') - first + 1);
}

/// Lines without space at their ends, and no two empty ones in a row.
std::string tidied(std::string_view text) {
  std::string tidy;
  bool gap = false;
  for (const auto part : std::views::split(text, '\n')) {
    const auto line = trimmed(std::string_view(part.begin(), part.end()));
    if (line.empty()) {
      gap = true;
      continue;
    }
    if (!tidy.empty()) tidy += gap ? "\n\n" : "\n";
    gap = false;
    std::ranges::unique_copy(line, std::back_inserter(tidy),
                             [](char a, char b) { return a == ' ' && b == ' '; });
  }
  return tidy;
}

bool may_be_html(std::string_view text) {
  return text.find_first_of("<&") != std::string_view::npos;
}

}  // namespace

std::string plain_text(std::string text) {
  if (may_be_html(text)) {
    if (!is_light(text)) text = without_tags(text);
    text = read_html(text);
  }
  return tidied(with_plain_spaces(text));
}

std::string plain_line(std::string text) {
  const bool plain = !may_be_html(text) && std::ranges::all_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte != 0x7F && byte != 0xC2;
  });
  if (plain) return text;
  auto line = plain_text(std::move(text));
  std::ranges::replace(line, '\n', ' ');
  std::string one;
  std::ranges::unique_copy(line, std::back_inserter(one),
                           [](char a, char b) { return a == ' ' && b == ' '; });
  return one;
}

}  // namespace tapedeck::browse
