#include "service/http/bad_requests.hpp"

namespace tapedeck::test {

using namespace std::string_literals;

std::string get(std::string_view target) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: x\r\n\r\n";
}

// clang-format off
std::vector<BadRequest> bad_request_lines() {
  const std::string end = "\r\nHost: x\r\n\r\n";
  return {
      {"a method alone",                     "GET\r\n\r\n"},
      {"HTTP/0.9, which has no version",     "GET /hello\r\n\r\n"},
      {"no version behind the space",        "GET /hello \r\n\r\n"},
      {"nothing but a version",              "HTTP/1.1\r\n\r\n"},
      {"lines that end in LF",               "GET /hello HTTP/1.1\nHost: x\n\n"},
      {"a request line that ends in LF",     "GET /hello HTTP/1.1\nHost: x\r\n\r\n"},
      {"a request line that ends in CR",     "GET /hello HTTP/1.1\rHost: x\r\n\r\n"},
      {"a space before the method",          " GET /hello HTTP/1.1" + end},
      {"two spaces before the target",       "GET  /hello HTTP/1.1" + end},
      {"two spaces behind the target",       "GET /hello  HTTP/1.1" + end},
      {"a space behind the version",         "GET /hello HTTP/1.1 " + end},
      {"a tab in the place of a space",      "GET\t/hello\tHTTP/1.1" + end},
      {"a space in the target",              "GET /hel lo HTTP/1.1" + end},
      {"a fourth word",                      "GET /hello HTTP/1.1 x" + end},
      {"HTTP/2.0",                           "GET /hello HTTP/2.0" + end, 505},
      {"HTTP/3.0",                           "GET /hello HTTP/3.0" + end, 505},
      {"HTTP/1.2, which nobody has defined", "GET /hello HTTP/1.2" + end, 505},
      {"HTTP/0.9 with fields",               "GET /hello HTTP/0.9" + end, 505},
      {"HTTP/9.9",                           "GET /hello HTTP/9.9" + end, 505},
      {"the preface of HTTP/2",              "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"a version in small letters",         "GET /hello http/1.1" + end},
      {"a version without a dot",            "GET /hello HTTP/11" + end},
      {"a version with a comma",             "GET /hello HTTP/1,1" + end},
      {"a version with two dots",            "GET /hello HTTP/1.1.1" + end},
      {"a version of two digits",            "GET /hello HTTP/1.10" + end},
      {"a version with a leading zero",      "GET /hello HTTP/01.1" + end},
      {"a negative version",                 "GET /hello HTTP/-1.1" + end},
      {"a version without its second half",  "GET /hello HTTP/1." + end},
      {"another protocol",                   "GET /hello SIP/2.0" + end},
      {"the first bytes of TLS",             "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s},
      {"NUL before the method",              "\0GET /hello HTTP/1.1"s + end},
      {"NUL in the method",                  "G\0ET /hello HTTP/1.1"s + end},
      {"a bracket in the method",            "GE(T /hello HTTP/1.1" + end},
      {"a letter beyond ASCII in the method","G\xc3\x89T /hello HTTP/1.1" + end},
      {"a colon in the method",              "GET: /hello HTTP/1.1" + end},
      {"five empty lines first",             "\r\n\r\n\r\n\r\n\r\n" + get("/hello")},
      {"a lone CR first",                    "\rGET /hello HTTP/1.1" + end},
      {"a method nobody knows",              "BREW /hello HTTP/1.1" + end, 501},
      {"a method in small letters",          "get /hello HTTP/1.1" + end, 501},
      {"TRACE",                              "TRACE /hello HTTP/1.1" + end, 501},
      {"CONNECT",                            "CONNECT example.org:443 HTTP/1.1" + end, 501},
      {"PROPFIND",                           "PROPFIND /hello HTTP/1.1" + end, 501},
      {"a method of odd but legal letters",  "!#$% /hello HTTP/1.1" + end, 501},
      {"a method of a hundred letters",      std::string(100, 'A') + " /hello HTTP/1.1" + end, 501},
      {"a method longer than any target",    std::string(longest_target + 100, 'A'), 414},
  };
}

std::vector<BadRequest> bad_targets() {
  const std::string many = "/echo?" + [] {
    std::string pairs;
    for (int i = 0; i < 101; ++i) pairs += "a=1&";
    return pairs;
  }();
  return {
      {"no slash in front",              get("hello")},
      {"an asterisk with GET",           get("*")},
      {"another scheme",                 get("ftp://x/hello")},
      {"a scheme without a host",        get("http://")},
      {"an empty host",                  get("http:///hello")},
      {"a user in the address",          get("http://user@x/hello")},
      {"a port that is too large",       get("http://x:99999/hello")},
      {"a port that is no number",       get("http://x:http/hello")},
      {"an open bracket",                get("http://[::1/hello")},
      {"a fragment",                     get("/hello#top")},
      {"NUL",                            get(std::string_view("/he\0llo", 7))},
      {"a control character",            get("/he\x01llo")},
      {"DEL",                            get("/he\x7fllo")},
      {"UTF-8 that is not encoded",      get("/caf\xc3\xa9")},
      {"Latin-1",                        get("/caf\xe9")},
      {"a lone percent sign",            get("/parts/%")},
      {"a percent sign and one digit",   get("/parts/%4")},
      {"a percent sign and no digits",   get("/parts/%zz")},
      {"a percent sign and half a number", get("/parts/%4g")},
      {"two percent signs",              get("/parts/%%41")},
      {"the encoding of JavaScript",     get("/parts/%u0041")},
      {"an encoded NUL",                 get("/parts/a%00b")},
      {"an encoded line feed",           get("/parts/a%0Ab")},
      {"an encoded CR",                  get("/parts/a%0Db")},
      {"an encoded escape",              get("/parts/%1B[31m")},
      {"an encoded DEL",                 get("/parts/%7f")},
      {"an encoded byte that is no UTF-8", get("/parts/%ff")},
      {"an overlong slash",              get("/parts/%c0%af")},
      {"an overlong NUL",                get("/parts/%c0%80")},
      {"half a surrogate pair",          get("/parts/%ed%a0%80")},
      {"a code point beyond Unicode",    get("/parts/%f4%90%80%80")},
      {"a letter cut short",             get("/parts/%e2%82")},
      {"a continuation alone",           get("/parts/%80")},
      {"a letter cut by a slash",        get("/rest/%e2/%82%ac")},
      {"two dots",                       get("/../etc/passwd")},
      {"two dots in the middle",         get("/rest/a/../b")},
      {"two dots at the end",            get("/rest/a/..")},
      {"one dot",                        get("/./hello")},
      {"encoded dots",                   get("/parts/%2e%2e")},
      {"one encoded dot of two",         get("/parts/.%2E")},
      {"encoded dots and slash",         get("/parts/..%2fetc%2fpasswd")},
      {"dots between encoded slashes",   get("/parts/a%2f..%2fb")},
      {"a parameter that is no UTF-8",   get("/echo?q=%ff")},
      {"a parameter with NUL",           get("/echo?q=a%00b")},
      {"a parameter with a line feed",   get("/echo?q=a%0ab")},
      {"a name that is no UTF-8",        get("/echo?%ff=1")},
      {"a name cut short",               get("/echo?%=1")},
      {"an overlong letter in a parameter", get("/echo?q=%c1%81")},
      {"a percent sign at the end",      get("/echo?q=100%")},
      {"a hundred and one parameters",   get(many)},
      {"an address that is too long",    get("/" + std::string(longest_target, 'a')), 414},
      {"one without an end",             "GET /" + std::string(longest_target + 100, 'a'), 414},
      {"an address nobody serves",       get("/nothing"), 404, false},
      {"a slash too many",               get("/hello/"), 404, false},
      {"two slashes",                    get("//hello"), 404, false},
      {"capital letters",                get("/Hello"), 404, false},
      {"a part that is missing",         get("/parts/"), 404, false},
      {"a file that does not exist",     get("/files/nothing"), 404, false},
      {"a folder in the place of a file", get("/files/folder"), 404, false},
      {"a verb the address does not take", "DELETE /hello HTTP/1.1\r\nHost: x\r\n\r\n", 405, false},
      {"a body the address does not take",
       "POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello", 405},
      {"a body for nobody",
       "POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello", 404},
  };
}
// clang-format on

}  // namespace tapedeck::test
