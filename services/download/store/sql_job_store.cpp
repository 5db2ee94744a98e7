#include "download/store/sql_job_store.hpp"

#include "download/store/rows.hpp"

#include <utility>

namespace tapedeck::download {

Task<Result<std::vector<Job>>> SqlJobStore::add(UserId user, std::vector<PlannedFile> files,
                                                std::vector<JobId> again, Instant now) {
  co_return co_await durable_.write(&rows::add, user, std::move(files), std::move(again), now);
}

Task<Result<Job>> SqlJobStore::find(UserId user, JobId id) {
  co_return co_await database_.read(&rows::find, user, id);
}

Task<Result<Job>> SqlJobStore::find_file(UserId user, ItemIdentifier item, archive::FileName file) {
  co_return co_await database_.read(&rows::find_file, user, std::move(item), std::move(file));
}

Task<Result<JobPage>> SqlJobStore::list(UserId user, JobFilter filter) {
  co_return co_await database_.read(&rows::list, user, std::move(filter));
}

Task<Result<GroupPage>> SqlJobStore::groups(UserId user, JobFilter filter) {
  co_return co_await database_.read(&rows::groups, user, std::move(filter));
}

Task<Result<std::vector<Job>>> SqlJobStore::latest(UserId user, std::uint32_t most) {
  co_return co_await database_.read(&rows::latest, user, most);
}

Task<Result<std::optional<Job>>> SqlJobStore::claim(Instant now) {
  co_return co_await database_.write(&rows::claim, worker_, now);
}

Task<Result<std::optional<Instant>>> SqlJobStore::next_due(Instant now) {
  co_return co_await database_.read(&rows::next_due, now);
}

Task<Result<std::vector<Job>>> SqlJobStore::put_off(Instant until) {
  co_return co_await database_.write(&rows::put_off, until);
}

Task<Result<std::vector<Claim>>> SqlJobStore::renew(std::vector<Claim> claims, Instant now) {
  co_return co_await database_.write(&rows::renew, std::move(claims), now);
}

bool SqlJobStore::is_shared() const { return database_.dialect() == database::Dialect::postgresql; }

Task<Result<std::vector<Job>>> SqlJobStore::held_elsewhere(Instant now) {
  co_return co_await database_.read(&rows::held_elsewhere, worker_, now);
}

Task<Result<bool>> SqlJobStore::save(Job job) {
  auto& pool = is_active(job.status) ? database_ : durable_;
  co_return co_await pool.write(&rows::save, std::move(job));
}

Task<Result<std::vector<Job>>> SqlJobStore::act(UserId user, JobAction action, Selection which,
                                                Instant now) {
  co_return co_await durable_.write(&rows::act, user, action, std::move(which), now);
}

Task<Result<std::vector<Job>>> SqlJobStore::prioritize(UserId user, Selection which,
                                                       std::uint32_t priority) {
  co_return co_await durable_.write(&rows::prioritize, user, std::move(which), priority);
}

Task<Result<Job>> SqlJobStore::put_before(UserId user, JobId id, JobId other) {
  co_return co_await durable_.write(&rows::put_before, user, id, other);
}

Task<Result<void>> SqlJobStore::remember(std::vector<Facts> facts) {
  co_return co_await database_.write(&rows::remember, std::move(facts));
}

Task<Result<std::optional<Facts>>> SqlJobStore::facts(ItemIdentifier item) {
  co_return co_await database_.read(&rows::facts, std::move(item));
}

Task<Result<bool>> SqlJobStore::renamed(Job job) {
  co_return co_await durable_.write(&rows::renamed, std::move(job));
}

Task<Result<bool>> SqlJobStore::needs(Content content) {
  co_return co_await database_.read(&rows::needs, content);
}

Task<Result<std::vector<Job>>> SqlJobStore::sharing(Content content) {
  co_return co_await database_.read(&rows::sharing, content);
}

Task<Result<bool>> SqlJobStore::adopted(Job job) {
  co_return co_await durable_.write(&rows::adopted, std::move(job));
}

Task<Result<std::optional<Job>>> SqlJobStore::finished(ItemIdentifier item, archive::FileName file,
                                                       Expected expected) {
  co_return co_await database_.read(&rows::finished, std::move(item), std::move(file), expected);
}

Task<Result<std::vector<Job>>> SqlJobStore::recover(Instant now) {
  co_return co_await database_.write(&rows::recover, worker_, now);
}

Task<Result<std::vector<Job>>> SqlJobStore::completed(std::optional<JobId> after) {
  co_return co_await database_.read(&rows::completed, after);
}

Task<Result<std::optional<Job>>> SqlJobStore::lose(Job job, std::string why) {
  co_return co_await durable_.write(&rows::lose, std::move(job), std::move(why));
}

Task<Result<std::optional<EndedGroup>>> SqlJobStore::tell(UserId user, ItemIdentifier item) {
  co_return co_await database_.write(&rows::tell, user, std::move(item));
}

Task<Result<std::set<std::string>>> SqlJobStore::parts() {
  co_return co_await database_.read(&rows::parts);
}

Task<Result<void>> SqlJobStore::forget_part(JobId id) {
  auto done = co_await database_.write(&rows::forget_part, id);
  if (!done) co_return failure(done);
  co_return Result<void>();
}

Task<Result<bool>> SqlJobStore::any_in_vault() {
  co_return co_await database_.read(&rows::any_in_vault);
}

}  // namespace tapedeck::download
