#pragma once

#include "base/result.hpp"
#include "download/core/queue.hpp"
#include "http/request.hpp"
#include "messages/downloads.hpp"

#include <cstdint>

namespace tapedeck::download::wire {

/// A job as the wire shows it.
[[nodiscard]] messages::Download download_of(const Job& job);

/// What a request came to.
[[nodiscard]] messages::DownloadAnswer answer_of(const Requested& requested);

/// One page of jobs.
[[nodiscard]] messages::DownloadPage page_of(const JobPage& page, const JobFilter& filter);

/// One page of names.
[[nodiscard]] messages::DownloadNamePage page_of(const NamePage& page, const Naming& naming,
                                                 const JobFilter& filter);

/// `names` of a query: how files are to be called; `now` when it is left out. Errors: `invalid`.
[[nodiscard]] Result<Naming> parse_naming(const http::Request& request, const Naming& now);

/// One page of groups.
[[nodiscard]] messages::DownloadGroupPage page_of(const GroupPage& page, const JobFilter& filter);

/// `status`, `archive_identifier`, `page` and `per_page` of a query.
/// Errors: `invalid`, naming every parameter at fault.
[[nodiscard]] Result<JobFilter> parse_filter(const http::Request& request);

/// The jobs that a request acts on. Errors: `invalid`, naming what is at fault; also when none is
/// named to be removed: nobody clears a whole list by leaving it out.
[[nodiscard]] Result<Selection> selection_of(const messages::DownloadAction& action);
[[nodiscard]] Result<Selection> selection_of(const messages::DownloadsPatch& patch);

/// `status`, of jobs that have come to their end, and `archive_identifier` of a query.
/// Errors: `invalid`; also when no status is named: nobody clears a whole list by leaving it out.
[[nodiscard]] Result<Selection> parse_ended(const http::Request& request);

/// A parameter that is a word for yes or no; no when it is not there. Errors: `invalid`.
[[nodiscard]] Result<bool> parse_switch(const http::Request& request, std::string_view name);

}  // namespace tapedeck::download::wire
