#include "service/http/bad_requests.hpp"

namespace tapedeck::test {

using namespace std::string_literals;

std::string post(std::string_view lines, std::string_view body) {
  return "POST /echo HTTP/1.1\r\nHost: x\r\n" + std::string(lines) + "\r\n" + std::string(body);
}

namespace {

std::string with_length(std::string_view length) {
  return post("Content-Length: " + std::string(length) + "\r\n", "hello");
}

std::string with_coding(std::string_view coding) {
  return post("Transfer-Encoding: " + std::string(coding) + "\r\n", "5\r\nhello\r\n0\r\n\r\n");
}

std::string chunked(std::string_view chunks) {
  return post("Transfer-Encoding: chunked\r\n", chunks);
}

}  // namespace

// clang-format off
std::vector<BadRequest> bad_framing() {
  return {
      {"a length and chunks",               post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
      {"chunks and a length",               post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n")},
      {"two lengths that differ",           post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello")},
      {"the same length twice",             post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello")},
      {"two lengths in one field",          with_length("5, 6")},
      {"the same length twice in one",      with_length("5, 5")},
      {"no length behind the colon",        with_length("")},
      {"a word for a length",               with_length("five")},
      {"a negative length",                 with_length("-5")},
      {"a length with a plus",              with_length("+5")},
      {"a length in hex",                   with_length("0x5")},
      {"a length with a point",             with_length("5.0")},
      {"a length with an exponent",         with_length("5e0")},
      {"a length with a space inside",      with_length("5 5")},
      {"a length in quotes",                with_length("\"5\"")},
      {"a length with a unit",              with_length("5b")},
      {"a length beyond 64 bits",           with_length("18446744073709551616")},
      {"a length of thirty digits",         with_length(std::string(30, '9'))},
      {"the largest length of 64 bits",     with_length("18446744073709551615"), 413},
      {"a body above the limit",            with_length(std::to_string(longest_body + 1)), 413},
      {"a body above the limit by a lot",   with_length("1000000000000"), 413},
      {"a length in GET above the limit",   with_fields("Content-Length: 1000000\r\n"), 413},
      {"a coding nobody knows",             with_coding("lzma"), 400},
      {"identity",                          with_coding("identity")},
      {"chunked, but not last",             with_coding("chunked, gzip")},
      {"chunked twice",                     with_coding("chunked, chunked")},
      {"packed and chunked",                with_coding("gzip, chunked"), 501},
      {"almost chunked",                    with_coding("xchunked")},
      {"chunked in quotes",                 with_coding("\"chunked\"")},
      {"chunked and a vertical tab",        with_coding("chunked\x0b")},
      {"no coding behind the colon",        with_coding("")},
      {"two fields of codings",             post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
      {"a coding and then chunked apart",   post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 501},
      {"chunks from HTTP/1.0",              "POST /echo HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"a space before the coding's colon", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n")},
      {"a space before the length's colon", post("Content-Length : 5\r\n", "hello")},
  };
}

std::vector<BadRequest> bad_chunks() {
  const std::string large(6'000, 'x');
  return {
      {"a size that is no number",         chunked("Z\r\nhello\r\n0\r\n\r\n")},
      {"a size with 0x",                   chunked("0x5\r\nhello\r\n0\r\n\r\n")},
      {"a negative size",                  chunked("-5\r\nhello\r\n0\r\n\r\n")},
      {"a size with a plus",               chunked("+5\r\nhello\r\n0\r\n\r\n")},
      {"no size",                          chunked("\r\nhello\r\n0\r\n\r\n")},
      {"a space before the size",          chunked(" 5\r\nhello\r\n0\r\n\r\n")},
      {"a space behind the size",          chunked("5 \r\nhello\r\n0\r\n\r\n")},
      {"a size line that ends in LF",      chunked("5\nhello\r\n0\r\n\r\n")},
      {"a chunk that ends in LF",          chunked("5\r\nhello\n0\r\n\r\n")},
      {"a chunk longer than its size",     chunked("5\r\nhello!\r\n0\r\n\r\n")},
      {"a chunk shorter than its size",    chunked("6\r\nhello\r\n0\r\n\r\n")},
      {"a size beyond 64 bits",            chunked("fffffffffffffffff\r\nhello\r\n0\r\n\r\n")},
      {"a size above the limit",           chunked("ffffffff\r\nhello\r\n0\r\n\r\n"), 413},
      {"chunks above the limit together",  chunked("1770\r\n" + large + "\r\n1770\r\n" + large + "\r\n0\r\n\r\n"), 413},
      {"an extension without a name",      chunked("5;\r\nhello\r\n0\r\n\r\n")},
      {"an extension without a value",     chunked("5;a=\r\nhello\r\n0\r\n\r\n")},
      {"an extension with a bare LF",      chunked("5;a=\"\n\"\r\nhello\r\n0\r\n\r\n")},
      {"an extension with NUL",            chunked("5;a=\"\0\"\r\nhello\r\n0\r\n\r\n"s)},
      {"an extension whose quotes stay open", chunked("5;a=\"\r\nhello\r\n0\r\n\r\n")},
      {"an extension without an end",      chunked("5;a=" + std::string(20'000, 'x'))},
      {"a trailer without a colon",        chunked("5\r\nhello\r\n0\r\nbad\r\n\r\n")},
      {"a trailer with a control character", chunked("5\r\nhello\r\n0\r\nA: \x01\r\n\r\n")},
      {"a length in the trailers",         chunked("5\r\nhello\r\n0\r\nContent-Length: 5\r\n\r\n")},
      {"a coding in the trailers",         chunked("5\r\nhello\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n")},
      {"trailers without an end",          chunked("0\r\n" + std::string(20'000, 'x'))},
  };
}
// clang-format on

}  // namespace tapedeck::test
