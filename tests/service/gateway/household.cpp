#include "service/gateway/household.hpp"

#include "json/document.hpp"

#include <doctest/doctest.h>

namespace tapedeck::test {

std::string member(const std::string& json, std::string_view name) {
  const auto document = json::Document::parse(json);
  if (!document) return {};
  const auto found = document->root().member(name);
  if (!found) return {};
  return found->string() ? std::string(*found->string()) : found->text();
}

Fetched Household::ask(const std::string& verb, const std::string& path, const std::string& body,
                       std::vector<std::string> headers) const {
  if (!body.empty()) headers.push_back("Content-Type: application/json");
  return fetch(url_ + path, headers, verb, body);
}

Fetched Household::sign_up(const std::string& name, std::vector<std::string> headers,
                           const std::string& more) const {
  const auto body = R"({"username":")" + name + R"(","email":")" + name +
                    R"(@example.org","password":")" + std::string(password) + "\"" + more + "}";
  return ask("POST", "/auth/register", body, std::move(headers));
}

Fetched Household::log_in(const std::string& name, std::string_view with,
                          std::vector<std::string> headers) const {
  const auto body = R"({"username":")" + name + R"(","password":")" + std::string(with) + R"("})";
  return ask("POST", "/auth/login", body, std::move(headers));
}

Keys Household::keys_of(const Fetched& answer) {
  Keys keys;
  keys.access_token = member(answer.body, "access_token");
  keys.refresh_token = member(answer.body, "refresh_token");
  const auto user = member(answer.body, "user");
  keys.user = member(user, "id");
  keys.role = member(user, "role");
  if (const auto cookie = answer.headers.find("set-cookie"); cookie != answer.headers.end())
    keys.cookie = "Cookie: " + cookie->second.substr(0, cookie->second.find(';'));
  return keys;
}

Keys Household::enter(const std::string& name) const {
  const auto answer = log_in(name);
  CAPTURE(answer.body);
  REQUIRE(answer.status == 200);
  return keys_of(answer);
}

Keys Household::join(const std::string& name) const {
  const auto answer = sign_up(name);
  CAPTURE(answer.body);
  REQUIRE(answer.status == 201);
  return enter(name);
}

}  // namespace tapedeck::test
