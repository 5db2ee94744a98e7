#include "database/transaction.hpp"
#include "download/store/job_row.hpp"
#include "download/store/rows.hpp"
#include "json/words.hpp"

#include <boost/describe.hpp>

#include <utility>

namespace tapedeck::download {

Job job_of(JobRow row) {
  Job job{.id = row.id,
          .user = row.user_id,
          .item = std::move(row.archive_identifier),
          .file = std::move(row.filename),
          .title = std::move(row.title),
          .format = std::move(row.format),
          .priority = row.priority,
          .order = row.queue_order,
          .status = row.status,
          .waiting_for = row.waiting_for,
          .retry_at = row.retry_at,
          .expected = {.bytes = row.file_size},
          .bytes_done = row.bytes_done,
          .etag = std::move(row.etag),
          .furthest = row.furthest,
          .has_part = row.has_part != 0,
          .failures = row.failures,
          .restarts = row.restarts,
          .fence = row.fence,
          .created = row.created_at,
          .started = row.started_at,
          .completed = row.download_completed_at,
          .error = std::move(row.error_message).value_or("")};
  if (row.sha1) job.expected.sha1 = archive::Sha1::parse(*row.sha1);
  if (row.md5) job.expected.md5 = archive::Md5::parse(*row.md5);
  if (row.content) job.content = Content::parse(*row.content);
  if (row.file_path) job.place = VaultPath::of_text(*row.file_path);
  return job;
}

Result<std::vector<Job>> jobs_of(Result<std::vector<JobRow>> rows) {
  if (!rows) return failure(rows);
  std::vector<Job> jobs;
  jobs.reserve(rows->size());
  for (auto& row : *rows)
    jobs.push_back(job_of(std::move(row)));
  return jobs;
}

namespace rows {
namespace {

struct PartRow {
  UserId user_id;
  ItemIdentifier archive_identifier;
  archive::FileName filename;
};
BOOST_DESCRIBE_STRUCT(PartRow, (), (user_id, archive_identifier, filename))

std::string word(const std::optional<JobStatus>& status) {
  if (!status) return {};
  return std::string(json::word_of(*status));
}

}  // namespace

Result<Job> find(database::Connection& db, const UserId& user, const JobId& id) {
  auto row = db.one<JobRow>(
      {"download.find",
       "select " TAPEDECK_JOB_COLUMNS "from downloads d where d.id = :id and d.user_id = :user_id"},
      id, user);
  if (!row) return failure(row);
  if (!*row) return fail(Errc::not_found, "There is no such download.");
  return job_of(**std::move(row));
}

Result<Job> find_file(database::Connection& db, const UserId& user, const ItemIdentifier& item,
                      const archive::FileName& file) {
  auto row = db.one<JobRow>({"download.find_file", "select " TAPEDECK_JOB_COLUMNS R"(
    from downloads d
    where d.user_id = :user_id and d.archive_identifier = :item and d.filename = :file
  )"},
                            user, item, file);
  if (!row) return failure(row);
  if (!*row) return fail(Errc::not_found, "There is no such download.");
  return job_of(**std::move(row));
}

Result<JobPage> list(database::Connection& db, const UserId& user, const JobFilter& filter) {
  auto snapshot = database::ReadTransaction::begin(db);
  if (!snapshot) return failure(snapshot);
  const auto status = word(filter.status);
  const std::string item = filter.item ? std::string(filter.item->text()) : std::string();
  auto total = db.value<std::uint64_t>({"download.count_list", R"(
    select count(*) from downloads
    where user_id = :user_id and (:status = '' or status = :status)
      and (:item = '' or archive_identifier = :item)
  )"},
                                       user, status, item);
  if (!total) return failure(total);
  const std::uint64_t offset = std::uint64_t{filter.page - 1} * filter.per_page;
  auto jobs = jobs_of(db.all<JobRow>({"download.list", "select " TAPEDECK_JOB_COLUMNS R"(
    from downloads d
    where d.user_id = :user_id and (:status = '' or d.status = :status)
      and (:item = '' or d.archive_identifier = :item)
    order by d.created_at desc, d.queue_order desc limit :per_page offset :skipped
  )"},
                                     user, status, item, filter.per_page, offset));
  if (!jobs) return failure(jobs);
  return JobPage{.total = *total, .jobs = std::move(*jobs)};
}

Result<std::vector<Job>> latest(database::Connection& db, const UserId& user,
                                const std::uint32_t& most) {
  return jobs_of(db.all<JobRow>({"download.latest", "select " TAPEDECK_JOB_COLUMNS R"(
    from downloads d where d.user_id = :user_id
    order by case when d.status in ('downloading', 'verifying') then 0
                  when d.status in ('pending', 'paused') then 1 else 2 end,
             d.created_at desc, d.queue_order desc
    limit :most
  )"},
                                user, most));
}

Result<std::vector<Job>> held_elsewhere(database::Connection& db, const std::string& worker,
                                        const Instant& now) {
  return jobs_of(db.all<JobRow>({"download.held_elsewhere", "select " TAPEDECK_JOB_COLUMNS R"(
    from downloads d where d.held_until > :now and d.held_by <> :worker
    order by d.held_until desc limit 500
  )"},
                                now, worker));
}

Result<std::optional<Instant>> next_due(database::Connection& db, const Instant& now) {
  return db.value<std::optional<Instant>>({"download.next_due", R"(
    select min(case when d.waiting_for = 'hours' then 0
                    when d.retry_at <= :latest then d.retry_at else 0 end)
    from downloads d
    where d.status = 'pending'
      and not exists (select 1 from downloads o
                      where o.archive_identifier = d.archive_identifier
                        and o.filename = d.filename
                        and (o.status in ('downloading', 'verifying')
                             or (o.status = 'pending'
                                 and (o.priority > d.priority or (o.priority = d.priority
                                      and o.queue_order < d.queue_order)))))
  )"},
                                          now + longest_wait);
}

Result<std::optional<Job>> finished(database::Connection& db, const ItemIdentifier& item,
                                    const archive::FileName& file, const Expected& expected) {
  auto row = db.one<JobRow>({"download.finished", "select " TAPEDECK_JOB_COLUMNS R"(
    from downloads d
    where d.archive_identifier = :item and d.filename = :file and d.status = 'completed'
      and (d.sha1 = :sha1 or (d.sha1 is null and d.md5 = :md5))
    order by d.download_completed_at desc, d.id limit 1
  )"},
                            item, file, text_of(expected.sha1), text_of(expected.md5));
  if (!row) return failure(row);
  if (!*row) return std::optional<Job>();
  return std::optional<Job>(job_of(**std::move(row)));
}

Result<bool> needs(database::Connection& db, const Content& content) {
  auto found = db.value<std::int64_t>({"download.needs", R"(
    select count(*) from (
      select id from downloads
      where (content = :content or sha1 = :sha1)
        and status in ('downloading', 'verifying', 'completed')
      limit 1) as one
  )"},
                                      content.text(), content.text());
  if (!found) return failure(found);
  return *found > 0;
}

Result<std::vector<Job>> sharing(database::Connection& db, const Content& content) {
  return jobs_of(db.all<JobRow>({"download.sharing", "select " TAPEDECK_JOB_COLUMNS R"(
    from downloads d where d.content = :content and d.status = 'completed' order by d.id
  )"},
                                content.text()));
}

Result<std::vector<Job>> completed(database::Connection& db, const std::optional<JobId>& after) {
  const auto last = after ? after->text() : std::string();
  return jobs_of(db.all<JobRow>({"download.completed", "select " TAPEDECK_JOB_COLUMNS R"(
    from downloads d where d.status = 'completed' and d.id > :last order by d.id limit 500
  )"},
                                last));
}

Result<std::set<std::string>> parts(database::Connection& db) {
  auto rows = db.all<PartRow>({"download.parts", R"(
    select user_id, archive_identifier, filename from downloads where has_part = 1
  )"});
  if (!rows) return failure(rows);
  std::set<std::string> paths;
  for (const auto& row : *rows)
    paths.insert(VaultPath(row.user_id, row.archive_identifier, row.filename).text());
  return paths;
}

Result<bool> any_in_vault(database::Connection& db) {
  auto found = db.value<std::int64_t>({"download.any_in_vault", R"(
    select count(*) from (select id from downloads where status = 'completed' or bytes_done > 0 limit 1) as one
  )"});
  if (!found) return failure(found);
  return *found > 0;
}

}  // namespace rows

}  // namespace tapedeck::download
