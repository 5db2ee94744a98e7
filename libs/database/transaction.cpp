#include "database/transaction.hpp"

#include "base/random.hpp"
#include "database/session.hpp"

#include <algorithm>
#include <array>
#include <thread>

namespace tapedeck::database {
namespace {

using namespace std::chrono_literals;

constexpr Sql begin_reading("database.begin_reading",
                            {.sqlite = "begin",
                             .postgresql = "begin isolation level repeatable read, read only"});
constexpr Sql begin_writing("database.begin_writing",
                            {.sqlite = "begin immediate",
                             .postgresql = "begin isolation level serializable"});
}  // namespace

Result<ReadTransaction> ReadTransaction::begin(Connection& db) {
  auto begun = db.session_->begin(begin_reading);
  if (!begun) return failure(begun);
  return ReadTransaction(db);
}

ReadTransaction::~ReadTransaction() {
  if (db_ != nullptr) db_->session_->roll_back();
}

Result<WriteTransaction> WriteTransaction::begin(Connection& db) {
  auto begun = db.session_->begin(begin_writing);
  if (!begun) return failure(begun);
  return WriteTransaction(db);
}

WriteTransaction::~WriteTransaction() {
  if (db_ != nullptr) db_->session_->roll_back();
}

Result<void> WriteTransaction::commit() {
  auto done = db_->session_->commit();
  if (done) db_ = nullptr;
  return done;
}

bool WriteTransaction::lost_a_race() const noexcept {
  return db_ != nullptr && db_->session_->retry;
}

Races::Races(const Connection& db)
    : ends_(std::chrono::steady_clock::now() + db.session_->settings.lock_limit) {}

bool Races::try_again() {
  if (std::chrono::steady_clock::now() >= ends_) return false;
  std::array<std::uint8_t, 1> dice{};
  fill_random(dice);
  // Spread, or those who collided would collide again; short, since the winner is done by now.
  const auto ceiling =
      std::min<std::chrono::microseconds>(1ms * (1U << std::min(++lost_, 5U)), 20ms);
  std::this_thread::sleep_for(ceiling * (dice[0] + 1) / 256);
  return true;
}

}  // namespace tapedeck::database
