#include "service/download/deck.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

using namespace tapedeck;
using namespace tapedeck::test;

namespace {

std::string for_item(std::string_view name, std::string_view more = {}) {
  return R"({"archive_identifier":")" + std::string(name) + "\"" + std::string(more) + "}";
}

}  // namespace

TEST_CASE("a file that is asked for comes into the user's folder of the vault, and is listed") {
  Deck deck;
  const auto files = deck.files(1);
  const auto id = deck.download(files.begin()->first);
  CHECK(deck.download(files.begin()->first) == id);
  deck.wait_for({id}, "completed");
  CHECK(deck.in_vault() == files);

  const auto job = json_in(deck.get("/downloads/" + id)).as_object();
  CHECK(job.at("progress").to_number<double>() == 100);
  CHECK(job.at("waiting_for").is_null());
  CHECK(std::string(job.at("file_path").as_string()) ==
        deck.user().text() + "/" + std::string(Deck::item) + "/" + files.begin()->first);
  CHECK(job.at("bytes_done") == job.at("file_size"));
  const auto page = json_in(deck.get("/downloads?status=completed")).as_object();
  CHECK(page.at("total").to_number<int>() == 1);
  CHECK(json_in(deck.get("/downloads?status=failed")).at("total").to_number<int>() == 0);
  CHECK(deck.get("/stats").body.contains("\"completed_downloads\":1"));
}

TEST_CASE("a dry run says what would come, and queues nothing") {
  Deck deck;
  const auto answer = deck.post(for_item(Deck::item, R"(,"dry_run":true)"));
  CHECK(answer.status == 200);
  const auto found = json_in(answer).as_object();
  CHECK(found.at("planned").as_array().size() >= 20);
  CHECK(found.at("downloads").as_array().empty());
  CHECK(found.at("total_bytes").to_number<std::uint64_t>() > 1'000'000);
  CHECK(json_in(deck.get("/downloads")).at("total").to_number<int>() == 0);
}

TEST_CASE("what cannot be had is refused with its reason") {
  struct Case {
    std::string_view why, body;
    long status;
    std::string_view says;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"stream only", R"({"archive_identifier":"gd1977-05-08.sbd.harbor.990101.flac16"})", 422, "streamed, but not downloaded"},
      {"gone dark",   R"({"archive_identifier":"gd1977-05-08.sbd.gone.990112.flac16"})",   404, "no such item"},
      {"missing",     R"({"archive_identifier":"gd1977-05-08.sbd.lost.990113.flac16"})",   404, "no such item"},
      {"no such file", R"({"archive_identifier":"gd1977-05-08.aud.fresh.990114.flac16","filename":"x.flac"})", 422, "no such file"},
      {"a way out",   R"({"archive_identifier":"gd1977","filename":"../../etc/passwd"})",  422, "/filename"},
      {"no identifier", R"({"archive_identifier":"../.."})",                               422, "/archive_identifier"},
      {"nothing",     R"({})",                                                             422, "archive_identifier"},
      {"both",        R"({"archive_identifier":"gd1977","identifiers":["gd1978"]})",       422, "archive_identifier"},
      {"an empty list", R"({"identifiers":[]})",                                           422, "/identifiers"},
      {"no JSON",     "{",                                                                 400, "malformed"},
      {"a number",    R"({"archive_identifier":5})",                                       422, "/archive_identifier"},
  });
  // clang-format on
  Deck deck;
  // Pressing an item takes a busy machine longer than a client waits.
  for (const auto* item :
       {"gd1977-05-08.sbd.harbor.990101.flac16", "gd1977-05-08.aud.fresh.990114.flac16"})
    deck.archive().ask(std::string("/metadata/") + item);
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto answer = deck.post(std::string(c.body));
    CHECK(answer.status == c.status);
    CHECK_MESSAGE(answer.body.contains(c.says), answer.body);
  }
  CHECK(json_in(deck.get("/downloads")).at("total").to_number<int>() == 0);
}

TEST_CASE("in a list, what cannot be had stands beside what can") {
  Deck deck;
  const auto answer = deck.post(
      R"({"identifiers":["https://archive.org/details/gd1977-05-08.aud.fresh.990114.flac16",)"
      R"("gd1977-05-08.sbd.harbor.990101.flac16","gd1977-05-08.sbd.lost.990113.flac16"]})");
  CHECK(answer.status == 202);
  const auto found = json_in(answer).as_object();
  CHECK(found.at("downloads").as_array().size() >= 2);
  CHECK(found.at("refused").as_array().size() == 2);
}

TEST_CASE("another user's downloads are not there, and their socket is forbidden") {
  Deck deck;
  const auto id = deck.download(deck.files(1).begin()->first);
  const auto stranger = UserId::make();
  CHECK(deck.ask("GET", "/downloads/" + id, {}, stranger).status == 404);
  CHECK(deck.ask("DELETE", "/downloads/" + id + "?files=true", {}, stranger).status == 404);
  CHECK(json_in(deck.ask("GET", "/downloads", {}, stranger)).at("total").to_number<int>() == 0);
  CHECK(deck.ask("GET", "/ws/downloads/" + deck.user().text(), {}, stranger).status == 403);
  CHECK(deck.get("/ws/downloads/" + deck.user().text()).status == 426);
  for (const auto& target :
       std::to_array<std::string>({"/downloads", "/downloads/" + id, "/ws/downloads/x"})) {
    CHECK(fetch(deck.program().url("download") + target).status == 401);
  }
  deck.wait_for({id}, "completed");
}

TEST_CASE("no id and no parameter makes an error of ours") {
  Deck deck;
  for (const auto* target : {"/downloads/x", "/downloads/..", "/downloads/%00", "/downloads/'",
                             "/downloads/00000000-0000-4000-8000-000000000000"}) {
    CAPTURE(target);
    const auto status = deck.get(target).status;
    CHECK((status == 404 || status == 400));
  }
  for (const auto* query : {"page=0", "page=x", "per_page=201", "per_page=-1", "status=done",
                            "archive_identifier=/", "page=99999999999999999999"}) {
    CAPTURE(query);
    CHECK(deck.get(std::string("/downloads?") + query).status == 422);
  }
}

TEST_CASE("a download is cancelled while it comes, and a finished one removed with its file") {
  Deck deck;
  const auto files = deck.files(2);
  deck.archive().fault("node *" + files.begin()->first + " slow=20000");
  const auto slow = deck.download(files.begin()->first);
  deck.wait_for({slow}, "downloading");
  const auto cancelled = deck.ask("DELETE", "/downloads/" + slow, {}, deck.user());
  CHECK(cancelled.status == 200);
  CHECK(json_in(cancelled).at("status").as_string() == "cancelled");

  const auto quick = deck.download(files.rbegin()->first);
  deck.wait_for({quick}, "completed");
  CHECK(deck.parts().empty());
  CHECK(deck.ask("DELETE", "/downloads/" + quick + "?files=perhaps", {}, deck.user()).status ==
        422);
  CHECK(deck.ask("DELETE", "/downloads/" + quick + "?files=true", {}, deck.user()).status == 204);
  CHECK(deck.get("/downloads/" + quick).status == 404);
  CHECK(deck.in_vault().empty());
}

TEST_CASE("the socket shows what is there, and then every step of a download") {
  Deck deck;
  const auto files = deck.files(1);
  deck.archive().fault("node *.flac slow=200000");
  auto socket = deck.live();
  CHECK(socket.text() == R"({"type":"snapshot","downloads":[],"more":false})");
  const auto id = deck.download(files.begin()->first);
  CHECK(socket.text().starts_with(R"({"type":"queued","downloads":[{"id":")" + id));
  double last = -1;
  std::string statuses;
  while (!statuses.ends_with("completed ")) {
    const auto text = socket.text();
    REQUIRE_FALSE(text.empty());
    const auto change = boost::json::parse(text).as_object();
    CHECK(change.at("type").as_string() == "change");
    const auto& download = change.at("download").as_object();
    const std::string status(download.at("status").as_string());
    if (!statuses.ends_with(status + " ")) statuses += status + " ";
    const auto progress = download.at("progress").to_number<double>();
    CHECK(progress >= last);
    last = progress;
  }
  CHECK(statuses == "downloading verifying completed ");
  CHECK(last == 100);
}

TEST_CASE("names that lead out of the vault are not fetched, and the other strange ones are") {
  constexpr std::string_view name = "minaostrom2014-03-01.hostile-names.970901.flac16";
  Deck deck;
  const auto answer = deck.post(for_item(name, R"(,"formats":["PNG"])"));
  REQUIRE_MESSAGE(answer.status == 202, answer.body);
  std::vector<std::string> jobs;
  const auto found = json_in(answer);
  for (const auto& download : found.at("downloads").as_array())
    jobs.emplace_back(download.at("id").as_string());
  CHECK(jobs.size() >= 10);
  deck.wait_for(jobs, "completed");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(deck.vault()))
    CHECK_FALSE(entry.is_symlink());
  const auto folder = deck.vault() / deck.user().text();
  CHECK(std::distance(std::filesystem::directory_iterator(folder), {}) == 1);
}
