#include "wrk.hpp"

#include "child.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace tapedeck::bench {

namespace {

/// A number with wrk's unit behind it ("812.50us", "1.27GB"), in `base` of the units.
struct Unit {
  std::string_view name;
  double factor;
};

double number_in(const std::string& text, const std::vector<Unit>& units) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  const auto unit = std::ranges::find(units, std::string_view(end), &Unit::name);
  if (unit == units.end()) throw std::runtime_error("wrk speaks of " + text);
  return value * unit->factor;
}

double milliseconds(const std::string& text) {
  return number_in(text, {{"us", 1e-3}, {"ms", 1}, {"s", 1e3}, {"m", 6e4}});
}

double bytes(const std::string& text) {
  constexpr double kilo = 1024;
  return number_in(text, {{"B", 1}, {"KB", kilo}, {"MB", kilo * kilo}, {"GB", kilo * kilo * kilo}});
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream text(line);
  return {std::istream_iterator<std::string>(text), {}};
}

/// Takes what one line of wrk says; true for the line that says how much there was.
bool read_line(const std::string& line, Load& load) {
  const auto words = words_of(line);
  if (line.contains("Socket errors") || line.contains("Non-2xx")) load.clean = false;
  if (words.size() == 2 && words[0] == "99%") load.p99_ms = milliseconds(words[1]);
  // "123456 requests in 2.00s, 1.23GB read"
  if (words.size() != 6 || words[1] != "requests") return false;
  load.requests = std::stod(words[0]);
  load.seconds = milliseconds(words[3].substr(0, words[3].size() - 1)) / 1e3;
  load.bytes = bytes(words[4]);
  return true;
}

}  // namespace

Load run_wrk(std::uint16_t port, const std::string& target, int connections, int seconds,
             const std::vector<std::string>& fields) {
  std::vector<std::string> command{"wrk",
                                   "-t1",
                                   "-c" + std::to_string(connections),
                                   "-d" + std::to_string(seconds) + "s",
                                   "--timeout=30s",
                                   "--latency"};
  for (const auto& field : fields) {
    command.emplace_back("-H");
    command.push_back(field);
  }
  command.push_back("http://127.0.0.1:" + std::to_string(port) + target);

  Load load;
  load.clean = true;
  bool complete = false;
  Child wrk(command, "/dev/null");
  for (auto line = wrk.line(); line; line = wrk.line())
    complete = read_line(*line, load) || complete;
  if (!complete) throw std::runtime_error("wrk ended without a result");
  return load;
}

}  // namespace tapedeck::bench
