#include "browse/core/plain_text.hpp"

#include "browse/core/html_tree.hpp"
#include "music/words.hpp"

#include <algorithm>
#include <ranges>
#include <string_view>

namespace tapedeck::browse {
namespace {

/// Appends what is to be read of `node`. With `layout` the line ends of the source are spaces, as
/// HTML has it.
void read_text(const GumboNode& node, bool layout, std::string& into) {
  if (is_text(node)) {
    for (const char c : std::string_view(node.v.text.text))
      into += layout && c == '\n' ? ' ' : c;
    return;
  }
  if (!is_element(node) || is_dropped_tag(node.v.element.tag)) return;
  const auto tag = node.v.element.tag;
  const bool line = is_line_tag(tag);
  if (line && tag != GUMBO_TAG_BR && !into.ends_with('\n')) into += '\n';
  if (is_cell_tag(tag)) into += ' ';
  for (const auto* child : children_of(node))
    read_text(*child, layout, into);
  if (tag == GUMBO_TAG_P) into += "\n\n";
  if (line && (tag == GUMBO_TAG_BR || !into.ends_with('\n'))) into += '\n';
}

/// Lines without space at their ends, and no two empty ones in a row.
std::string tidied(std::string_view text) {
  std::string tidy;
  bool gap = false;
  for (const auto part : std::views::split(text, '\n')) {
    const auto line = music::trimmed(std::string_view(part.begin(), part.end()));
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
  if (!may_be_html(text)) return tidied(with_plain_spaces(text));
  const HtmlTree tree(text);
  std::string read;
  read_text(tree.root(), tree.has_lines(), read);
  return tidied(with_plain_spaces(read));
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
