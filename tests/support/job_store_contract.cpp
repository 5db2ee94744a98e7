#include "support/job_store_contract.hpp"

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <set>
#include <string>
#include <vector>

namespace tapedeck::test {

using namespace download;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{std::chrono::milliseconds{1'000'000}};

PlannedFile planned(std::string_view file, std::string_view item = "gd77-05-08.sbd") {
  PlannedFile made{.item = *ItemIdentifier::parse(item), .file = *archive::FileName::parse(file)};
  made.title = "Scarlet Begonias >";
  made.format = "Flac";
  made.expected.bytes = 1'000;
  made.expected.sha1 = archive::Sha1::parse("0123456789abcdef0123456789abcdef01234567");
  made.expected.md5 = archive::Md5::parse("0123456789abcdef0123456789abcdef");
  return made;
}

/// A queue and the calls a check makes, each of which must succeed.
struct Desk {
  explicit Desk(JobStoreStage& on) : stage(on), store(on.store()) {}

  std::vector<Job> add(UserId who, std::vector<PlannedFile> files, std::vector<JobId> again = {}) {
    return must(store.add(who, std::move(files), std::move(again), start));
  }
  Job add_one(UserId who, std::string_view file) { return add(who, {planned(file)}).front(); }
  std::optional<Job> claim(Instant now = start) { return must(store.claim(now)); }
  std::vector<Job> act(UserId who, JobAction action, Selection which = {}) {
    return must(store.act(who, action, std::move(which), start + 1s));
  }
  std::vector<Job> act(const Job& job, JobAction action) {
    return act(job.user, action, Selection{.ids = {job.id}});
  }
  Job find(const Job& job) { return must(store.find(job.user, job.id)); }
  bool save(Job job) { return must(store.save(std::move(job))); }

  /// Claims the next job and brings it to this end.
  Job end_next(JobStatus status) {
    auto job = claim();
    REQUIRE(job);
    job->status = status;
    if (status == JobStatus::completed) job->completed = start + 5s;
    REQUIRE(save(*job));
    return *job;
  }

  template <class T>
  T must(Task<Result<T>> task) {
    auto result = stage.wait_for(std::move(task));
    REQUIRE_MESSAGE(result.has_value(), result.error().detail);
    return *std::move(result);
  }
  template <class T>
  Errc error_of(Task<Result<T>> task) {
    auto result = stage.wait_for(std::move(task));
    REQUIRE_FALSE(result);
    return result.error().code;
  }

  JobStoreStage& stage;
  JobStore& store;
  UserId user = UserId::make();
  UserId other = UserId::make();
};

void keeps_what_was_asked_for(JobStoreStage& stage) {
  Desk desk(stage);
  const auto added = desk.add_one(desk.user, "disc 1/01 'Ænima' #9.flac");
  const auto job = desk.find(added);
  CHECK(job.file.text() == "disc 1/01 'Ænima' #9.flac");
  CHECK(job.title == "Scarlet Begonias >");
  CHECK(job.format == "Flac");
  CHECK(job.expected == planned("x").expected);
  CHECK(job.status == JobStatus::pending);
  CHECK(job.waiting_for == WaitingFor::slot);
  CHECK(job.created == start);
  CHECK_FALSE(job.started);
}

void gives_one_job_a_file(JobStoreStage& stage) {
  Desk desk(stage);
  const auto first = desk.add(desk.user, {planned("a"), planned("b")});
  const auto second = desk.add(desk.user, {planned("b"), planned("c"), planned("b")});
  REQUIRE(second.size() == 3);
  CHECK(second[0].id == first[1].id);
  CHECK(second[2].id == first[1].id);
  CHECK(second[1].id != first[0].id);
  CHECK(desk.add_one(desk.other, "a").id != first[0].id);
}

void queues_ended_jobs_anew(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add(desk.user, {planned("a"), planned("b"), planned("c")});
  const auto failed = desk.end_next(JobStatus::failed);
  const auto completed = desk.end_next(JobStatus::completed);
  const auto waiting = desk.add_one(desk.user, "c");

  const auto again = desk.add_one(desk.user, failed.file.text());
  CHECK(again.id == failed.id);
  CHECK(desk.find(failed).status == JobStatus::pending);
  CHECK(again.order > waiting.order);
  CHECK(desk.add_one(desk.user, completed.file.text()).status == JobStatus::completed);
  desk.add(desk.user, {planned(completed.file.text())}, {completed.id});
  const auto job = desk.find(completed);
  CHECK(job.status == JobStatus::pending);
  CHECK_FALSE(job.completed);
}

void hands_out_in_order(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add(desk.user, {planned("b"), planned("a")});
  desk.add_one(desk.other, "c");
  std::string order;
  while (const auto job = desk.claim()) {
    order += job->file.text();
    CHECK(job->status == JobStatus::downloading);
    CHECK(job->started == start);
    CHECK(desk.find(*job).status == JobStatus::downloading);
  }
  CHECK(order == "bac");
}

void waits_until_a_job_is_due(JobStoreStage& stage) {
  Desk desk(stage);
  CHECK_FALSE(desk.must(desk.store.next_due(start)));
  desk.add_one(desk.user, "a");
  CHECK(desk.must(desk.store.next_due(start)) <= start);
  auto job = *desk.claim();
  job.status = JobStatus::pending;
  job.waiting_for = WaitingFor::archive;
  job.retry_at = start + 60s;
  job.error = "The Archive asks for patience.";
  CHECK(desk.save(job));
  CHECK(desk.must(desk.store.next_due(start)) == start + 60s);
  CHECK_FALSE(desk.claim(start + 59s));
  CHECK(desk.find(job).waiting_for == WaitingFor::archive);
  CHECK(desk.find(job).error == job.error);
  const auto claimed = desk.claim(start + 60s);
  REQUIRE(claimed);
  CHECK_FALSE(claimed->retry_at);
  CHECK_FALSE(claimed->waiting_for);
}

void puts_off_what_could_be_tried(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add(desk.user, {planned("a"), planned("b"), planned("c"), planned("d")});
  const auto waits = [&](std::chrono::seconds time) {
    auto job = *desk.claim();
    job.status = JobStatus::pending;
    job.waiting_for = WaitingFor::archive;
    job.retry_at = start + time;
    CHECK(desk.save(job));
    return job;
  };
  const auto a_minute = waits(60s);
  const auto half_an_hour = waits(1'800s);
  const auto at_work = *desk.claim();
  const auto until = start + 1'000s;
  const auto put_off = desk.must(desk.store.put_off(until));
  CHECK(put_off.size() == 2);
  for (const auto& job : put_off) {
    CHECK(job.waiting_for == WaitingFor::hours);
    CHECK(desk.find(job).waiting_for == WaitingFor::hours);
    CHECK(desk.find(job).retry_at == until);
  }
  CHECK(desk.must(desk.store.put_off(until)).empty());
  CHECK(desk.find(a_minute).waiting_for == WaitingFor::hours);
  CHECK(desk.find(half_an_hour).waiting_for == WaitingFor::archive);
  CHECK(desk.find(at_work).status == JobStatus::downloading);

  // Another worker's hours may be others.
  CHECK(desk.must(desk.store.next_due(start)) <= start);
  CHECK(desk.must(stage.other_worker().claim(start)));
  CHECK(desk.must(stage.other_worker().claim(start)));
  CHECK_FALSE(desk.must(stage.other_worker().claim(start)));
}

void puts_what_keeps_failing_behind(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add(desk.user, {planned("a"), planned("b"), planned("c")});
  const auto fails = [&](std::uint32_t times) {
    auto job = *desk.claim();
    job.status = JobStatus::pending;
    job.failures = times;
    CHECK(desk.save(job));
  };
  fails(often - 1);
  CHECK(desk.claim()->file.text() == "a");
  fails(often);
  CHECK(desk.claim()->file.text() == "c");
  CHECK(desk.claim()->file.text() == "b");
}

void does_not_believe_a_clock_that_was_set(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add_one(desk.user, "a");
  auto job = *desk.claim();
  job.status = JobStatus::pending;
  job.retry_at = start + longest_wait;
  CHECK(desk.save(job));
  CHECK(desk.must(desk.store.next_due(start)) == job.retry_at);
  CHECK_FALSE(desk.claim(start));
  CHECK(desk.must(desk.store.next_due(start - 1s)) <= start);
  CHECK(desk.claim(start - 1s));
}

void hands_a_file_out_once(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add_one(desk.user, "a");
  desk.add_one(desk.other, "a");
  desk.add_one(desk.other, "b");
  auto first = *desk.claim();
  CHECK(first.user == desk.user);
  CHECK(desk.claim()->file.text() == "b");
  CHECK_FALSE(desk.claim());
  CHECK_FALSE(desk.must(desk.store.next_due(start)));
  first.status = JobStatus::pending;
  first.retry_at = start + 60s;
  CHECK(desk.save(first));
  CHECK_FALSE(desk.claim());
  CHECK(desk.must(desk.store.next_due(start)) == start + 60s);
  CHECK(desk.claim(start + 60s)->user == desk.user);
}

void saves_how_far_a_job_has_come(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add_one(desk.user, "a");
  auto job = *desk.claim();
  job.bytes_done = 700;
  job.etag = "\"5f-3a\"";
  job.furthest = 900;
  job.failures = 3;
  job.restarts = 1;
  CHECK(desk.save(job));
  const auto read = desk.find(job);
  CHECK(read.bytes_done == 700);
  CHECK(read.etag == job.etag);
  CHECK(read.furthest == 900);
  CHECK(read.failures == 3);
  CHECK(read.restarts == 1);
  job.status = JobStatus::completed;
  job.completed = start + 9s;
  CHECK(desk.save(job));
  CHECK(desk.find(job).completed == start + 9s);
}

void does_not_save_what_was_cancelled(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add_one(desk.user, "a");
  auto job = *desk.claim();
  CHECK(desk.act(job, JobAction::cancel).at(0).status == JobStatus::cancelled);
  job.status = JobStatus::completed;
  CHECK_FALSE(desk.save(job));
  CHECK(desk.find(job).status == JobStatus::cancelled);
}

void keeps_what_a_paused_job_has(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add(desk.user, {planned("a"), planned("b")});
  auto job = *desk.claim();
  job.bytes_done = 700;
  job.etag = "\"5f-3a\"";
  CHECK(desk.save(job));
  CHECK(desk.act(job, JobAction::pause).at(0).bytes_done == 700);
  CHECK(desk.act(job, JobAction::pause).empty());
  CHECK_FALSE(desk.save(job));
  CHECK(desk.find(job).status == JobStatus::paused);
  CHECK_FALSE(desk.find(job).waiting_for);
  CHECK(desk.claim()->file.text() == "b");
  CHECK_FALSE(desk.claim());
  CHECK(desk.must(desk.store.recover(start)).empty());

  CHECK(desk.act(job, JobAction::resume).at(0).status == JobStatus::pending);
  const auto again = desk.claim();
  REQUIRE(again);
  CHECK(again->id == job.id);
  CHECK(again->bytes_done == 700);
  CHECK(again->etag == job.etag);
}

void begins_failed_jobs_anew(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add(desk.user, {planned("a"), planned("b"), planned("c")});
  auto failing = *desk.claim();
  failing.status = JobStatus::failed;
  failing.bytes_done = 700;
  failing.furthest = 700;
  failing.restarts = 2;
  failing.error = "Its bytes were wrong.";
  CHECK(desk.save(failing));
  const auto done = desk.end_next(JobStatus::completed);
  CHECK(desk.act(done, JobAction::retry).empty());

  const auto again = desk.act(failing, JobAction::retry);
  REQUIRE(again.size() == 1);
  CHECK(desk.find(failing).status == JobStatus::pending);
  CHECK(desk.find(failing).bytes_done == 0);
  CHECK(desk.find(failing).furthest == 0);
  CHECK(desk.find(failing).restarts == 0);
  CHECK(desk.find(failing).error.empty());
  CHECK(desk.find(failing).expected == failing.expected);
  CHECK(desk.find(failing).created == start + 1s);
  CHECK(desk.claim()->file.text() == "c");
  CHECK(desk.claim()->file.text() == "a");
}

void tries_what_waits_at_once(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add(desk.user, {planned("a"), planned("b")});
  auto job = *desk.claim();
  job.status = JobStatus::pending;
  job.waiting_for = WaitingFor::archive;
  job.retry_at = start + 60s;
  job.bytes_done = 700;
  CHECK(desk.save(job));
  const auto tried = desk.act(desk.user, JobAction::retry);
  REQUIRE(tried.size() == 1);
  CHECK(tried[0].id == job.id);
  CHECK(desk.claim()->bytes_done == 700);
}

/// The files in the order in which they are handed out.
std::string order_of(Desk& desk) {
  std::string order;
  while (const auto job = desk.claim())
    order += job->file.text();
  return order;
}

void hands_out_by_priority(JobStoreStage& stage) {
  Desk desk(stage);
  const auto jobs =
      desk.add(desk.user, {planned("a"), planned("b"), planned("c"), planned("d", "gd78")});
  CHECK(jobs[0].priority == default_priority);
  const auto raised = desk.must(
      desk.store.prioritize(desk.user, Selection{.item = *ItemIdentifier::parse("gd78")}, 9));
  REQUIRE(raised.size() == 1);
  CHECK(raised[0].priority == 9);
  CHECK(desk.must(desk.store.prioritize(desk.user, Selection{.ids = {jobs[3].id}}, 9)).empty());
  CHECK(desk.must(desk.store.prioritize(desk.other, {}, 1)).empty());
  CHECK(desk.must(desk.store.prioritize(desk.user, Selection{.ids = {jobs[0].id}}, 0)).size() == 1);
  CHECK(desk.find(jobs[0]).priority == 0);
  CHECK(order_of(desk) == "dbca");
}

void acts_on_as_many_as_are_wanted_at_once(JobStoreStage& stage) {
  Desk desk(stage);
  const auto jobs =
      desk.add(desk.user, {planned("a"), planned("b"), planned("c"), planned("d"), planned("e")});
  const auto raised = [&] {
    return desk.must(desk.store.prioritize(desk.user, Selection{.most = 2}, 9)).size();
  };
  CHECK(raised() == 2);
  CHECK(raised() == 2);
  CHECK(raised() == 1);
  CHECK(raised() == 0);
  CHECK(desk.act(desk.user, JobAction::pause, Selection{.most = 3}).size() == 3);
  CHECK(desk.act(desk.user, JobAction::pause, Selection{.most = 3}).size() == 2);
  const Selection twice{.ids = {jobs[0].id, jobs[0].id}};
  CHECK(desk.act(desk.user, JobAction::resume, twice).size() == 1);
}

void a_priority_outlives_a_failure(JobStoreStage& stage) {
  Desk desk(stage);
  const auto job = desk.add_one(desk.user, "a");
  desk.must(desk.store.prioritize(desk.user, {}, 7));
  desk.end_next(JobStatus::failed);
  CHECK(desk.must(desk.store.prioritize(desk.user, {}, 8)).empty());
  CHECK(desk.act(job, JobAction::retry).at(0).priority == 7);
  CHECK(desk.add_one(desk.user, "a").priority == 7);
}

void puts_a_job_before_another(JobStoreStage& stage) {
  Desk desk(stage);
  const auto jobs = desk.add(desk.user, {planned("a"), planned("b"), planned("c"), planned("d")});
  const auto put = [&](std::size_t which, std::size_t before) {
    return desk.must(desk.store.put_before(desk.user, jobs[which].id, jobs[before].id));
  };
  CHECK(put(3, 0).id == jobs[3].id);  // dabc
  put(2, 0);                          // dcab
  put(3, 3);
  for (int i = 0; i < 40; ++i)  // until no room is left between two
    put(i % 2 == 0 ? 1 : 2, 0);
  put(1, 0);
  desk.must(desk.store.prioritize(desk.user, Selection{.ids = {jobs[3].id}}, 6));
  CHECK(order_of(desk) == "dcba");
}

void moves_only_what_is_on_its_way(JobStoreStage& stage) {
  Desk desk(stage);
  const auto jobs = desk.add(desk.user, {planned("a"), planned("b")});
  const auto theirs = desk.add_one(desk.other, "c");
  desk.end_next(JobStatus::completed);
  const auto error = [&](const Job& which, const Job& before) {
    return desk.error_of(desk.store.put_before(desk.user, which.id, before.id));
  };
  CHECK(error(jobs[0], jobs[1]) == Errc::conflict);
  CHECK(error(jobs[1], jobs[0]) == Errc::conflict);
  CHECK(error(jobs[1], theirs) == Errc::not_found);
  CHECK(error(theirs, jobs[1]) == Errc::not_found);
}

void acts_on_what_is_selected(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add(desk.user, {planned("a"), planned("b"), planned("c", "gd78"), planned("d", "gd78")});
  desk.add_one(desk.other, "a");
  const auto done = desk.end_next(JobStatus::completed);
  const Selection gd78{.item = *ItemIdentifier::parse("gd78")};
  CHECK(desk.act(desk.user, JobAction::pause, gd78).size() == 2);
  CHECK(desk.act(desk.user, JobAction::resume, Selection{.status = JobStatus::pending}).empty());
  CHECK(desk.act(desk.user, JobAction::cancel).size() == 3);
  CHECK(
      desk.act(desk.user, JobAction::remove, Selection{.status = JobStatus::completed}).at(0).id ==
      done.id);
  CHECK(desk.act(desk.user, JobAction::remove).size() == 3);
  CHECK(desk.must(desk.store.list(desk.user, JobFilter())).total == 0);
  CHECK(desk.must(desk.store.list(desk.other, JobFilter())).total == 1);
}

void leaves_ended_jobs_as_they_are(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add_one(desk.user, "a");
  const auto job = desk.end_next(JobStatus::completed);
  for (const auto action :
       {JobAction::pause, JobAction::resume, JobAction::retry, JobAction::cancel})
    CHECK(desk.act(job, action).empty());
  CHECK(desk.find(job).status == JobStatus::completed);
}

void removes_only_ended_jobs(JobStoreStage& stage) {
  Desk desk(stage);
  const auto job = desk.add_one(desk.user, "a");
  CHECK(desk.act(job, JobAction::remove).empty());
  desk.end_next(JobStatus::completed);
  CHECK(desk.act(job, JobAction::remove).at(0).id == job.id);
  CHECK(desk.error_of(desk.store.find(desk.user, job.id)) == Errc::not_found);
}

void shows_nobody_anothers_jobs(JobStoreStage& stage) {
  Desk desk(stage);
  const auto job = desk.add_one(desk.user, "a");
  CHECK(desk.error_of(desk.store.find(desk.other, job.id)) == Errc::not_found);
  const Selection it{.ids = {job.id}};
  CHECK(desk.act(desk.other, JobAction::cancel, it).empty());
  CHECK(desk.act(desk.other, JobAction::cancel).empty());
  CHECK(desk.find(job).status == JobStatus::pending);
  CHECK(desk.must(desk.store.list(desk.other, JobFilter())).total == 0);
  CHECK(desk.must(desk.store.latest(desk.other, 10)).empty());
}

void lists_pages_of_one_status(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add(desk.user, {planned("a"), planned("b"), planned("c"), planned("d", "gd78")});
  desk.end_next(JobStatus::completed);
  JobFilter filter{.per_page = 2};
  auto page = desk.must(desk.store.list(desk.user, filter));
  CHECK(page.total == 4);
  REQUIRE(page.jobs.size() == 2);
  CHECK(page.jobs[0].file.text() == "d");
  CHECK(page.jobs[1].file.text() == "c");
  filter.page = 3;
  CHECK(desk.must(desk.store.list(desk.user, filter)).jobs.empty());
  filter = JobFilter{.status = JobStatus::completed};
  CHECK(desk.must(desk.store.list(desk.user, filter)).total == 1);
  filter = JobFilter{.item = *ItemIdentifier::parse("gd78")};
  CHECK(desk.must(desk.store.list(desk.user, filter)).jobs.at(0).file.text() == "d");
}

void sums_jobs_up_by_item(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add(desk.user, {planned("a"), planned("b"), planned("c"), planned("d"), planned("e")});
  desk.add_one(desk.other, "a");
  desk.end_next(JobStatus::completed);
  auto half = *desk.claim();
  half.bytes_done = 500;
  CHECK(desk.save(half));
  const auto third = *desk.claim();
  desk.act(third, JobAction::cancel);
  desk.end_next(JobStatus::failed);
  CHECK(desk.act(desk.user, JobAction::pause, Selection{.status = JobStatus::pending}).size() == 1);
  const auto one = desk.must(desk.store.groups(desk.user, JobFilter()));
  CHECK(one.total == 1);
  REQUIRE(one.groups.size() == 1);
  const JobGroup expected{.item = *ItemIdentifier::parse("gd77-05-08.sbd"),
                          .files = 5,
                          .at_work = 1,
                          .paused = 1,
                          .completed = 1,
                          .failed = 1,
                          .cancelled = 1,
                          .bytes_done = 1'500,
                          .bytes_total = 4'000,
                          .created = start};
  CHECK(one.groups[0] == expected);
  desk.must(desk.store.add(desk.user, {planned("f", "gd78")}, {}, start + 9s));
  JobFilter filter{.per_page = 1};
  auto page = desk.must(desk.store.groups(desk.user, filter));
  CHECK(page.total == 2);
  CHECK(page.groups.at(0).item.text() == "gd78");
  filter.page = 2;
  CHECK(desk.must(desk.store.groups(desk.user, filter)).groups.at(0) == expected);
  filter = JobFilter{.item = expected.item};
  CHECK(desk.must(desk.store.groups(desk.user, filter)).groups.at(0) == expected);
  CHECK(desk.must(desk.store.groups(UserId::make(), JobFilter())).groups.empty());
}

void gives_the_latest_jobs(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add(desk.user, {planned("a"), planned("b"), planned("c"), planned("d")});
  desk.end_next(JobStatus::completed);
  CHECK(desk.claim()->file.text() == "b");
  std::string order;
  for (const auto& job : desk.must(desk.store.latest(desk.user, 10)))
    order += job.file.text();
  CHECK(order == "bdca");
  CHECK(desk.must(desk.store.latest(desk.user, 2)).size() == 2);
}

void finds_a_finished_copy(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add_one(desk.user, "a");
  const auto wanted = planned("a");
  const auto finished = [&](Expected expected) {
    return desk.must(desk.store.finished(wanted.item, wanted.file, expected)).has_value();
  };
  CHECK_FALSE(finished(wanted.expected));
  desk.end_next(JobStatus::completed);
  CHECK(finished(wanted.expected));
  auto another = wanted.expected;
  another.sha1 = archive::Sha1::parse("ffffffffffffffffffffffffffffffffffffffff");
  CHECK_FALSE(finished(another));
  CHECK_FALSE(finished(Expected()));
}

void knows_who_stands_on_a_content(JobStoreStage& stage) {
  Desk desk(stage);
  const auto other = UserId::make();
  const auto content = *download::Content::parse("1977050819770508197705081977050819770508");
  for (const auto& user : {desk.user, other}) {
    desk.add_one(user, "a");
    auto job = *desk.claim();
    CHECK(desk.must(desk.store.needs(*job.expected.sha1)));  // at work it may be just about to
    job.status = JobStatus::completed;
    job.completed = start + 5s;
    job.content = content;
    REQUIRE(desk.save(job));
    CHECK(desk.must(desk.store.find_file(user, job.item, job.file)).content == content);
  }
  CHECK(desk.must(desk.store.needs(content)));
  CHECK(desk.must(desk.store.sharing(content)).size() == 2);
  CHECK(desk.error_of(desk.store.find_file(UserId::make(), planned("a").item, planned("a").file)) ==
        Errc::not_found);
  const Selection all;
  CHECK(desk.act(desk.user, JobAction::remove).size() == 1);
  CHECK(desk.must(desk.store.needs(content)));
  CHECK(desk.act(other, JobAction::remove, all).size() == 1);
  CHECK_FALSE(desk.must(desk.store.needs(content)));
  CHECK(desk.must(desk.store.sharing(content)).empty());
}

void learns_the_content_of_what_is_completed(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add_one(desk.user, "a");
  auto job = desk.end_next(JobStatus::completed);
  job.content = download::Content::parse("1977050819770508197705081977050819770508");
  CHECK(desk.must(desk.store.adopted(job)));
  CHECK(desk.find(job).content == job.content);
  const auto lost = desk.must(desk.store.lose(job, "It is gone."));
  REQUIRE(lost);
  CHECK_FALSE(desk.find(job).content);
  CHECK_FALSE(desk.must(desk.store.adopted(job)));
}

void recovers_after_a_death(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add(desk.user, {planned("a"), planned("b"), planned("c")});
  auto first = *desk.claim();
  first.bytes_done = 700;
  CHECK(desk.save(first));
  auto second = *desk.claim();
  second.bytes_done = 300;
  second.status = JobStatus::failed;
  CHECK(desk.save(second));
  auto third = *desk.claim();
  third.status = JobStatus::pending;
  third.waiting_for = WaitingFor::archive;
  third.retry_at = start + 60s;
  CHECK(desk.save(third));
  const auto leftovers = desk.must(desk.store.recover(start));
  REQUIRE(leftovers.size() == 1);
  CHECK(leftovers[0].id == second.id);
  const auto job = desk.find(first);
  CHECK(job.status == JobStatus::pending);
  CHECK(job.waiting_for == WaitingFor::slot);
  CHECK(job.bytes_done == 700);
  CHECK_FALSE(desk.find(third).retry_at);
  CHECK(desk.find(third).waiting_for == WaitingFor::slot);
  REQUIRE(stage.wait_for(desk.store.forget_part(second.id)));
  CHECK(desk.must(desk.store.recover(start)).empty());
  CHECK(desk.find(second).bytes_done == 0);
  CHECK_FALSE(desk.find(second).has_part);
}

void remembers_a_part_of_which_nothing_was_flushed(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add(desk.user, {planned("a"), planned("b")});
  const auto job = *desk.claim();
  CHECK(job.has_part);
  desk.act(desk.user, JobAction::cancel);
  const auto leftovers = desk.must(desk.store.recover(start));
  REQUIRE(leftovers.size() == 1);
  CHECK(leftovers[0].id == job.id);
  CHECK(desk.must(desk.store.parts()) == std::set{VaultPath(job.user, job.item, job.file).text()});
}

void knows_what_is_complete_and_what_was_lost(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add(desk.user, {planned("a"), planned("b"), planned("c")});
  desk.add_one(desk.other, "d");
  std::set<JobId> ended;
  for (int i = 0; i < 2; ++i)
    ended.insert(desk.end_next(JobStatus::completed).id);
  desk.end_next(JobStatus::failed);
  ended.insert(desk.end_next(JobStatus::completed).id);
  auto jobs = desk.must(desk.store.completed({}));
  REQUIRE(jobs.size() == 3);
  for (const auto& job : jobs)
    CHECK(ended.contains(job.id));
  CHECK(desk.must(desk.store.completed(jobs[0].id)).size() == 2);
  CHECK(desk.must(desk.store.completed(jobs[2].id)).empty());

  const auto lost = desk.must(desk.store.lose(jobs[0], "It is gone."));
  REQUIRE(lost);
  CHECK(lost->status == JobStatus::failed);
  CHECK(desk.find(jobs[0]).error == "It is gone.");
  CHECK_FALSE(desk.find(jobs[0]).completed);
  CHECK_FALSE(desk.must(desk.store.lose(jobs[0], "Twice.")));
  desk.act(jobs[1], JobAction::remove);
  CHECK_FALSE(desk.must(desk.store.lose(jobs[1], "It is gone.")));
}

void tells_once_of_a_group_that_has_ended(JobStoreStage& stage) {
  Desk desk(stage);
  const auto item = *ItemIdentifier::parse("gd77-05-08.sbd");
  const auto tell = [&](JobStore& store) { return desk.must(store.tell(desk.user, item)); };
  CHECK_FALSE(tell(desk.store));
  desk.add(desk.user, {planned("a"), planned("b"), planned("c")});
  desk.add(desk.user, {planned("a", "gd78")});
  desk.end_next(JobStatus::completed);
  auto failed = *desk.claim();
  failed.status = JobStatus::failed;
  failed.error = "It is gone.";
  CHECK(desk.save(failed));
  CHECK_FALSE(tell(desk.store));
  desk.act(desk.user, JobAction::pause, {.item = item});
  CHECK_FALSE(tell(desk.store));
  desk.act(desk.user, JobAction::cancel, {.item = item});

  const auto ended = tell(stage.other_worker());
  REQUIRE(ended);
  CHECK(ended->group.item == item);
  CHECK(ended->group.files == 3);
  CHECK(ended->group.completed == 1);
  CHECK(ended->group.failed == 1);
  CHECK(ended->group.cancelled == 1);
  REQUIRE(ended->failed);
  CHECK(ended->failed->id == failed.id);
  CHECK(ended->failed->error == "It is gone.");
  CHECK_FALSE(tell(desk.store));
  CHECK_FALSE(tell(stage.other_worker()));

  desk.act(failed, JobAction::retry);
  CHECK_FALSE(tell(desk.store));
  while (auto job = desk.claim()) {
    job->status = JobStatus::completed;
    CHECK(desk.save(*job));
  }
  const auto again = tell(desk.store);
  REQUIRE(again);
  CHECK(again->group.completed == 2);
  CHECK_FALSE(again->failed);
  CHECK_FALSE(tell(desk.store));

  REQUIRE(desk.must(desk.store.lose(desk.find(failed), "It is lost.")));
  const auto lost = tell(desk.store);
  REQUIRE(lost);
  CHECK(lost->failed->error == "It is lost.");
}

std::vector<Claim> claims_of(std::initializer_list<Job> jobs) {
  std::vector<Claim> claims;
  for (const auto& job : jobs)
    claims.push_back({job.id, job.fence});
  return claims;
}

void numbers_each_claim(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add_one(desk.user, "a");
  auto first = *desk.claim();
  auto waits = first;
  waits.status = JobStatus::pending;
  CHECK(desk.save(waits));
  const auto second = *desk.claim();
  CHECK(second.fence > first.fence);
  first.bytes_done = 700;
  CHECK_FALSE(desk.save(first));
  CHECK(desk.find(first).bytes_done == 0);
  CHECK(desk.save(second));
}

void takes_over_what_nobody_holds(JobStoreStage& stage) {
  Desk desk(stage);
  auto& other = stage.other_worker();
  desk.add(desk.user, {planned("a"), planned("b")});
  auto abandoned = *desk.claim(start);
  abandoned.bytes_done = 700;
  CHECK(desk.save(abandoned));
  const auto held = *desk.claim(start);
  const auto claims = claims_of({held});
  CHECK(desk.must(desk.store.renew(claims, start + 20s)) == claims);
  CHECK_FALSE(desk.must(other.claim(start + lease_time - 1ms)));

  const auto taken = desk.must(other.claim(start + lease_time));
  REQUIRE(taken);
  CHECK(taken->id == abandoned.id);
  CHECK(taken->bytes_done == 700);
  CHECK_FALSE(desk.must(other.claim(start + lease_time)));
  CHECK_FALSE(desk.save(abandoned));
  CHECK(desk.must(desk.store.renew(claims_of({abandoned, held}), start + lease_time)) == claims);
}

void lets_go_of_what_a_clock_would_hold_for_ever(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add_one(desk.user, "a");
  const auto job = *desk.claim(start);
  CHECK_FALSE(desk.must(stage.other_worker().claim(start - lease_time)));
  CHECK(desk.must(stage.other_worker().claim(start - 2 * lease_time))->id == job.id);
}

void tells_what_was_taken_away(JobStoreStage& stage) {
  Desk desk(stage);
  desk.add(desk.user, {planned("a"), planned("b"), planned("c")});
  const auto cancelled = *desk.claim();
  const auto paused = *desk.claim();
  const auto kept = *desk.claim();
  desk.act(cancelled, JobAction::cancel);
  desk.act(paused, JobAction::pause);
  const auto left = desk.must(desk.store.renew(claims_of({cancelled, paused, kept}), start));
  CHECK(left == claims_of({kept}));
  CHECK(desk.find(cancelled).status == JobStatus::cancelled);
}

void tells_what_others_do(JobStoreStage& stage) {
  Desk desk(stage);
  auto& other = stage.other_worker();
  desk.add(desk.user, {planned("a"), planned("b")});
  const auto own = *desk.claim();
  auto theirs = *desk.must(other.claim(start));
  theirs.bytes_done = 700;
  CHECK(desk.must(other.save(theirs)));
  auto held = desk.must(desk.store.held_elsewhere(start + 1s));
  REQUIRE(held.size() == 1);
  CHECK(held[0].id == theirs.id);
  CHECK(held[0].bytes_done == 700);
  CHECK(desk.must(other.held_elsewhere(start + 1s)).at(0).id == own.id);

  theirs.status = JobStatus::completed;
  CHECK(desk.must(other.save(theirs)));
  held = desk.must(desk.store.held_elsewhere(start + 2s));
  REQUIRE(held.size() == 1);
  CHECK(held[0].status == JobStatus::completed);
  CHECK(desk.must(desk.store.held_elsewhere(start + lease_time)).empty());
}

void recovers_only_its_own(JobStoreStage& stage) {
  Desk desk(stage);
  auto& other = stage.other_worker();
  desk.add(desk.user, {planned("a"), planned("b")});
  const auto own = *desk.claim();
  const auto others = desk.must(other.claim(start));
  REQUIRE(others);
  desk.must(desk.store.recover(start + 1s));
  CHECK(desk.find(own).status == JobStatus::pending);
  CHECK(desk.find(*others).status == JobStatus::downloading);
  CHECK(desk.must(other.save(*others)));
  desk.must(desk.store.recover(start + lease_time));
  CHECK(desk.find(*others).status == JobStatus::pending);
}

// clang-format off
constexpr auto promises = std::to_array<JobStorePromise>({
    {"it keeps what was asked for",                         keeps_what_was_asked_for},
    {"it gives a user one job for a file",                  gives_one_job_a_file},
    {"it queues ended jobs anew",                           queues_ended_jobs_anew},
    {"it hands jobs out in the order they were asked for",  hands_out_in_order},
    {"it waits until a job is due",                         waits_until_a_job_is_due},
    {"it puts off what could be tried",                     puts_off_what_could_be_tried},
    {"it puts jobs that keep failing behind the others",    puts_what_keeps_failing_behind},
    {"it does not wait for a clock that was set back",      does_not_believe_a_clock_that_was_set},
    {"it hands one file out to one user at a time",         hands_a_file_out_once},
    {"it saves how far a job has come",                     saves_how_far_a_job_has_come},
    {"it does not save a job that was cancelled",           does_not_save_what_was_cancelled},
    {"it keeps what a paused job has",                      keeps_what_a_paused_job_has},
    {"it begins failed jobs anew",                          begins_failed_jobs_anew},
    {"it tries at once what waits",                         tries_what_waits_at_once},
    {"it hands out jobs of a higher priority first",        hands_out_by_priority},
    {"it acts on as many jobs at once as are wanted",       acts_on_as_many_as_are_wanted_at_once},
    {"a priority outlives a failure",                       a_priority_outlives_a_failure},
    {"it puts a job before another",                        puts_a_job_before_another},
    {"it moves only what is on its way",                    moves_only_what_is_on_its_way},
    {"it acts on the jobs that are selected",               acts_on_what_is_selected},
    {"it leaves ended jobs as they are",                    leaves_ended_jobs_as_they_are},
    {"it removes only jobs that have ended",                removes_only_ended_jobs},
    {"it shows nobody another's jobs",                      shows_nobody_anothers_jobs},
    {"it lists pages of one status",                        lists_pages_of_one_status},
    {"it sums jobs up by item",                             sums_jobs_up_by_item},
    {"it gives the latest jobs, those at work first",       gives_the_latest_jobs},
    {"it finds a finished copy by its digest",              finds_a_finished_copy},
    {"it knows who stands on a content",                    knows_who_stands_on_a_content},
    {"it learns the content of what is completed",          learns_the_content_of_what_is_completed},
    {"it recovers after a death",                           recovers_after_a_death},
    {"it remembers a part of which nothing was flushed",    remembers_a_part_of_which_nothing_was_flushed},
    {"it knows what is complete, and what was lost",        knows_what_is_complete_and_what_was_lost},
    {"it tells once of a group that has ended",             tells_once_of_a_group_that_has_ended},
    {"it numbers each claim",                               numbers_each_claim},
    {"it takes over what nobody holds any more",            takes_over_what_nobody_holds},
    {"it lets go of what a wrong clock would hold",         lets_go_of_what_a_clock_would_hold_for_ever},
    {"it tells what was taken away from a worker",          tells_what_was_taken_away},
    {"it tells what other workers do",                      tells_what_others_do},
    {"it recovers only what was its own or nobody's",       recovers_only_its_own},
});
// clang-format on

}  // namespace

std::span<const JobStorePromise> job_store_promises() { return promises; }

}  // namespace tapedeck::test
