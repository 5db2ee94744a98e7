#include "download/core/transfer.hpp"

#include "async/unless.hpp"
#include "download/core/plan.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::download {
namespace {

Verdict stopped() { return Verdict{.kind = Verdict::Kind::stop}; }

}  // namespace

Transfer::Transfer(const Ground& ground, async::Executor home, Job job, std::uint32_t dice)
    : ground_(ground),
      interruption_(home),
      job_(std::move(job)),
      part_path_(part_of(job_)),
      dice_(dice) {}

void Transfer::interrupt() {
  interrupted_ = true;
  interruption_.announce();
}

Task<Transfer::Step> Transfer::run() {
  auto step = co_await look_at_hand();
  if (step && !at_hand_) step = co_await learn();
  if (step && at_hand_) {
    auto dropped = co_await ground_.vault.drop_part(part_path_);
    if (!dropped) co_return trouble(Side::vault, std::move(dropped).error());
  }
  if (!step || at_hand_) co_return step;
  step = co_await open();
  if (step) step = co_await receive();
  if (step) step = co_await check_and_keep();
  part_.reset();
  co_return step;
}

/// Asks the Archive what the file has to come to, if that was said too long ago.
Task<Transfer::Step> Transfer::learn() {
  const auto not_before = told_too_early();
  if (!not_before) co_return Step();
  auto item =
      co_await ground_.items.item(job_.item, *not_before, Deadline::in(ground_.clock, silence));
  if (!item) co_return trouble(Side::archive, std::move(item).error());
  auto plan = plan_file(**item, job_.file);
  if (plan.files.empty()) {
    Verdict gone{.kind = Verdict::Kind::fail, .why = plan.refused.front().reason};
    co_return std::unexpected(std::move(gone));
  }
  if (plan.files.front().expected == job_.expected) co_return Step();
  expect(plan.files.front().expected);
  auto recorded = co_await record();
  if (!recorded) co_return recorded;
  // Somebody else may have that one.
  co_return co_await look_at_hand();
}

/// From when on the metadata have to be; nothing when what they said will do. After wrong bytes
/// they may be what was wrong. Of a part that has all its bytes the digest is the judge.
std::optional<Clock::Ticks> Transfer::told_too_early() const {
  const auto now = ground_.clock.ticks();
  if (job_.restarts > 0 && job_.bytes_done == 0) return now;
  if (job_.expected.bytes && job_.bytes_done == *job_.expected.bytes) return std::nullopt;
  if (ground_.clock.now() - job_.created <= metadata_time) return std::nullopt;
  return now - metadata_time;
}

/// The file is another one now: what came of the old one is of no use.
void Transfer::expect(Expected expected) {
  job_.expected = expected;
  job_.bytes_done = job_.furthest = 0;
  job_.etag.clear();
  job_.content.reset();
  job_.place.reset();
}

/// The file may be there already: the program died between its final name and the row, or somebody
/// else in this house has it.
Task<Transfer::Step> Transfer::look_at_hand() {
  auto content = co_await known_content();
  if (!content) co_return std::unexpected(std::move(content).error());
  if (!*content) co_return Step();
  auto here = co_await ground_.vault.holds(**content);
  if (!here) co_return trouble(Side::vault, std::move(here).error());
  if (!*here) co_return Step();
  job_.content = *content;
  auto named = co_await give_name();
  // Its last owner has removed it at this very moment: it is fetched then.
  if (!named && named.error().code == Errc::not_found) co_return Step();
  if (!named) co_return trouble(Side::vault, std::move(named).error());
  at_hand_ = true;
  co_return Step();
}

/// What the file's bytes are known by, before any has come; nothing when nobody can say.
Task<std::expected<std::optional<Content>, Verdict>> Transfer::known_content() {
  using Known = std::expected<std::optional<Content>, Verdict>;
  if (job_.expected.sha1) co_return Known(*job_.expected.sha1);
  if (job_.content || !job_.expected.md5) co_return Known(job_.content);
  auto other = co_await ground_.store.finished(job_.item, job_.file, job_.expected);
  if (!other) co_return trouble(Side::row, std::move(other).error());
  if (!*other) co_return Known(std::nullopt);
  co_return Known((*other)->content);
}

Task<Transfer::Step> Transfer::open() {
  auto room = co_await ground_.vault.room();
  if (!room) co_return trouble(Side::vault, std::move(room).error());
  const auto whole = job_.expected.bytes.value_or(job_.bytes_done);
  const auto needed = whole > job_.bytes_done ? whole - job_.bytes_done : 0;
  if (needed > *room) {
    room = co_await room_without_trash();
    if (!room) co_return trouble(Side::vault, std::move(room).error());
  }
  if (needed > *room) {
    auto full =
        fail(Errc::storage_full, "There is no room left for this file on the vault's disk.");
    co_return trouble(Side::vault, std::move(full).error());
  }
  // Without a digest only the tag tells two versions of a file apart.
  const bool tellable = job_.expected.has_digest() || !job_.etag.empty();
  const auto trusted = tellable ? job_.bytes_done : 0;
  auto part = co_await ground_.vault.open_part(part_path_, trusted, job_.expected);
  if (!part) co_return trouble(Side::vault, std::move(part).error());
  part_ = std::move(*part);
  job_.bytes_done = part_->bytes();
  if (job_.bytes_done == 0) job_.etag.clear();
  flushed_at_ = ground_.clock.ticks();
  co_return Step();
}

/// The room there is when nothing lies in the trash but what has just come there.
Task<Result<std::uint64_t>> Transfer::room_without_trash() {
  auto emptied = co_await ground_.vault.empty_trash(ground_.clock.now() - trash_grace);
  if (!emptied) co_return failure(emptied);
  co_return co_await ground_.vault.room();
}

Task<Transfer::Step> Transfer::receive() {
  if (job_.expected.bytes == part_->bytes()) co_return Step();
  auto fetched = co_await fetch();
  if (interrupted_) co_return std::unexpected(stopped());
  if (!refused_ && unflushed_ > 0) {
    auto flushed = co_await flush();
    if (!flushed) co_return flushed;
  }
  if (refused_) co_return std::unexpected(std::move(*refused_));
  if (!fetched) co_return trouble(Side::archive, std::move(fetched).error());
  switch (end_with(part_->bytes(), *fetched, job_.expected)) {
    case Ending::verify:
      co_return Step();
    case Ending::ask_again: {
      const auto failures = count_failure();
      if (!began_anew_ || failures < most_unreadable) {
        co_return std::unexpected(judge_drop(failures, dice_));
      }
      co_return std::unexpected(judge_wrong_bytes(
          job_.restarts, "The Archive sends this file from its beginning, and never to its end."));
    }
    case Ending::begin_anew:
      break;
  }
  co_return std::unexpected(judge_wrong_bytes(
      job_.restarts, "The Archive sent " + std::to_string(part_->bytes()) + " bytes in place of " +
                         std::to_string(job_.expected.bytes.value_or(0)) + "."));
}

/// The sending, or an interruption, whichever comes first.
Task<Result<archive::Fetched>> Transfer::fetch() {
  if (interrupted_) co_return fail(Errc::cancelled, "The job was cancelled.");
  archive::FetchRequest request{.item = job_.item, .file = job_.file, .first = part_->bytes()};
  request.if_match = job_.etag;
  request.ahead = ground_.budget.ahead();
  const archive::Patience patience{.begin_by = Deadline::in(ground_.clock, begin_patience),
                                   .idle = silence};
  auto sending = ground_.archive.fetch(std::move(request), *this, patience);
  co_return co_await async::unless(interruption_.wait(), std::move(sending));
}

Task<Result<void>> Transfer::begin(archive::FetchStart start) {
  switch (begin_with(part_->bytes(), start, job_.expected)) {
    case Beginning::go_on:
      if (is_another_version(start)) {
        co_return refuse(
            judge_wrong_bytes(job_.restarts, "The file at the Archive has changed meanwhile."));
      }
      break;
    case Beginning::from_zero: {
      auto emptied = co_await part_->restart();
      if (!emptied) co_return refuse(trouble(Side::vault, std::move(emptied).error()).error());
      job_.bytes_done = unflushed_ = 0;
      began_anew_ = true;
      job_.etag = start.etag;
      auto recorded = co_await record();
      if (!recorded) co_return refuse(std::move(recorded).error());
      break;
    }
    case Beginning::other_file:
      co_return refuse(judge_wrong_bytes(
          job_.restarts, "The file at the Archive has another size than its item says."));
    case Beginning::not_ours: {
      auto strange =
          fail(Errc::bad_upstream, "The Archive sent another part of the file than asked for.");
      co_return refuse(trouble(Side::archive, std::move(strange).error()).error());
    }
  }
  job_.etag = std::move(start.etag);
  co_return Result<void>();
}

Task<Result<void>> Transfer::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    if (interrupted_) co_return fail(Errc::cancelled, "The job was cancelled.");
    const auto most = std::min<std::uint64_t>(bytes.size(), flush_bytes - unflushed_);
    auto allowed = co_await ground_.budget.take(most);
    if (!allowed) co_return failure(allowed);
    if (*allowed == 0) co_return co_await break_off();
    const auto piece = bytes.first(static_cast<std::size_t>(*allowed));
    auto put_down = co_await put(piece);
    if (!put_down) co_return put_down;
    bytes = bytes.subspan(piece.size());
  }
  co_return Result<void>();
}

/// The hours in which downloads come are over: what has come is kept.
Task<Result<void>> Transfer::break_off() {
  const auto now = ground_.clock.now();
  auto verdict = judge_hours(ground_.budget.closed_until().value_or(now) - now);
  if (unflushed_ > 0) {
    auto saved = co_await flush();
    if (!saved) verdict = std::move(saved).error();
  }
  co_return refuse(std::move(verdict));
}

Task<Result<void>> Transfer::put(std::span<const std::byte> bytes) {
  if (job_.expected.bytes && part_->bytes() + bytes.size() > *job_.expected.bytes) {
    co_return refuse(
        judge_wrong_bytes(job_.restarts, "The Archive sent more bytes than the file has."));
  }
  auto appended = co_await part_->append(bytes);
  if (!appended) {
    // What came before is as good as it was: keep it, unless the disk itself has failed.
    auto verdict = trouble(Side::bytes, std::move(appended).error()).error();
    if (verdict.kind == Verdict::Kind::wait && !verdict.from_zero) {
      auto saved = co_await flush();
      if (!saved) verdict = std::move(saved).error();
    }
    co_return refuse(std::move(verdict));
  }
  unflushed_ += bytes.size();
  ground_.tally.bytes.add(static_cast<double>(bytes.size()));
  if (unflushed_ >= flush_bytes || ground_.clock.ticks() - flushed_at_ >= flush_time) {
    auto flushed = co_await flush();
    if (!flushed) co_return refuse(std::move(flushed).error());
  }
  tell_progress();
  co_return Result<void>();
}

/// Puts what has come on the disk for sure, and says so in the row.
Task<Transfer::Step> Transfer::flush() {
  auto flushed = co_await part_->flush();
  if (!flushed) co_return trouble(Side::bytes, std::move(flushed).error());
  unflushed_ = 0;
  flushed_at_ = ground_.clock.ticks();
  job_.bytes_done = part_->bytes();
  co_return co_await record();
}

Task<Transfer::Step> Transfer::record() {
  auto saved = co_await ground_.store.save(job_);
  if (!saved) co_return trouble(Side::row, std::move(saved).error());
  if (!*saved) {
    interrupted_ = true;
    co_return std::unexpected(stopped());
  }
  co_return Step();
}

Task<Transfer::Step> Transfer::check_and_keep() {
  job_.status = JobStatus::verifying;
  job_.content = job_.expected.sha1;
  auto recorded = co_await record();
  if (!recorded) co_return recorded;
  ground_.watchers.changed(job_);
  auto proof = co_await part_->verify();
  if (!proof) co_return trouble(Side::bytes, std::move(proof).error());
  if (proof->wrong) co_return co_await put_aside(*std::move(proof->wrong));
  if (job_.content != proof->content) {
    // After a death from here on the row has to say under what its bytes are found.
    job_.content = proof->content;
    recorded = co_await record();
    if (!recorded) co_return recorded;
  }
  if (interrupted_) co_return std::unexpected(stopped());
  const auto bytes = part_->bytes();
  auto replaced = co_await part_->keep();
  if (!replaced) co_return trouble(Side::vault, std::move(replaced).error());
  auto named = co_await give_names(*replaced);
  if (!named) co_return named;
  job_.bytes_done = bytes;
  job_.expected.bytes = bytes;
  co_return Step();
}

/// The bytes are all there, and not what they have to be.
Task<Transfer::Step> Transfer::put_aside(std::string why) {
  auto aside = co_await part_->put_aside();
  if (!aside) co_return trouble(Side::bytes, std::move(aside).error());
  co_return std::unexpected(judge_wrong_bytes(job_.restarts, std::move(why)));
}

/// What its user sees it as.
Task<Result<void>> Transfer::give_name() {
  auto facts = co_await ground_.store.facts(job_.item);
  if (!facts) co_return failure(facts);
  job_.place = ground_.naming.place(job_, facts->value_or(Facts{.item = job_.item}));
  auto shown = co_await ground_.vault.show(*job_.content, place_of(job_), InTheWay::goes_aside);
  if (!shown) co_return failure(shown);
  has_new_name_ = *shown;
  co_return Result<void>();
}

/// Gives what was kept its name; if it has `replaced` damaged bytes, for all who had those.
Task<Transfer::Step> Transfer::give_names(bool replaced) {
  auto named = co_await give_name();
  if (!named) co_return trouble(Side::vault, std::move(named).error());
  if (!replaced) co_return Step();
  auto others = co_await ground_.store.sharing(*job_.content);
  if (!others) co_return trouble(Side::row, std::move(others).error());
  for (const auto& other : *others) {
    auto shown = co_await ground_.vault.show(*job_.content, place_of(other), InTheWay::goes_aside);
    // What is in the way there is not this job's trouble.
    if (!shown && shown.error().code != Errc::conflict) {
      co_return trouble(Side::vault, std::move(shown).error());
    }
  }
  co_return Step();
}

void Transfer::tell_progress() {
  if (!pace_.lets_through(ground_.clock.ticks())) return;
  Job seen = job_;
  seen.bytes_done = part_->bytes();
  ground_.watchers.changed(seen);
}

std::unexpected<Verdict> Transfer::trouble(Side side, Error error) {
  const auto failures = count_failure();
  const Trouble met{side, std::move(error)};
  auto verdict = judge(met, failures, dice_);
  if (verdict.kind == Verdict::Kind::begin_anew) {
    verdict = judge_wrong_bytes(job_.restarts, std::move(verdict.why));
  }
  return std::unexpected(std::move(verdict));
}

std::unexpected<Error> Transfer::refuse(Verdict verdict) {
  refused_ = std::move(verdict);
  return fail(Errc::conflict, "The sending was ended.");
}

/// A try that came further than any before is a new beginning of the count: a node that begins at
/// zero each time sends bytes without end.
std::uint32_t Transfer::count_failure() {
  const auto reached = part_ ? part_->bytes() : 0;
  const bool moved = reached > job_.furthest;
  job_.furthest = std::max(job_.furthest, reached);
  job_.failures = moved ? 1 : job_.failures + 1;
  return job_.failures;
}

/// Whether what comes belongs to other bytes than those that are there, and no digest would show it
/// in the end.
bool Transfer::is_another_version(const archive::FetchStart& start) const {
  const bool known = !job_.etag.empty() && !start.etag.empty();
  return part_->bytes() > 0 && known && job_.etag != start.etag && !job_.expected.has_digest();
}

}  // namespace tapedeck::download
