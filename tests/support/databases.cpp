#include "support/databases.hpp"

#include "base/uuid.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <vector>

namespace tapedeck::test {
namespace {

const char* server() { return std::getenv("TAPEDECK_TEST_POSTGRES_URL"); }

using Session = std::unique_ptr<PGconn, decltype(&PQfinish)>;

Session connect_to(const std::string& address) {
  return Session(PQconnectdb(address.c_str()), &PQfinish);
}

/// Runs one command that only a test may give.
void command(const Session& session, const std::string& text) {
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(session.get(), text.c_str()),
                                                             &PQclear);
  const auto status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
  throw std::runtime_error(text + ": " + PQerrorMessage(session.get()));
}

database::Url parsed(const std::string& text) {
  auto url = database::Url::parse(text);
  if (!url) throw std::runtime_error(url.error().message);
  return *url;
}

/// A name that is fit for PostgreSQL without quotation marks.
std::string new_name() {
  auto name = "tapedeck_test_" + Uuid::make().text();
  std::ranges::replace(name, '-', '_');
  return name;
}

/// The server's address with another database in it.
std::string address_of(const std::string& name) {
  const std::string base(server());
  return base.substr(0, base.rfind('/') + 1) + name;
}

/// The databases this program has made on the server. Making one takes longer than most stories, so
/// each is emptied and used again; all are dropped at the end.
class PostgresDatabases {
 public:
  PostgresDatabases() = default;
  PostgresDatabases(const PostgresDatabases&) = delete;
  PostgresDatabases& operator=(const PostgresDatabases&) = delete;

  ~PostgresDatabases() {
    if (made_.empty()) return;
    const auto session = connect_to(server());
    for (const auto& name : made_)
      command(session, "drop database " + name + " with (force)");
  }

  std::string take() {
    if (free_.empty()) {
      made_.push_back(new_name());
      command(connect_to(server()), "create database " + made_.back());
      return made_.back();
    }
    auto name = std::move(free_.back());
    free_.pop_back();
    return name;
  }

  void give_back(const std::string& name) {
    const auto session = connect_to(address_of(name));
    command(session,
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()");
    command(session, "set client_min_messages = error");
    command(session, "drop schema public cascade");
    command(session, "create schema public");
    free_.push_back(name);
  }

 private:
  std::vector<std::string> made_;
  std::vector<std::string> free_;
};

PostgresDatabases& postgres_databases() {
  static PostgresDatabases all;
  return all;
}

}  // namespace

TestDatabase::TestDatabase(database::Dialect dialect) {
  if (dialect == database::Dialect::sqlite) {
    const auto file = folder_.path() / "music_player.db";
    url_ = std::make_unique<database::Url>(parsed("sqlite:///" + file.string()));
    return;
  }
  name_ = postgres_databases().take();
  url_ = std::make_unique<database::Url>(parsed(address_of(name_)));
}

TestDatabase::~TestDatabase() {
  if (!name_.empty()) postgres_databases().give_back(name_);
}

std::unique_ptr<database::Connection> TestDatabase::connect(
    database::ConnectionSettings settings) const {
  static database::NoStatementObserver nobody;
  auto connection = database::Connection::open(*url_, settings, nobody);
  if (!connection) {
    throw std::runtime_error(connection.error().message + " " + connection.error().detail);
  }
  return *std::move(connection);
}

bool has_postgresql() { return server() != nullptr && *server() != '\0'; }

}  // namespace tapedeck::test
