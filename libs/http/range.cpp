#include "http/range.hpp"

#include "base/ascii.hpp"
#include "http/detail/grammar.hpp"
#include "http/headers.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace tapedeck::http {

namespace {

constexpr RangeChoice whole{};
constexpr RangeChoice unsatisfiable{RangeChoice::Kind::unsatisfiable, 0, 0};

// `1*DIGIT`; what does not fit is the largest number there is.
std::optional<std::uint64_t> position(std::string_view digits) {
  if (digits.empty() || !std::ranges::all_of(digits, ascii::is_digit)) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::result_out_of_range) return std::numeric_limits<std::uint64_t>::max();
  return value;
}

// "-500": the last 500 bytes.
RangeChoice suffix(std::uint64_t wanted, std::uint64_t size) {
  if (wanted == 0) return unsatisfiable;
  if (size == 0) return whole;  // satisfiable, yet no Content-Range can say "no bytes"
  const auto bytes = std::min(wanted, size);
  return {RangeChoice::Kind::part, size - bytes, bytes};
}

}  // namespace

RangeChoice choose_range(std::string_view header, std::uint64_t size) noexcept {
  const auto equals = header.find('=');
  if (equals == header.npos || !same_name(header.substr(0, equals), "bytes")) return whole;
  const auto range = detail::trimmed(header.substr(equals + 1));
  const auto dash = range.find('-');
  if (dash == range.npos || range.find(',') != range.npos) return whole;

  const auto last_text = range.substr(dash + 1);
  const auto last = position(last_text);
  if (dash == 0) return last ? suffix(*last, size) : whole;

  const auto first = position(range.substr(0, dash));
  if (!first || (!last && !last_text.empty()) || (last && *last < *first)) return whole;
  if (*first >= size) return unsatisfiable;
  const auto end = last && *last < size ? *last + 1 : size;
  return {RangeChoice::Kind::part, *first, end - *first};
}

}  // namespace tapedeck::http
