#include "music/lineage.hpp"

#include "music/words.hpp"

#include <algorithm>
#include <optional>

namespace tapedeck::music {
namespace {

constexpr std::size_t most_steps = 40;

struct Arrow {
  std::size_t begin;
  std::size_t end;
};

/// ">", "->", "-->", "=>", and the arrow of Unicode.
std::optional<Arrow> find_arrow(std::string_view text) {
  constexpr std::string_view drawn = "\xe2\x86\x92";
  const auto head = text.find('>');
  const auto one = text.find(drawn);
  if (one < head) return Arrow{one, one + drawn.size()};
  if (head == text.npos) return std::nullopt;
  auto begin = head;
  while (begin > 0 && (text[begin - 1] == '-' || text[begin - 1] == '='))
    --begin;
  return Arrow{begin, std::min(text.find_first_not_of('>', head), text.size())};
}

}  // namespace

std::vector<std::string> steps_of_lineage(std::string_view text) {
  std::vector<std::string> steps;
  while (!text.empty()) {
    const auto arrow = find_arrow(text);
    const bool last = !arrow || steps.size() + 1 == most_steps;
    const auto step = trimmed(last ? text : text.substr(0, arrow->begin));
    if (!step.empty()) steps.emplace_back(step);
    if (last) break;
    text.remove_prefix(arrow->end);
  }
  return steps;
}

}  // namespace tapedeck::music
