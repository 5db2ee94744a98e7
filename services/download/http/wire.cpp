#include "download/http/wire.hpp"

#include "archive/item_address.hpp"
#include "json/words.hpp"

#include <charconv>
#include <string>
#include <utility>
#include <vector>

namespace tapedeck::download::wire {
namespace {

constexpr std::uint32_t most_per_page = 200;
/// Beyond this nobody turns pages by hand, and the product of both stays small.
constexpr std::uint32_t last_page = 100'000;

/// Reads a whole number between 1 and `most` into `into`, if the parameter is there.
void read_number(const http::Request& request, std::string_view name, std::uint32_t most,
                 std::uint32_t& into, std::vector<FieldError>& errors) {
  const auto text = request.parameter(name);
  if (!text) return;
  std::uint32_t number = 0;
  const auto* end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || number < 1 || number > most) {
    errors.push_back({std::string(name), "must be between 1 and " + std::to_string(most)});
    return;
  }
  into = number;
}

std::uint64_t bytes_of_files(const std::vector<PlannedFile>& files) {
  std::uint64_t sum = 0;
  for (const auto& file : files) {
    const auto bytes = file.expected.bytes.value_or(0);
    sum += std::min(bytes, UINT64_MAX - sum);
  }
  return sum;
}

std::uint32_t pages_of(std::uint64_t total, std::uint32_t per_page) {
  return static_cast<std::uint32_t>((total + per_page - 1) / per_page);
}

Result<Selection> selection(const std::optional<std::vector<JobId>>& ids,
                            const std::optional<std::string>& identifier,
                            const std::optional<JobStatus>& status) {
  Selection which{.status = status};
  if (ids) which.ids = *ids;
  if (!identifier) return which;
  auto item = archive::parse_identifier_or_address(*identifier);
  if (!item) {
    return fail_fields("The downloads cannot be named so.",
                       {{"/archive_identifier", item.error().message}});
  }
  which.item = *std::move(item);
  return which;
}

}  // namespace

messages::Download download_of(const Job& job) {
  messages::Download download{.id = job.id,
                              .user_id = job.user,
                              .archive_identifier = job.item,
                              .filename = std::string(job.file.text()),
                              .title = job.title,
                              .format = job.format,
                              .priority = job.priority,
                              .status = job.status,
                              .waiting_for = job.waiting_for,
                              .retry_at = job.retry_at,
                              .progress = percent_done(job),
                              .bytes_done = job.bytes_done,
                              .file_size = job.expected.bytes,
                              .download_url = address_of(job),
                              .error_message = job.error,
                              .created_at = job.created,
                              .started_at = job.started,
                              .download_completed_at = job.completed};
  if (job.status == JobStatus::completed) {
    download.file_path = place_of(job).text();
  }
  return download;
}

messages::DownloadAnswer answer_of(const Requested& requested) {
  messages::DownloadAnswer answer;
  for (const auto& job : requested.jobs)
    answer.downloads.push_back(download_of(job));
  for (const auto& refusal : requested.refused) {
    answer.refused.push_back({std::string(refusal.item.text()), refusal.file, refusal.reason});
  }
  answer.total_bytes = bytes_of_files(requested.files);
  if (!requested.jobs.empty()) return answer;
  for (const auto& file : requested.files) {
    answer.planned.push_back(
        {file.item, std::string(file.file.text()), file.title, file.format, file.expected.bytes});
  }
  return answer;
}

messages::DownloadPage page_of(const JobPage& page, const JobFilter& filter) {
  messages::DownloadPage shown;
  shown.total = page.total;
  shown.page = filter.page;
  shown.per_page = filter.per_page;
  shown.total_pages = pages_of(page.total, filter.per_page);
  for (const auto& job : page.jobs)
    shown.downloads.push_back(download_of(job));
  return shown;
}

messages::DownloadNamePage page_of(const NamePage& page, const Naming& naming,
                                   const JobFilter& filter) {
  messages::DownloadNamePage shown;
  shown.names = naming.text();
  shown.total = page.total;
  shown.page = filter.page;
  shown.per_page = filter.per_page;
  shown.total_pages = pages_of(page.total, filter.per_page);
  for (const auto& name : page.names) {
    shown.downloads.push_back({.id = name.job.id,
                               .archive_identifier = name.job.item,
                               .filename = std::string(name.job.file.text()),
                               .file_path = place_of(name.job).text(),
                               .would_be = name.would_be.text()});
  }
  return shown;
}

Result<Naming> parse_naming(const http::Request& request, const Naming& now) {
  const auto text = request.parameter("names");
  if (!text) return now;
  auto naming = Naming::parse(*text);
  if (!naming) return fail_fields("Files cannot be named so.", {{"names", naming.error()}});
  return *std::move(naming);
}

messages::DownloadGroupPage page_of(const GroupPage& page, const JobFilter& filter) {
  messages::DownloadGroupPage shown;
  shown.total = page.total;
  shown.page = filter.page;
  shown.per_page = filter.per_page;
  shown.total_pages = pages_of(page.total, filter.per_page);
  for (const auto& group : page.groups) {
    shown.groups.push_back({.archive_identifier = group.item,
                            .status = status_of(group),
                            .progress = percent_done(group),
                            .files = group.files,
                            .completed = group.completed,
                            .failed = group.failed,
                            .cancelled = group.cancelled,
                            .bytes_done = group.bytes_done,
                            .bytes_total = group.bytes_total,
                            .created_at = group.created});
  }
  return shown;
}

Result<JobFilter> parse_filter(const http::Request& request) {
  JobFilter filter;
  std::vector<FieldError> errors;
  read_number(request, "page", last_page, filter.page, errors);
  read_number(request, "per_page", most_per_page, filter.per_page, errors);
  if (const auto word = request.parameter("status")) {
    filter.status = json::from_word<JobStatus>(*word);
    if (!filter.status) errors.push_back({"status", "must be a status of downloads"});
  }
  if (const auto text = request.parameter("archive_identifier")) {
    auto item = ItemIdentifier::parse(*text);
    if (item) {
      filter.item = std::move(*item);
    } else {
      errors.push_back({"archive_identifier", item.error().message});
    }
  }
  if (!errors.empty()) return fail_fields("The list cannot be asked for so.", std::move(errors));
  return filter;
}

Result<Selection> selection_of(const messages::DownloadAction& action) {
  const bool names = action.ids || action.archive_identifier || action.status;
  if (action.action == messages::JobAction::remove && !names) {
    return fail_fields("The downloads cannot be named so.",
                       {{"/ids", "or something else must say which are removed"}});
  }
  return selection(action.ids, action.archive_identifier, action.status);
}

Result<Selection> selection_of(const messages::DownloadsPatch& patch) {
  return selection(patch.ids, patch.archive_identifier, patch.status);
}

Result<Selection> parse_ended(const http::Request& request) {
  auto filter = parse_filter(request);
  if (!filter) return failure(filter);
  if (!filter->status || is_active(*filter->status)) {
    return fail_fields("The list cannot be cleared so.",
                       {{"status", "must be completed, failed or cancelled"}});
  }
  return Selection{.item = std::move(filter->item), .status = filter->status};
}

Result<bool> parse_switch(const http::Request& request, std::string_view name) {
  const auto word = request.parameter(name);
  if (!word || *word == "false") return false;
  if (*word == "true") return true;
  return fail_fields("A parameter cannot be read.", {{std::string(name), "must be true or false"}});
}

}  // namespace tapedeck::download::wire
