#include "contest.hpp"

#include <algorithm>
#include <stdexcept>

namespace tapedeck::bench {
namespace {

constexpr int rounds = 7;
constexpr int seconds_a_round = 2;

double cpu_of(const Contender& server) {
  double seconds = server.child.cpu_seconds();
  for (const auto* helper : server.helpers)
    seconds += helper->cpu_seconds();
  return seconds;
}

void measure(Contender& server, const std::string& target, int connections,
             const std::vector<std::string>& fields, double Load::* amount) {
  const double before = cpu_of(server);
  const auto load = run_wrk(server.port, target, connections, seconds_a_round, fields);
  const double used = cpu_of(server) - before;
  if (!load.clean) throw std::runtime_error("errors under load at " + target);
  server.rate.push_back(load.*amount / load.seconds);
  server.p99_ms.push_back(load.p99_ms);
  server.cpu.push_back(used / load.*amount);
}

}  // namespace

void take_turns(Contender& one, Contender& other, const std::string& target, int connections,
                const std::vector<std::string>& fields, double Load::* amount) {
  for (auto* server : {&one, &other}) {
    const auto warm = run_wrk(server->port, target, connections, 1, fields);
    if (!warm.clean) throw std::runtime_error("errors while warming up at " + target);
  }
  for (int round = 0; round < rounds; ++round) {
    measure(one, target, connections, fields, amount);
    measure(other, target, connections, fields, amount);
  }
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.at(values.size() / 2);
}

Ratio ratio(const std::vector<double>& ours, const std::vector<double>& theirs) {
  std::vector<double> ratios;
  for (std::size_t round = 0; round < theirs.size(); ++round)
    ratios.push_back(ours.at(round) / theirs.at(round));
  return {median(ratios), median(theirs)};
}

bool show(const char* bench, const char* figure, Ratio measured, Bar sense, double bar) {
  return print({.bench = bench,
                .figure = figure,
                .value = measured.value,
                .unit = "x",
                .beside = measured.beside,
                .sense = sense,
                .bar = bar});
}

}  // namespace tapedeck::bench
