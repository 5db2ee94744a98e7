#include "telemetry/log_line.hpp"

#include "base/instant.hpp"
#include "telemetry/json_text.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

namespace tapedeck::telemetry {
namespace {

using namespace std::chrono;

/// Appends the time of day; the seconds are formatted once a second and a thread.
void append_now(std::string& line) {
  constexpr std::size_t to_the_point = 20;  // "2026-03-01T20:15:00."
  thread_local sys_seconds known{seconds{-1}};
  thread_local std::array<char, to_the_point> text{};
  const auto now = system_clock::now();
  const auto second = floor<seconds>(now);
  if (second != known) {
    tapedeck::to_text(Instant{second}).copy(text.data(), text.size());
    known = second;
  }
  std::array<char, 7> micros{'0', '0', '0', '0', '0', '0', 'Z'};
  auto rest = duration_cast<microseconds>(now - second).count();
  for (std::size_t i = 6; i-- > 0; rest /= 10)
    micros[i] = static_cast<char>('0' + rest % 10);
  line.append(text.data(), text.size()).append(micros.data(), micros.size());
}

template <class Number>
void append_number(std::string& line, Number number) {
  std::array<char, 32> text;  // the longest double takes 24
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number);
  line.append(text.data(), end);
}

struct AppendValue {
  std::string& line;

  void operator()(std::string_view text) const { append_json_text(line, text); }
  void operator()(std::int64_t number) const { append_number(line, number); }
  void operator()(std::uint64_t number) const { append_number(line, number); }
  void operator()(bool flag) const { line += flag ? "true" : "false"; }
  void operator()(double number) const {
    if (std::isfinite(number))
      append_number(line, number);
    else
      line += "null";  // JSON has neither infinity nor NaN
  }
};

}  // namespace

void append_line(std::string& line, Level level, std::string_view part, std::string_view message,
                 std::span<const Field> fields) {
  line += R"({"ts":")";
  append_now(line);
  line.append(R"(","level":")").append(to_text(level));
  line.append(R"(","part":")").append(part).append(R"(","msg":)");
  append_json_text(line, message);
  for (const auto& field : fields) {
    line.append(R"(,")").append(field.key).append(R"(":)");
    std::visit(AppendValue{line}, field.value);
  }
  line += "}\n";
}

}  // namespace tapedeck::telemetry
