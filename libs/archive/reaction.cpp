#include "archive/reaction.hpp"

#include <string>

namespace tapedeck::archive {
namespace {

constexpr std::string_view later = "The Archive does not answer at the moment; try again later.";

}  // namespace

Reaction reaction_to(unsigned status) {
  return status == 429 || status == 503 ? Reaction::overloaded : Reaction::answered;
}

Reaction reaction_to(WireEnd end) {
  switch (end) {
    case WireEnd::unreachable:
      return Reaction::unreachable;
    case WireEnd::cut:
    case WireEnd::silent:
      return Reaction::silent;
    case WireEnd::whole:
    case WireEnd::node_unreachable:
    case WireEnd::forbidden_place:  // the Archive's own host is there: it sent the redirect
    case WireEnd::garbled:
    case WireEnd::too_long:
      return Reaction::answered;
  }
  return Reaction::answered;
}

Error status_error(unsigned status, std::optional<std::chrono::milliseconds> retry_after,
                   std::string_view what) {
  Error error;
  error.detail = "status " + std::to_string(status) + " for " + std::string(what);
  if (retry_after && retry_after->count() > 0) error.retry_after = retry_after;
  if (status == 404 || status == 410) {
    error.code = Errc::not_found;
    error.message = "The Archive has no such item or file.";
  } else if (status == 401 || status == 403) {
    error.code = Errc::forbidden;
    error.message = "The Archive keeps this file to itself.";
  } else if (status == 429) {
    error.code = Errc::rate_limited;
    error.message = "The Archive asks for patience; try again later.";
  } else if (status >= 500) {
    error.code = Errc::unavailable;
    error.message = later;
  } else {
    error.code = Errc::bad_upstream;
    error.message = "The Archive gave an answer that Tapedeck cannot read.";
  }
  return error;
}

Error broken_call(const WireOutcome& outcome, std::string_view what) {
  Error error;
  error.detail = outcome.detail + " for " + std::string(what);
  error.code = Errc::bad_upstream;
  switch (outcome.end) {
    case WireEnd::forbidden_place:
      error.message = "The Archive points to a place that Tapedeck does not go to.";
      break;
    case WireEnd::garbled:
      error.message = "The Archive gave an answer that Tapedeck cannot read.";
      break;
    case WireEnd::too_long:
      error.message = "The Archive gave an answer that is far too long.";
      break;
    case WireEnd::whole:
    case WireEnd::cut:
    case WireEnd::silent:
    case WireEnd::unreachable:
    case WireEnd::node_unreachable:
      error.code = Errc::unavailable;
      error.message = later;
  }
  return error;
}

}  // namespace tapedeck::archive
