#include "browse/core/allowed_html.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

using namespace tapedeck::browse;

TEST_CASE("uploaders' HTML is cut to what a page can show without harm") {
  struct Case {
    std::string_view why, html, allowed;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"plain text keeps its lines",      "Set 1\nBertha & Loser",        "Set 1<br>Bertha &amp; Loser"},
      {"paragraphs",                      "<p>One</p>\n<p>Two",           "<p>One</p> <p>Two</p>"},
      {"a list that is not closed",       "<ul><li>One<li>Two",           "<ul><li>One</li><li>Two</li></ul>"},
      {"bold and italic words",           "<b>a</b> <em>b</em> <strong>c</strong>", "<b>a</b> <i>b</i> <b>c</b>"},
      {"other blocks end lines",          "<div>One</div><div>Two</div>", "One<br>Two<br>"},
      {"a heading",                       "<h1>Set 1</h1>Bertha",         "Set 1<br>Bertha"},
      {"a small heading",                 "<h5>Set 1</h5>Bertha",         "Set 1<br>Bertha"},
      {"a table",                         "<table><tr><td>1</td><td>Bertha</td></tr><tr><td>2</td><td>Loser</td></tr></table>",
       "1 Bertha<br>2 Loser<br>"},
      {"lines of a preformatted text",    "<pre>one\ntwo</pre>",          "one<br>two<br>"},
      {"a segue",                         "Scarlet > Fire",               "Scarlet &gt; Fire"},
      {"HTML that was escaped",           "&lt;script&gt;x&lt;/script&gt;", "&lt;script&gt;x&lt;/script&gt;"},
      {"a script",                        "a<script>alert(1)</script>b",  "ab"},
      {"a picture that calls",            "a<img src=x onerror=alert(1)>b", "ab"},
      {"attributes",                      "<p style='x' onclick='y' id=z>a</p>", "<p>a</p>"},
      {"a frame",                         "<iframe src='//x'>a</iframe>b", "b"},
      {"a form",                          "<form action=/x><input name=a><button>b</button></form>", "b"},
      {"a link to the web",               "<a href='HTTPS://archive.org/?a=1&b=2\"'>x</a>",
       "<a href=\"HTTPS://archive.org/?a=1&amp;b=2&quot;\" target=\"_blank\" rel=\"nofollow noopener noreferrer\">x</a>"},
      {"a link that is a script",         "<a href='javascript:alert(1)'>x</a>", "x"},
      {"one that hides it",               "<a href=' java\tscript:alert(1)'>x</a>", "x"},
      {"one within the page",             "<a href='/downloads?status=completed'>x</a>", "x"},
      {"one to a file",                   "<a href='file:///etc/passwd'>x</a>", "x"},
      {"an address over lines",           "<a href='http://a.example/\nb'>x</a>",
       "<a href=\"http://a.example/b\" target=\"_blank\" rel=\"nofollow noopener noreferrer\">x</a>"},
      {"a picture of the vector kind",    "<svg><script>alert(1)</script><a href='javascript:x'>y</a></svg>", "y"},
      {"raw text",                        "<textarea><b>x</b></textarea>", "&lt;b&gt;x&lt;/b&gt;"},
      {"control characters",              "a\x07""b\x1b[31m",              "ab[31m"},
      {"nothing",                         "",                             ""},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(allowed_html(std::string(c.html)) == c.allowed);
  }
}

TEST_CASE("HTML that is meant to hurt keeps its words without its tags") {
  std::string nested;
  for (int i = 0; i < 100'000; ++i)
    nested += "<div><b id=\"" + std::to_string(i) + "\">";
  CHECK(allowed_html(nested + "in <i>there</i>").ends_with("in there"));
}
