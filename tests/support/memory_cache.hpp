#pragma once

#include "async/clock.hpp"
#include "browse/core/ports.hpp"

#include <chrono>
#include <map>
#include <string>

namespace tapedeck::test {

/// A cache in memory, which can be told to be out of order.
class MemoryCache final : public browse::Cache {
 public:
  Task<Result<browse::AnswerPtr>> find(std::string key) override;
  Task<Result<void>> keep(std::string key, browse::AnswerPtr answer) override;
  Task<Result<void>> forget(std::string key) override;
  Task<Result<std::vector<browse::Holding>>> holdings() override;
  Task<Result<std::uint64_t>> clear(browse::Clearing what) override;

  /// From now on every call fails, as with a full disk, or works again.
  void breaks(bool broken) { broken_ = broken; }

  /// From now on it takes so long to say what was found.
  void takes(Clock& clock, std::chrono::nanoseconds time) {
    clock_ = &clock;
    time_ = time;
  }

  [[nodiscard]] std::size_t size() const { return answers_.size(); }

  /// How often it was looked into.
  [[nodiscard]] int looks() const { return looks_; }

 private:
  std::map<std::string, browse::AnswerPtr> answers_;
  bool broken_ = false;
  int looks_ = 0;
  Clock* clock_ = nullptr;
  std::chrono::nanoseconds time_{0};
};

}  // namespace tapedeck::test
