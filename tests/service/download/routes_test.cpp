#include "service/download/deck.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <string>
#include <string_view>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;

namespace {

/// A small recording that may be downloaded.
constexpr std::string_view fresh = "gd1977-05-08.aud.fresh.990114.flac16";

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
  const std::string path(job.at("file_path").as_string());
  CHECK(path.starts_with(deck.user().text() + "/"));
  CHECK(path.ends_with("/" + std::string(Deck::item) + "/" + files.begin()->first));
  CHECK(std::filesystem::exists(deck.vault() / path));
  CHECK(job.at("bytes_done") == job.at("file_size"));
  const auto page = json_in(deck.get("/downloads?status=completed")).as_object();
  CHECK(page.at("total").to_number<int>() == 1);
  CHECK(json_in(deck.get("/downloads?status=failed")).at("total").to_number<int>() == 0);
  CHECK(deck.get("/stats").body.contains("\"completed_downloads\":1"));
}

TEST_CASE("what files would be called by another naming can be looked at, and comes at a start") {
  Deck deck;
  const auto file = deck.files(1).begin()->first;
  deck.wait_for({deck.download(file)}, "completed");
  const auto plain = deck.user().text() + "/" + std::string(Deck::item) + "/" + file;
  const std::string naming = "{user}/{identifier}/{file}";
  const auto page =
      json_in(deck.get("/downloads/names?names=%7Buser%7D/%7Bidentifier%7D/%7Bfile%7D"));
  CHECK(page.at("names").as_string() == naming);
  CHECK(page.at("downloads").at(0).at("would_be").as_string() == plain);
  const std::string now(page.at("downloads").at(0).at("file_path").as_string());
  CHECK(now != plain);
  CHECK(deck.get("/downloads/names?names=%7Buser%7D/%7Bfile%7D").status == 422);

  CHECK(deck.end(SIGTERM) == 0);
  deck.start_again({"--download.names=" + naming});
  // The folders of the old name go last.
  const auto artist = *std::next(std::filesystem::path(now).begin());
  while (std::filesystem::exists(deck.vault() / deck.user().text() / artist))
    CHECK(deck.get("/health/live").status == 200);
  CHECK(std::filesystem::exists(deck.vault() / plain));
  CHECK(deck.in_vault().size() == 1);
}

TEST_CASE("a dry run says what would come, and queues nothing") {
  Deck deck;
  deck.press(Deck::item);
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
      {"stream only", R"({"archive_identifier":"gd70-02-13.sbd-late.larkin.990132.sbeok.shnf"})", 422, "streamed, but not downloaded"},
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
  deck.press(stream_only);
  deck.press(fresh);
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
  deck.press(stream_only);
  deck.press(fresh);
  const auto answer = deck.post(
      R"({"identifiers":["https://archive.org/details/gd1977-05-08.aud.fresh.990114.flac16",)"
      R"("gd70-02-13.sbd-late.larkin.990132.sbeok.shnf","gd1977-05-08.sbd.lost.990113.flac16"]})");
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
  for (const auto* action : {"pause", "resume", "retry"})
    CHECK(deck.ask("POST", "/downloads/" + id + "/" + action, {}, stranger).status == 404);
  CHECK(deck.ask("POST", "/downloads/actions", R"({"action":"cancel","ids":[")" + id + R"("]})",
                 stranger)
            .body == R"({"changed":0})");
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

TEST_CASE("a download is paused while it comes, and goes on from what it had") {
  Deck deck;
  const auto files = deck.files(1);
  deck.archive().fault("node *.flac slow=200000");
  const auto id = deck.download(files.begin()->first);
  auto socket = deck.live();
  while (!socket.text().contains(R"("bytes_done":5)")) {
  }
  const auto paused = deck.ask("POST", "/downloads/" + id + "/pause", {}, deck.user());
  CHECK(paused.status == 200);
  CHECK(json_in(paused).at("status").as_string() == "paused");
  CHECK(deck.ask("POST", "/downloads/" + id + "/pause", {}, deck.user()).status == 200);
  CHECK(deck.in_vault().empty());

  CHECK(deck.end(SIGTERM) == 0);
  deck.start_again();
  CHECK(json_in(deck.get("/downloads/" + id)).at("status").as_string() == "paused");
  deck.archive().control("DELETE", "/faults");
  CHECK(deck.ask("POST", "/downloads/" + id + "/resume", {}, deck.user()).status == 200);
  deck.wait_for({id}, "completed");
  CHECK(deck.in_vault() == files);
  CHECK(deck.ask("POST", "/downloads/" + id + "/pause", {}, deck.user()).status == 409);
  CHECK(deck.ask("POST", "/downloads/" + id + "/retry", {}, deck.user()).status == 409);
}

TEST_CASE("several downloads are acted on at once, and finished ones cleared from the list") {
  Deck deck;
  const auto files = deck.files(3);
  deck.archive().fault("node *.flac slow=20000");
  std::vector<std::string> jobs;
  for (const auto& [name, sha1] : files)
    jobs.push_back(deck.download(name));
  const auto act = [&](const std::string& body) {
    return deck.ask("POST", "/downloads/actions", body, deck.user());
  };
  const auto paused =
      act(R"({"action":"pause","archive_identifier":"https://archive.org/details/)" +
          std::string(Deck::item) + R"("})");
  CHECK(paused.body == R"({"changed":3})");
  CHECK(act(R"({"action":"resume","ids":[")" + jobs[0] + R"("]})").body == R"({"changed":1})");
  CHECK(act(R"({"action":"cancel","status":"paused"})").body == R"({"changed":2})");
  CHECK(act(R"({"action":"pause"})").body == R"({"changed":1})");
  deck.archive().control("DELETE", "/faults");
  CHECK(act(R"({"action":"resume"})").body == R"({"changed":1})");
  CHECK(act(R"({"action":"retry","status":"cancelled"})").body == R"({"changed":2})");
  deck.wait_for(jobs, "completed");
  CHECK(deck.in_vault() == files);
  const auto groups = json_in(deck.get("/downloads/groups")).as_object();
  CHECK(groups.at("total").to_number<int>() == 1);
  const auto& group = groups.at("groups").at(0).as_object();
  CHECK(group.at("status").as_string() == "completed");
  CHECK(group.at("files").to_number<int>() == 3);
  CHECK(group.at("progress").to_number<double>() == 100);
  CHECK(group.at("bytes_done") == group.at("bytes_total"));
  CHECK(deck.get("/downloads/groups?page=0").status == 422);
  CHECK(deck.get("/downloads/groups?status=failed").status == 422);

  const auto clear = [&](const std::string& query) {
    return deck.ask("DELETE", "/downloads" + query, {}, deck.user());
  };
  CHECK(clear("").status == 422);
  CHECK(clear("?status=pending").status == 422);
  CHECK(clear("?status=failed").body == R"({"changed":0})");
  CHECK(clear("?status=completed&archive_identifier=gd1978").body == R"({"changed":0})");
  CHECK(clear("?status=completed").body == R"({"changed":3})");
  CHECK(deck.in_vault() == files);
  CHECK(json_in(deck.get("/downloads")).at("total").to_number<int>() == 0);
}

TEST_CASE("what is wanted first comes first, whatever was asked for before it") {
  Deck deck;
  const auto files = deck.files(4);
  deck.archive().fault("node *.flac slow=20000");
  std::vector<std::string> jobs;
  for (const auto& [name, sha1] : files)
    jobs.push_back(deck.download(name));
  const auto patch = [&](const std::string& target, const std::string& body) {
    return deck.ask("PATCH", "/downloads" + target, body, deck.user());
  };
  CHECK(patch("", R"({"priority":7})").body == R"({"changed":4})");
  CHECK(patch("/" + jobs[3], R"({"priority":9})").body.contains(R"("priority":9)"));
  CHECK(
      patch("/" + jobs[2], R"({"before":")" + jobs[3] + R"("})").body.contains(R"("priority":9)"));
  deck.ask("POST", "/downloads/actions", R"({"action":"pause"})", deck.user());
  deck.archive().control("DELETE", "/faults");
  deck.ask("POST", "/downloads/actions", R"({"action":"resume"})", deck.user());
  deck.wait_for(jobs, "completed");
  const auto end_of = [&](const std::string& id) {
    return std::string(
        json_in(deck.get("/downloads/" + id)).at("download_completed_at").as_string());
  };
  CHECK(std::max(end_of(jobs[2]), end_of(jobs[3])) <= std::min(end_of(jobs[0]), end_of(jobs[1])));

  CHECK(patch("/" + jobs[0], R"({"priority":1})").status == 409);
  CHECK(patch("/" + jobs[0], "{}").status == 422);
  CHECK(patch("/" + jobs[0], R"({"priority":10})").status == 422);
  CHECK(patch("/" + jobs[0], R"({"priority":1,"before":")" + jobs[1] + R"("})").status == 422);
  CHECK(patch("/x", R"({"priority":1})").status == 404);
  CHECK(patch("", "{}").status == 422);
}

TEST_CASE("an action that cannot be taken names what is wrong with it") {
  Deck deck;
  struct Case {
    std::string_view body;
    long status;
    std::string_view says;
  };
  constexpr auto cases = std::to_array<Case>({
      {"{", 400, "malformed"},
      {"{}", 422, "/action"},
      {R"({"action":"explode"})", 422, "/action"},
      {R"({"action":"pause","ids":[]})", 422, "/ids"},
      {R"({"action":"pause","ids":["x"]})", 422, "/ids/0"},
      {R"({"action":"pause","archive_identifier":"../.."})", 422, "/archive_identifier"},
      {R"({"action":"pause","status":"done"})", 422, "/status"},
      {R"({"action":"remove"})", 422, "/ids"},
  });
  for (const auto& c : cases) {
    CAPTURE(c.body);
    const auto answer = deck.ask("POST", "/downloads/actions", std::string(c.body), deck.user());
    CHECK(answer.status == c.status);
    CHECK_MESSAGE(answer.body.contains(c.says), answer.body);
  }
}

TEST_CASE("the socket shows what is there, and then every step of a download") {
  Deck deck;
  const auto files = deck.files(1);
  deck.archive().fault("node *.flac slow=200000");
  auto socket = deck.live();
  CHECK(socket.text() == R"({"type":"snapshot","downloads":[],"more":false})");
  const auto id = deck.download(files.begin()->first);
  CHECK(socket.text().starts_with(R"({"type":"change","id":")" + id));
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

TEST_CASE("events of downloads come to whoever cannot open a socket") {
  Deck deck;
  const auto files = deck.files(1);
  auto client = deck.events();
  std::string text;
  const auto read_until = [&](std::string_view wanted) {
    while (!text.contains(wanted)) {
      const auto byte = client.bytes(1);
      REQUIRE(byte.size() == 1);
      text += byte;
    }
  };
  read_until(R"(data: {"type":"snapshot","downloads":[],"more":false})");
  CHECK(text.contains("text/event-stream"));
  const auto id = deck.download(files.begin()->first);
  read_until(R"("status":"completed")");
  CHECK(text.contains(id));
}

TEST_CASE("names that lead out of the vault are not fetched, and the other strange ones are") {
  constexpr std::string_view name = "minaostrom2014-03-01.hostile-names.970901.flac16";
  Deck deck;
  deck.press(name);
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
