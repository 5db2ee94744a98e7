#include "database/script.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace tapedeck;
using database::Dialect;
using database::statements_of;
using Statements = std::vector<std::string>;

TEST_CASE("a migration is cut at the semicolons that end its statements") {
  struct Case {
    std::string_view why, text;
    Statements expected;
  };
  const auto cases = std::to_array<Case>({
      {"two statements",
       "create table a (b);\ncreate index c on a (b);\n",
       {"create table a (b)", "create index c on a (b)"}},
      {"the last one without its semicolon", "drop table a", {"drop table a"}},
      {"nothing but comments", "-- nothing; at all\n/* ; */\n;\n", {}},
      {"a comment stays with what follows",
       "-- why; so\ndrop table a;",
       {"-- why; so\ndrop table a"}},
      {"a semicolon in a quotation",
       "insert into a values ('x;''y', \"z;\");",
       {"insert into a values ('x;''y', \"z;\")"}},
      {"a semicolon in a comment",
       "drop /* ; */ table a; drop table b;",
       {"drop /* ; */ table a", "drop table b"}},
      {"PostgreSQL's quoted bodies",
       "do $$ begin; end $$; select 1; do $x$ ; $$ ; $x$;",
       {"do $$ begin; end $$", "select 1", "do $x$ ; $$ ; $x$"}},
      {"a trigger's body",
       "create trigger t after insert on a begin select case when 1 then 2 end; delete from b; "
       "end;\n"
       "drop table a;",
       {"create trigger t after insert on a begin select case when 1 then 2 end; delete from b; "
        "end",
        "drop table a"}},
  });
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto statements = statements_of(c.text, Dialect::sqlite);
    REQUIRE(statements);
    CHECK(*statements == c.expected);
  }
}

TEST_CASE("a section of a migration is for one engine") {
  constexpr auto text =
      "create table a (b);\n"
      "-- sqlite:\n"
      "create virtual table f using fts5 (b);\n"
      "-- postgresql:\n"
      "create trigger t after insert on a execute function x();\n"
      "create index f on a using gin (b);\n"
      "-- both:\n"
      "create index c on a (b);\n";
  CHECK(statements_of(text, Dialect::sqlite) == Statements{"create table a (b)",
                                                           "create virtual table f using fts5 (b)",
                                                           "create index c on a (b)"});
  CHECK(statements_of(text, Dialect::postgresql) ==
        Statements{"create table a (b)", "create trigger t after insert on a execute function x()",
                   "create index f on a using gin (b)", "create index c on a (b)"});
}

TEST_CASE("a migration that cannot be cut is refused") {
  for (const auto* text :
       {"-- mysql:\ndrop table a;", "insert into a values ('x);", "drop /* table a;",
        "do $$ begin;", "create trigger t after insert on a begin delete from b;"}) {
    CAPTURE(text);
    const auto statements = statements_of(text, Dialect::sqlite);
    REQUIRE_FALSE(statements);
    CHECK(statements.error().code == Errc::malformed);
  }
}
