#pragma once

#include "download/core/notices.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace tapedeck::download {

/// What an operator's webhook is sent.
enum class WebhookStyle : std::uint8_t {
  json,  ///< WebhookMessage.
  ntfy,  ///< A sentence, its title and its picture, as ntfy.sh and its like show them on a phone.
};
BOOST_DESCRIBE_ENUM(WebhookStyle, json, ntfy)

/// How a recording ended.
enum class RecordingEvent : std::uint8_t {
  recording_completed,  ///< Every file that was wanted is in the vault.
  recording_failed,     ///< Some of them failed.
};
BOOST_DESCRIBE_ENUM(RecordingEvent, recording_completed, recording_failed)

/// The body in JSON; docs/operations.md tells its members.
struct WebhookMessage {
  RecordingEvent event = RecordingEvent::recording_completed;
  ItemIdentifier archive_identifier;
  std::string address;  ///< Of the item at the Archive.
  UserId user_id;       ///< Whose download it is.
  std::uint64_t files = 0;
  std::uint64_t completed = 0;
  std::uint64_t failed = 0;
  std::uint64_t cancelled = 0;
  std::uint64_t bytes = 0;  ///< Of the completed files.
  std::string filename;     ///< One that failed; empty when none did.
  std::string reason;       ///< Why that one failed; empty when none did.
};
BOOST_DESCRIBE_STRUCT(WebhookMessage, (),
                      (event, archive_identifier, address, user_id, files, completed, failed,
                       cancelled, bytes, filename, reason))

/// One POST: its body, and headers of the kind "Title: gd77-05-08.sbd.hicks is here". Nothing from
/// outside can add a header.
struct Letter {
  std::vector<std::string> headers;
  std::string body;
};

[[nodiscard]] Letter letter_of(const Notice& notice, WebhookStyle style);

}  // namespace tapedeck::download
