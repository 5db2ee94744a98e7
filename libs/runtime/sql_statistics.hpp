#pragma once

#include "database/pool.hpp"
#include "runtime/system.hpp"

namespace tapedeck::runtime {

/// Counts by a plain function over one connection.
class SqlStatistics final : public StatisticsSource {
 public:
  using Count = Result<std::map<std::string, std::int64_t>> (*)(database::Connection&);

  SqlStatistics(database::Pool& database, Count how) : database_(database), count_(how) {}

  Task<Result<std::map<std::string, std::int64_t>>> count(Deadline) override {
    co_return co_await database_.read(count_);
  }

 private:
  database::Pool& database_;
  Count count_;
};

}  // namespace tapedeck::runtime
