#include "browse/core/plain_text.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <utility>

using namespace tapedeck::browse;

TEST_CASE("uploaders' HTML becomes what a reader would see") {
  struct Case {
    std::string_view why, html, text;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"plain text",                  "Set 1\nBertha\n",                  "Set 1\nBertha"},
      {"a segue",                     "Scarlet > Fire",                   "Scarlet > Fire"},
      {"a segue as an entity",        "Scarlet -&gt; Fire",               "Scarlet -> Fire"},
      {"entities keep line ends",     "Salt &amp; Pepper\nSugaree",       "Salt & Pepper\nSugaree"},
      {"line breaks",                 "Bertha<br />Sugaree<br>Loser",     "Bertha\nSugaree\nLoser"},
      {"breaks and line ends",        "Bertha<br />\nSugaree<br />\n",    "Bertha\nSugaree"},
      {"an empty line",               "Set 1<br><br>Set 2",               "Set 1\n\nSet 2"},
      {"many empty lines",            "Set 1\n\n\n\nSet 2",               "Set 1\n\nSet 2"},
      {"paragraphs",                  "<p>One</p><p>Two</p>",             "One\n\nTwo"},
      {"blocks in blocks",            "<div><div>One</div><div>Two</div></div>", "One\nTwo"},
      {"a list",                      "<ul><li>One<li>Two</ul>",          "One\nTwo"},
      {"a small heading",             "<h5>Set 1</h5>Bertha<h6>Set 2</h6>Loser", "Set 1\nBertha\nSet 2\nLoser"},
      {"a table",                     "<table><tr><th>No</th><th>Song</th></tr><tr><td>1</td><td>Bertha</td></tr></table>",
       "No Song\n1 Bertha"},
      {"centred lines",               "<center>Set 1</center>Bertha",     "Set 1\nBertha"},
      {"a list of terms",             "Songs<dl><dt>1<dd>Bertha<dt>2<dd>Loser</dl>end", "Songs\n1\nBertha\n2\nLoser\nend"},
      {"inline tags",                 "the <b>best</b> <i>tape</i>",      "the best tape"},
      {"a link keeps its words",      "<a href=\"javascript:x()\">here</a>", "here"},
      {"a script goes away",          "a<script>alert(1)</script>b",      "ab"},
      {"a style goes away",           "a<style>p{}</style>b",             "ab"},
      {"a comment goes away",         "a<!-- b -->c",                     "ac"},
      {"a bare less-than",            "1 < 2 and <3",                     "1 < 2 and <3"},
      {"an arrow both ways",          "Fire <-> Scarlet",                 "Fire <-> Scarlet"},
      {"a tag that does not end",     "one <b",                           "one"},
      {"HTML that was escaped stays text", "&lt;script&gt;x&lt;/script&gt;", "<script>x</script>"},
      {"a no-break space",            "one&nbsp;two",                     "one two"},
      {"Windows' line ends",          "one\r\ntwo\r\n",                   "one\ntwo"},
      {"an old Mac's line ends",      "one\rtwo",                         "one\ntwo"},
      {"control characters",          "one\x07two\x1b[31m",               "onetwo[31m"},
      {"those of the second row",     "one&#x8D;two\xC2\x9B",             "onetwo"},
      {"a number beyond every character", "a&#x0F3aaaaaaaaaaaaaaaaaB8;b",   "ab"},
      {"spaces in a row",             "  one   two  ",                    "one two"},
      {"letters of the world",        "Sigur R\xC3\xB3s \xE2\x80\x93 &Aacute;g&aelig;tis", "Sigur R\xC3\xB3s \xE2\x80\x93 \xC3\x81g\xC3\xA6tis"},
      {"nothing",                     "",                                 ""},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(plain_text(std::string(c.html)) == c.text);
  }
}

TEST_CASE("a title is one line") {
  CHECK(plain_line("Live at Barton Hall") == "Live at Barton Hall");
  CHECK(plain_line("Live at\n<br/>Barn &amp; Hayloft ") == "Live at Barn & Hayloft");
}

TEST_CASE("a text with more tags than anybody writes keeps its words and lines") {
  const auto lines_of = [](std::string_view tag) {
    std::string html = "<style>p > b {}</style><!-- <b>no</b> -->1 < 2 &amp; 3";
    std::string text = "1 < 2 & 3";
    for (int i = 0; i < 200; ++i) {
      html.append(tag).append("x<i>y</i>");
      text += "\nxy";
    }
    return std::pair(html, text);
  };
  for (const auto* const tag :
       {"<br>", "<BR/>", "<p class=\"a\">", "<li >", "<script></script><br>"}) {
    CAPTURE(tag);
    const auto [html, text] = lines_of(tag);
    CHECK(plain_text(html) == text);
  }
}

TEST_CASE("headings and cells are told apart, too, in a text with more tags than anybody writes") {
  std::string many;
  for (int i = 0; i < 200; ++i)
    many += "<i></i>";
  CHECK(plain_text(many + "<h5>Set 1</h5>Bertha<table><tr><td>2</td><td>Loser</td></tr></table>") ==
        "Set 1\nBertha\n2 Loser");
}

TEST_CASE("HTML that is meant to hurt is not read as HTML") {
  // Whoever only drops the tags makes one line end of a paragraph; whoever reads them makes two.
  REQUIRE(plain_text("<p>x</p><p>y</p>") == "x\n\ny");

  std::string opened_again;
  for (int i = 0; i < 100; ++i)
    opened_again += "<b id=\"" + std::to_string(i) + "\">";
  for (int i = 0; i < 100; ++i)
    opened_again += "<p>x</p>";
  CHECK(plain_text(opened_again).starts_with("x\nx\n"));

  std::string attributes;
  for (int i = 0; i < 40'000; ++i)
    attributes += " a" + std::to_string(i);
  CHECK(plain_text("<p" + attributes + ">x</p><p>y</p>") == "x\ny");
  CHECK(plain_text("<p>x</p><p" + attributes + ">y</p>") == "x\ny");
  CHECK(plain_text("x</p" + attributes + "><p>y</p>") == "x\ny");
  CHECK(plain_text("<p>x</p><p>y</p><p" + attributes) == "x\ny");
  // Where a reader of HTML finds the end of a tag, this one has to find it, too.
  for (const auto* const quoted :
       {"<p b='>'", "<p b = \">\"", "<p \" b=\">\"", "<p b='\"' c=\">\""}) {
    CAPTURE(quoted);
    CHECK(plain_text(quoted + attributes + ">x</p><p>y</p>").ends_with("x\ny"));
  }
}

TEST_CASE("long HTML is read in space that grows with its length") {
  std::string nested;
  for (int i = 0; i < 100'000; ++i)
    nested += "<div><b id=\"" + std::to_string(i) + "\">";
  CHECK(plain_text(nested + "in there") == "in there");
  for (const auto* const part : {"<", "&", "<!--", "<script>", "</", "<p '=\"", "&lt;"}) {
    CAPTURE(part);
    std::string text;
    while (text.size() < 200'000)
      text += part;
    CHECK(plain_text(text).size() <= text.size());
  }
}
