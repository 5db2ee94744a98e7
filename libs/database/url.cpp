#include "database/url.hpp"

#include "base/nearest.hpp"
#include "base/utf8.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <array>

namespace tapedeck::database {
namespace {

constexpr auto what_to_write =
    "Write the database's address as sqlite:///./data/music_player.db or "
    "postgresql://user:password@host:5432/database.";

/// What a PostgreSQL address may say after its question mark; libpq knows more, and some of it
/// (`options`, `passfile`) is nobody's business in an address.
constexpr auto known_options =
    std::to_array<std::string_view>({"host", "sslmode", "sslrootcert", "sslcert", "sslkey"});

std::unexpected<Error> refuse(std::string why) {
  return fail(Errc::invalid, std::move(why) + " " + what_to_write);
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

std::string encoded(std::string_view text) {
  return boost::urls::encode(text, boost::urls::unreserved_chars);
}

/// The engine's name in a scheme: "sqlite" of "sqlite+aiosqlite".
std::string_view engine_of(std::string_view scheme) { return scheme.substr(0, scheme.find('+')); }

/// Host and port, as libpq reads them.
std::string authority_of(const boost::urls::url_view& url) {
  std::string out(url.encoded_host());
  if (url.has_port() && !url.port().empty()) out += ":" + std::string(url.port());
  return out;
}

/// The options of the address as `?name=value&…`; an error names one that is not known.
Result<std::string> options_of(const boost::urls::url_view& url) {
  std::string out;
  for (const auto& option : url.params()) {
    const std::string name(option.key);
    if (std::ranges::find(known_options, name) == known_options.end()) {
      const auto meant = nearest(name, known_options);
      return refuse("The database's address has an unknown option '" + name + "'" +
                    (meant.empty() ? "." : "; did you mean '" + std::string(meant) + "'?"));
    }
    out += (out.empty() ? '?' : '&') + name + '=' + encoded(std::string(option.value));
  }
  return out;
}

}  // namespace

Result<Url> Url::of_file(const std::filesystem::path& file) {
  const std::string text = file.string();
  // SOCI takes the path out of a quoted string and has no way to escape the quotation mark.
  if (text.empty() || has_control(text) || text.contains('"') || !is_utf8(text)) {
    return refuse("The database's file has a name that cannot be used.");
  }
  Url url;
  url.dialect_ = Dialect::sqlite;
  url.file_ = file;
  url.shown_ = "sqlite:///" + text;
  return url;
}

namespace {

Result<std::filesystem::path> sqlite_path(std::string_view after_scheme) {
  if (!after_scheme.starts_with("/")) {
    return refuse("A SQLite address has three slashes before the path, or four for a full path.");
  }
  const auto path = after_scheme.substr(1);
  if (path.empty() || path.contains(":memory:")) {
    return refuse("Tapedeck keeps what it stores, so its database needs a file.");
  }
  if (path.contains('?') || path.contains('#')) {
    return refuse("A SQLite address has no options after its path.");
  }
  if (path.ends_with('/')) return refuse("The database's address names a folder, not a file.");
  return std::filesystem::path(path);
}

struct PostgresAddress {
  std::string shown;
  std::string secret;
};

Result<PostgresAddress> postgres_address(std::string_view after_scheme) {
  const auto text = "postgresql://" + std::string(after_scheme);
  const auto parsed = boost::urls::parse_uri(text);
  // The text may hold the password, so no part of it is repeated in the message.
  if (!parsed) {
    return refuse(
        "The database's address cannot be read; is there a character in the password "
        "that must be written as %XX?");
  }
  const auto& url = *parsed;
  if (url.has_fragment()) return refuse("The database's address must not have a '#'.");
  const std::string path(url.path());
  // Boost 1.81 reads a port that is no number as a part of the path.
  const auto database = path.starts_with('/') ? path.substr(1) : std::string();
  if (database.empty() || database.contains('/')) {
    return refuse("The database's address does not say which database.");
  }
  auto options = options_of(url);
  if (!options) return failure(options);

  const auto user = url.has_userinfo() ? encoded(url.user()) + "@" : std::string();
  const auto login =
      url.has_password() ? encoded(url.user()) + ":" + encoded(url.password()) + "@" : user;
  const auto place = authority_of(url) + "/" + encoded(database);
  return PostgresAddress{.shown = "postgresql://" + user + place,
                         .secret = "postgresql://" + login + place + *options};
}

}  // namespace

Result<Url> Url::parse(std::string_view text) {
  if (text.size() > 4096 || has_control(text) || !is_utf8(text)) {
    return refuse("The database's address cannot be read.");
  }
  const auto mark = text.find("://");
  if (mark == std::string_view::npos) return refuse("The database's address has no '://' in it.");
  const auto engine = engine_of(text.substr(0, mark));
  const auto rest = text.substr(mark + 3);

  if (engine == "sqlite") {
    auto path = sqlite_path(rest);
    if (!path) return failure(path);
    return of_file(*path);
  }
  if (engine == "postgresql" || engine == "postgres") {
    auto address = postgres_address(rest);
    if (!address) return failure(address);
    Url url;
    url.dialect_ = Dialect::postgresql;
    url.shown_ = std::move(address->shown);
    url.secret_ = std::move(address->secret);
    return url;
  }
  return refuse("Tapedeck keeps its data in SQLite or PostgreSQL.");
}

}  // namespace tapedeck::database
