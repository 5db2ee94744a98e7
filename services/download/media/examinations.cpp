#include "download/media/examinations.hpp"

#include "async/within.hpp"
#include "audio/hearing_json.hpp"
#include "audio/slice_map_json.hpp"
#include "download/media/sound_type.hpp"
#include "runtime/version.hpp"

#include <optional>
#include <utility>

namespace tapedeck::download {
namespace {

Result<std::string> answer_of(KeptSlices kept) {
  if (!kept.map.empty()) return std::move(kept.map);
  return fail(Errc::not_found, "This track has no slices. " + kept.reason);
}

}  // namespace

bool is_of(const KeptHearing& kept, const http::FileBody& file) {
  return kept.file_size == file.bytes() && kept.modified_at == file.modified();
}

Task<Result<http::FileBody>> open_finished(FolderVault& vault, Job job) {
  if (!job.content) co_return fail(Errc::not_found, "The file is not in the vault.");
  co_return co_await vault.open(*job.content);
}

/// One examination that is being made. Shared by who makes it and by all who wait, since any of
/// them may be the last.
struct Examinations::Making {
  explicit Making(async::Executor home) : changed(home) {}

  async::Event changed;
  std::optional<Result<Kept>> outcome;
};

Examinations::Examinations(async::Executor home, Clock& clock, database::Pool& database,
                           FolderVault& vault, MediaWorker& worker, telemetry::Log log)
    : clock_(clock),
      database_(database),
      vault_(vault),
      worker_(worker),
      log_(log),
      home_(home),
      tasks_(home) {}

Task<Result<std::string>> Examinations::slices_of(Job job, Deadline deadline) {
  if (!may_have_slices(job.file.text()))
    co_return fail(Errc::not_found, "This track has no slices: it is neither FLAC nor MP3.");
  auto file = co_await open_finished(vault_, job);
  if (!file) co_return failure(file);
  auto heard = co_await database_.read(&rows::find_hearing, job.id);
  if (!heard) co_return failure(heard);
  auto kept = co_await database_.read(&rows::find_slices, job.id);
  if (!kept) co_return failure(kept);
  if (*heard && *kept && is_of(**heard, *file)) co_return answer_of(**std::move(kept));
  auto making = begin(job);
  auto made = co_await async::within(clock_, deadline, wait(std::move(making)));
  if (!made) co_return failure(made);
  co_return answer_of(std::move(made->slices));
}

Task<Result<KeptHearing>> Examinations::hearing_of(Job job, Deadline deadline) {
  if (!may_be_heard(job.file.text()))
    co_return fail(Errc::not_found, "This file is of a kind that is not decoded here.");
  auto file = co_await open_finished(vault_, job);
  if (!file) co_return failure(file);
  auto kept = co_await database_.read(&rows::find_hearing, job.id);
  if (!kept) co_return failure(kept);
  if (*kept && is_of(**kept, *file)) co_return **std::move(kept);
  auto making = begin(job);
  auto made = co_await async::within(clock_, deadline, wait(std::move(making)));
  if (!made) co_return failure(made);
  co_return std::move(made->hearing);
}

void Examinations::see_to(const Job& job) {
  if (job.status == JobStatus::completed && may_be_heard(job.file.text())) begin(job);
}

Task<void> Examinations::stop() {
  tasks_.cancel();
  worker_.stop();
  co_await tasks_.join();
}

void Examinations::changed(const Job& job) { see_to(job); }

std::shared_ptr<Examinations::Making> Examinations::begin(const Job& job) {
  if (const auto found = running_.find(job.id); found != running_.end()) return found->second;
  auto making = std::make_shared<Making>(home_);
  running_.emplace(job.id, making);
  tasks_.spawn(make(job, making));  // which may have ended by now, and left running_
  return making;
}

Task<void> Examinations::make(Job job, std::shared_ptr<Making> making) {
  auto made = co_await examine(job);
  if (!made && made.error().code != Errc::not_found && made.error().code != Errc::cancelled) {
    log_.warning("sound not examined", {{"item", job.item.text()},
                                        {"file", job.file.text()},
                                        {"code", to_text(made.error().code)},
                                        {"detail", made.error().detail}});
  }
  making->outcome.emplace(std::move(made));
  making->changed.announce();
  running_.erase(job.id);
}

Task<Result<Examinations::Kept>> Examinations::examine(Job job) {
  auto file = co_await open_finished(vault_, job);
  if (!file) co_return failure(file);
  KeptHearing hearing{.file_size = file->bytes(), .modified_at = file->modified()};
  auto found = co_await worker_.examine(std::move(*file));
  if (!found && found.error().code != Errc::invalid) co_return failure(found);
  if (!found) found = nothing_found(hearing.file_size, found.error());
  auto kept = kept_of(job, std::move(hearing), *std::move(found));
  std::optional<KeptSlices> slices;
  if (may_have_slices(job.file.text())) slices = kept.slices;
  auto stored =
      co_await database_.write(&rows::keep_hearing, job.id, kept.hearing, std::move(slices));
  // A row that has gone meanwhile takes these along; who asked may still have them.
  if (!stored && stored.error().code != Errc::conflict) co_return failure(stored);
  co_return kept;
}

Examinations::Kept Examinations::kept_of(const Job& job, KeptHearing hearing, Examination found) {
  Kept kept;
  kept.slices.file_size = hearing.file_size;
  if (found.slices) {
    kept.slices.map = audio::to_json(*found.slices);
  } else {
    kept.slices.reason = std::move(found.slices.error().message);
  }
  kept.hearing = std::move(hearing);
  kept.hearing.md5 = std::move(found.sums.md5);
  kept.hearing.sha1 = std::move(found.sums.sha1);
  kept.hearing.heard_at = clock_.now();
  kept.hearing.program = "Tapedeck " + std::string(runtime::version);
  if (found.hearing) {
    kept.hearing.hearing = audio::to_json(*found.hearing);
  } else {
    kept.hearing.reason = std::move(found.hearing.error().message);
  }
  if (!found.hearing || !found.hearing->faults.empty()) {
    log_.info("sound is not whole",
              {{"item", job.item.text()},
               {"file", job.file.text()},
               {"reason", found.hearing ? found.hearing->faults.front() : kept.hearing.reason},
               {"detail", found.hearing ? std::string() : found.hearing.error().detail}});
  }
  return kept;
}

Task<Result<Examinations::Kept>> Examinations::wait(std::shared_ptr<Making> making) {
  while (!making->outcome) {
    auto woken = co_await making->changed.wait();
    if (!woken) co_return failure(woken);
  }
  co_return *making->outcome;
}

}  // namespace tapedeck::download
