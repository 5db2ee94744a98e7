#pragma once

#include "async/clock.hpp"
#include "base/result.hpp"
#include "database/url.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::database {

/// One file of `services/<box>/migrations/`, as the build embeds it: `0001_cache_entries.sql`.
struct Migration {
  int version;                ///< From 1, without gaps; the build checks it.
  std::string_view name;      ///< "cache_entries"
  std::string_view text;      ///< Plain SQL, with sections where the engines differ (script.hpp).
  std::string_view checksum;  ///< SHA-256 of the file, in hex.
};

/// What a service has done to its tables, first to last. Made by tapedeck_migrations() of CMake.
struct Migrations {
  std::string_view service;  ///< "browse"
  std::span<const Migration> steps;
};

/// Hears what a migration does, step by step: for the log, and for tests that kill it in between.
/// Called on the thread that migrates.
class MigrationObserver {
 public:
  virtual ~MigrationObserver() = default;

  /// The database has been copied to `file`, whole and verified.
  virtual void copied(const std::filesystem::path& file) = 0;

  /// Statement `statement` (from 1) of `step` has run; nothing is kept yet.
  virtual void ran(std::string_view service, const Migration& step, std::size_t statement) = 0;

  /// `step` is written into schema_versions; nothing is kept yet.
  virtual void recorded(std::string_view service, const Migration& step) = 0;

  /// `step` is kept.
  virtual void applied(std::string_view service, const Migration& step) = 0;
};

/// For those who do not listen.
class NoMigrationObserver final : public MigrationObserver {
 public:
  void copied(const std::filesystem::path&) override {}
  void ran(std::string_view, const Migration&, std::size_t) override {}
  void recorded(std::string_view, const Migration&) override {}
  void applied(std::string_view, const Migration&) override {}
};

struct MigrationSettings {
  /// Names the copy: `music_player.db.before-0.2.0`.
  std::string program_version;

  /// How long to wait for another process that is migrating.
  std::chrono::milliseconds lock_limit = std::chrono::minutes{10};

  /// How long one statement may run; a large table takes its time to be built again.
  std::chrono::milliseconds statement_limit = std::chrono::hours{1};
};

/// What migrate() did.
struct MigrationReport {
  std::size_t applied = 0;                      ///< How many migrations; 0 when up to date.
  std::optional<std::filesystem::path> copy{};  ///< The copy from before them, if one was made.
};

/// Brings the tables of `services` up to date, forward only. Blocks; for the start of the program.
///
/// Each migration is one transaction together with its row in `schema_versions`, so a program that
/// is killed at any moment leaves the database of the version before, and the next start goes on
/// from there. Several processes may start at once: each migration is made under the engine's own
/// lock, and whoever comes second finds it done.
///
/// A SQLite database of an earlier version is first copied beside itself, under the same lock, and
/// the copy verified. It stays there until somebody removes it; the operator restores it by
/// renaming.
///
/// Errors: `conflict` when a newer Tapedeck has written the database, or a released migration has
/// been edited; those of a statement. All of them leave the database as it was, and say what to do.
[[nodiscard]] Result<MigrationReport> migrate(const Url& url, std::span<const Migrations> services,
                                              const MigrationSettings& settings, const Clock& clock,
                                              MigrationObserver& observer);

}  // namespace tapedeck::database
