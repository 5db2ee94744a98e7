#include "http/detail/head_scan.hpp"

#include "http/detail/grammar.hpp"

namespace tapedeck::http::detail {

namespace {

// A method is a token; a CR may begin an empty line.
bool may_begin(char c) { return is_token_char(c) || c == '\r'; }

}  // namespace

HeadScan::State HeadScan::look(std::string_view text) noexcept {
  constexpr unsigned most_skipped = 4;
  for (auto newline = text.find('\n', seen_); newline != text.npos;
       newline = text.find('\n', seen_)) {
    const auto line = text.substr(line_, newline - line_);
    if (!line.ends_with('\r')) return State::broken;
    const bool first = line_ == begin_;
    const bool empty = line.size() == 1;
    const bool folded = !first && (line.front() == ' ' || line.front() == '\t');
    if (folded || (first && !may_begin(line.front()))) return State::broken;
    line_ = seen_ = newline + 1;
    if (empty && !first) return State::complete;
    if (empty) {
      begin_ = line_;
      if (++skipped_ > most_skipped) return State::broken;
    }
  }
  seen_ = text.size();
  if (begin_ == text.size()) return State::more;
  return may_begin(text[begin_]) ? State::more : State::broken;
}

}  // namespace tapedeck::http::detail
