#pragma once

// Private to libs/archive/http: one request on its way through curl.

#include "archive/http/exchange.hpp"
#include "archive/http/places.hpp"
#include "archive/http/stall_watch.hpp"

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace tapedeck::archive {

/// What all transfers have in common.
struct TransferSettings {
  Places places;
  std::string user_agent;
  std::chrono::milliseconds connect;
};

/// One request and its redirects. Lives on the curl thread.
class Transfer {
 public:
  static constexpr unsigned most_redirects = 5;

  Transfer(std::shared_ptr<Exchange> exchange, const TransferSettings& settings);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  [[nodiscard]] CURL* easy() const noexcept { return easy_.get(); }
  [[nodiscard]] const std::shared_ptr<Exchange>& exchange() const noexcept { return exchange_; }
  [[nodiscard]] StallWatch& stall_watch() noexcept { return watch_; }

  /// curl is done with it. True when it is to be added again, for the place it was redirected to;
  /// otherwise the exchange has been told the end.
  [[nodiscard]] bool done(CURLcode code);

  /// Nothing came for too long.
  void fell_silent();

  /// The reader has room again. May receive at once.
  void resume();

 private:
  void set_up(const TransferSettings& settings);
  [[nodiscard]] bool follow();
  void end(WireEnd end, std::string_view why);
  [[nodiscard]] WireEnd end_for(CURLcode code) const;

  std::size_t take_header(std::string_view line);
  void end_of_headers();
  std::size_t take_body(std::span<const std::byte> bytes);
  curl_socket_t open_socket(const curl_sockaddr& address);

  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static curl_socket_t on_socket(void* self, curlsocktype purpose, curl_sockaddr* address);

  template <class Value>
  void set(CURLoption option, Value value);

  std::shared_ptr<Exchange> exchange_;
  const Places& places_;
  std::unique_ptr<CURL, decltype(&::curl_easy_cleanup)> easy_;
  std::unique_ptr<curl_slist, decltype(&::curl_slist_free_all)> headers_;
  std::array<char, CURL_ERROR_SIZE> words_{};  // curl's, for the log
  StallWatch watch_;
  unsigned hops_ = 0;

  // Of the answer that is being received:
  WireHead head_;
  std::size_t header_bytes_ = 0;
  std::size_t redirect_bytes_ = 0;
  bool begun_ = false;        // its head has been handed on
  bool redirects_ = false;    // it leads somewhere else
  bool bad_address_ = false;  // its host resolved to where we do not go
  bool too_long_ = false;
};

}  // namespace tapedeck::archive
