#include "async/await.hpp"
#include "async/loop.hpp"
#include "database/migration.hpp"
#include "database/pool.hpp"
#include "download/migrations.hpp"
#include "download/store/counts.hpp"
#include "download/store/sql_job_store.hpp"
#include "support/databases.hpp"
#include "support/job_store_contract.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;

namespace {

/// The names of the statements that a pool has run.
class Statements final : public database::StatementObserver {
 public:
  void ran(std::string_view statement, std::chrono::nanoseconds,
           std::optional<Errc>) noexcept override {
    const std::lock_guard lock(mutex_);
    names_.emplace_back(statement);
  }

  [[nodiscard]] std::ptrdiff_t count(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    return std::ranges::count(names_, name);
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> names_;
};

/// The tables of download in a database, empty, and a queue over them.
class SqlStoreStage final : public JobStoreStage {
 public:
  explicit SqlStoreStage(const TestDatabase& database)
      : pool_(database::Settings{database.url()}, hasty),
        durable_(database::Settings{database.url(), database::Durability::full}, careful),
        store_(pool_, durable_, "first"),
        other_(pool_, durable_, "second") {
    const SystemClock clock;
    database::NoMigrationObserver observer;
    const std::array all{tapedeck::download::migrations()};
    const auto done = database::migrate(database.url(), all, {"test"}, clock, observer);
    REQUIRE_MESSAGE(done, done.error().detail);
    auto db = database.connect();
    REQUIRE(db->run({"test.empty", "delete from downloads"}));
  }

  [[nodiscard]] download::JobStore& store() override { return store_; }
  [[nodiscard]] download::JobStore& other_worker() override { return other_; }
  [[nodiscard]] download::SqlJobStore& sql() { return store_; }

  void run(Task<void> task) override { async::await(home_.executor(), std::move(task)); }

  Statements hasty;
  Statements careful;

 private:
  async::LoopThread home_{"home"};
  database::Pool pool_;
  database::Pool durable_;
  download::SqlJobStore store_;
  download::SqlJobStore other_;
};

}  // namespace

STORE_TEST_CASE("the queue in SQL keeps the promises of a queue") {
  for (const auto& promise : job_store_promises()) {
    CAPTURE(promise.sentence);
    SqlStoreStage stage(database);
    promise.check(stage);
  }
}

STORE_TEST_CASE("the row of a completed job says where its file is, and counts in the statistics") {
  SqlStoreStage stage(database);
  download::PlannedFile file{.item = *ItemIdentifier::parse("gd77-05-08.sbd"),
                             .file = *archive::FileName::parse("CON.flac")};
  file.expected.bytes = 1'000;
  const auto user = UserId::make();
  const Instant now{std::chrono::milliseconds{5'000}};
  REQUIRE(stage.wait_for(stage.store().add(user, {file}, {}, now)));
  CHECK(stage.wait_for(stage.sql().any_in_vault()).value() == false);
  auto job = stage.wait_for(stage.store().claim(now));
  REQUIRE(job);
  (*job)->status = download::JobStatus::completed;
  (*job)->bytes_done = 1'000;
  CHECK(stage.wait_for(stage.store().save(**job)).value() == true);
  CHECK(stage.wait_for(stage.sql().any_in_vault()).value() == true);

  auto db = database.connect();
  const auto row = db->value<std::string, std::string, double>(
      {"test.row", "select file_path, download_url, progress from downloads"});
  REQUIRE(row);
  CHECK(std::get<0>(*row) == user.text() + "/gd77-05-08.sbd/%43ON.flac");
  CHECK(std::get<1>(*row) == "https://archive.org/download/gd77-05-08.sbd/CON.flac");
  CHECK(std::get<2>(*row) == 100);
  const auto counts = download::count(*db);
  REQUIRE(counts);
  CHECK(counts->at("completed_downloads") == 1);
  CHECK(counts->at("vault_bytes") == 1'000);
}

STORE_TEST_CASE(
    "what a user was promised and how a job ended survive a power cut; progress need not") {
  SqlStoreStage stage(database);
  auto& store = stage.store();
  const auto user = UserId::make();
  const Instant now{std::chrono::milliseconds{5'000}};
  std::vector<download::PlannedFile> files;
  for (const auto* name : {"a.flac", "b.flac"}) {
    files.push_back({.item = *ItemIdentifier::parse("gd77-05-08.sbd"),
                     .file = *archive::FileName::parse(name)});
  }
  const auto added = stage.wait_for(store.add(user, files, {}, now));
  REQUIRE(added);
  CHECK(stage.careful.count("download.insert") == 2);

  auto job = **stage.wait_for(store.claim(now));
  job.bytes_done = 700;
  CHECK(stage.wait_for(store.save(job)).value() == true);
  CHECK(stage.hasty.count("download.save") == 1);
  CHECK(stage.careful.count("download.save") == 0);
  job.status = download::JobStatus::completed;
  CHECK(stage.wait_for(store.save(job)).value() == true);
  CHECK(stage.careful.count("download.save") == 1);

  REQUIRE(stage.wait_for(store.act(user, download::JobAction::cancel, {}, now)));
  CHECK(stage.careful.count("download.rewrite") == 1);
  REQUIRE(stage.wait_for(store.act(user, download::JobAction::remove, {}, now)));
  CHECK(stage.careful.count("download.remove") == 2);
}
