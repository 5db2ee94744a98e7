#include "download/http/routes.hpp"

#include "download/http/live.hpp"
#include "download/http/wire.hpp"
#include "http/response.hpp"
#include "json/decode.hpp"
#include "json/encode.hpp"
#include "json/schema.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <utility>

namespace tapedeck::download {
namespace {

using http::Access;
using http::Request;
using http::Response;
using http::Verb;

/// What is left of a request's time for queueing what was looked up.
constexpr std::chrono::seconds time_to_queue{5};

/// Whose downloads a request is about. Routes for users always have one, but a service may come
/// without.
Result<UserId> user_of(const Request& request) {
  if (!request.caller().user) {
    return fail(Errc::forbidden, "Downloads belong to a user.", "a service without a user");
  }
  return *request.caller().user;
}

/// An id that is none names nothing.
Result<JobId> job_id_of(const Request& request) {
  auto id = JobId::parse(request.path_part("download_id"));
  if (!id) return fail(Errc::not_found, "There is no such download.");
  return id;
}

/// 202 the jobs, or 200 what a dry run found · 400 no JSON · 404 no such item · 422 a bad request,
/// or the reason why it cannot be had · 503 the Archive is away
Task<Result<Response>> request_downloads(Queue& queue, Request request) {
  auto user = user_of(request);
  if (!user) co_return failure(user);
  auto body = json::decode<messages::DownloadRequest>(request.body());
  if (!body) co_return failure(body);
  auto wanted = parse_wanted(*body);
  if (!wanted) co_return failure(wanted);

  const Deadline look_up_by(request.deadline().at() - time_to_queue);
  auto requested = co_await queue.request(*user, std::move(*wanted), body->dry_run, look_up_by);
  if (!requested) co_return failure(requested);
  const std::uint16_t status = body->dry_run ? 200 : 202;
  co_return http::json(json::encode(wire::answer_of(*requested))).with_status(status).never_kept();
}

/// 200 a page of the caller's jobs · 422 a bad parameter
Task<Result<Response>> list_downloads(Queue& queue, Request request) {
  auto user = user_of(request);
  if (!user) co_return failure(user);
  auto filter = wire::parse_filter(request);
  if (!filter) co_return failure(filter);

  auto page = co_await queue.list(*user, *filter);
  if (!page) co_return failure(page);
  co_return http::json(json::encode(wire::page_of(*page, *filter))).never_kept();
}

/// 200 a page of the caller's jobs by items · 422 a bad parameter
Task<Result<Response>> list_groups(Queue& queue, Request request) {
  auto user = user_of(request);
  if (!user) co_return failure(user);
  auto filter = wire::parse_filter(request);
  if (!filter) co_return failure(filter);

  if (filter->status) {
    co_return fail_fields("Groups have no status to ask for.",
                          {{"status", "goes with GET /downloads"}});
  }
  auto page = co_await queue.groups(*user, *filter);
  if (!page) co_return failure(page);
  co_return http::json(json::encode(wire::page_of(*page, *filter))).never_kept();
}

/// 200 a page of names of the caller's finished files · 422 a bad parameter
Task<Result<Response>> list_names(Queue& queue, Request request) {
  auto user = user_of(request);
  if (!user) co_return failure(user);
  auto filter = wire::parse_filter(request);
  if (!filter) co_return failure(filter);
  auto naming = wire::parse_naming(request, queue.naming());
  if (!naming) co_return failure(naming);

  if (filter->status) {
    co_return fail_fields("Only finished files have names.",
                          {{"status", "goes with GET /downloads"}});
  }
  auto page = co_await queue.names(*user, *naming, *filter);
  if (!page) co_return failure(page);
  co_return http::json(json::encode(wire::page_of(*page, *naming, *filter))).never_kept();
}

/// 200 the job · 404 there is none, or it is another user's
Task<Result<Response>> one_download(Queue& queue, Request request) {
  auto user = user_of(request);
  if (!user) co_return failure(user);
  auto id = job_id_of(request);
  if (!id) co_return failure(id);

  auto job = co_await queue.find(*user, *id);
  if (!job) co_return failure(job);
  co_return http::json(json::encode(wire::download_of(*job))).never_kept();
}

/// 200 the job that was cancelled, or 204 the row is gone · 404 as one_download() · 422 a bad
/// parameter · 503 the vault is not there
Task<Result<Response>> remove_download(Queue& queue, Request request) {
  auto user = user_of(request);
  if (!user) co_return failure(user);
  auto id = job_id_of(request);
  if (!id) co_return failure(id);
  auto files = wire::parse_switch(request, "files");
  if (!files) co_return failure(files);

  auto cancelled = co_await queue.remove(*user, *id, *files);
  if (!cancelled) co_return failure(cancelled);
  if (!*cancelled) co_return http::no_content();
  co_return http::json(json::encode(wire::download_of(**cancelled))).never_kept();
}

/// A job, in the place that a patch gives it.
Task<Result<Job>> moved(Queue& queue, Job job, messages::DownloadPatch patch) {
  if (patch.before) co_return co_await queue.put_before(job.user, job.id, *patch.before);
  if (!is_active(job.status)) co_return fail(Errc::conflict, "The download has come to its end.");
  Selection one;
  one.ids.push_back(job.id);
  auto changed = co_await queue.prioritize(job.user, std::move(one), *patch.priority);
  if (!changed) co_return failure(changed);
  co_return co_await queue.find(job.user, job.id);
}

/// What the three ways to change one job have in common.
Task<Result<Response>> act_on(Queue& queue, Request request, JobAction action) {
  auto user = user_of(request);
  if (!user) co_return failure(user);
  auto id = job_id_of(request);
  if (!id) co_return failure(id);

  auto job = co_await queue.act_on(*user, *id, action);
  if (!job) co_return failure(job);
  co_return http::json(json::encode(wire::download_of(*job))).never_kept();
}

/// 200 the job, paused · 404 as one_download() · 409 it has come to its end
Task<Result<Response>> pause_download(Queue& queue, Request request) {
  return act_on(queue, std::move(request), JobAction::pause);
}

/// 200 the job, on its way again · 404 as one_download() · 409 it has come to its end
Task<Result<Response>> resume_download(Queue& queue, Request request) {
  return act_on(queue, std::move(request), JobAction::resume);
}

/// 200 the job, queued anew · 404 as one_download() · 409 it is completed
Task<Result<Response>> retry_download(Queue& queue, Request request) {
  return act_on(queue, std::move(request), JobAction::retry);
}

/// 200 how many jobs were changed · 400 no JSON · 422 a bad selection
Task<Result<Response>> act_on_downloads(Queue& queue, Request request) {
  auto user = user_of(request);
  if (!user) co_return failure(user);
  auto body = json::decode<messages::DownloadAction>(request.body());
  if (!body) co_return failure(body);
  auto which = wire::selection_of(*body);
  if (!which) co_return failure(which);

  auto changed = co_await queue.act(*user, body->action, *std::move(which));
  if (!changed) co_return failure(changed);
  co_return http::json(json::encode(messages::DownloadsChanged{*changed})).never_kept();
}

/// 200 how many jobs have another priority · 400 no JSON · 422 a bad selection or priority
Task<Result<Response>> prioritize_downloads(Queue& queue, Request request) {
  auto user = user_of(request);
  if (!user) co_return failure(user);
  auto body = json::decode<messages::DownloadsPatch>(request.body());
  if (!body) co_return failure(body);
  auto which = wire::selection_of(*body);
  if (!which) co_return failure(which);

  auto changed = co_await queue.prioritize(*user, *std::move(which), body->priority);
  if (!changed) co_return failure(changed);
  co_return http::json(json::encode(messages::DownloadsChanged{*changed})).never_kept();
}

/// 200 the job in its new place · 400 no JSON · 404 as one_download(), of both · 409 either has
/// come to its end · 422 none of the two, or both
Task<Result<Response>> move_download(Queue& queue, Request request) {
  auto user = user_of(request);
  if (!user) co_return failure(user);
  auto id = job_id_of(request);
  if (!id) co_return failure(id);
  auto there = co_await queue.find(*user, *id);
  if (!there) co_return failure(there);
  auto body = json::decode<messages::DownloadPatch>(request.body());
  if (!body) co_return failure(body);
  if (body->priority.has_value() == body->before.has_value()) {
    co_return fail_fields("A download is moved in one way.",
                          {{"/priority", "must be there, or else before"}});
  }

  auto job = co_await moved(queue, *std::move(there), *body);
  if (!job) co_return failure(job);
  co_return http::json(json::encode(wire::download_of(*job))).never_kept();
}

/// 200 how many rows are gone · 422 a bad parameter · 503 the vault is not there
Task<Result<Response>> clear_downloads(Queue& queue, Request request) {
  auto user = user_of(request);
  if (!user) co_return failure(user);
  auto which = wire::parse_ended(request);
  if (!which) co_return failure(which);
  auto files = wire::parse_switch(request, "files");
  if (!files) co_return failure(files);

  auto removed = co_await queue.clear(*user, *std::move(which), *files);
  if (!removed) co_return failure(removed);
  co_return http::json(json::encode(messages::DownloadsChanged{*removed})).never_kept();
}

/// 101 the caller's jobs as they change · 403 another user's · 426 no WebSocket was asked for
Task<Result<Response>> watch_downloads(Lobby& lobby, Request request) {
  auto user = user_of(request);
  if (!user) co_return failure(user);
  if (request.path_part("user_id") != user->text()) {
    co_return fail(Errc::forbidden, "These are another user's downloads.");
  }
  const Listener listener{*user, request.caller().session};
  co_return http::websocket(
      std::make_unique<LiveDownloads>(lobby.queue, lobby.revocations, listener));
}

/// 200 the caller's jobs as they change
Task<Result<Response>> stream_downloads(Lobby& lobby, Request request) {
  auto user = user_of(request);
  if (!user) co_return failure(user);
  const Listener listener{*user, request.caller().session};
  co_return http::events(
      lobby.clock, std::make_unique<DownloadEvents>(lobby.queue, lobby.revocations, listener));
}

// clang-format off
constexpr auto list_parameters = std::to_array<http::Parameter>({
    {"status", json::schema_of<JobStatus>, "Only jobs of this status."},
    {"archive_identifier", json::schema_of<ItemIdentifier>, "Only jobs of this item."},
    {"page", json::schema_of<std::uint32_t>, "Which page, from 1."},
    {"per_page", json::schema_of<std::uint32_t>, "How many on a page, at most 200; 50 when left out."},
});
constexpr auto group_parameters = std::to_array<http::Parameter>({
    {"archive_identifier", json::schema_of<ItemIdentifier>, "Only this item."},
    {"page", json::schema_of<std::uint32_t>, "Which page, from 1."},
    {"per_page", json::schema_of<std::uint32_t>, "How many on a page, at most 200; 50 when left out."},
});
constexpr auto name_parameters = std::to_array<http::Parameter>({
    {"names", json::schema_of<std::string>, "How files are to be called, as the setting download.names says it; as it says now when left out."},
    {"archive_identifier", json::schema_of<ItemIdentifier>, "Only files of this item."},
    {"page", json::schema_of<std::uint32_t>, "Which page, from 1."},
    {"per_page", json::schema_of<std::uint32_t>, "How many on a page, at most 200; 50 when left out."},
});
constexpr auto remove_parameters = std::to_array<http::Parameter>({
    {"files", json::schema_of<bool>, "Whether a finished file is removed from the vault, too."},
});

constexpr auto clear_parameters = std::to_array<http::Parameter>({
    {"status", json::schema_of<JobStatus>, "Those that are completed, failed or cancelled; must be named."},
    {"archive_identifier", json::schema_of<ItemIdentifier>, "Only those of this item."},
    {"files", json::schema_of<bool>, "Whether the finished files are removed from the vault, too."},
});

constexpr auto rows = std::to_array<http::Route<Queue>>({
    {Verb::post, "/downloads", Access::user, request_downloads,
     {.summary = "Downloads a file, a recording, or several",
      .body = json::schema_of<messages::DownloadRequest>,
      .answer = json::schema_of<messages::DownloadAnswer>, .status = 202}},
    {Verb::get, "/downloads", Access::user, list_downloads,
     {.summary = "Your downloads, those asked for last first",
      .parameters = list_parameters, .answer = json::schema_of<messages::DownloadPage>}},
    {Verb::del, "/downloads", Access::user, clear_downloads,
     {.summary = "Removes downloads that have come to their end from the list",
      .parameters = clear_parameters, .answer = json::schema_of<messages::DownloadsChanged>}},
    {Verb::get, "/downloads/groups", Access::user, list_groups,
     {.summary = "Your downloads by items, those asked for last first",
      .parameters = group_parameters, .answer = json::schema_of<messages::DownloadGroupPage>}},
    {Verb::get, "/downloads/names", Access::user, list_names,
     {.summary = "What your finished files are called in the vault, and would be by another naming",
      .parameters = name_parameters, .answer = json::schema_of<messages::DownloadNamePage>}},
    {Verb::patch, "/downloads", Access::user, prioritize_downloads,
     {.summary = "Gives several downloads another priority",
      .body = json::schema_of<messages::DownloadsPatch>,
      .answer = json::schema_of<messages::DownloadsChanged>}},
    {Verb::post, "/downloads/actions", Access::user, act_on_downloads,
     {.summary = "Pauses, resumes, retries, cancels or removes several downloads",
      .body = json::schema_of<messages::DownloadAction>,
      .answer = json::schema_of<messages::DownloadsChanged>}},
    {Verb::post, "/downloads/{download_id}/pause", Access::user, pause_download,
     {.summary = "Stops a download for a while; what has come is kept",
      .answer = json::schema_of<messages::Download>}},
    {Verb::post, "/downloads/{download_id}/resume", Access::user, resume_download,
     {.summary = "Lets a paused download go on", .answer = json::schema_of<messages::Download>}},
    {Verb::post, "/downloads/{download_id}/retry", Access::user, retry_download,
     {.summary = "Begins a failed or cancelled download anew; tries one that waits at once",
      .answer = json::schema_of<messages::Download>}},
    {Verb::get, "/downloads/{download_id}", Access::user, one_download,
     {.summary = "One of your downloads", .answer = json::schema_of<messages::Download>}},
    {Verb::patch, "/downloads/{download_id}", Access::user, move_download,
     {.summary = "Gives a download another priority, or puts it before another one",
      .body = json::schema_of<messages::DownloadPatch>,
      .answer = json::schema_of<messages::Download>}},
    {Verb::del, "/downloads/{download_id}", Access::user, remove_download,
     {.summary = "Cancels a download that is on its way, removes one that is not",
      .parameters = remove_parameters, .answer = json::schema_of<messages::Download>}},
});

constexpr auto live_rows = std::to_array<http::Route<Lobby>>({
    {Verb::get, "/ws/downloads/{user_id}", Access::user, watch_downloads,
     {.summary = "Your downloads as they change: a WebSocket",
      .answer = json::schema_of<messages::DownloadChange>, .status = 101}},
    {Verb::get, "/events/downloads", Access::user, stream_downloads,
     {.summary = "Your downloads as they change: server-sent events, with the socket's messages",
      .answer = json::schema_of<messages::DownloadChange>}},
});
// clang-format on

}  // namespace

std::span<const http::Route<Queue>> queue_routes() { return rows; }

std::span<const http::Route<Lobby>> live_routes() { return live_rows; }

}  // namespace tapedeck::download
