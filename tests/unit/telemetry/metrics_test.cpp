#include "telemetry/metrics.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::telemetry;

namespace {

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

/// What is wrong with a text in Prometheus' format 0.0.4, by the rules that `promtool check
/// metrics` holds us to: help and type before the series, each name once, counters in _total.
std::string trouble_in(const std::string& text) {
  std::istringstream lines(text);
  std::set<std::string> names;
  std::string line, name, type;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string first, second, third, fourth;
    words >> first >> second >> third >> fourth;
    if (second == "HELP" || second == "TYPE") {
      if (second == "HELP" && !names.insert(third).second) return "twice: " + third;
      if (second == "HELP" && fourth.empty()) return "no help: " + third;
      if (second == "TYPE" && third != name) return "no help: " + third;
      if (second == "TYPE" && (fourth == "counter") != third.ends_with("_total")) {
        return "a counter ends in _total, and nothing else does: " + third;
      }
      name = third;
      type = fourth;
    } else if (!line.starts_with(name)) {
      return "not under its name: " + line;
    } else if (line.find("service=\"browse\"") == std::string::npos) {
      return "without its service: " + line;
    }
  }
  return text.ends_with('\n') ? "" : "no line feed at the end";
}

}  // namespace

TEST_CASE("a counter, a gauge and a histogram are written as Prometheus reads them") {
  Metrics metrics("browse");
  const auto answers = metrics.counter("tapedeck_cache_answers_total", "Answers from the cache.",
                                       {{"kind", "stale"}});
  answers.add();
  answers.add(2);
  metrics.gauge("tapedeck_cache_bytes", "Bytes in the cache.").set(1.5e9);
  const std::vector<double> bounds{0.1, 1};
  const auto seconds = metrics.histogram("tapedeck_request_seconds", "Time to answer.", bounds,
                                         {{"route", "/browse/items/{identifier}"}});
  seconds.observe(0.05);
  seconds.observe(0.5);
  seconds.observe(60);

  const auto text = metrics.text();
  CAPTURE(text);
  CHECK(trouble_in(text).empty());
  CHECK(has_line(text, "# HELP tapedeck_cache_answers_total Answers from the cache."));
  CHECK(has_line(text, "# TYPE tapedeck_cache_answers_total counter"));
  CHECK(has_line(text, R"(tapedeck_cache_answers_total{service="browse",kind="stale"} 3)"));
  CHECK(has_line(text, R"(tapedeck_cache_bytes{service="browse"} 1500000000)"));
  const std::string labels = R"({service="browse",route="/browse/items/{identifier}")";
  CHECK(has_line(text, "tapedeck_request_seconds_count" + labels + "} 3"));
  CHECK(has_line(text, "tapedeck_request_seconds_bucket" + labels + R"(,le="0.1"} 1)"));
  CHECK(has_line(text, "tapedeck_request_seconds_bucket" + labels + R"(,le="1"} 2)"));
  CHECK(has_line(text, "tapedeck_request_seconds_bucket" + labels + R"(,le="+Inf"} 3)"));
}

TEST_CASE("asking twice for a series gives the same one") {
  Metrics metrics("browse");
  metrics.counter("tapedeck_a_total", "A.", {{"code", "200"}}).add();
  metrics.counter("tapedeck_a_total", "A.", {{"code", "404"}}).add();
  CHECK(metrics.counter("tapedeck_a_total", "A.", {{"code", "200"}}).value() == 1);
  const auto gauge = metrics.gauge("tapedeck_g", "G.");
  gauge.add(5);
  gauge.add(-2);
  CHECK(metrics.gauge("tapedeck_g", "G.").value() == 3);
  CHECK(trouble_in(metrics.text()).empty());
}

TEST_CASE("a counter never falls") {
  Metrics metrics("browse");
  const auto counter = metrics.counter("tapedeck_a_total", "A.");
  counter.add(2);
  counter.add(-1);
  CHECK(counter.value() == 2);
}

TEST_CASE("quotes and line feeds in a label cannot break the text") {
  Metrics metrics("browse");
  metrics.gauge("tapedeck_g", "G.", {{"disk", "a\"b\\c\nd"}}).set(1);
  CHECK(has_line(metrics.text(), R"(tapedeck_g{service="browse",disk="a\"b\\c\nd"} 1)"));
}

TEST_CASE("a name that Prometheus does not allow is a bug") {
  Metrics metrics("browse");
  CHECK_THROWS_AS((void)metrics.gauge("not a name", "G."), std::invalid_argument);
  (void)metrics.gauge("tapedeck_g", "G.");
  CHECK_THROWS_AS((void)metrics.counter("tapedeck_g", "G."), std::invalid_argument);
}

TEST_CASE("what is read rather than counted is read when somebody asks") {
  Metrics metrics("browse");
  const auto gauge = metrics.gauge("tapedeck_queue", "Waiting.");
  int asked = 0;
  metrics.before_text([gauge, &asked] { gauge.set(++asked); });
  CHECK(has_line(metrics.text(), R"(tapedeck_queue{service="browse"} 1)"));
  CHECK(has_line(metrics.text(), R"(tapedeck_queue{service="browse"} 2)"));
}

TEST_CASE("threads may count into one series") {
  Metrics metrics("browse");
  const auto counter = metrics.counter("tapedeck_a_total", "A.");
  std::vector<std::thread> threads;
  for (int id = 0; id < 4; ++id) {
    threads.emplace_back([counter] {
      for (int i = 0; i < 10'000; ++i)
        counter.add();
    });
  }
  for (auto& thread : threads)
    thread.join();
  CHECK(counter.value() == 40'000);
}

TEST_CASE("the process says what it uses") {
  Metrics metrics("browse");
  add_process_metrics(metrics, "0.1.0");
  const auto text = metrics.text();
  CAPTURE(text);
  CHECK(trouble_in(text).empty());
  CHECK(has_line(text, R"(tapedeck_build_info{service="browse",version="0.1.0"} 1)"));
  CHECK(metrics.gauge("process_resident_memory_bytes", "Memory in RAM, shared pages too.").value() >
        1024 * 1024);
  CHECK(metrics.gauge("process_open_fds", "Files open, sockets too.").value() >= 3);
  CHECK(metrics.gauge("process_threads", "Threads.").value() >= 1);
  const auto start =
      metrics.gauge("process_start_time_seconds", "When the process began, in seconds since 1970.")
          .value();
  const auto now =
      std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  CHECK(start < now + 2);
  CHECK(start > now - 3'600);
}

TEST_CASE("request times have eleven bounds from 5 ms to 10 s") {
  CHECK(request_seconds().size() == 11);
  CHECK(request_seconds().front() == 0.005);
  CHECK(request_seconds().back() == 10.0);
}
