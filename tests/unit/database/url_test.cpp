#include "database/url.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace tapedeck;
using database::Dialect;
using database::Url;

TEST_CASE("a database is named by a path or by a server") {
  struct Case {
    std::string_view why, text;
    Dialect dialect;
    std::string_view file, shown;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"a path from the working directory", "sqlite:///data/x.db",                   Dialect::sqlite, "data/x.db",   "sqlite:///data/x.db"},
      {"the seed's own spelling",           "sqlite+aiosqlite:///./data/x.db",       Dialect::sqlite, "./data/x.db", "sqlite:///./data/x.db"},
      {"a full path",                       "sqlite:////srv/tapedeck/x.db",          Dialect::sqlite, "/srv/tapedeck/x.db", "sqlite:////srv/tapedeck/x.db"},
      {"a folder with a space in it",       "sqlite:////srv/my music/x.db",          Dialect::sqlite, "/srv/my music/x.db", "sqlite:////srv/my music/x.db"},
      {"a server",                          "postgresql://td@db.home/music",         Dialect::postgresql, "", "postgresql://td@db.home/music"},
      {"a server with all there is",        "postgresql://td:secret@db.home:5433/m", Dialect::postgresql, "", "postgresql://td@db.home:5433/m"},
      {"SQLAlchemy's driver in the scheme", "postgresql+asyncpg://td@[::1]:5432/m",  Dialect::postgresql, "", "postgresql://td@[::1]:5432/m"},
      {"the short scheme",                  "postgres://td@db.home/m",               Dialect::postgresql, "", "postgresql://td@db.home/m"},
      {"a socket",                          "postgresql:///m?host=/run/postgresql",  Dialect::postgresql, "", "postgresql:///m"},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto url = Url::parse(c.text);
    REQUIRE(url);
    CHECK(url->dialect() == c.dialect);
    CHECK(url->file() == c.file);
    CHECK(url->shown() == c.shown);
  }
}

TEST_CASE("an address that names no database says what to write instead") {
  struct Case {
    std::string_view text, says;
  };
  const auto cases = std::to_array<Case>({
      {"", "://"},
      {"./data/x.db", "://"},
      {"mysql://td@db.home/m", "SQLite or PostgreSQL"},
      {"sqlite://x.db", "three slashes"},
      {"sqlite:///", "needs a file"},
      {"sqlite:///:memory:", "needs a file"},
      {"sqlite:///data/", "a folder"},
      {"sqlite:///x.db?mode=ro", "no options"},
      {"sqlite:///my\"music.db", "a name that cannot be used"},
      {"postgresql://td@db.home", "which database"},
      {"postgresql://td@db.home/a/b", "which database"},
      {"postgresql://td@db.home/m?sslmod=require", "did you mean 'sslmode'"},
      {"postgresql://td@db.home/m?options=-cfsync=off", "unknown option 'options'"},
      {"postgresql://td@db.home:port/m", "which database"},
      {"postgresql://td@db.home:music", "which database"},
      {"postgresql://td@[::1/m", "cannot be read"},
      {"postgresql://td@db.home/m#x", "'#'"},
  });
  for (const auto& c : cases) {
    CAPTURE(c.text);
    const auto url = Url::parse(c.text);
    REQUIRE_FALSE(url);
    CHECK(url.error().code == Errc::invalid);
    CAPTURE(url.error().message);
    CHECK(url.error().message.contains(c.says));
    CHECK(url.error().message.contains("sqlite:///./data/music_player.db"));
  }
}

TEST_CASE("a password is sent to the server and shown to nobody") {
  const auto url = Url::parse("postgresql://td:tour%20'77@db.home/m?sslmode=require");
  REQUIRE(url);
  CHECK(url->secret() == "postgresql://td:tour%20%2777@db.home/m?sslmode=require");
  CHECK_FALSE(url->shown().contains("77"));

  const auto refused = Url::parse("postgresql://td:tour 77@db.home/m");
  REQUIRE_FALSE(refused);
  CHECK_FALSE((refused.error().message + refused.error().detail).contains("tour"));
}
