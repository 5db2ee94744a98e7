#pragma once

#include "base/result.hpp"
#include "database/connection.hpp"

#include <chrono>
#include <functional>
#include <type_traits>
#include <utility>

namespace tapedeck::database {

/// Lets several statements see one state of the database. Ends with its scope.
class ReadTransaction {
 public:
  /// Errors: those of a statement.
  [[nodiscard]] static Result<ReadTransaction> begin(Connection& db);

  ReadTransaction(ReadTransaction&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
  ReadTransaction& operator=(ReadTransaction&&) = delete;
  ~ReadTransaction();

 private:
  explicit ReadTransaction(Connection& db) : db_(&db) {}

  Connection* db_;  ///< Null once moved from.
};

/// Makes several statements one: all of them happen or none. Rolled back at the end of its scope
/// unless committed.
///
/// SQLite begins it with `begin immediate`: of eight threads that read and then wrote in plain
/// transactions, half were refused with "database is locked", since a reader cannot become the
/// writer once another has written. PostgreSQL runs it serializable, so that what a transaction has
/// read is still so when it writes; it may be refused for that, and is then run again (write()).
class WriteTransaction {
 public:
  /// Errors: those of a statement.
  [[nodiscard]] static Result<WriteTransaction> begin(Connection& db);

  WriteTransaction(WriteTransaction&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
  WriteTransaction& operator=(WriteTransaction&&) = delete;
  ~WriteTransaction();

  /// Keeps what was written. Errors: those of a statement, the earlier ones included.
  Result<void> commit();

  /// Whether the transaction lost a race and will do when it is run again from its beginning.
  [[nodiscard]] bool lost_a_race() const noexcept;

 private:
  explicit WriteTransaction(Connection& db) : db_(&db) {}

  Connection* db_;  ///< Null once committed or moved from.
};

/// The waits between the tries of a transaction that lost a race, until the connection's lock limit
/// is spent.
class Races {
 public:
  explicit Races(const Connection& db);

  /// Waits a little, longer each time, and says whether there is time for another try. Blocks.
  [[nodiscard]] bool try_again();

 private:
  std::chrono::steady_clock::time_point ends_;
  unsigned lost_ = 0;
};

/// Calls `function(db, arguments...)` in a WriteTransaction, and commits if it succeeds. Runs it
/// again, from its beginning and with the same arguments, when PostgreSQL finds that it lost a
/// race; so it does nothing that cannot be done twice.
///
/// `function` gives a Result. Errors: its own; those of a statement. When the server goes away in
/// the middle of the commit, the answer is `unavailable` and nobody can say whether it was kept.
template <class F, class... A>
auto write(Connection& db, const F& function, const A&... arguments)
    -> std::invoke_result_t<const F&, Connection&, const A&...> {
  for (Races races(db);;) {
    auto transaction = WriteTransaction::begin(db);
    if (!transaction) return failure(transaction);
    auto result = std::invoke(function, db, arguments...);
    if (result) {
      auto committed = transaction->commit();
      if (committed) return result;
      result = failure(committed);
    }
    if (!transaction->lost_a_race() || !races.try_again()) return result;
  }
}

}  // namespace tapedeck::database
