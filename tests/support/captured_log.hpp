#pragma once

#include "telemetry/log_sink.hpp"

#include <algorithm>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::test {

/// The log, kept in memory while this lives; its lines are without their line feeds.
class CapturedLog final : public telemetry::LogSink {
 public:
  void write(std::string_view line) override {
    const std::lock_guard lock(mutex_);
    lines_.emplace_back(line.substr(0, line.size() - 1));
  }

  [[nodiscard]] std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

  /// How many lines contain `text`: what a search in the log would find.
  [[nodiscard]] std::size_t count(std::string_view text) const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(std::ranges::count_if(
        lines_, [&](const std::string& line) { return line.find(text) != std::string::npos; }));
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
  telemetry::Redirect redirect_{*this};
};

}  // namespace tapedeck::test
