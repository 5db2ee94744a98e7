#include "gateway/store/users.hpp"
#include "identity/password.hpp"
#include "services.hpp"
#include "verbs.hpp"

#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <string>
#include <utility>

namespace tapedeck::app {
namespace {

constexpr int wrong_usage = 64;  // EX_USAGE of sysexits.h

/// `add NAME --email ADDRESS [--admin]`
struct NewAccount {
  std::string name;
  std::string email;
  gateway::Role role = gateway::Role::user;
};

/// Takes the flags of this verb out of the line, and leaves the settings. Nothing when it cannot be
/// meant so.
std::optional<NewAccount> take_account(runtime::CommandLine& line) {
  if (line.words.size() != 2 || line.words[0] != "add") return std::nullopt;
  NewAccount account{line.words[1], {}};
  std::erase_if(line.flags, [&](const auto& flag) {
    if (flag.name == "email") account.email = flag.value.value_or("");
    if (flag.name == "admin") account.role = gateway::Role::admin;
    return flag.name == "email" || flag.name == "admin";
  });
  if (account.email.empty()) return std::nullopt;
  return account;
}

/// Keeps what is typed off the screen, where there is one; Ctrl-C leaves the screen as it was.
class Hidden {
 public:
  Hidden() : on_(::tcgetattr(STDIN_FILENO, &before) == 0) {
    if (!on_) return;
    std::signal(SIGINT, show_and_end);
    std::signal(SIGTERM, show_and_end);
    auto silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~Hidden() {
    if (!on_) return;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
  }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;

 private:
  // Calls only what a handler may call (signal-safety(7)).
  static void show_and_end(int number) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::signal(number, SIG_DFL);
    std::raise(number);
  }

  static inline termios before{};  // where a signal finds it
  bool on_;
};

/// The first line of standard input: everybody on the machine can read a command line.
std::string read_password() {
  if (::isatty(STDIN_FILENO) != 0) std::fputs("Password: ", stderr);
  const Hidden hidden;
  std::string line;
  std::getline(std::cin, line);
  if (::isatty(STDIN_FILENO) != 0) std::fputs("\n", stderr);
  return line;
}

/// What the fields of an error say, since one command asks for one account.
Error with_fields(Error error, std::string_view what) {
  std::string rules;
  for (const auto& field : error.fields)
    rules.append(rules.empty() ? "" : ", ").append(field.message);
  error.message = std::string(what) + ": " + (rules.empty() ? error.message : rules) + ".";
  error.fields.clear();
  return error;
}

Result<gateway::NewUser> prepare(const NewAccount& wanted, Instant now) {
  auto name = gateway::Username::parse(wanted.name);
  if (!name) return std::unexpected(with_fields(name.error(), "The name"));
  auto email = gateway::MailAddress::parse(wanted.email);
  if (!email) return std::unexpected(with_fields(email.error(), "The address"));
  auto password = identity::Password::parse(read_password());
  if (!password) return std::unexpected(with_fields(password.error(), "The password"));
  return gateway::NewUser{UserId::make(), std::move(*name), std::move(*email),
                          identity::hash_password(std::move(*password)), now};
}

Result<gateway::User> keep(runtime::Host& host, const database::Url& url,
                           const gateway::NewUser& account, gateway::Role role) {
  auto migrated = host.migrate();
  if (!migrated) return failure(migrated);
  auto db = database::Connection::open(url, {.durability = database::Durability::full},
                                       host.statements());
  if (!db) return failure(db);
  return database::write(**db, &gateway::add_user, account, role);
}

}  // namespace

int user(runtime::CommandLine line) {
  const auto wanted = take_account(line);
  if (!wanted) {
    std::fputs(
        "tapedeck user add NAME --email ADDRESS [--admin] [SETTINGS]\n"
        "The password is read from standard input.\n",
        stderr);
    return wrong_usage;
  }
  AllSettings settings;
  if (!read_all_settings(settings, std::move(line.flags))) return config_error;
  auto host = runtime::Host::prepare(std::move(settings.shared));
  if (!host) return refuse(host.error());
  add_services(**host, settings, {"gateway"});

  const auto account = prepare(*wanted, (*host)->clock().now());
  if (!account) return refuse(account.error());
  const auto url = settings.gateway.database.value_or((*host)->shared_database());
  const auto added = keep(**host, url, *account, wanted->role);
  if (!added) return refuse(added.error());
  std::printf("%s is %s.\n", wanted->name.c_str(),
              wanted->role == gateway::Role::admin ? "an admin" : "a user");
  return 0;
}

}  // namespace tapedeck::app
