#pragma once

// Private to this library: what SOCI threw, as one of our errors.

#include "base/result.hpp"

#include <soci/error.h>

#include <string_view>

namespace tapedeck::database::detail {

/// An error of the engine, and what it means beyond the statement that met it.
struct Trouble {
  Error error;
  bool retry = false;  ///< The transaction lost a race and will do when it is run again.
  bool lost = false;   ///< The connection is of no more use.
};

/// Reads SQLite's extended result code or PostgreSQL's SQLSTATE. `statement` is the name for the
/// detail, which holds the engine's words and never a bound value.
[[nodiscard]] Trouble explain(const soci::soci_error& thrown, std::string_view statement);

}  // namespace tapedeck::database::detail
