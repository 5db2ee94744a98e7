#include "download/http/media_routes.hpp"

#include "audio/slice_map_json.hpp"
#include "download/http/byte_range.hpp"
#include "download/http/media_wire.hpp"
#include "download/media/sound_type.hpp"
#include "http/http_date.hpp"
#include "json/encode.hpp"
#include "json/schema.hpp"

#include <array>
#include <utility>

namespace tapedeck::download {
namespace {

using http::Access;
using http::Request;
using http::Response;
using http::Verb;

/// One file.
struct Sound {
  ItemIdentifier item;
  archive::FileName file;
  std::optional<Content> content{};  ///< Of those who have it in the vault.
};

/// What every answer with sound says. A cache may keep it but has to ask each time: the next to sit
/// at this browser may be another user.
Response as_sound(Response response, const archive::FileName& file) {
  return std::move(response)
      .with("Content-Disposition", inline_disposition(file.text()))
      .with("Cache-Control", "private, no-cache")
      .with("X-Content-Type-Options", "nosniff");
}

Response nothing_there(std::optional<std::uint64_t> total) {
  Response response(416);
  if (total) response.headers().set("Content-Range", "bytes */" + std::to_string(*total));
  return response;
}

Response begun(std::unique_ptr<PassageBody> body, const SentBytes& sent,
               const archive::FetchStart& start, const archive::FileName& file) {
  if (sent.bytes) body->passage().take_only(*sent.bytes);
  auto response = http::stream(std::move(body), sound_type_of(file.text()), sent.bytes)
                      .with_status(sent.status)
                      .with("Accept-Ranges", "bytes");
  if (!sent.content_range.empty()) response.headers().set("Content-Range", sent.content_range);
  if (!start.etag.empty()) response.headers().set("ETag", start.etag);
  if (start.modified) {
    const auto modified = std::chrono::floor<std::chrono::seconds>(*start.modified);
    response.headers().set("Last-Modified", http::to_http_date(modified));
  }
  return as_sound(std::move(response), file);
}

Task<Result<Response>> pass_through(Media& media, Sound sound, WantedBytes wanted,
                                    Deadline deadline) {
  archive::FetchRequest fetch{.item = std::move(sound.item), .file = sound.file};
  fetch.first = wanted.first;
  fetch.if_match = wanted.if_match;
  fetch.purpose = archive::Purpose::play;
  auto body = media.passages.open(std::move(fetch), deadline);
  auto opened = co_await body->passage().opened();
  if (!opened && opened.error().code == Errc::conflict) co_return nothing_there(std::nullopt);
  if (!opened) co_return failure(opened);
  if (!*opened) co_return nothing_there(body->passage().total());
  const auto sent = sent_bytes(wanted, **opened);
  if (!sent) co_return failure(sent);
  co_return begun(std::move(body), *sent, **opened, sound.file);
}

/// From the vault when it is there, else through us from the Archive.
Task<Result<Response>> send_sound(Media& media, Sound sound, Request request) {
  const auto type = sound_type_of(sound.file.text());
  if (type.empty()) co_return fail(Errc::not_found, "This file is no sound that could be played.");
  if (sound.content) {
    auto file = co_await media.vault.open(*sound.content);
    if (file) co_return as_sound(http::file(std::move(*file), type), sound.file);
    // A vault that is away, or has lost the file, is no reason for silence.
    if (file.error().code != Errc::not_found && file.error().code != Errc::unavailable)
      co_return failure(file);
  }
  auto wanted = wanted_bytes(request);
  co_return co_await pass_through(media, std::move(sound), std::move(wanted), request.deadline());
}

/// Who listens. Errors: `forbidden` for a service that acts for nobody.
Result<UserId> listener_of(const Request& request) {
  if (request.caller().user) return *request.caller().user;
  return fail(Errc::forbidden, "Music is played to a user.", "a service without a user");
}

std::string track_of(const Request& request) { return std::string(request.path_part("id")); }

/// The finished job of a user by its id. Errors: `not_found`, also for another user's.
Task<Result<Job>> finished_job(Media& media, UserId user, std::string text) {
  auto id = JobId::parse(text);
  if (!id) co_return failure(id);
  auto job = co_await media.jobs.find(user, *id);
  if (!job) co_return failure(job);
  if (job->status != JobStatus::completed)
    co_return fail(Errc::not_found, "This track is not in the vault yet.");
  co_return job;
}

/// 200 the sound · 206 the part of it that Range names · 404 no finished file of this user
Task<Result<Response>> stream_track(Media& media, Request request) {
  auto user = listener_of(request);
  if (!user) co_return failure(user);
  auto job = co_await finished_job(media, *user, track_of(request));
  if (!job) co_return failure(job);
  Sound sound{.item = std::move(job->item), .file = std::move(job->file), .content = job->content};
  co_return co_await send_sound(media, std::move(sound), std::move(request));
}

/// 200 the slices · 404 no finished file of this user, or one that cannot be cut, with the reason
Task<Result<Response>> slices_of_track(Media& media, Request request) {
  auto user = listener_of(request);
  if (!user) co_return failure(user);
  auto job = co_await finished_job(media, *user, track_of(request));
  if (!job) co_return failure(job);
  auto map = co_await media.examinations.slices_of(std::move(*job), request.deadline());
  if (!map) co_return failure(map);
  co_return http::json(std::move(*map)).with("Cache-Control", "private, no-cache");
}

/// 200 the waveform and the loudness · 404 no finished file of this user, or one that cannot be
/// decoded, with the reason
Task<Result<Response>> peaks_of_track(Media& media, Request request) {
  auto user = listener_of(request);
  if (!user) co_return failure(user);
  auto job = co_await finished_job(media, *user, track_of(request));
  if (!job) co_return failure(job);
  auto kept = co_await media.examinations.hearing_of(std::move(*job), request.deadline());
  if (!kept) co_return failure(kept);
  if (kept->hearing.empty())
    co_return fail(Errc::not_found, "This track has no peaks. " + kept->reason);
  auto hearing = audio::parse_hearing(kept->hearing);
  if (!hearing) co_return fail(Errc::storage, "What was kept of the track cannot be read.");
  co_return http::json(json::encode(wire::peaks_of(*std::move(hearing))))
      .with("Cache-Control", "private, no-cache");
}

/// 200 what was checked of the caller's files · 404 the caller has none of this item · 422 another
/// format · 503 the vault is not there
Task<Result<Response>> certificate_of_recording(Media& media, Request request) {
  auto user = listener_of(request);
  if (!user) co_return failure(user);
  auto item = ItemIdentifier::parse(request.path_part("identifier"));
  if (!item) co_return failure(item);
  auto as_text = wire::wants_plain_text(request);
  if (!as_text) co_return failure(as_text);
  const auto name = std::string(item->text()) + ".certificate.txt";
  auto certificate = co_await media.certificates.of(*user, *std::move(item));
  if (!certificate) co_return failure(certificate);
  auto answer = *as_text ? http::text(to_plain_text(*certificate), "text/plain")
                         : http::json(json::encode(*certificate));
  if (*as_text) answer.headers().set("Content-Disposition", inline_disposition(name));
  co_return std::move(answer).with("Vary", "Accept").with("Cache-Control", "private, no-cache");
}

/// 200 the sound · 206 the part of it that Range names · 403 the Archive keeps it to itself · 404
/// no such file · 503 it is not in the vault and the Archive is away
Task<Result<Response>> stream_file(Media& media, Request request) {
  auto user = listener_of(request);
  if (!user) co_return failure(user);
  auto item = ItemIdentifier::parse(request.path_part("identifier"));
  if (!item) co_return failure(item);
  auto file = archive::FileName::parse(request.path_part("name"));
  if (!file) co_return failure(file);
  auto job = co_await media.jobs.find_file(*user, *item, *file);
  if (!job && job.error().code != Errc::not_found) co_return failure(job);
  Sound sound{.item = std::move(*item), .file = std::move(*file)};
  if (job && job->status == JobStatus::completed) sound.content = job->content;
  co_return co_await send_sound(media, std::move(sound), std::move(request));
}

// clang-format off
constexpr auto certificate_parameters = std::to_array<http::Parameter>({
    {"format", json::schema_of<std::string>, "json, or text for a page to keep; as Accept says when left out."},
});

constexpr auto media_rows = std::to_array<http::Route<Media>>({
    {Verb::get, "/tracks/{id}/stream", Access::user, stream_track,
     {.summary = "The sound of a finished download; its id is the track's", .answer_type = "audio/*"}},
    {Verb::get, "/tracks/{id}/slices", Access::user, slices_of_track,
     {.summary = "How a player cuts a track into slices that join without a gap",
      .answer = json::schema_of<audio::WrittenSliceMap>}},
    {Verb::get, "/tracks/{id}/peaks", Access::user, peaks_of_track,
     {.summary = "The waveform of a track, and how loud it is",
      .answer = json::schema_of<TrackPeaks>}},
    {Verb::get, "/recordings/{identifier}/certificate", Access::user, certificate_of_recording,
     {.summary = "What was checked of your files of a recording, by what, and when",
      .parameters = certificate_parameters, .answer = json::schema_of<Certificate>}},
    {Verb::get, "/recordings/{identifier}/files/{name...}/stream", Access::user, stream_file,
     {.summary = "The sound of any file of a recording, from the vault or the Archive",
      .answer_type = "audio/*"}},
});
// clang-format on

}  // namespace

std::span<const http::Route<Media>> media_routes() { return media_rows; }

}  // namespace tapedeck::download
