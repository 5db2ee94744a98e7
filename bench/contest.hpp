#pragma once

#include "child.hpp"
#include "figure.hpp"
#include "wrk.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tapedeck::bench {

/// One server, its port, and what its rounds have measured.
struct Contender {
  Contender(const std::vector<std::string>& command, const std::string& log)
      : child(command, log) {}

  Child child;
  std::uint16_t port = 0;
  std::vector<const Child*> helpers;  ///< Processes behind it whose CPU time is its own.
  std::vector<double> rate{};         ///< What is compared: requests or bytes a second.
  std::vector<double> p99_ms{};
  std::vector<double> cpu{};  ///< Seconds of CPU time for each of them.
};

/// Loads both servers with GETs of `target` in seven short rounds, one after the other, so that a
/// neighbour on the machine hurts both. `amount` picks what is compared out of the load. Throws
/// when one of them answers with an error.
void take_turns(Contender& one, Contender& other, const std::string& target, int connections,
                const std::vector<std::string>& fields = {},
                double Load::* amount = &Load::requests);

/// Ours beside theirs.
struct Ratio {
  double value;
  double beside;  ///< Theirs.
};

/// The one in the middle. There is at least one.
[[nodiscard]] double median(std::vector<double> values);

/// The median over the rounds of ours beside theirs: the two of a round met the same neighbours.
[[nodiscard]] Ratio ratio(const std::vector<double>& ours, const std::vector<double>& theirs);

/// Prints a ratio as a figure of `bench` and says whether it holds.
bool show(const char* bench, const char* figure, Ratio measured, Bar sense, double bar);

}  // namespace tapedeck::bench
