#include "support/scripted_server.hpp"

#include <algorithm>

namespace tapedeck::test {
namespace {

/// The value of a header in a request's head; empty when it is not there.
std::string header_in(const std::string& head, const std::string& name) {
  const auto at = head.find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  const auto begin = at + name.size() + 4;
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

SeenRequest seen_in(const std::string& head) {
  const auto begin = head.find(' ') + 1;
  return {.target = head.substr(begin, head.find(' ', begin) - begin),
          .range = header_in(head, "Range"),
          .if_range = header_in(head, "If-Range"),
          .user_agent = header_in(head, "User-Agent"),
          .accept_encoding = header_in(head, "Accept-Encoding")};
}

std::string head_of(const ScriptedAnswer& answer) {
  std::string head = "HTTP/1.1 " + std::to_string(answer.status) + " Scripted\r\n";
  for (const auto& [name, value] : answer.headers)
    head += name + ": " + value + "\r\n";
  head += "Content-Length: " + std::to_string(answer.says_length.value_or(answer.body.size()));
  return head + "\r\nConnection: close\r\n\r\n";
}

constexpr std::string_view front = "/download/";
constexpr std::string_view node = "/0/items/";

}  // namespace

std::string ScriptedServer::url() const { return "http://127.0.0.1:" + std::to_string(port()); }

void ScriptedServer::serve(LoopbackPeer& peer) {
  const auto head = peer.read_head();
  if (head.empty()) return;
  auto seen = seen_in(head);
  if (seen.target.starts_with(front)) {
    peer.send("HTTP/1.1 302 Found\r\nLocation: http://localhost:" + std::to_string(port()) +
              std::string(node) + seen.target.substr(front.size()) +
              "\r\nContent-Length: 3\r\nConnection: close\r\n\r\n302");
    return;
  }
  if (seen.target.starts_with(node)) {
    seen.target = std::string(front) + seen.target.substr(node.size());
  }

  const auto answer = script_.answer(seen);
  if (answer.refuses) return;
  if (answer.raw) {
    peer.send(*answer.raw);
    return;
  }
  const std::uint64_t size = answer.body.size();
  const auto sent =
      std::min({answer.drops_after.value_or(size), answer.stalls_after.value_or(size), size});
  const bool silent_from_the_start = answer.stalls_after == 0U;
  if (!silent_from_the_start) {
    if (!peer.send(head_of(answer))) return;
    if (!peer.send(std::string_view(answer.body).substr(0, sent))) return;
  }
  if (answer.stalls_after) peer.wait_until_closed();
}

}  // namespace tapedeck::test
