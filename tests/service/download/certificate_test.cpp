// What is known of finished files: peaks, loudness, certificates.

#include "service/download/deck.hpp"

#include <boost/json/array.hpp>
#include <doctest/doctest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;

namespace {

namespace fs = std::filesystem;

/// A recording with fingerprints of its samples and of its files.
constexpr std::string_view taped = "gd1977-05-08.aud.moss.990103.flac16";

std::string with_ending(const std::vector<std::string>& names, std::string_view ending) {
  const auto found =
      std::ranges::find_if(names, [&](const auto& name) { return name.ends_with(ending); });
  REQUIRE(found != names.end());
  return *found;
}

/// Downloads the first FLAC file of the recording and the taper's files; their tracks by name.
std::map<std::string, std::string> own_some(Deck& deck) {
  deck.press(taped);
  const auto metadata = json_of(deck.archive().ask("/metadata/" + std::string(taped)));
  std::vector<std::string> names;
  for (const auto& file : metadata.at("files").as_array())
    names.emplace_back(file.as_object().at("name").as_string());
  std::ranges::sort(names);
  std::map<std::string, std::string> tracks;
  std::vector<std::string> ids;
  for (const std::string_view ending : {".flac", ".ffp", ".md5"}) {
    const auto name = with_ending(names, ending);
    const auto answer = deck.post("{\"archive_identifier\":\"" + std::string(taped) +
                                  "\",\"filename\":\"" + name + "\"}");
    REQUIRE_MESSAGE(answer.status == 202, answer.body);
    ids.emplace_back(json_in(answer).at("downloads").at(0).at("id").as_string());
    tracks.emplace(name, ids.back());
  }
  deck.wait_for(ids, "completed");
  return tracks;
}

std::string flac_of(const std::map<std::string, std::string>& tracks) {
  for (const auto& [name, id] : tracks) {
    if (name.ends_with(".flac")) return name;
  }
  return {};
}

const std::string certificate_target = "/recordings/" + std::string(taped) + "/certificate";

/// What a certificate says of one file.
boost::json::object entry(const Fetched& certificate, std::string_view name) {
  REQUIRE_MESSAGE(certificate.status == 200, certificate.body);
  const auto answer = json_in(certificate);
  for (const auto& file : answer.at("files").as_array()) {
    if (file.at("filename").as_string() == name) return file.as_object();
  }
  FAIL("no such file in the certificate");
  return {};
}

}  // namespace

TEST_CASE("a finished track tells its waveform, and how loud it is") {
  Deck deck;
  const auto tracks = own_some(deck);
  const auto track = tracks.at(flac_of(tracks));
  const auto answer = deck.get("/tracks/" + track + "/peaks");
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  CHECK(answer.headers.at("cache-control") == "private, no-cache");
  const auto peaks = json_in(answer).as_object();
  CHECK(peaks.at("sample_rate").to_number<int>() == 44'100);
  CHECK(peaks.at("samples").to_number<int>() > 44'100);
  CHECK(peaks.at("waveform").as_string().size() == 2'668);  // 2,000 bytes
  CHECK(peaks.at("loudness").as_double() < 0);
  CHECK(peaks.at("peak").to_number<double>() <= 1);

  CHECK(deck.end(SIGTERM) == 0);
  deck.start_again();
  CHECK(deck.get("/tracks/" + track + "/peaks").body == answer.body);
  CHECK(deck.ask("GET", "/tracks/" + track + "/peaks", {}, UserId::make()).status == 404);
  for (const auto& [name, id] : tracks) {
    if (name.ends_with(".flac")) continue;
    const auto paper = deck.get("/tracks/" + id + "/peaks");
    CHECK(paper.status == 404);
    CHECK(paper.body.contains("of a kind that is not decoded here"));
  }
}

TEST_CASE("a certificate tells what the taper's files say of a recording") {
  Deck deck;
  const auto tracks = own_some(deck);
  const auto name = flac_of(tracks);
  REQUIRE(deck.get("/tracks/" + tracks.at(name) + "/peaks").status == 200);
  const auto answer = deck.get(certificate_target);
  const auto file = entry(answer, name);
  CHECK(file.at("standing").as_string() == "proven");
  CHECK(file.at("found_sha1") == file.at("expected_sha1"));
  CHECK(file.at("found_md5") == file.at("expected_md5"));
  const auto& hearing = file.at("hearing").as_object();
  CHECK(hearing.at("announced_md5") == hearing.at("pcm_md5"));
  CHECK(hearing.at("decoder").as_string().starts_with("libFLAC"));
  const auto& prints = file.at("fingerprints").as_array();
  CHECK(prints.size() == 2);
  for (const auto& print : prints) {
    CAPTURE(std::string(print.at("filename").as_string()));
    CHECK(print.at("match").as_string() == "equal");
  }
  CHECK(answer.body.contains("Nothing is known to be wrong."));

  const auto page = deck.get(certificate_target + "?format=text");
  CHECK(page.status == 200);
  CHECK(page.headers.at("content-type") == "text/plain; charset=utf-8");
  CHECK(page.body.starts_with("Certificate of " + std::string(taped)));
  CHECK(page.body.contains(name + ": proven\n"));
  const auto accepted = fetch(deck.program().url("download") + certificate_target,
                              {Tapedeck::as(deck.user()), "Accept: text/plain"});
  CHECK(accepted.body.starts_with("Certificate of "));

  CHECK(deck.get(certificate_target + "?format=pdf").status == 422);
  CHECK(deck.ask("GET", certificate_target, {}, UserId::make()).status == 404);
  CHECK(fetch(deck.program().url("download") + certificate_target).status == 401);
  CHECK(deck.get("/recordings/-/certificate").status == 422);
}

TEST_CASE("a certificate does not vouch for a file that has changed, or has gone") {
  Deck deck;
  const auto tracks = own_some(deck);
  const auto name = flac_of(tracks);
  REQUIRE(deck.get("/tracks/" + tracks.at(name) + "/peaks").status == 200);
  const auto before = entry(deck.get(certificate_target), name);
  const auto place = deck.bytes_of(std::string(before.at("found_sha1").as_string()));
  REQUIRE(fs::exists(place));
  const auto bytes = fs::file_size(place);
  // As long as the file was, and none of its sound.
  std::ofstream(place) << std::string(bytes, '?');
  fs::last_write_time(place, fs::last_write_time(place) + std::chrono::seconds(10));
  CHECK(entry(deck.get(certificate_target), name).at("standing").as_string() == "unexamined");
  CHECK(deck.get("/tracks/" + tracks.at(name) + "/peaks").status == 404);
  const auto changed = entry(deck.get(certificate_target), name);
  CHECK(changed.at("standing").as_string() == "faulty");
  CHECK(changed.at("found_sha1") != changed.at("expected_sha1"));
  CHECK(changed.at("refusal").as_string() == "There is no sound in this file that can be decoded.");

  std::ofstream(place, std::ios::app) << "more";
  CHECK(entry(deck.get(certificate_target), name).at("standing").as_string() == "missing");
  fs::remove(place);
  const auto answer = deck.get(certificate_target);
  CHECK(entry(answer, name).at("standing").as_string() == "missing");
  CHECK(answer.body.contains("1 is missing from the vault."));
  CHECK(deck.get("/health/live").status == 200);
}
