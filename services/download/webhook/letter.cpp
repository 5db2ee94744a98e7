#include "download/webhook/letter.hpp"

#include "json/encode.hpp"

#include <utility>

namespace tapedeck::download {
namespace {

WebhookMessage message_of(const Notice& notice) {
  const auto& group = notice.ended.group;
  const auto& failed = notice.ended.failed;
  return {.event = group.failed > 0 ? RecordingEvent::recording_failed
                                    : RecordingEvent::recording_completed,
          .archive_identifier = group.item,
          .address = "https://archive.org/details/" + std::string(group.item.text()),
          .user_id = notice.user,
          .files = group.files,
          .completed = group.completed,
          .failed = group.failed,
          .cancelled = group.cancelled,
          .bytes = group.bytes_done,
          .filename = failed ? std::string(failed->file.text()) : std::string(),
          .reason = failed ? failed->error : std::string()};
}

std::string files_text(std::uint64_t count) {
  return count == 1 ? "1 file" : std::to_string(count) + " files";
}

std::string title_of(const WebhookMessage& message) {
  const std::string item(message.archive_identifier.text());
  if (message.failed == 0) return item + " is here";
  return item + ": " + files_text(message.failed) + " failed";
}

std::string sentence_of(const WebhookMessage& message) {
  constexpr std::uint64_t megabyte = 1'000'000;
  auto text = files_text(message.completed) + ", " +
              std::to_string((message.bytes + megabyte - 1) / megabyte) + " MB, in the vault.";
  if (message.failed > 0) text += "\n" + message.filename + ": " + message.reason;
  return text;
}

}  // namespace

Letter letter_of(const Notice& notice, WebhookStyle style) {
  const auto message = message_of(notice);
  if (style == WebhookStyle::json) {
    return {.headers = {"Content-Type: application/json"}, .body = json::encode(message)};
  }
  const bool bad = message.failed > 0;
  return {.headers = {"Content-Type: text/plain; charset=utf-8", "Title: " + title_of(message),
                      bad ? "Priority: high" : "Priority: default",
                      bad ? "Tags: warning" : "Tags: musical_note", "Click: " + message.address},
          .body = sentence_of(message)};
}

}  // namespace tapedeck::download
