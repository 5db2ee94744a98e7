#include "download/webhook/webhook_settings.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace tapedeck;
using download::WebhookToken;
using download::WebhookUrl;

TEST_CASE("a webhook is any address of the web, also one in the house") {
  for (const std::string_view text :
       {"https://ntfy.sh/my-tapes", "http://192.168.1.5:8080/hook?to=me", "http://localhost:1",
        "https://[fd00::1]/x", "https://discord.com/api/webhooks/1/a_b-c"}) {
    CAPTURE(text);
    const auto url = WebhookUrl::parse(text);
    REQUIRE(url);
    CHECK(url->text() == text);
  }
  for (const std::string_view text :
       {"", "ntfy.sh/my-tapes", "/hook", "ftp://ntfy.sh/x", "file:///etc/passwd", "https://",
        "https:///x", "https://me:secret@ntfy.sh/x", "https://ntfy.sh:0/x", "https://ntfy.sh/a b",
        "https://ntfy.sh/x\r\nEvil: 1", "https://ntfy.sh/x#part"}) {
    CAPTURE(text);
    CHECK_FALSE(WebhookUrl::parse(text));
  }
  CHECK_FALSE(WebhookUrl::parse("https://ntfy.sh/" + std::string(3'000, 'x')));
}

TEST_CASE("what opens a webhook is never shown") {
  const auto url = WebhookUrl::parse("https://ntfy.example:8443/secret-topic?auth=secret");
  REQUIRE(url);
  CHECK(runtime::SettingType<WebhookUrl>::show(*url) == "https://ntfy.example:8443/(hidden)");
  const auto token = WebhookToken::parse("tk_secret");
  REQUIRE(token);
  CHECK(runtime::SettingType<WebhookToken>::show(*token) == "(hidden)");
  const auto refused = runtime::SettingType<WebhookToken>::read("secret with spaces", {});
  REQUIRE_FALSE(refused);
  CHECK_FALSE(refused.error().contains("secret with"));
}

TEST_CASE("a token for a webhook fits behind Bearer") {
  CHECK(WebhookToken::parse("tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2"));
  CHECK(WebhookToken::parse("a.b-c_d~e+f/g=="));
  CHECK_FALSE(WebhookToken::parse(""));
  CHECK_FALSE(WebhookToken::parse("two words"));
  CHECK_FALSE(WebhookToken::parse("line\r\nEvil: 1"));
  CHECK_FALSE(WebhookToken::parse(std::string(2'000, 'a')));
}
