#include "download/core/naming.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace tapedeck;
using download::Facts;
using download::Job;
using download::Naming;
using download::VaultPath;

namespace {

const UserId listener = *UserId::parse("11111111-1111-4111-8111-111111111111");

Job job_for(std::string_view file) {
  return Job{.id = JobId::make(),
             .user = listener,
             .item = *ItemIdentifier::parse("gd1977-05-08.sbd.hicks"),
             .file = *archive::FileName::parse(file)};
}

Facts barton_hall() {
  return {.item = *ItemIdentifier::parse("gd1977-05-08.sbd.hicks"),
          .artist = "Grateful Dead",
          .date = "1977-05-08",
          .venue = "Barton Hall",
          .city = "Ithaca, NY"};
}

/// What a file is called below its user's folder.
std::string called(std::string_view naming, const Facts& facts,
                   std::string_view file = "t01.flac") {
  const auto parsed = Naming::parse(naming);
  REQUIRE_MESSAGE(parsed, parsed.error());
  return parsed->place(job_for(file), facts).text().substr(listener.text().size() + 1);
}

}  // namespace

TEST_CASE("a naming puts what is known of a recording into its folders") {
  struct Row {
    std::string_view naming;
    std::string_view name;
  };
  for (const auto& row :
       std::vector<Row>{{"{user}/{identifier}/{file}", "gd1977-05-08.sbd.hicks/t01.flac"},
                        {"{user}/{artist}/{date} {venue}/{identifier}/{file}",
                         "Grateful Dead/1977-05-08 Barton Hall/gd1977-05-08.sbd.hicks/t01.flac"},
                        {"{user}/shows/{year}/{identifier}/{city}/{file}",
                         "shows/1977/gd1977-05-08.sbd.hicks/Ithaca, NY/t01.flac"},
                        {"{user}/{artist} - {date}/{identifier}/{file}",
                         "Grateful Dead - 1977-05-08/gd1977-05-08.sbd.hicks/t01.flac"}}) {
    CAPTURE(row.naming);
    CHECK(called(row.naming, barton_hall()) == row.name);
  }
}

TEST_CASE("what is not known is left out, and a folder never stays without a name") {
  Facts facts{.item = barton_hall().item, .date = "1977-XX-XX"};
  CHECK(called("{user}/{artist}/{date} {venue}/{identifier}/{file}", facts) ==
        "unknown/1977-XX-XX/gd1977-05-08.sbd.hicks/t01.flac");
}

TEST_CASE("no text of an uploader makes a folder of its own or leads out of the vault") {
  constexpr std::string_view naming = "{user}/{artist}/{identifier}/{file}";
  struct Row {
    std::string artist;
    std::string_view folder;
  };
  for (const auto& row : std::vector<Row>{{"AC/DC", "AC%2FDC"},
                                          {"..", "%2E%2E"},
                                          {"../../etc", "%2E.%2F..%2Fetc"},
                                          {".git", "%2Egit"},
                                          {"a\\b", "a%5Cb"},
                                          {"CON", "%43ON"},
                                          {"Who?", "Who%3F"},
                                          {"Live.", "Live%2E"},
                                          {"100%", "100%25"},
                                          {std::string("a\0b", 3), "a b"},
                                          {"a\nb", "a b"},
                                          {" ", "unknown"}}) {
    CAPTURE(row.artist);
    auto facts = barton_hall();
    facts.artist = row.artist;
    CHECK(called(naming, facts) == std::string(row.folder) + "/gd1977-05-08.sbd.hicks/t01.flac");
  }
}

TEST_CASE("two files of one user are never called the same, and a file keeps its folders") {
  constexpr std::string_view naming = "{user}/{artist}/{identifier}/{file}";
  CHECK(called(naming, barton_hall(), "disc 1/t01.flac") ==
        "Grateful Dead/gd1977-05-08.sbd.hicks/disc 1/t01.flac");
  for (const auto* wrong :
       {"", "{file}", "{user}/{file}", "{user}/{artist}/{file}", "{identifier}/{user}/{file}",
        "{user}/{identifier}/{file}/x", "{user}/{identifier}-{artist}/{file}",
        "{user}/{identifier}/{identifier}/{file}", "{user}//{identifier}/{file}",
        "{user}/{user}/{identifier}/{file}", "{user}/{identifier}/{title}/{file}",
        "{user}/{identifier}/{artist/{file}", "{user}/{identifier}/artist}/{file}",
        "/{user}/{identifier}/{file}", "{user}/a/b/c/d/e/f/g/h/i/{identifier}/{file}"}) {
    CAPTURE(wrong);
    const auto parsed = Naming::parse(wrong);
    REQUIRE_FALSE(parsed);
    CHECK_FALSE(parsed.error().empty());
  }
  CHECK_FALSE(Naming::parse("{user}/" + std::string(300, 'x') + "/{identifier}/{file}"));
}

TEST_CASE("a name that was written down is read again, and nothing else is") {
  const auto place = Naming().place(job_for("a/b?.flac"), barton_hall());
  CHECK(VaultPath::of_text(place.text()) == place);
  const auto user = listener.text();
  for (const auto& text : {std::string(), std::string("x"), user, user + "/", user + "/../x",
                           user + "//x", user + "/.hidden", std::string("../") + user + "/x",
                           user + "/" + std::string(202, 'x'), std::string("somebody/x")}) {
    CAPTURE(text);
    CHECK_FALSE(VaultPath::of_text(text));
  }
}

TEST_CASE("the facts of an item are its own words, cut where they are long") {
  archive::Item item{.identifier = *ItemIdentifier::parse("gd1977-05-08.sbd.hicks")};
  item.creators = {" Grateful Dead ", "Somebody Else"};
  item.date = "1977-05-08";
  item.venue = std::string(60, 'a') + " " + std::string(60, 'b');
  item.coverage = "Ithaca, NY";
  const auto facts = download::facts_of(item);
  CHECK(facts.artist == "Grateful Dead");
  CHECK(facts.date == "1977-05-08");
  CHECK(facts.venue == std::string(60, 'a'));
  CHECK(facts.city == "Ithaca, NY");
}
