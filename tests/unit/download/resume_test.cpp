#include "download/core/resume.hpp"

#include "download/core/progress.hpp"

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <optional>
#include <string_view>

using namespace tapedeck;
using namespace tapedeck::download;
using namespace std::chrono_literals;

namespace {

Job some_job() {
  return Job{.id = JobId::make(),
             .user = UserId::make(),
             .item = *ItemIdentifier::parse("gd1977"),
             .file = *archive::FileName::parse("t1.flac")};
}

Verdict verdict_on(Side side, Errc code, std::uint32_t failures = 1) {
  Trouble trouble{side, {}};
  trouble.error.code = code;
  return judge(trouble, failures, 0);
}

}  // namespace

TEST_CASE("what is there is kept when the rest follows, and thrown away when it does not") {
  struct Case {
    std::string_view why;
    std::uint64_t there, first;
    std::optional<std::uint64_t> total, expected;
    Beginning then;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"the first time",                       0,   0,   1'000, 1'000, Beginning::go_on},
      {"206: the rest",                        700, 700, 1'000, 1'000, Beginning::go_on},
      {"200 for a range, or another file",     700, 0,   1'000, 1'000, Beginning::from_zero},
      {"the node does not say how long it is", 700, 700, {},    1'000, Beginning::go_on},
      {"nobody knows how long it must be",     700, 700, 900,   {},    Beginning::go_on},
      {"another length than the item says",    0,   0,   900,   1'000, Beginning::other_file},
      {"and in the middle",                    700, 700, 900,   1'000, Beginning::other_file},
      {"some other part",                      700, 701, 1'000, 1'000, Beginning::not_ours},
      {"an earlier part",                      700, 600, 1'000, 1'000, Beginning::not_ours},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const archive::FetchStart start{.first = c.first, .total = c.total};
    CHECK(begin_with(c.there, start, Expected{.bytes = c.expected}) == c.then);
  }
}

TEST_CASE("a sending that has ended is verified, gone on with, or begun anew") {
  struct Case {
    std::string_view why;
    std::uint64_t there;
    bool complete;
    std::optional<std::uint64_t> expected;
    Ending then;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"all is there",                        1'000, true,  1'000, Ending::verify},
      {"the connection dropped",              700,   false, 1'000, Ending::ask_again},
      {"a short file that was said to end",   700,   true,  1'000, Ending::begin_anew},
      {"a long one",                          1'100, false, 1'000, Ending::begin_anew},
      {"nobody knows how long it must be",    700,   true,  {},    Ending::verify},
      {"and it dropped",                      700,   false, {},    Ending::ask_again},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const archive::Fetched fetched{.bytes = c.there, .complete = c.complete};
    CHECK(end_with(c.there, fetched, Expected{.bytes = c.expected}) == c.then);
  }
}

TEST_CASE("each trouble is waited for, begun anew or given up") {
  struct Case {
    Side side;
    Errc code;
    Verdict::Kind kind;
    WaitingFor waiting_for;
  };
  using enum Verdict::Kind;
  // clang-format off
  const auto cases = std::to_array<Case>({
      {Side::archive, Errc::unavailable,  wait,       WaitingFor::archive},
      {Side::archive, Errc::rate_limited, wait,       WaitingFor::archive},
      {Side::archive, Errc::timed_out,    wait,       WaitingFor::archive},
      {Side::archive, Errc::bad_upstream, wait,       WaitingFor::retry_at},
      {Side::archive, Errc::conflict,     begin_anew, WaitingFor::retry_at},
      {Side::archive, Errc::not_found,    fail,       WaitingFor::retry_at},
      {Side::archive, Errc::forbidden,    fail,       WaitingFor::retry_at},
      {Side::archive, Errc::cancelled,    stop,       WaitingFor::retry_at},
      {Side::vault,   Errc::storage_full, wait,       WaitingFor::disk},
      {Side::vault,   Errc::unavailable,  wait,       WaitingFor::disk},
      {Side::vault,   Errc::storage,      wait,       WaitingFor::disk},
      {Side::bytes,   Errc::storage,      wait,       WaitingFor::disk},
      {Side::bytes,   Errc::storage_full, wait,       WaitingFor::disk},
      {Side::vault,   Errc::conflict,     fail,       WaitingFor::retry_at},
      {Side::vault,   Errc::cancelled,    stop,       WaitingFor::retry_at},
      {Side::row,     Errc::storage,      wait,       WaitingFor::retry_at},
      {Side::row,     Errc::storage_full, wait,       WaitingFor::retry_at},
      {Side::row,     Errc::unavailable,  wait,       WaitingFor::retry_at},
      {Side::row,     Errc::cancelled,    stop,       WaitingFor::retry_at},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(to_text(c.code));
    const auto verdict = verdict_on(c.side, c.code);
    CHECK(verdict.kind == c.kind);
    CHECK(verdict.waiting_for == c.waiting_for);
  }
}

TEST_CASE("the Archive is waited for as long as it asks, and longer each time it does not say") {
  Trouble trouble{Side::archive, {}};
  trouble.error.code = Errc::rate_limited;
  trouble.error.retry_after = 600s;
  CHECK(judge(trouble, 1, 0).wait == 600s);
  CHECK(verdict_on(Side::archive, Errc::unavailable, 2).wait >
        verdict_on(Side::archive, Errc::unavailable, 1).wait);
  CHECK(verdict_on(Side::archive, Errc::unavailable, 1'000'000).wait <= 300s);
}

TEST_CASE("nobody waits for longer than an hour, whatever the Archive says") {
  Trouble trouble{Side::archive, {}};
  trouble.error.code = Errc::rate_limited;
  trouble.error.retry_after = 24h * 365;
  CHECK(judge(trouble, 1, 0).wait == 1h);
}

TEST_CASE("all jobs are held up by what all would meet, and by nothing else") {
  Trouble refused{Side::archive, {}};
  refused.error.code = Errc::unavailable;
  CHECK_FALSE(judge(refused, 1, 0).for_all);  // a dead data node
  refused.error.retry_after = 60s;
  CHECK(judge(refused, 1, 0).for_all);
  CHECK(verdict_on(Side::vault, Errc::unavailable).for_all);
  CHECK(verdict_on(Side::vault, Errc::storage).for_all);
  CHECK_FALSE(verdict_on(Side::vault, Errc::storage_full).for_all);
}

TEST_CASE("bytes are distrusted after a failed write or flush, and kept after all else") {
  const Instant now{1s};
  for (const auto side : {Side::vault, Side::bytes, Side::row}) {
    auto job = some_job();
    job.bytes_done = 700;
    job.etag = "\"a\"";
    apply(job, verdict_on(side, Errc::storage), now);
    CHECK(job.status == JobStatus::pending);
    CHECK(job.bytes_done == (side == Side::bytes ? 0 : 700));
    CHECK(job.etag.empty() == (side == Side::bytes));
    CHECK(job.restarts == 0);
  }
  CHECK(verdict_on(Side::bytes, Errc::storage, 20).wait > 2 * disk_patience);
  CHECK(verdict_on(Side::vault, Errc::storage, 20).wait == disk_patience);
}

TEST_CASE("an answer that nobody can read is given up after some tries") {
  CHECK(verdict_on(Side::archive, Errc::bad_upstream, most_unreadable - 1).kind ==
        Verdict::Kind::wait);
  CHECK(verdict_on(Side::archive, Errc::bad_upstream, most_unreadable).kind == Verdict::Kind::fail);
}

TEST_CASE("wrong bytes are fetched once more, and then reported") {
  CHECK(judge_wrong_bytes(0, "wrong").kind == Verdict::Kind::begin_anew);
  const auto last = judge_wrong_bytes(most_restarts, "The sums differ.");
  CHECK(last.kind == Verdict::Kind::fail);
  CHECK(last.why == "The sums differ.");
}

TEST_CASE("a verdict becomes the state of the job") {
  const Instant now{std::chrono::milliseconds{1'000}};
  auto job = some_job();
  job.bytes_done = 700;
  job.etag = "\"a\"";
  apply(job, judge_drop(1, 0), now);
  CHECK(job.status == JobStatus::pending);
  CHECK(job.waiting_for == WaitingFor::retry_at);
  CHECK(job.retry_at > now);
  CHECK(job.bytes_done == 700);

  apply(job, judge_wrong_bytes(0, "wrong"), now);
  CHECK(job.status == JobStatus::pending);
  CHECK(job.bytes_done == 0);
  CHECK(job.etag.empty());
  CHECK(job.restarts == 1);

  apply(job, judge_wrong_bytes(1, "wrong"), now);
  CHECK(job.status == JobStatus::failed);
  CHECK(job.error == "wrong");
}

TEST_CASE("progress is told at most four times a second") {
  Pace pace;
  int told = 0;
  for (Clock::Ticks now{}; now < Clock::Ticks{10s}; now += 1ms)
    told += pace.lets_through(now) ? 1 : 0;
  CHECK(told == 40);
}

TEST_CASE("only a completed job is done to the last percent") {
  auto job = some_job();
  CHECK(percent_done(job) == 0);
  job.expected.bytes = 1'000;
  job.bytes_done = 250;
  CHECK(percent_done(job) == 25);
  job.bytes_done = 1'000;
  CHECK(percent_done(job) < 100);
  job.status = JobStatus::completed;
  CHECK(percent_done(job) == 100);
}
