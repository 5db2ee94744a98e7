#include "figure.hpp"

#include <cstdio>

namespace tapedeck::bench {

bool print(const Figure& figure) {
  const bool holds =
      figure.sense == Bar::at_most ? figure.value <= figure.bar : figure.value >= figure.bar;
  std::printf(
      R"({"bench":"%s","figure":"%s","value":%.4g,"unit":"%s","beside":%.4g,"bar":%.4g,"holds":%s})"
      "\n",
      figure.bench.c_str(), figure.figure.c_str(), figure.value, figure.unit.c_str(), figure.beside,
      figure.bar, holds ? "true" : "false");
  std::fflush(stdout);
  return holds;
}

}  // namespace tapedeck::bench
