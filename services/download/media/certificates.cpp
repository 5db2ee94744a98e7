#include "download/media/certificates.hpp"

#include "audio/hearing_json.hpp"
#include "download/media/open_file.hpp"
#include "download/media/sound_type.hpp"
#include "runtime/version.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>

namespace tapedeck::download {
namespace {

/// Far more than any taper writes; the rest of a longer file is left out.
constexpr std::uint64_t most_paper_bytes = std::uint64_t{1} << 20;

constexpr std::uint32_t jobs_a_page = 200;

Result<std::string> read_paper(const http::FileBody& body) {
  auto file = OpenFile::of(body.descriptor());
  if (!file) return failure(file);
  std::vector<std::uint8_t> bytes(std::min(file->bytes(), most_paper_bytes));
  auto got = file->read(0, bytes);
  if (!got) return failure(got);
  return std::string(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(*got));
}

void add_hearing(Evidence& evidence, const KeptHearing& kept) {
  evidence.sums = audio::FileSums{.bytes = kept.file_size, .md5 = kept.md5, .sha1 = kept.sha1};
  evidence.examined_at = kept.heard_at;
  evidence.examined_by = kept.program;
  evidence.refusal = kept.reason;
  if (kept.hearing.empty()) return;
  auto hearing = audio::parse_hearing(kept.hearing);
  if (hearing) {
    evidence.hearing = *std::move(hearing);
  } else {
    evidence.refusal = hearing.error().message;
  }
}

}  // namespace

Certificates::Certificates(Clock& clock, database::Pool& database, JobStore& jobs,
                           FolderVault& vault, async::Pool& disk, Examinations& examinations)
    : clock_(clock),
      database_(database),
      jobs_(jobs),
      vault_(vault),
      disk_(disk),
      examinations_(examinations) {}

Task<Result<Certificate>> Certificates::of(UserId user, ItemIdentifier item) {
  auto jobs = co_await finished_files(user, item);
  if (!jobs) co_return failure(jobs);
  if (jobs->empty())
    co_return fail(Errc::not_found, "You have no finished file of this recording.");
  auto hearings = co_await database_.read(&rows::find_hearings, user, item);
  if (!hearings) co_return failure(hearings);
  auto tapers = co_await tapers_files(*jobs);
  if (!tapers) co_return failure(tapers);
  auto files = co_await evidence(*std::move(jobs), *std::move(hearings));
  if (!files) co_return failure(files);
  co_return certify(item, *std::move(files), *tapers, clock_.now(),
                    "Tapedeck " + std::string(runtime::version));
}

Task<Result<std::vector<Job>>> Certificates::finished_files(UserId user, ItemIdentifier item) {
  std::vector<Job> jobs;
  JobFilter filter{.status = JobStatus::completed, .item = std::move(item)};
  filter.per_page = jobs_a_page;
  for (;; ++filter.page) {
    auto page = co_await jobs_.list(user, filter);
    if (!page) co_return failure(page);
    const bool last = page->jobs.size() < jobs_a_page;
    std::ranges::move(page->jobs, std::back_inserter(jobs));
    if (last) co_return jobs;
  }
}

Task<Result<std::vector<TapersFile>>> Certificates::tapers_files(std::vector<Job> jobs) {
  std::vector<TapersFile> papers;
  for (const auto& job : jobs) {
    const auto kind = audio::fingerprints_in(job.file.text());
    if (!kind) continue;
    auto file = co_await open_finished(vault_, job);
    if (!file && file.error().code == Errc::not_found) continue;  // told of as missing
    if (!file) co_return failure(file);
    auto text = co_await disk_.run(&read_paper, std::move(*file));
    if (!text) co_return failure(text);
    papers.push_back({std::string(job.file.text()), audio::read_fingerprints(*text, *kind)});
  }
  co_return papers;
}

Task<Result<std::vector<Evidence>>> Certificates::evidence(std::vector<Job> jobs,
                                                           std::map<JobId, KeptHearing> hearings) {
  std::vector<Evidence> files;
  for (auto& job : jobs) {
    auto file = co_await open_finished(vault_, job);
    if (!file && file.error().code != Errc::not_found) co_return failure(file);
    Evidence one{.job = job};
    one.is_sound = !sound_type_of(job.file.text()).empty();
    one.is_decoded = may_be_heard(job.file.text());
    one.is_there = file && job.expected.bytes.value_or(file->bytes()) == file->bytes();
    const auto kept = hearings.find(job.id);
    if (one.is_there && kept != hearings.end() && is_of(kept->second, *file))
      add_hearing(one, kept->second);
    if (one.is_there && !one.sums) examinations_.see_to(job);
    files.push_back(std::move(one));
  }
  co_return files;
}

}  // namespace tapedeck::download
