#include "database/migration.hpp"

#include "database/connection.hpp"
#include "database/migration_transaction.hpp"
#include "database/safety_copy.hpp"
#include "database/script.hpp"

#include <algorithm>

namespace tapedeck::database {
namespace {

struct AppliedRow {
  std::int64_t version;
  std::string name;
  std::string checksum;
};
BOOST_DESCRIBE_STRUCT(AppliedRow, (), (version, name, checksum))

std::unexpected<Error> newer(std::string_view service, std::int64_t theirs, std::size_t ours) {
  return fail(Errc::conflict,
              "This database was written by a newer Tapedeck (" + std::string(service) +
                  " is at version " + std::to_string(theirs) + ", this program knows " +
                  std::to_string(ours) +
                  "); upgrade Tapedeck, or restore the backup from before the upgrade.");
}

std::unexpected<Error> edited(std::string_view service, const AppliedRow& row) {
  return fail(Errc::conflict,
              "This database was made by another build of Tapedeck (migration " +
                  std::to_string(row.version) + " of " + std::string(service) + ", " + row.name +
                  ", differs); run the released program, or restore a backup that it made.");
}

/// One call of migrate(): what it works on.
class Run {
 public:
  Run(const Url& url, Connection& db, const MigrationSettings& settings, const Clock& clock,
      MigrationObserver& observer)
      : url_(url), db_(db), settings_(settings), clock_(clock), observer_(observer) {}

  /// Applies what `service` lacks.
  Result<void> migrate(const Migrations& service) {
    for (;;) {
      auto done = applied_of(service);
      if (!done) return failure(done);
      if (*done == service.steps.size()) return {};
      auto applied = apply_next(service);
      if (!applied) return applied;
    }
  }

  [[nodiscard]] MigrationReport report() && { return std::move(report_); }

 private:
  /// How many migrations of `service` the database has, which are all as we know them.
  Result<std::size_t> applied_of(const Migrations& service) {
    auto exists = has_versions();
    if (!exists) return failure(exists);
    if (!*exists) return 0;
    auto rows = db_.all<AppliedRow>(
        {"database.applied_migrations",
         "select version, name, checksum from schema_versions where service = :service "
         "order by version"},
        service.service);
    if (!rows) return failure(rows);
    for (std::size_t i = 0; i < std::min(rows->size(), service.steps.size()); ++i) {
      if ((*rows)[i].checksum != service.steps[i].checksum) {
        return edited(service.service, (*rows)[i]);
      }
    }
    if (rows->size() > service.steps.size()) {
      return newer(service.service, rows->back().version, service.steps.size());
    }
    return rows->size();
  }

  Result<bool> has_versions() {
    static constexpr Sql find_table(
        "database.find_schema_versions",
        {.sqlite = "select count(*) from sqlite_schema where name = 'schema_versions'",
         .postgresql = "select count(*) from pg_class where oid = to_regclass('schema_versions')"});
    auto count = db_.value<std::int64_t>(find_table);
    if (!count) return failure(count);
    return *count > 0;
  }

  /// Applies the first migration that `service` lacks, in one transaction.
  Result<void> apply_next(const Migrations& service) {
    auto transaction = MigrationTransaction::begin(db_);
    if (!transaction) return failure(transaction);
    auto done = applied_of(service);  // again: another process may have been quicker
    if (!done) return failure(done);
    if (*done == service.steps.size()) return {};
    const auto& step = service.steps[*done];
    auto copied = copy_once();
    if (!copied) return copied;
    auto ran = run_statements(*transaction, service, step);
    if (!ran) return ran;
    auto recorded = record(service, step);
    if (!recorded) return recorded;
    auto kept = transaction->commit();
    if (!kept) return kept;
    ++report_.applied;
    observer_.applied(service.service, step);
    return {};
  }

  /// Copies a SQLite database that an earlier version has filled, before the first change to it.
  Result<void> copy_once() {
    if (db_.dialect() != Dialect::sqlite || looked_) return {};
    looked_ = true;
    auto exists = has_versions();
    if (!exists) return failure(exists);
    if (!*exists) return {};
    auto count = db_.value<std::int64_t>(
        {"database.count_migrations", "select count(*) from schema_versions"});
    if (!count) return failure(count);
    auto copy = detail::copy_before(url_.file(), settings_.program_version, *count);
    if (!copy) return failure(copy);
    report_.copy = *copy;
    observer_.copied(*copy);
    return {};
  }

  Result<void> run_statements(MigrationTransaction& transaction, const Migrations& service,
                              const Migration& step) {
    auto statements = statements_of(step.text, db_.dialect());
    if (!statements) return failure(statements);
    const auto name = std::string(service.service) + "." + std::string(step.name);
    std::size_t number = 0;
    for (const auto& statement : *statements) {
      auto ran = transaction.run(name + " statement " + std::to_string(++number), statement);
      if (!ran) return ran;
      observer_.ran(service.service, step, number);
    }
    return transaction.check_references();
  }

  Result<void> record(const Migrations& service, const Migration& step) {
    auto made = db_.run({"database.make_schema_versions",
                         "create table if not exists schema_versions ("
                         "service varchar(40) not null, version integer not null, "
                         "name text not null, checksum varchar(64) not null, "
                         "applied_at bigint not null, primary key (service, version))"});
    if (!made) return failure(made);
    auto recorded = db_.run({"database.record_migration",
                             "insert into schema_versions "
                             "(service, version, name, checksum, applied_at) "
                             "values (:service, :version, :name, :checksum, :applied_at)"},
                            service.service, step.version, step.name, step.checksum, clock_.now());
    if (!recorded) return failure(recorded);
    observer_.recorded(service.service, step);
    return {};
  }

  const Url& url_;
  Connection& db_;
  const MigrationSettings& settings_;
  const Clock& clock_;
  MigrationObserver& observer_;
  bool looked_ = false;
  MigrationReport report_;
};

}  // namespace

Result<MigrationReport> migrate(const Url& url, std::span<const Migrations> services,
                                const MigrationSettings& settings, const Clock& clock,
                                MigrationObserver& observer) {
  NoStatementObserver nobody;
  auto db = Connection::open(url,
                             {.durability = Durability::full,
                              .lock_limit = settings.lock_limit,
                              .statement_limit = settings.statement_limit},
                             nobody);
  if (!db) return failure(db);
  auto ready = MigrationTransaction::prepare(**db);
  if (!ready) return failure(ready);
  Run run(url, **db, settings, clock, observer);
  for (const auto& service : services) {
    auto migrated = run.migrate(service);
    if (!migrated) return failure(migrated);
  }
  return std::move(run).report();
}

}  // namespace tapedeck::database
