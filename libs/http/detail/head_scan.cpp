#include "http/detail/head_scan.hpp"

#include "http/detail/grammar.hpp"

namespace tapedeck::http::detail {

HeadScan::State HeadScan::look(std::string_view text) noexcept {
  constexpr unsigned most_skipped = 4;
  for (auto newline = text.find('\n', seen_); newline != text.npos;
       newline = text.find('\n', seen_)) {
    const auto line = text.substr(line_, newline - line_);
    if (!line.ends_with('\r')) return State::broken;
    const bool first = line_ == begin_;
    const bool empty = line.size() == 1;
    const bool folded = !first && (line.front() == ' ' || line.front() == '\t');
    if (folded) return State::broken;
    line_ = seen_ = newline + 1;
    if (empty && !first) return State::complete;
    if (empty) {
      begin_ = line_;
      if (++skipped_ > most_skipped) return State::broken;
    }
  }
  seen_ = text.size();
  if (begin_ == text.size()) return State::more;
  const char start = text[begin_];
  return is_token_char(start) || start == '\r' ? State::more : State::broken;
}

}  // namespace tapedeck::http::detail
