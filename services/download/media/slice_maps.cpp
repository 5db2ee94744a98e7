#include "download/media/slice_maps.hpp"

#include "async/within.hpp"
#include "audio/slice_map_json.hpp"
#include "download/media/sound_type.hpp"
#include "download/store/slice_map_rows.hpp"

#include <optional>
#include <utility>

namespace tapedeck::download {
namespace {

Result<std::string> answer_of(KeptSlices kept) {
  if (!kept.map.empty()) return std::move(kept.map);
  return fail(Errc::not_found, "This track has no slices. " + kept.reason);
}

}  // namespace

/// One map that is being made. Shared by who makes it and by all who wait, since any of them may be
/// the last.
struct SliceMaps::Making {
  explicit Making(async::Executor home) : changed(home) {}

  async::Event changed;
  std::optional<Result<std::string>> outcome;
};

SliceMaps::SliceMaps(async::Executor home, Clock& clock, database::Pool& database,
                     FolderVault& vault, MediaWorker& worker, telemetry::Log log)
    : clock_(clock),
      database_(database),
      vault_(vault),
      worker_(worker),
      log_(log),
      home_(home),
      tasks_(home) {}

Task<Result<std::string>> SliceMaps::of(Job job, Deadline deadline) {
  if (!may_have_slices(job.file.text()))
    co_return fail(Errc::not_found, "This track has no slices: it is neither FLAC nor MP3.");
  auto file = co_await open(job);
  if (!file) co_return failure(file);
  auto kept = co_await database_.read(&rows::find_slices, job.id);
  if (!kept) co_return failure(kept);
  if (*kept && (*kept)->file_size == file->bytes()) co_return answer_of(**std::move(kept));
  auto making = begin(job);
  co_return co_await async::within(clock_, deadline, wait(std::move(making)));
}

Task<Result<http::FileBody>> SliceMaps::open(Job job) {
  if (!job.content) co_return fail(Errc::not_found, "The file is not in the vault.");
  co_return co_await vault_.open(*job.content);
}

Task<void> SliceMaps::stop() {
  tasks_.cancel();
  worker_.stop();
  co_await tasks_.join();
}

void SliceMaps::changed(const Job& job) {
  if (job.status == JobStatus::completed && may_have_slices(job.file.text())) begin(job);
}

std::shared_ptr<SliceMaps::Making> SliceMaps::begin(const Job& job) {
  if (const auto found = running_.find(job.id); found != running_.end()) return found->second;
  auto making = std::make_shared<Making>(home_);
  running_.emplace(job.id, making);
  tasks_.spawn(make(job, making));  // which may have ended by now, and left running_
  return making;
}

Task<void> SliceMaps::make(Job job, std::shared_ptr<Making> making) {
  auto made = co_await cut(job);
  if (!made && made.error().code != Errc::not_found && made.error().code != Errc::cancelled) {
    log_.warning("no slices made", {{"item", job.item.text()},
                                    {"file", job.file.text()},
                                    {"code", to_text(made.error().code)},
                                    {"detail", made.error().detail}});
  }
  making->outcome.emplace(std::move(made));
  making->changed.announce();
  running_.erase(job.id);
}

Task<Result<std::string>> SliceMaps::cut(Job job) {
  auto file = co_await open(job);
  if (!file) co_return failure(file);
  KeptSlices kept;
  kept.file_size = file->bytes();
  auto map = co_await worker_.slice_map(std::move(*file));
  if (map) {
    kept.map = audio::to_json(*map);
  } else if (map.error().code == Errc::invalid) {
    kept.reason = map.error().message;
    log_.info("sound cannot be cut", {{"item", job.item.text()},
                                      {"file", job.file.text()},
                                      {"reason", kept.reason},
                                      {"detail", map.error().detail}});
  } else {
    co_return failure(map);
  }
  auto stored = co_await database_.write(&rows::keep_slices, job.id, kept);
  // A row that has gone meanwhile takes its slices along; who asked may still have them.
  if (!stored && stored.error().code != Errc::conflict) co_return failure(stored);
  co_return answer_of(std::move(kept));
}

Task<Result<std::string>> SliceMaps::wait(std::shared_ptr<Making> making) {
  while (!making->outcome) {
    auto woken = co_await making->changed.wait();
    if (!woken) co_return failure(woken);
  }
  co_return *making->outcome;
}

}  // namespace tapedeck::download
