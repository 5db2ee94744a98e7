#pragma once

// Private to browse's core: the one place that knows gumbo.

#include <gumbo.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace tapedeck::browse {

/// A text that may be HTML, as uploaders write it, as a tree of at most a few hundred elements.
class HtmlTree {
 public:
  /// Total, for hostile text too: of what gumbo would take long to read only the entities and the
  /// ends of lines are. `text` is UTF-8.
  explicit HtmlTree(std::string_view text);
  HtmlTree(HtmlTree&&) = delete;

  [[nodiscard]] const GumboNode& root() const;

  /// Whether tags tell where lines end. Else the text's own line ends do.
  [[nodiscard]] bool has_lines() const;

 private:
  struct Destroy {
    void operator()(GumboOutput* output) const;
  };

  std::string text_;  // the nodes point into it
  std::unique_ptr<GumboOutput, Destroy> output_;
};

[[nodiscard]] bool is_element(const GumboNode& node);
[[nodiscard]] bool is_text(const GumboNode& node);

/// Whether a line ends before and behind elements of this tag, or for `<br>` there.
[[nodiscard]] bool is_line_tag(GumboTag tag);

/// Whether a space stands between elements of this tag: cells of a table.
[[nodiscard]] bool is_cell_tag(GumboTag tag);

/// Whether what is in elements of this tag is not for reading: scripts and their like.
[[nodiscard]] bool is_dropped_tag(GumboTag tag);

/// `node` is an element.
[[nodiscard]] std::span<GumboNode* const> children_of(const GumboNode& node);

/// No-break spaces and tabs become spaces, foreign line ends become `\n`, and other control
/// characters go away.
[[nodiscard]] std::string with_plain_spaces(std::string_view text);

}  // namespace tapedeck::browse
