#pragma once

#include "archive/archive.hpp"
#include "archive/limiter.hpp"
#include "async/clock.hpp"
#include "async/pool.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace tapedeck::archive {

/// How to reach the Archive.
struct HttpSettings {
  std::string base_url = "https://archive.org";  ///< Without a slash at its end.
  std::string user_agent{};                      ///< See make_user_agent().
  /// Allows http, and this machine: for tests and the demonstration, where the Archive is a
  /// stand-in.
  bool allow_loopback = false;
  std::chrono::milliseconds connect{10'000};  ///< Name, connection and TLS together.
};

/// Who we say we are: `Tapedeck/1.0.0 (+https://example.org/contact)`. The Archive has firewalled
/// clients that nobody could be written to about. Without a contact the brackets are left out.
///
/// Throws std::invalid_argument, which keeps the process from starting, when `contact` is above 200
/// bytes or has characters beyond printable ASCII.
[[nodiscard]] std::string make_user_agent(std::string_view version, std::string_view contact);

/// The Internet Archive itself, over HTTP (libcurl on a thread of its own).
///
/// One for the process. Goes only to the Archive's hosts and their public addresses.
class HttpArchive final : public Archive {
 public:
  /// Throws std::invalid_argument when `settings.base_url` is not one that may be asked.
  HttpArchive(const HttpSettings& settings, Limiter& limiter, Clock& clock, async::Pool& compute);
  ~HttpArchive() override;
  HttpArchive(const HttpArchive&) = delete;
  HttpArchive& operator=(const HttpArchive&) = delete;

  Task<Result<SearchPage>> search(SearchQuery query, Deadline deadline) override;
  Task<Result<ScrapePage>> scrape(ScrapeQuery query, Deadline deadline) override;
  Task<Result<Item>> item(ItemIdentifier name, Deadline deadline) override;
  Task<Result<Picture>> picture(ItemIdentifier name, Deadline deadline) override;
  Task<Result<Fetched>> fetch(FetchRequest request, Sink& sink, Patience patience) override;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace tapedeck::archive
