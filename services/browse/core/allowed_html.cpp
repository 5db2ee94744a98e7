#include "browse/core/allowed_html.hpp"

#include "base/ascii.hpp"
#include "browse/core/html_tree.hpp"

#include <algorithm>
#include <array>

namespace tapedeck::browse {
namespace {

struct Allowed {
  GumboTag tag;
  std::string_view name;
};

// Other names for bold and italic words become these; headings and other blocks end lines.
constexpr auto allowed = std::to_array<Allowed>({{GUMBO_TAG_P, "p"},
                                                 {GUMBO_TAG_UL, "ul"},
                                                 {GUMBO_TAG_OL, "ol"},
                                                 {GUMBO_TAG_LI, "li"},
                                                 {GUMBO_TAG_BLOCKQUOTE, "blockquote"},
                                                 {GUMBO_TAG_B, "b"},
                                                 {GUMBO_TAG_STRONG, "b"},
                                                 {GUMBO_TAG_I, "i"},
                                                 {GUMBO_TAG_EM, "i"},
                                                 {GUMBO_TAG_U, "u"}});

/// Empty for what is not allowed.
std::string_view name_of(GumboTag tag) {
  const auto* const found = std::ranges::find(allowed, tag, &Allowed::tag);
  return found == allowed.end() ? std::string_view{} : found->name;
}

std::string escaped(char c) {
  switch (c) {
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '&':
      return "&amp;";
    case '"':
      return "&quot;";
    default:
      return {c};
  }
}

/// The address a link leads to; empty for other schemes than those of the web, and for addresses
/// within the page.
std::string_view web_address(const GumboElement& element) {
  const auto* const attribute = ::gumbo_get_attribute(&element.attributes, "href");
  if (attribute == nullptr) return {};
  const std::string_view address(attribute->value);
  const auto scheme = ascii::lower_case(address.substr(0, 8));
  return scheme.starts_with("http://") || scheme.starts_with("https://") ? address
                                                                         : std::string_view{};
}

/// Writes a tree as HTML of allowed elements.
class Writer {
 public:
  explicit Writer(bool has_lines) : has_lines_(has_lines) {}

  void write(const GumboNode& node) {
    if (is_text(node)) return write_text(node.v.text.text);
    if (!is_element(node) || is_dropped_tag(node.v.element.tag)) return;
    const auto tag = node.v.element.tag;
    if (tag == GUMBO_TAG_BR || tag == GUMBO_TAG_HR) {
      html_ += "<br>";
    } else if (tag == GUMBO_TAG_A) {
      write_link(node);
    } else if (const auto name = name_of(tag); !name.empty()) {
      html_.append("<").append(name).append(">");
      write_children(node);
      html_.append("</").append(name).append(">");
    } else {
      if (is_line_tag(tag)) break_line();
      if (is_cell_tag(tag) && !at_line_start()) html_ += " ";
      write_children(node);
      if (is_line_tag(tag)) break_line();
    }
  }

  std::string take() && { return std::move(html_); }

 private:
  void write_children(const GumboNode& node) {
    const bool was_laid_out = laid_out_;
    laid_out_ = laid_out_ || node.v.element.tag == GUMBO_TAG_PRE;
    for (const auto* child : children_of(node))
      write(*child);
    laid_out_ = was_laid_out;
  }

  void write_link(const GumboNode& node) {
    const auto address = web_address(node.v.element);
    if (address.empty()) return write_children(node);
    html_ += "<a href=\"";
    for (const char c : with_plain_spaces(address)) {
      if (c != '\n') html_ += escaped(c);
    }
    html_ += R"(" target="_blank" rel="nofollow noopener noreferrer">)";
    write_children(node);
    html_ += "</a>";
  }

  void write_text(std::string_view text) {
    for (const char c : with_plain_spaces(text)) {
      if (c == '\n') {
        html_ += has_lines_ && !laid_out_ ? " " : "<br>";
      } else {
        html_ += escaped(c);
      }
    }
  }

  [[nodiscard]] bool at_line_start() const {
    const std::string_view before(html_);
    return before.empty() || before.ends_with("<br>") || before.ends_with("<p>") ||
           before.ends_with("</p>") || before.ends_with("<li>");
  }

  void break_line() {
    if (!at_line_start()) html_ += "<br>";
  }

  bool has_lines_;
  bool laid_out_ = false;  // inside `<pre>`, where the text's own line ends count
  std::string html_;
};

}  // namespace

std::string allowed_html(std::string_view text) {
  const HtmlTree tree(text);
  Writer writer(tree.has_lines());
  writer.write(tree.root());
  return std::move(writer).take();
}

}  // namespace tapedeck::browse
