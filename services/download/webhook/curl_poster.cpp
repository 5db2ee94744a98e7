#include "download/webhook/curl_poster.hpp"

#include "base/ensure.hpp"

#include <curl/curl.h>

#include <atomic>
#include <utility>

namespace tapedeck::download {
namespace {

using Easy = std::unique_ptr<CURL, decltype(&::curl_easy_cleanup)>;
using Multi = std::unique_ptr<CURLM, decltype(&::curl_multi_cleanup)>;
using Lines = std::unique_ptr<curl_slist, decltype(&::curl_slist_free_all)>;

/// Until it is looked again whether it has taken too long; a wake-up comes at once.
constexpr int longest_poll_ms = 1'000;

Multi make_post_multi() {
  // Counted by curl: the client of the Archive calls it, too.
  ensure(::curl_global_init(CURL_GLOBAL_ALL) == CURLE_OK, "curl must start");
  Multi multi(::curl_multi_init(), &::curl_multi_cleanup);
  ensure(multi != nullptr, "curl gives a handle unless memory is out");
  return multi;
}

/// What is answered is not wanted; only the status counts.
std::size_t throw_away(char*, std::size_t size, std::size_t count, void*) { return size * count; }

template <class Value>
void set_option(CURL* easy, CURLoption option, Value value) {
  ensure(::curl_easy_setopt(easy, option, value) == CURLE_OK, "curl knows every option set");
}

std::unexpected<Error> not_taken(Errc code, std::string detail) {
  return fail(code, "The webhook did not take a message.", std::move(detail));
}

Result<void> judged_status(long status) {
  constexpr long too_early = 425;
  constexpr long too_many = 429;
  if (status >= 200 && status < 300) return {};
  const bool later = status >= 500 || status == 408 || status == too_early || status == too_many;
  return not_taken(later ? Errc::unavailable : Errc::bad_upstream,
                   "status " + std::to_string(status));
}

}  // namespace

/// The connection and what keeps it; used by the thread, but for hang_up().
class CurlPoster::Line {
 public:
  explicit Line(Settings settings) : settings_(std::move(settings)), multi_(make_post_multi()) {}

  /// Blocks. Kept connections are used again.
  Result<void> post(const Letter& letter) {
    if (hung_up_) return fail(Errc::cancelled, "The program stops.");
    const Easy easy(::curl_easy_init(), &::curl_easy_cleanup);
    ensure(easy != nullptr, "curl gives a handle unless memory is out");
    const auto headers = headers_of(letter);
    set_up(easy.get(), headers.get(), letter);
    ::curl_multi_add_handle(multi_.get(), easy.get());
    int running = 1;
    while (running > 0 && !hung_up_) {
      ::curl_multi_perform(multi_.get(), &running);
      if (running > 0) ::curl_multi_poll(multi_.get(), nullptr, 0, longest_poll_ms, nullptr);
    }
    auto outcome = outcome_of(easy.get());
    ::curl_multi_remove_handle(multi_.get(), easy.get());
    return outcome;
  }

  static Result<void> post_on(Line* line, const Letter& letter) { return line->post(letter); }

  /// Any thread.
  void hang_up() {
    hung_up_ = true;
    ::curl_multi_wakeup(multi_.get());
  }

 private:
  [[nodiscard]] Lines headers_of(const Letter& letter) const {
    Lines lines(nullptr, &::curl_slist_free_all);
    const auto add = [&lines](const std::string& line) {
      auto* longer = ::curl_slist_append(lines.get(), line.c_str());
      ensure(longer != nullptr, "curl copies a line unless memory is out");
      (void)lines.release();  // it is the beginning of the longer one
      lines.reset(longer);
    };
    for (const auto& line : letter.headers)
      add(line);
    add("Expect:");  // a body this short is sent along
    if (settings_.token) add("Authorization: Bearer " + *settings_.token);
    return lines;
  }

  void set_up(CURL* easy, curl_slist* headers, const Letter& letter) const {
    set_option(easy, CURLOPT_URL, settings_.address.c_str());
    set_option(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    set_option(easy, CURLOPT_FOLLOWLOCATION, 0L);
    set_option(easy, CURLOPT_PROXY, "");  // as for the Archive: what is set is what is asked
    set_option(easy, CURLOPT_NOSIGNAL, 1L);
    // Stopping must not wait for the resolver: its thread is left to end by itself.
    set_option(easy, CURLOPT_QUICK_EXIT, 1L);
    set_option(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.limit.count()));
    set_option(easy, CURLOPT_USERAGENT, settings_.user_agent.c_str());
    set_option(easy, CURLOPT_HTTPHEADER, headers);
    set_option(easy, CURLOPT_POST, 1L);
    set_option(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(letter.body.size()));
    set_option(easy, CURLOPT_POSTFIELDS, letter.body.c_str());
    set_option(easy, CURLOPT_WRITEFUNCTION, &throw_away);
  }

  Result<void> outcome_of(CURL* easy) {
    int left = 0;
    const CURLMsg* message = ::curl_multi_info_read(multi_.get(), &left);
    if (message == nullptr) return fail(Errc::cancelled, "The program stops.");
    const auto code = message->data.result;
    if (code == CURLE_OK) {
      long status = 0;
      ::curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
      return judged_status(status);
    }
    return not_taken(Errc::unavailable, ::curl_easy_strerror(code));
  }

  const Settings settings_;
  std::atomic<bool> hung_up_{false};
  const Multi multi_;
};

CurlPoster::CurlPoster(Settings settings)
    : line_(std::make_unique<Line>(std::move(settings))), thread_("webhook", 1, 4) {}

CurlPoster::~CurlPoster() { stop(); }

Task<Result<void>> CurlPoster::post(Letter letter) {
  co_return co_await thread_.run(&Line::post_on, line_.get(), std::move(letter));
}

void CurlPoster::stop() { line_->hang_up(); }

}  // namespace tapedeck::download
