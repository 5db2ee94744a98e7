#pragma once

#include "base/uuid.hpp"
#include "support/databases.hpp"
#include "support/fetch.hpp"
#include "support/program.hpp"
#include "support/scratch_folder.hpp"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::test {

/// How to start Tapedeck in a test: the defaults work.
struct TapedeckOptions {
  std::vector<std::string> only;                   ///< Services; all four when empty.
  std::map<std::string, std::string> environment;  ///< Over the defaults.
  std::vector<std::string> flags;
  std::optional<database::Dialect> engine{};  ///< Of the database, where only one will do.
};

/// The whole program as a process of its own, in a folder and with a database of its own, on ports
/// the system chose. The database is SQLite, unless TAPEDECK_TEST_ENGINE says postgresql.
class Tapedeck {
 public:
  /// Keys are given, so that a test can sign tokens of its own.
  static constexpr std::string_view jwt_secret = "a jwt secret of the tests, forty bytes long";
  static constexpr std::string_view service_secret = "a service secret of the tests, 48 bytes long";

  explicit Tapedeck(TapedeckOptions options = {});

  /// Waits until every service listens; false when it ended instead.
  bool ready();

  /// `http://127.0.0.1:<port>` of a service.
  [[nodiscard]] std::string url(const std::string& service) const;

  /// Starts the program again, in the same folder and over the same database, after it has ended.
  void start_again(const std::vector<std::string>& flags = {});

  /// Another process of the program, with the same options and these flags, in the same folder and
  /// over the same database.
  [[nodiscard]] std::unique_ptr<Program> beside(const std::vector<std::string>& flags) const;

  [[nodiscard]] Program& program() noexcept { return *program_; }
  [[nodiscard]] std::string folder() const { return folder_.path().string(); }

  /// `Authorization: Bearer …` of some user.
  [[nodiscard]] static std::string as_user(bool admin = false);

  /// The same of this user.
  [[nodiscard]] static std::string as(const UserId& user, bool admin = false);

  /// `Authorization: TD1 …` of the aggregation service, for a call to `service` without a user.
  [[nodiscard]] static std::string as_service(std::string_view service);

 private:
  TapedeckOptions options_;
  ScratchFolder folder_;
  TestDatabase database_;
  std::unique_ptr<Program> program_;
  std::map<std::string, int> ports_;
};

}  // namespace tapedeck::test
