#include "music/day_part.hpp"

#include "music/words.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace tapedeck::music {
namespace {

DayPart day_part(bool early, bool late) {
  if (early && late) return DayPart::both;
  if (early) return DayPart::early;
  return late ? DayPart::late : DayPart::unsaid;
}

DayPart named_in_identifier(const ItemIdentifier& item) {
  bool early = false;
  bool late = false;
  for (const auto& word : words_of(item)) {
    early = early || word == "early" || word == "earlyshow";
    late = late || word == "late" || word == "lateshow";
  }
  return day_part(early, late);
}

bool is_show(const std::string& word) { return word == "show" || word == "shows"; }

/// "early show", "early and late shows", "early and partial late show", "both shows".
DayPart named_before_show(const std::vector<std::string>& words) {
  constexpr std::ptrdiff_t reach = 4;
  bool early = false;
  bool late = false;
  for (auto show = words.begin(); show != words.end(); ++show) {
    if (!is_show(*show)) continue;
    const auto from = show - std::min(reach, show - words.begin());
    const bool both = std::find(from, show, "both") != show;
    early = early || both || std::find(from, show, "early") != show;
    late = late || both || std::find(from, show, "late") != show;
  }
  return day_part(early, late);
}

/// "(Late)" and "(early)", which venues carry. A bracket in a bracket ends the outer one, so that
/// every byte is read once.
DayPart named_in_brackets(std::string_view text) {
  bool early = false;
  bool late = false;
  auto close = text.find('(');
  for (auto open = close; open != text.npos; open = text.find('(', close)) {
    close = std::min(text.find_first_of("()", open + 1), text.size());
    const auto words = words_of(text.substr(open + 1, close - open - 1));
    early = early || (words.size() == 1 && words.front() == "early");
    late = late || (words.size() == 1 && words.front() == "late");
  }
  return day_part(early, late);
}

}  // namespace

DayPart day_part_of(const ItemIdentifier& item, std::string_view title, std::string_view venue,
                    std::string_view source) {
  auto part = named_in_identifier(item);
  if (part != DayPart::unsaid) return part;
  for (const auto text : {venue, title, source}) {
    part = named_before_show(words_of(text));
    if (part == DayPart::unsaid) part = named_in_brackets(text);
    if (part != DayPart::unsaid) return part;
  }
  return DayPart::unsaid;
}

}  // namespace tapedeck::music
