#pragma once

#include "base/result.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace tapedeck::database {

/// Hears of every statement that ran: for metrics and for the log of slow ones.
class StatementObserver {
 public:
  virtual ~StatementObserver() = default;

  /// `statement` is its name (a literal, so it may be kept) and `took` the time from binding to the
  /// last row, the caller's reading of the rows included. `failed` is the error, if there was one.
  ///
  /// Called on the threads of a Pool, several at once. Must not block, nor ask the database.
  virtual void ran(std::string_view statement, std::chrono::nanoseconds took,
                   std::optional<Errc> failed) noexcept = 0;
};

/// For those who do not listen.
class NoStatementObserver final : public StatementObserver {
 public:
  void ran(std::string_view, std::chrono::nanoseconds, std::optional<Errc>) noexcept override {}
};

}  // namespace tapedeck::database
