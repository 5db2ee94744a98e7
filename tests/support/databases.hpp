#pragma once

#include "database/connection.hpp"
#include "database/url.hpp"
#include "support/scratch_folder.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>
#include <string>

namespace tapedeck::test {

/// An empty database that nobody else uses, removed with the test: a SQLite file in a temporary
/// folder, or a database of its own on the server that TAPEDECK_TEST_POSTGRES_URL names.
class TestDatabase {
 public:
  /// Stops the test when it cannot be made.
  explicit TestDatabase(database::Dialect dialect);
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  [[nodiscard]] const database::Url& url() const noexcept { return *url_; }
  [[nodiscard]] database::Dialect dialect() const noexcept { return url_->dialect(); }

  /// A folder for what lies beside the database.
  [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_.path(); }

  /// Another connection. Stops the test when there is none.
  [[nodiscard]] std::unique_ptr<database::Connection> connect(
      database::ConnectionSettings settings = {}) const;

 private:
  ScratchFolder folder_;
  std::string name_;  ///< Of the PostgreSQL database; empty for SQLite.
  std::unique_ptr<database::Url> url_;
};

/// Whether there is a PostgreSQL for tests (tools/postgres_for_tests).
[[nodiscard]] bool has_postgresql();

}  // namespace tapedeck::test

/// A story that both engines must tell alike. It becomes two test cases; where there is no
/// PostgreSQL the second is counted as skipped.
///
///     STORE_TEST_CASE("a cached answer is found by its key") {
///       auto db = database.connect();
///       …
///     }
#define STORE_TEST_CASE(story) TAPEDECK_STORE_TEST_CASE(DOCTEST_ANONYMOUS(tapedeck_story_), story)

#define TAPEDECK_STORE_TEST_CASE(function, story)                                       \
  static void function(const tapedeck::test::TestDatabase& database);                   \
  TEST_CASE(story " [SQLite]") {                                                        \
    const tapedeck::test::TestDatabase made(tapedeck::database::Dialect::sqlite);       \
    function(made);                                                                     \
  }                                                                                     \
  TEST_CASE(story " [PostgreSQL]" * doctest::skip(!tapedeck::test::has_postgresql())) { \
    const tapedeck::test::TestDatabase made(tapedeck::database::Dialect::postgresql);   \
    function(made);                                                                     \
  }                                                                                     \
  static void function([[maybe_unused]] const tapedeck::test::TestDatabase& database)
