#include "gateway/core/search_queue.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tapedeck::gateway {
namespace {

/// Long enough for whatever anybody types; the rest of it is left out.
constexpr std::size_t most_query_bytes = 1'000;

constexpr auto not_looked_for =
    std::to_array<std::string_view>({"page", "per_page", "sort", "order"});

std::string cut(std::string text) {
  if (text.size() <= most_query_bytes) return text;
  auto end = most_query_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;  // not within a character
  text.resize(end);
  return text;
}

}  // namespace

bool SearchQueue::add(Search search) {
  const auto same = std::ranges::find_if(waiting_, [&](const auto& other) {
    return other.user == search.user && other.type == search.type && other.query == search.query;
  });
  if (same != waiting_.end()) {
    same->found = search.found;
    return true;
  }
  if (waiting_.size() == most_) return false;
  waiting_.push_back(std::move(search));
  return true;
}

std::string query_text(const std::vector<std::pair<std::string, std::string>>& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters) {
    const bool looked_for = std::ranges::find(not_looked_for, name) == not_looked_for.end();
    if (value.empty() || !looked_for) continue;
    if (!text.empty()) text += ' ';
    if (name != "q") text.append(name).append("=");
    text += value;
  }
  return cut(std::move(text));
}

std::optional<std::int64_t> total_of(std::string_view answer) {
  constexpr std::string_view begin = R"({"total":)";
  if (!answer.starts_with(begin)) return std::nullopt;
  answer.remove_prefix(begin.size());
  std::int64_t total = 0;
  const auto* end_of_answer = answer.data() + answer.size();
  const auto [end, error] = std::from_chars(answer.data(), end_of_answer, total);
  if (error != std::errc() || end == end_of_answer || total < 0) return std::nullopt;
  return total;
}

}  // namespace tapedeck::gateway
