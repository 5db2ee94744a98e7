#include "fake_archive/search.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>

using namespace tapedeck;
using namespace tapedeck::fake_archive;

namespace {

/// `count` hits named n00000, n00001, …; every third has no rating.
Documents many(std::size_t count) {
  Documents documents;
  for (std::size_t i = 0; i < count; ++i) {
    boost::json::object document;
    document["identifier"] = fmt::format("n{:05}", i);
    document["title"] = "Night";
    document["downloads"] = (i * 7919) % 1'000;
    if (i % 3 != 0) document["avg_rating"] = fmt::format("{}.5", i % 5);
    documents.push_back(std::move(document));
  }
  return documents;
}

boost::json::object searched(const Documents& documents, const Parameters& parameters) {
  return boost::json::parse(advanced_search(documents, parameters)).as_object();
}

const boost::json::array& docs_of(const boost::json::object& answer) {
  return answer.at("response").as_object().at("docs").as_array();
}

boost::json::object scraped(const Documents& documents, const Parameters& parameters,
                            ScrapeBend bend = {}) {
  const auto answer = scrape(documents, parameters, bend);
  auto body = boost::json::parse(answer.body).as_object();
  CHECK((answer.status == 200) == body.contains("items"));
  return body;
}

}  // namespace

TEST_CASE("a search answers fifty hits with the usual fields unless told otherwise") {
  const auto documents = many(120);
  const auto answer = searched(documents, {{"q", "night"}, {"output", "json"}});
  const auto& response = answer.at("response").as_object();
  CHECK(response.at("numFound").to_number<int>() == 120);
  CHECK(docs_of(answer).size() == 50);
  const auto& params = answer.at("responseHeader").as_object().at("params").as_object();
  CHECK(std::string_view(params.at("fields").as_string()).starts_with("avg_rating,"));
}

TEST_CASE("a search gives the fields, the order and the page that were asked for") {
  const auto documents = many(30);
  const auto answer = searched(documents, {{"q", "title:night"},
                                           {"fl[]", "identifier"},
                                           {"fl[]", "downloads,nothing"},
                                           {"sort[]", "downloads desc"},
                                           {"rows", "10"},
                                           {"page", "2"}});
  const auto& docs = docs_of(answer);
  REQUIRE(docs.size() == 10);
  CHECK(docs[0].as_object().size() == 2);
  CHECK(docs[0].at("downloads").to_number<int>() >= docs[9].at("downloads").to_number<int>());
  CHECK(answer.at("response").at("start").to_number<int>() == 10);
}

TEST_CASE("hits without the value that is sorted by come last, whichever way") {
  const auto documents = many(9);
  for (const auto* const sort : {"avg_rating asc", "avg_rating desc", "-avg_rating"}) {
    CAPTURE(sort);
    const auto answer =
        searched(documents, {{"q", "*:*"}, {"fl", "identifier,avg_rating"}, {"sort[]", sort}});
    const auto& docs = docs_of(answer);
    CHECK(docs[5].as_object().contains("avg_rating"));
    CHECK_FALSE(docs[6].as_object().contains("avg_rating"));
  }
}

TEST_CASE("paging ends at ten thousand results, a huge first page does not") {
  const auto documents = many(10'500);
  const auto past = searched(documents, {{"q", "*:*"}, {"rows", "1000"}, {"page", "11"}});
  CHECK(std::string_view(past.at("error").as_string()).starts_with("RANGE_OUT_OF_BOUNDS"));
  const auto last = searched(documents, {{"q", "*:*"}, {"rows", "1000"}, {"page", "10"}});
  CHECK(docs_of(last).size() == 1'000);
  const auto start = searched(documents, {{"q", "*:*"}, {"rows", "50"}, {"start", "9951"}});
  CHECK(start.contains("error"));
  for (const auto* const rows : {"*", "20000"}) {
    const auto all = searched(documents, {{"q", "*:*"}, {"rows", rows}, {"fl", "identifier"}});
    CHECK(docs_of(all).size() == 10'500);
  }
}

TEST_CASE("a refused search is an envelope with the reason") {
  const auto documents = many(1);
  CHECK(searched(documents, {{"q", "(open"}}).contains("error"));
  CHECK(searched(documents, {{"q", ""}}).contains("error"));
  CHECK(searched(documents, {}).contains("error"));
  CHECK(searched(documents, {{"q", std::string(2'000, 'a')}}).contains("error"));
}

TEST_CASE("no hits are an answer like any other") {
  const auto answer = searched(many(3), {{"q", "matrix"}});
  CHECK(answer.at("response").at("numFound").to_number<int>() == 0);
  CHECK(docs_of(answer).empty());
}

TEST_CASE("a callback wraps the answer, unless it is no name") {
  const auto documents = many(1);
  CHECK(advanced_search(documents, {{"q", "*:*"}, {"callback", "got"}}).starts_with("got({"));
  CHECK(advanced_search(documents, {{"q", "*:*"}, {"callback", "a;b"}}).starts_with("{"));
}

TEST_CASE("a walk with the cursor meets every hit once") {
  const auto documents = many(950);
  std::set<std::string> seen;
  Parameters parameters{{"q", "night"}, {"fields", "identifier,title"}, {"count", "200"}};
  std::size_t batches = 0;
  for (;;) {
    const auto body = scraped(documents, parameters);
    ++batches;
    for (const auto& item : body.at("items").as_array())
      seen.insert(std::string(std::string_view(item.at("identifier").as_string())));
    if (!body.contains("cursor")) break;
    parameters = {{"q", "night"},
                  {"count", "200"},
                  {"cursor", std::string(std::string_view(body.at("cursor").as_string()))}};
  }
  CHECK(seen.size() == 950);
  CHECK(batches == 5);
}

TEST_CASE("a walk may end with more hits than the last total said") {
  const auto documents = many(150);
  const auto first = scraped(documents, {{"q", "*:*"}, {"count", "100"}});
  CHECK(first.at("total").to_number<int>() == 150);
  const std::string cursor(std::string_view(first.at("cursor").as_string()));
  const auto second = scraped(documents, {{"q", "*:*"}, {"cursor", cursor}});
  CHECK(second.at("total").to_number<int>() == 149);
  CHECK(second.at("count").to_number<int>() == 50);
}

TEST_CASE("a stuck cursor gives the first batch again when count comes with it") {
  const auto documents = many(300);
  const ScrapeBend stuck{true, 0};
  const auto first = scraped(documents, {{"q", "*:*"}, {"count", "100"}}, stuck);
  const std::string cursor(std::string_view(first.at("cursor").as_string()));
  const auto again =
      scraped(documents, {{"q", "*:*"}, {"count", "100"}, {"cursor", cursor}}, stuck);
  CHECK(again.at("items") == first.at("items"));
  const auto onward = scraped(documents, {{"q", "*:*"}, {"cursor", cursor}}, stuck);
  CHECK(onward.at("items").as_array().size() == 200);
}

TEST_CASE("a scrape that gives few at a time goes on from each of its cursors") {
  const auto documents = many(300);
  const ScrapeBend small{.most = 120};
  const auto first = scraped(documents, {{"q", "*:*"}, {"count", "200"}}, small);
  CHECK(first.at("items").as_array().size() == 120);
  const std::string cursor(std::string_view(first.at("cursor").as_string()));
  const auto second = scraped(documents, {{"q", "*:*"}, {"cursor", cursor}}, small);
  CHECK(second.at("items").as_array().size() == 120);
  CHECK(second.at("items").as_array().front() != first.at("items").as_array().front());
}

TEST_CASE("a scrape refuses what the Archive refuses") {
  const auto documents = many(200);
  CHECK(scrape(documents, {{"q", "*:*"}, {"count", "99"}}, {}).status == 400);
  CHECK(scrape(documents, {{"q", "*:*"}, {"count", "10001"}}, {}).status == 400);
  CHECK(scrape(documents, {{"q", "*:*"}, {"cursor", "bm9wZQ=="}}, {}).status == 400);
  CHECK(scrape(documents, {{"q", "*:*"}, {"sorts", "identifier,date"}}, {}).status == 400);
  CHECK(scrape(documents, {{"q", "(open"}}, {}).status == 400);
}

TEST_CASE("a sorted scrape ends at ten thousand, total_only says how many there are") {
  const auto documents = many(10'200);
  const auto sorted = scraped(
      documents, {{"q", "*:*"}, {"sorts", "downloads desc,identifier"}, {"count", "10000"}});
  CHECK(sorted.at("items").as_array().size() == 10'000);
  CHECK_FALSE(sorted.contains("cursor"));
  const auto total = scraped(documents, {{"q", "*:*"}, {"total_only", "true"}});
  CHECK(total.at("total").to_number<int>() == 10'200);
}
