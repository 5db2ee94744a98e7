#include "archive/http/transfer.hpp"

#include "base/ensure.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

namespace tapedeck::archive {
namespace {

/// Headers and the page that comes with a redirect; the Archive's take 3 KB and 150 bytes.
constexpr std::size_t most_header_bytes = 64U << 10U;
constexpr std::size_t most_redirect_bytes = 64U << 10U;

StallWatch::Ticks now() { return std::chrono::steady_clock::now(); }

bool is_same_word(std::string_view a, std::string_view lower) {
  return std::ranges::equal(a, lower, [](char x, char y) {
    return (x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x) == y;
  });
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::optional<std::uint64_t> length_of(std::string_view digits) {
  std::uint64_t length = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return length;
}

bool is_redirect(long status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::span<const std::uint8_t> address_bytes(const curl_sockaddr& address,
                                            std::array<std::uint8_t, 16>& storage) {
  if (address.family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address.addr, sizeof v4);
    std::memcpy(storage.data(), &v4.sin_addr, 4);
    return std::span(storage).first(4);
  }
  if (address.family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address.addr, sizeof v6);
    std::memcpy(storage.data(), &v6.sin6_addr, 16);
    return storage;
  }
  return {};
}

}  // namespace

Transfer::Transfer(std::shared_ptr<Exchange> exchange, const TransferSettings& settings)
    : exchange_(std::move(exchange)),
      places_(settings.places),
      easy_(::curl_easy_init(), &::curl_easy_cleanup),
      headers_(nullptr, &::curl_slist_free_all),
      watch_(exchange_->request().idle, now()) {
  ensure(easy_ != nullptr, "curl gives a handle unless memory is out");
  set_up(settings);
}

Transfer::~Transfer() = default;

template <class Value>
void Transfer::set(CURLoption option, Value value) {
  ensure(::curl_easy_setopt(easy_.get(), option, value) == CURLE_OK, "curl knows every option set");
}

void Transfer::set_up(const TransferSettings& settings) {
  const auto& request = exchange_->request();
  set(CURLOPT_URL, places_.url(request.target).c_str());
  set(CURLOPT_PATH_AS_IS, 1L);
  const char* schemes = places_.allows_http() ? "https,http" : "https";
  set(CURLOPT_PROTOCOLS_STR, schemes);
  set(CURLOPT_FOLLOWLOCATION, 0L);  // each hop is checked here first
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_PROXY, "");  // one from the environment would hide the addresses that are checked
  set(CURLOPT_NOSIGNAL, 1L);
  // A cancelled call must not wait for the resolver: its thread is left to end by itself.
  set(CURLOPT_QUICK_EXIT, 1L);
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect.count()));
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_USERAGENT, settings.user_agent.c_str());
  set(CURLOPT_ERRORBUFFER, words_.data());
  set(CURLOPT_PRIVATE, static_cast<void*>(this));

  if (request.may_be_compressed) {
    set(CURLOPT_ACCEPT_ENCODING, "gzip");
  } else {
    // 512 KiB have twice the throughput of the default 16 KiB at 40 % of the processor time.
    constexpr std::size_t least = 16U << 10U;
    constexpr std::size_t most = 512U << 10U;
    set(CURLOPT_BUFFERSIZE, static_cast<long>(std::clamp(request.ahead, least, most)));
  }
  if (request.first > 0) {
    // Not RESUME_FROM: with that, a file that has changed is an error and not a 200.
    set(CURLOPT_RANGE, (std::to_string(request.first) + "-").c_str());
  }
  if (!request.if_range.empty()) {
    headers_.reset(::curl_slist_append(nullptr, ("If-Range: " + request.if_range).c_str()));
    set(CURLOPT_HTTPHEADER, headers_.get());
  }

  set(CURLOPT_HEADERFUNCTION, &on_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(CURLOPT_WRITEFUNCTION, &on_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(CURLOPT_OPENSOCKETFUNCTION, &on_socket);
  set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
}

bool Transfer::done(CURLcode code) {
  if (redirects_) return follow();
  end(end_for(code), words_[0] != '\0' ? words_.data() : ::curl_easy_strerror(code));
  return false;
}

bool Transfer::follow() {
  const char* target = nullptr;
  ::curl_easy_getinfo(easy_.get(), CURLINFO_REDIRECT_URL, &target);
  if (!target) {
    end(WireEnd::garbled, "a redirect without a place");
    return false;
  }
  const std::string url = target;  // curl's copy goes when the next one is set
  const auto allowed = places_.check(url);
  if (!allowed) {
    end(WireEnd::forbidden_place, allowed.error().detail);
    return false;
  }
  if (++hops_ > most_redirects) {
    end(WireEnd::forbidden_place, "more than 5 redirects");
    return false;
  }
  set(CURLOPT_URL, url.c_str());
  head_ = {};
  words_[0] = '\0';
  header_bytes_ = redirect_bytes_ = 0;
  redirects_ = false;
  watch_.resume(now());
  return true;
}

void Transfer::fell_silent() { end(WireEnd::silent, "nothing came for too long"); }

void Transfer::resume() {
  watch_.resume(now());
  ::curl_easy_pause(easy_.get(), CURLPAUSE_CONT);
}

void Transfer::end(WireEnd end, std::string_view why) {
  WireOutcome outcome;
  outcome.end = end;
  outcome.detail = std::string(why) + " after " + std::to_string(hops_) + " redirects";
  exchange_->end(std::move(outcome));
}

WireEnd Transfer::end_for(CURLcode code) const {
  if (bad_address_) return WireEnd::forbidden_place;
  if (too_long_) return WireEnd::too_long;
  switch (code) {
    case CURLE_OK:
      return begun_ ? WireEnd::whole : WireEnd::garbled;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:  // only connecting has a limit
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
      return hops_ == 0 ? WireEnd::unreachable : WireEnd::node_unreachable;
    case CURLE_UNSUPPORTED_PROTOCOL:  // no status line: HTTP/0.9, or no HTTP
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WRITE_ERROR:  // our own refusal of endless headers
      return WireEnd::garbled;
    default:
      return WireEnd::cut;
  }
}

std::size_t Transfer::take_header(std::string_view line) {
  watch_.received(line.size(), now());
  header_bytes_ += line.size();
  if (header_bytes_ > most_header_bytes) return 0;
  if (begun_) return line.size();  // trailers
  if (line.starts_with("HTTP/")) {
    head_ = {};  // also after an interim answer (RFC 9110 §15.2)
  } else if (trimmed(line).empty()) {
    end_of_headers();
  } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    const auto name = line.substr(0, colon);
    const auto value = trimmed(line.substr(colon + 1));
    if (is_same_word(name, "content-length")) head_.content_length = length_of(value);
    if (is_same_word(name, "content-type")) head_.content_type = value;
    if (is_same_word(name, "content-range")) head_.content_range = value;
    if (is_same_word(name, "etag")) head_.etag = value;
    if (is_same_word(name, "last-modified")) head_.last_modified = value;
    if (is_same_word(name, "retry-after")) head_.retry_after = value;
  }
  return line.size();
}

void Transfer::end_of_headers() {
  long status = 0;
  ::curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status < 200) return;
  redirects_ = is_redirect(status);
  if (redirects_) return;
  begun_ = true;
  head_.status = static_cast<unsigned>(status);
  exchange_->begin(std::move(head_));
}

std::size_t Transfer::take_body(std::span<const std::byte> bytes) {
  if (redirects_) {
    redirect_bytes_ += bytes.size();
    return redirect_bytes_ > most_redirect_bytes ? 0 : bytes.size();
  }
  switch (exchange_->put(bytes)) {
    case Exchange::Taken::yes:
      watch_.received(bytes.size(), now());
      return bytes.size();
    case Exchange::Taken::full:
      watch_.pause();
      return CURL_WRITEFUNC_PAUSE;
    case Exchange::Taken::too_long:
      too_long_ = true;
      return 0;
  }
  return 0;
}

curl_socket_t Transfer::open_socket(const curl_sockaddr& address) {
  std::array<std::uint8_t, 16> storage{};
  if (!places_.allows_address(address_bytes(address, storage))) {
    bad_address_ = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address.family, address.socktype | SOCK_CLOEXEC, address.protocol);
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  return static_cast<Transfer*>(self)->take_header(std::string_view(data, size * count));
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  return static_cast<Transfer*>(self)->take_body(
      std::as_bytes(std::span<const char>(data, size * count)));
}

curl_socket_t Transfer::on_socket(void* self, curlsocktype, curl_sockaddr* address) {
  return static_cast<Transfer*>(self)->open_socket(*address);
}

}  // namespace tapedeck::archive
