#include "telemetry/log.hpp"

#include "base/ascii.hpp"
#include "telemetry/log_line.hpp"
#include "telemetry/log_sink.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>

namespace tapedeck::telemetry {
namespace {

constexpr std::array<std::string_view, 4> level_words{"debug", "info", "warning", "error"};

/// Standard error, written by whoever logs.
class StandardError final : public LogSink {
 public:
  void write(std::string_view line) override {
    while (!line.empty()) {
      const auto written = ::write(STDERR_FILENO, line.data(), line.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return;  // nobody is left to tell
      line.remove_prefix(static_cast<std::size_t>(written));
    }
  }
};

constinit StandardError standard_error;
constinit std::atomic<LogSink*> current_sink{&standard_error};

}  // namespace

std::string_view to_text(Level level) noexcept {
  return level_words[static_cast<std::size_t>(level)];
}

std::optional<Level> parse_level(std::string_view word) {
  const auto lower = ascii::lower_case(word.substr(0, 16));
  for (const auto level : {Level::debug, Level::info, Level::warning, Level::error})
    if (to_text(level) == lower) return level;
  return std::nullopt;
}

void Log::write_line(Level level, std::string_view message,
                     std::initializer_list<Field> fields) const {
  constexpr std::size_t most_bytes_kept = 64 * 1024;
  thread_local std::string line;
  line.clear();
  append_line(line, level, part_, message, {fields.begin(), fields.size()});
  current_sink.load(std::memory_order_acquire)->write(line);
  if (line.capacity() > most_bytes_kept) line = std::string();
}

Redirect::Redirect(LogSink& sink) noexcept
    : before_(current_sink.exchange(&sink, std::memory_order_acq_rel)) {}

Redirect::~Redirect() { current_sink.store(before_, std::memory_order_release); }

}  // namespace tapedeck::telemetry
