#include "service/http/bad_requests.hpp"

namespace tapedeck::test {

using namespace std::string_literals;

std::string with_fields(std::string_view lines) {
  return "GET /hello HTTP/1.1\r\nHost: x\r\n" + std::string(lines) + "\r\n";
}

namespace {

std::string with_host(std::string_view lines) {
  return "GET /hello HTTP/1.1\r\n" + std::string(lines) + "\r\n";
}

std::string repeated(std::string_view line, std::size_t times) {
  std::string lines;
  for (std::size_t i = 0; i < times; ++i)
    lines += line;
  return lines;
}

}  // namespace

// clang-format off
std::vector<BadRequest> bad_fields() {
  return {
      {"no host",                           with_host("")},
      {"two hosts",                         with_host("Host: x\r\nHost: y\r\n")},
      {"the same host twice",               with_host("Host: x\r\nHost: x\r\n")},
      {"an empty host",                     with_host("Host:\r\n")},
      {"a host with a space",               with_host("Host: a b\r\n")},
      {"a host with a path",                with_host("Host: x/y\r\n")},
      {"a host with a user",                with_host("Host: user@x\r\n")},
      {"a host with a word for a port",     with_host("Host: x:http\r\n")},
      {"a host with a port too large",      with_host("Host: x:65536\r\n")},
      {"a host with an open bracket",       with_host("Host: [::1\r\n")},
      {"a host with a bad address",         with_host("Host: [::x]\r\n")},
      {"a host with a question mark",       with_host("Host: x?y\r\n")},
      {"a host beyond ASCII",               with_host("Host: m\xc3\xbcnchen\r\n")},
      {"no host in an absolute address",    "GET http://x/hello HTTP/1.1\r\n\r\n"},
      {"a space before the colon",          with_fields("Name : value\r\n")},
      {"a tab before the colon",            with_fields("Name\t: value\r\n")},
      {"a space before the host's colon",   with_host("Host : x\r\n")},
      {"a name with a space",               with_fields("Na me: value\r\n")},
      {"no name",                           with_fields(": value\r\n")},
      {"no colon",                          with_fields("Name\r\n")},
      {"a name with a bracket",             with_fields("Na(me): value\r\n")},
      {"a name with a slash",               with_fields("Na/me: value\r\n")},
      {"a name beyond ASCII",               with_fields("N\xc3\xa4me: value\r\n")},
      {"a name with NUL",                   with_fields("Na\0me: value\r\n"s)},
      {"a name with DEL",                   with_fields("Na\x7fme: value\r\n")},
      {"a value with NUL",                  with_fields("Name: a\0b\r\n"s)},
      {"a value with a bare CR",            with_fields("Name: a\rb\r\n")},
      {"a value with a bare LF",            with_fields("Name: a\nb\r\n")},
      {"a value with a control character",  with_fields("Name: a\x01" "b\r\n")},
      {"a value with DEL",                  with_fields("Name: a\x7f" "b\r\n")},
      {"a line folded by a space",          with_fields("Name: a\r\n b\r\n")},
      {"a line folded by a tab",            with_fields("Name: a\r\n\tb\r\n")},
      {"an empty line folded",              with_fields("Name:\r\n \r\n")},
      {"a fold before the first field",     "GET /hello HTTP/1.1\r\n Host: x\r\n\r\n"},
      {"a length hidden in a fold",         with_fields("Name: a\r\n Content-Length: 5\r\n")},
      {"two CRs",                           with_fields("Name: a\r\r\n")},
      {"a hundred and one fields",          with_fields(repeated("A: b\r\n", 101)), 431},
      {"one field that is too long",        with_fields("A: " + std::string(longest_head, 'b') + "\r\n"), 431},
      {"one name that is too long",         with_fields(std::string(longest_head, 'b') + ": a\r\n"), 431},
      {"fields that are too long together", with_fields(repeated("A: " + std::string(100, 'b') + "\r\n", 90)), 431},
      {"fields without an end",             "GET /hello HTTP/1.1\r\n" + repeated("A: " + std::string(100, 'b') + "\r\n", 90), 431},
      {"a connection that is no list",      with_fields("Connection: a b\r\n")},
      {"a connection in quotes",            with_fields("Connection: \"close\"\r\n")},
      {"an expectation nobody can meet",    with_fields("Expect: the-best\r\n"), 417},
      {"two expectations",                  with_fields("Expect: 100-continue, more\r\n"), 417},
      {"a body that is packed",             post("Content-Encoding: gzip\r\nContent-Length: 5\r\n", "hello"), 415},
      {"a body that is packed twice",       post("Content-Encoding: gzip, br\r\nContent-Length: 5\r\n", "hello"), 415},
      {"JSON that does not say so",
       "POST /json HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 415},
      {"a form in the place of JSON",
       "POST /json HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b", 415},
      {"plain text in the place of JSON",
       "POST /json HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain; application/json\r\nContent-Length: 2\r\n\r\n{}", 415},
  };
}

std::vector<BadRequest> slow_requests() {
  return {
      {"a request line that stops",          "GET /hel", 408},
      {"fields that stop",                   "GET /hello HTTP/1.1\r\nHost: x\r\nA", 408},
      {"an end that stops half way",         "GET /hello HTTP/1.1\r\nHost: x\r\n\r", 408},
      {"a body that does not come",          post("Content-Length: 5\r\n", ""), 408},
      {"a body that stops",                  post("Content-Length: 5\r\n", "hel"), 408},
      {"chunks that stop",                   post("Transfer-Encoding: chunked\r\n", "5\r\nhel"), 408},
      {"a chunk's size that stops",          post("Transfer-Encoding: chunked\r\n", "5"), 408},
      {"a last chunk that does not come",    post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n"), 408},
      {"trailers that stop",                 post("Transfer-Encoding: chunked\r\n", "0\r\nA: b\r\n"), 408},
      {"nothing at all",                     "", 0},
      {"an empty line and then nothing",     "\r\n", 408},
      {"half a request line and a goodbye",  "GET /hel", 0, true, true},
      {"half the fields and a goodbye",      "GET /hello HTTP/1.1\r\nHost: x\r\n", 0, true, true},
      {"half a body and a goodbye",          post("Content-Length: 5\r\n", "hel"), 0, true, true},
      {"half the chunks and a goodbye",      post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n"), 0, true, true},
      {"a goodbye",                          "", 0, true, true},
  };
}
// clang-format on

}  // namespace tapedeck::test
