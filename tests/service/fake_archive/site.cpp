#include "service/fake_archive/site.hpp"

#include "async/await.hpp"
#include "fake_archive/digests.hpp"
#include "telemetry/log.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <doctest/doctest.h>

#include <utility>

namespace tapedeck::test {

namespace {

fake_archive::Setup own_catalogue() {
  telemetry::set_log_level(telemetry::Level::error);  // what breaks off is meant to
  auto catalogue = fake_archive::Catalogue::open(FAKE_ARCHIVE_CATALOGUE);
  REQUIRE(catalogue);
  fake_archive::Setup setup;
  setup.catalogue = std::move(*catalogue);
  return setup;
}

std::string request_text(std::uint16_t port, std::string_view method, std::string_view target,
                         std::string_view headers, std::string_view body) {
  std::string text(method);
  text.append(" ").append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1:");
  text.append(std::to_string(port)).append("\r\n").append(headers);
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text.append("\r\n").append(body);
}

/// The target of an absolute address.
std::string target_of(const std::string& location) {
  const auto path = location.find('/', std::string_view("http://").size());
  return path == std::string::npos ? "/" : location.substr(path);
}

}  // namespace

Site::Site() : Site(own_catalogue()) {}

Site::Site(fake_archive::Setup setup)
    : loop_("archive"),
      compute_("press", 2, 100),
      archive_(loop_.executor(), clock_, compute_, std::move(setup)) {
  auto started = async::await(loop_.executor(), archive_.start());
  REQUIRE(started);
  ports_ = *started;
}

Site::~Site() { async::await(loop_.executor(), archive_.stop()); }

std::optional<RawAnswer> Site::ask(std::string_view target, std::string_view headers) {
  return request(ports_.archive, "GET", target, headers);
}

std::string Site::place(std::string_view item, std::string_view file) {
  const auto redirect = ask("/download/" + std::string(item) + "/" + std::string(file));
  REQUIRE(redirect);
  REQUIRE(redirect->status == 302);
  return target_of(redirect->header("location"));
}

std::optional<RawAnswer> Site::download(std::string_view item, std::string_view file,
                                        std::string_view headers) {
  return request(ports_.node, "GET", place(item, file), headers);
}

RawClient Site::downloading(std::string_view item, std::string_view file,
                            std::string_view headers) {
  const auto target = place(item, file);
  RawClient client(ports_.node);
  client.send(request_text(ports_.node, "GET", target, headers, {}));
  return client;
}

RawAnswer Site::control(std::string_view method, std::string_view target, std::string_view body) {
  auto answer = request(ports_.control, method, target, {}, body);
  REQUIRE(answer);
  return *answer;
}

void Site::fault(std::string_view line) {
  std::string body = "\"";
  for (const char c : line) {
    if (c == '"') body += '\\';
    body += c;
  }
  const auto answer = control("POST", "/faults", body + "\"");
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
}

boost::json::array Site::log() {
  const auto answer = control("GET", "/log");
  return boost::json::parse(answer.body).at("requests").as_array();
}

void Site::begin_anew() {
  CHECK(control("DELETE", "/faults").status == 204);
  CHECK(control("POST", "/up").status == 204);
  CHECK(control("DELETE", "/log").status == 204);
}

Site& site() {
  // OpenSSL is taken down at exit in the order it was begun: after the threads that use it.
  [[maybe_unused]] static const auto openssl = fake_archive::md5_of("");
  static Site shared;
  shared.begin_anew();
  return shared;
}

std::optional<RawAnswer> request(std::uint16_t port, std::string_view method,
                                 std::string_view target, std::string_view headers,
                                 std::string_view body) {
  RawClient client(port);
  if (!client.send(request_text(port, method, target, headers, body))) return std::nullopt;
  return client.answer(method == "HEAD");
}

boost::json::object json_of(const std::optional<RawAnswer>& answer) {
  REQUIRE(answer);
  boost::system::error_code error;
  const auto value = boost::json::parse(answer->body, error);
  REQUIRE_MESSAGE(!error, answer->body);
  return value.as_object();
}

}  // namespace tapedeck::test
