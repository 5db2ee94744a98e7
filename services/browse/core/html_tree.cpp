#include "browse/core/html_tree.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>

namespace tapedeck::browse {
namespace {

/// gumbo 0.10 frees its tree by recursion, searches its stack of open elements for every tag,
/// compares every attribute of a tag with those before it, and opens unclosed formatting again in
/// every paragraph, so the work grows with the square of the tags, and of the length of one. Richer
/// texts go without it. The richest recorded one has 89 tags.
constexpr std::size_t most_tags = 150;
constexpr std::size_t longest_tag = 1'024;

constexpr auto line_tags = std::to_array<GumboTag>(
    {GUMBO_TAG_BR, GUMBO_TAG_P,      GUMBO_TAG_DIV,     GUMBO_TAG_LI,         GUMBO_TAG_UL,
     GUMBO_TAG_OL, GUMBO_TAG_TR,     GUMBO_TAG_PRE,     GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_HR,
     GUMBO_TAG_H1, GUMBO_TAG_H2,     GUMBO_TAG_H3,      GUMBO_TAG_H4,         GUMBO_TAG_H5,
     GUMBO_TAG_H6, GUMBO_TAG_TABLE,  GUMBO_TAG_CAPTION, GUMBO_TAG_DL,         GUMBO_TAG_DT,
     GUMBO_TAG_DD, GUMBO_TAG_CENTER, GUMBO_TAG_ADDRESS, GUMBO_TAG_ARTICLE,    GUMBO_TAG_SECTION});

constexpr auto dropped_tags = std::to_array<GumboTag>(
    {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_TEMPLATE, GUMBO_TAG_IFRAME});

bool among(std::span<const GumboTag> tags, GumboTag tag) {
  return std::ranges::find(tags, tag) != tags.end();
}

/// The name of the tag that begins with the `<` at the front of `text`: "br", "/p", and "!" of a
/// comment; empty when none does, as in "1 < 2". In lower case, and no longer than those we know.
std::string tag_name(std::string_view text) {
  std::string name;
  for (const char c : text.substr(1, 11)) {  // "/blockquote"
    const bool mark = name.empty() && (c == '/' || c == '!' || c == '?');
    const bool digit = !name.empty() && ascii::is_digit(c);  // "h5"
    if (!ascii::is_letter(c) && !mark && !digit) break;
    name += ascii::lower(c);
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

/// The tag of that name, of which a slash may close an element.
GumboTag tag_of(std::string name) {
  if (name.starts_with('/')) name.erase(0, 1);
  return ::gumbo_tag_enum(name.c_str());
}

/// What stands in a text for the tag of that name, behind `before`.
std::string_view space_for(const std::string& name, std::string_view before) {
  const auto tag = tag_of(name);
  if (tag == GUMBO_TAG_BR) return "\n";
  if (is_line_tag(tag)) return before.ends_with('\n') ? "" : "\n";
  return is_cell_tag(tag) ? " " : "";
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
    kept += space_for(name, kept);
    if (name.empty()) kept += "&lt;";
    html.remove_prefix(name.empty() ? 1 : length_of_tag(html, name));
  }
  return kept;
}

bool breaks_lines(const GumboNode& node) {
  if (!is_element(node)) return false;
  return is_line_tag(node.v.element.tag) ||
         std::ranges::any_of(children_of(node), [](auto* child) { return breaks_lines(*child); });
}

}  // namespace

HtmlTree::HtmlTree(std::string_view text) : text_(with_plain_spaces(text)) {
  if (!is_light(text_)) text_ = without_tags(text_);
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  output_.reset(::gumbo_parse_with_options(&options, text_.data(), text_.size()));
}

void HtmlTree::Destroy::operator()(GumboOutput* output) const {
  ::gumbo_destroy_output(&kGumboDefaultOptions, output);
}

const GumboNode& HtmlTree::root() const { return *output_->root; }

bool HtmlTree::has_lines() const { return breaks_lines(root()); }

bool is_element(const GumboNode& node) {
  return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

bool is_text(const GumboNode& node) {
  return node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE ||
         node.type == GUMBO_NODE_CDATA;
}

bool is_line_tag(GumboTag tag) { return among(line_tags, tag); }

bool is_cell_tag(GumboTag tag) { return tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH; }

bool is_dropped_tag(GumboTag tag) { return among(dropped_tags, tag); }

std::span<GumboNode* const> children_of(const GumboNode& node) {
  const auto& list = node.v.element.children;
  return {reinterpret_cast<GumboNode* const*>(list.data), list.length};
}

std::string with_plain_spaces(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (text.substr(i).starts_with("\xC2\xA0")) {
      plain += ' ';
      ++i;
    } else if (byte == 0xC2 && i + 1 < text.size() &&
               static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      ++i;  // U+0080 to U+009F
    } else if (byte == '\t' || (byte == '\r' && !text.substr(i).starts_with("\r\n"))) {
      plain += byte == '\t' ? ' ' : '\n';
    } else if (byte == '\n' || (byte >= 0x20 && byte != 0x7F)) {
      plain += text[i];
    }
  }
  // Of a number beyond every character ("&#x0F3aaaaaaaaaaaaaB8;") gumbo 0.10 makes bytes that are
  // no UTF-8. Nobody writes such numbers in good faith.
  if (!is_utf8(plain)) std::erase_if(plain, [](char c) { return (c & 0x80) != 0; });
  return plain;
}

}  // namespace tapedeck::browse
