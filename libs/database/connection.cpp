#include "database/connection.hpp"

#include "database/session.hpp"

#include <string>

namespace tapedeck::database {

namespace detail {

std::unexpected<Error> unreadable(std::string_view statement, std::size_t column) {
  return fail(
      Errc::storage,
      "The database holds something Tapedeck cannot read; restore the last backup if this "
      "goes on.",
      std::string(statement) + ": column " + std::to_string(column + 1) + " holds no such value");
}

std::unexpected<Error> wrong_rows(std::string_view statement, const char* what) {
  return fail(Errc::internal, "Tapedeck asked its database the wrong question; please report this.",
              std::string(statement) + ": " + what);
}

}  // namespace detail

Connection::Connection(std::unique_ptr<detail::Session> session) : session_(std::move(session)) {}

Connection::~Connection() = default;

Result<std::unique_ptr<Connection>> Connection::open(const Url& url, ConnectionSettings settings,
                                                     StatementObserver& observer) {
  auto session = detail::open_session(url, settings, observer);
  if (!session) return failure(session);
  return std::unique_ptr<Connection>(new Connection(*std::move(session)));
}

Dialect Connection::dialect() const noexcept { return session_->dialect; }

bool Connection::usable() const noexcept { return !session_->lost; }

Result<std::int64_t> Connection::execute(const Sql& statement, std::span<const Parameter> values,
                                         std::span<const Kind> columns, detail::RowReader* reader) {
  return session_->execute(statement, values, columns, reader);
}

}  // namespace tapedeck::database
