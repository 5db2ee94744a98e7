#pragma once

#include <string>

namespace tapedeck::bench {

/// What one figure must be to keep its promise.
enum class Bar { at_most, at_least };

/// One measured number beside what it is measured against.
struct Figure {
  std::string bench;   ///< "database"
  std::string figure;  ///< "prepared read, beside raw sqlite3"
  double value = 0;
  std::string unit;   ///< "x", "errors"
  double beside = 0;  ///< The anchor's number in the same run; 0 when there is none.
  Bar sense = Bar::at_most;
  double bar = 0;
};

/// Prints `figure` as one line of JSON and says whether it holds. Its texts are our own and need no
/// escaping.
bool print(const Figure& figure);

}  // namespace tapedeck::bench
