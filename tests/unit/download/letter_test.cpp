#include "download/webhook/letter.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

using namespace tapedeck;
using download::Letter;
using download::Notice;
using download::WebhookStyle;

namespace {

Notice notice_of(std::uint64_t completed, std::uint64_t failed) {
  Notice notice{.user = *UserId::parse("00000000-0000-4000-8000-000000000002"),
                .ended = {.group = {.item = *ItemIdentifier::parse("gd77-05-08.sbd.hicks")}}};
  auto& group = notice.ended.group;
  group.files = completed + failed;
  group.completed = completed;
  group.failed = failed;
  group.bytes_done = 640'000'001;
  if (failed > 0) {
    notice.ended.failed = download::Job{.id = JobId::make(),
                                        .user = notice.user,
                                        .item = group.item,
                                        .file = *archive::FileName::parse("d1/t\"01.flac")};
    notice.ended.failed->error = "The Archive does not have this file any more.";
  }
  return notice;
}

bool has(const Letter& letter, std::string_view header) {
  return std::ranges::find(letter.headers, header) != letter.headers.end();
}

}  // namespace

TEST_CASE("a message in JSON tells what became of a recording") {
  const auto letter = letter_of(notice_of(11, 1), WebhookStyle::json);
  CHECK(has(letter, "Content-Type: application/json"));
  const auto body = boost::json::parse(letter.body);
  CHECK(body.at("event") == "recording_failed");
  CHECK(body.at("archive_identifier") == "gd77-05-08.sbd.hicks");
  CHECK(body.at("address") == "https://archive.org/details/gd77-05-08.sbd.hicks");
  CHECK(body.at("user_id") == "00000000-0000-4000-8000-000000000002");
  CHECK(body.at("files") == 12);
  CHECK(body.at("completed") == 11);
  CHECK(body.at("failed") == 1);
  CHECK(body.at("bytes") == 640'000'001);
  CHECK(body.at("filename") == "d1/t\"01.flac");
  CHECK(body.at("reason") == "The Archive does not have this file any more.");
  const auto good = boost::json::parse(letter_of(notice_of(1, 0), WebhookStyle::json).body);
  CHECK(good.at("event") == "recording_completed");
  CHECK(good.at("reason") == "");
}

TEST_CASE("a message for ntfy is a sentence with a title") {
  const auto good = letter_of(notice_of(12, 0), WebhookStyle::ntfy);
  CHECK(has(good, "Title: gd77-05-08.sbd.hicks is here"));
  CHECK(has(good, "Priority: default"));
  CHECK(has(good, "Click: https://archive.org/details/gd77-05-08.sbd.hicks"));
  CHECK(good.body == "12 files, 641 MB, in the vault.");

  const auto bad = letter_of(notice_of(1, 1), WebhookStyle::ntfy);
  CHECK(has(bad, "Title: gd77-05-08.sbd.hicks: 1 file failed"));
  CHECK(has(bad, "Priority: high"));
  CHECK(bad.body ==
        "1 file, 641 MB, in the vault.\n"
        "d1/t\"01.flac: The Archive does not have this file any more.");
}
