#pragma once

#include "runtime/settings.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tapedeck::test {

/// A secret of at least four letters.
struct SampleKey {
  std::string text;
};

/// An address that may hold a password.
struct SampleAddress {
  std::string text;
};

}  // namespace tapedeck::test

namespace tapedeck::runtime {

template <>
struct SettingType<test::SampleKey> {
  static constexpr Bounds any{};
  static constexpr Secrecy secrecy = Secrecy::whole;

  static std::string wanted(Bounds) { return "a key"; }
  static Read<test::SampleKey> read(std::string_view text, Bounds) {
    if (text.size() < 4) return std::unexpected<std::string>("Give one of four letters or more.");
    return test::SampleKey{std::string(text)};
  }
  static std::string show(const test::SampleKey&) { return "(hidden)"; }
};

template <>
struct SettingType<test::SampleAddress> {
  static constexpr Bounds any{};
  static constexpr Secrecy secrecy = Secrecy::partly;

  static std::string wanted(Bounds) { return "an address"; }
  static Read<test::SampleAddress> read(std::string_view text, Bounds) {
    if (!text.contains("://")) return std::unexpected<std::string>("Give an address.");
    return test::SampleAddress{std::string(text)};
  }
  static std::string show(const test::SampleAddress& value) {
    return value.text.contains('@') ? "postgresql://***@host/db" : value.text;
  }
};

}  // namespace tapedeck::runtime

namespace tapedeck::test {

struct SampleSettings {
  std::uint16_t port = 8001;
  std::chrono::milliseconds fresh_for = std::chrono::hours{24};
  runtime::Bytes cache = runtime::mib(500);
  telemetry::Level level = telemetry::Level::info;
  bool debug = false;
  std::string contact = "nobody";
  std::optional<SampleKey> key;
  std::optional<SampleAddress> database;
};

inline constexpr auto sample_rows = [] {
  using namespace std::chrono_literals;
  using runtime::between;
  using runtime::setting;
  using S = SampleSettings;
  return std::to_array<runtime::Setting<S>>({
      setting<&S::port>("browse.port", "The port it listens on."),
      setting<&S::fresh_for>("browse.fresh_for", "How long an answer is fresh.",
                             {.bounds = between(1min, 30 * 24h)}),
      setting<&S::cache>("browse.cache.most", "The most it keeps."),
      setting<&S::level>("log.level", "How much is logged.", {.variable = "LOG_LEVEL"}),
      setting<&S::debug>("debug", "Logs everything.", {.variable = "DEBUG"}),
      setting<&S::contact>("contact", "Whom the Archive may write to."),
      setting<&S::key>("jwt.secret", "Signs tokens.",
                       {.variable = "JWT_SECRET_KEY", .unset = "one is made"}),
      setting<&S::database>("database.url", "Where rows are kept.", {.variable = "DATABASE_URL"}),
  });
}();

/// One try at reading the sample table.
struct SampleRun {
  std::vector<std::string> arguments;
  runtime::Environment environment;
  SampleSettings settings{};

  [[nodiscard]] std::vector<runtime::SettingGroup> groups() {
    return {runtime::SettingGroup("Sample", sample_rows, settings)};
  }

  Result<std::vector<runtime::SettingInForce>> read() {
    return runtime::read_settings(groups(), {runtime::parse_flags(arguments).flags, environment});
  }

  /// Every sentence of the refusal, one a line; empty when all is right.
  std::string refusal() {
    const auto result = read();
    std::string text;
    if (!result) {
      for (const auto& fault : result.error().fields)
        text.append(text.empty() ? "" : "\n").append(fault.message);
    }
    return text;
  }
};

}  // namespace tapedeck::test
